"""Where the files of packages lie for a while: outside the store, because they are copies and large."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from casebook.kernel.ids import new_id
from casebook.storage.disk import telling_full_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

KEPT_FOR = timedelta(days=7)
_PRIVATE = 0o600


def folder(data_path: Path) -> Path:
    """Return the folder of packages, made when it is missing."""
    found = data_path / "packages"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def path_of(data_path: Path, package_id: UUID) -> Path:
    """Return where a package's file lies."""
    return folder(data_path) / f"{package_id}.zip"


@contextmanager
def writing(directory: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Give a file to write; it is forced to disk, and it is gone when the block raises."""
    path = directory / f".{new_id()}.part"
    try:
        with (
            telling_full_disk(),
            os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file,
        ):
            yield file, path
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sweep(data_path: Path, now: datetime) -> int:
    """Remove files older than they are kept for; return how many. Their heads stay in the register."""
    old = [path for path in folder(data_path).iterdir() if _changed_at(path) < now - KEPT_FOR]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
