"""Making an archive, and making a house of one."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from casebook import __version__
from casebook.backup import archive, databases, queries, rules
from casebook.backup.rules import Manifest
from casebook.db import migrate
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.storage import queries as storage
from casebook.storage.disk import FileStore
from casebook.storage.rules import key_of

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.config import Settings

_PARTS = (rules.KEYS.rstrip("/"), rules.FILES.rstrip("/"))


@dataclass(frozen=True)
class Made:
    """An archive that was made: its manifest, the hash of that, and what was already wrong with the files."""

    manifest: Manifest
    manifest_hash: str
    missing: tuple[str, ...]
    """Hashes that the database names, whose bytes are gone."""
    damaged: tuple[str, ...]
    """Hashes whose bytes are no longer theirs; they are in the archive as they are."""


def back_up(settings: Settings, path: Path, *, now: datetime) -> Made:
    """Write database, files, keys and heads into one new file, mode 0600; the system may go on working.

    The database comes first: files are never removed, so all that it names are still there after it.
    """
    url, place = settings.owner_url, path.absolute().parent
    with TemporaryDirectory(dir=place, prefix=".casebook-") as folder, archive.writing(path) as target:
        copy = Path(folder) / rules.DATABASES[databases.backend_of(url)]
        with databases.snapshot(url, copy) as session:
            heads = queries.heads(session, settings.county_code)
            revision = databases.revision_of(session)
            recorded = storage.recorded_hashes(session)
        target.add_path(copy.name, copy)
        kept = _add_files(settings, target)
        for key in queries.key_files(settings.data_path):
            target.add_path(f"{rules.KEYS}{key.name}", key)
        manifest = Manifest(
            made_at=now,
            program=__version__,
            county_code=settings.county_code,
            backend=databases.backend_of(url),
            revision=revision,
            heads=heads,
            entries=tuple(target.entries),
        )
        manifest_hash = digest(target.close_with(manifest))
    missing = tuple(sorted(set(recorded) - kept.keys()))
    damaged = tuple(sorted(stored for stored, found in kept.items() if stored != found))
    return Made(manifest, manifest_hash, missing, damaged)


def restore(settings: Settings, path: Path) -> Manifest:
    """Make the house of an archive where there is none yet, and return the manifest to check it against.

    Every byte is compared before anything is put in place. RuleBroken when there is a database, a
    file or a key already, when the archive is damaged, or when it does not fit these settings.
    """
    _need_nothing_there(settings)
    settings.data_path.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.data_path, prefix=".restore-") as name:
        folder = Path(name)
        manifest = archive.unpack(path, folder)
        _need_fitting(settings, manifest)
        _put_in_place(settings, folder, manifest)
    os.sync()
    return manifest


def _add_files(settings: Settings, target: archive.Writer) -> dict[str, str]:
    """Add every kept file; return the hash of what was found by the hash that it should have."""
    files, found = FileStore(settings.data_path / "files"), {}
    for stored_hash in sorted(files.hashes()):
        with files.open(stored_hash) as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            found[stored_hash] = target.add(f"{rules.FILES}{key_of(stored_hash)}", stream, size).hash
    return found


def _need_nothing_there(settings: Settings) -> None:
    for part in _PARTS:
        folder = settings.data_path / part
        if any(path.is_file() for path in folder.rglob("*")):
            raise RuleBroken("restore_not_empty", place=str(folder))
    if not databases.is_empty(settings.owner_url):
        raise RuleBroken("restore_not_empty", place=databases.shown(settings.owner_url))


def _need_fitting(settings: Settings, manifest: Manifest) -> None:
    backend = databases.backend_of(settings.owner_url)
    if manifest.backend != backend:
        raise RuleBroken("restore_other_database", found=manifest.backend, wanted=backend)
    if manifest.county_code != settings.county_code:
        raise RuleBroken("restore_other_county", found=manifest.county_code, wanted=settings.county_code)
    if manifest.revision and not migrate.is_known(manifest.revision):
        raise RuleBroken("restore_newer", program=manifest.program)


def _put_in_place(settings: Settings, folder: Path, manifest: Manifest) -> None:
    """Move keys and files, then the database; take them back when that fails."""
    for part in _PARTS:
        target = settings.data_path / part
        if target.exists():
            shutil.rmtree(target)
        (folder / part).mkdir(exist_ok=True, mode=0o700)
        (folder / part).rename(target)
    try:
        databases.put(settings.owner_url, folder / rules.DATABASES[manifest.backend])
    except BaseException:
        for part in _PARTS:
            shutil.rmtree(settings.data_path / part)
        raise
