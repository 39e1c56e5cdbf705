"""Reading a file that has arrived without loading it."""

from __future__ import annotations

import mmap
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 64 * 1024
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    struct.error,
    ValueError,
)
"""What the zip reader raises for damaged, encrypted or exotic archives."""


def mapped(path: Path) -> mmap.mmap:
    """Return a file's bytes as the system maps them."""
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def zip_entries(path: Path) -> frozenset[str]:
    """Return the names in an archive, wherever in the file it begins."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist())
    except BROKEN_ZIP:
        return frozenset()
