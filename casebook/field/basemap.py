"""The base map that tablets take along: one PMTiles file named by a setting."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import StreamDigest

URL = "/field/api/basemap"
_MAGIC = b"PMTiles"
_PIECE = 1024 * 1024


def path_of(setting: str) -> Path | None:
    """Return the file, None without one; RuleBroken when the setting names none, or one of another kind."""
    if not setting:
        return None
    path = Path(setting)
    try:
        with path.open("rb") as file:
            is_map = file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        is_map = False
    if not is_map:
        raise RuleBroken("basemap_unreadable", path=setting)
    return path


def describe(setting: str) -> dict[str, Any] | None:
    """Return address, bytes and hash of the map as a package names it, or None."""
    path = path_of(setting)
    if path is None:
        return None
    found = path.stat()
    return {"url": URL, "size": found.st_size, "hash": _hash_of(path, found.st_size, found.st_mtime_ns)}


@lru_cache(maxsize=4)
def _hash_of(path: Path, _size: int, _changed_ns: int) -> str:
    """Hash the file once for each state that it was found in."""
    digest = StreamDigest()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.text()
