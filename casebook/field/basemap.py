"""The base map that tablets take along: one PMTiles file named by a setting."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import StreamDigest

URL = "/field/api/basemap"
_MAGIC, _VERSION = b"PMTiles", 3
_HEAD_BYTES, _TYPE_AT = 127, 99
"""Length of a PMTiles header, and where in it the kind of its tiles stands (PMTiles version 3)."""
_PICTURES = frozenset({2, 3, 4})
"""PNG, JPEG, WebP: what tablets draw. Vectors (1) would need a style and fonts, AVIF (5) newer browsers."""
_PIECE = 1024 * 1024


def path_of(setting: str) -> Path | None:
    """Return the file, None without one; RuleBroken when the setting names none that tablets can draw."""
    if not setting:
        return None
    path = Path(setting)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        head = b""
    if len(head) < _HEAD_BYTES or not head.startswith(_MAGIC) or head[len(_MAGIC)] != _VERSION:
        raise RuleBroken("basemap_unreadable", path=setting)
    if head[_TYPE_AT] not in _PICTURES:
        raise RuleBroken("basemap_not_pictures", path=setting)
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
