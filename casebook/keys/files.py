"""Files for the server's own user alone: written whole or not at all, refused when others can read them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from casebook.kernel.errors import RuleBroken

_OTHERS = 0o077


def folder(data_path: Path) -> Path:
    """Return the folder of keys below the data directory, made when it is missing (mode 0700)."""
    found = data_path / "keys"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def write_new(path: Path, data: bytes) -> bool:
    """Write a file of mode 0600 and say True; leave an existing one alone and say False."""
    temporary = _write_beside(path, data)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    else:
        _flush_folder(path)
        return True
    finally:
        temporary.unlink()


def replace(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 in place of what was there, in one step."""
    _write_beside(path, data).replace(path)
    _flush_folder(path)


def read(path: Path) -> bytes:
    """Return a file's bytes; RuleBroken when it, or its folder, is open to anybody else."""
    for place in (path.parent, path):
        mode = place.stat().st_mode & 0o777
        if mode & _OTHERS:
            raise RuleBroken("key_open_to_others", path=str(place), mode=f"{mode:04o}")
    return path.read_bytes()


def _write_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _flush_folder(path: Path) -> None:
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
