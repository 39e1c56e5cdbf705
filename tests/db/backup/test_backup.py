"""The rehearsal: a house with evidence, ledger and keys is backed up, lost, and made again."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from geoalchemy2.shape import to_shape
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from casebook import cli
from casebook.backup import actions, archive, queries
from casebook.backup.commands import commands
from casebook.evidence import queries as evidence
from casebook.evidence.models import EvidenceItem
from casebook.kernel.errors import RuleBroken
from casebook.keys import secret, signing
from casebook.storage import disk
from casebook.storage.queries import open_file
from casebook.storage.rules import key_of
from casebook.wells.models import Well
from tests.factories import storage as files
from tests.factories.accounts import COUNTY
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.backup.rules import Manifest
    from casebook.config import Settings

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
PHOTO = files.picture()


def faults(settings: Settings, manifest: Manifest) -> list[str]:
    disk.use(settings.data_path)
    engine = engine_for(settings.sqlalchemy_url)
    with Session(engine) as session:
        found = queries.faults(session, manifest)
    engine.dispose()
    return found


def refusal(settings: Settings, path: Path) -> str:
    with pytest.raises(RuleBroken) as found:
        actions.restore(settings, path)
    return found.value.code


def test_the_house_stands_again(house: Settings, empty: Settings, saved: Path) -> None:
    manifest = actions.restore(empty, saved)
    assert faults(empty, manifest) == []
    engine = engine_for(empty.sqlalchemy_url)
    with session_on(engine) as session:
        place = to_shape(session.scalars(select(Well.geom)).one())
        assert (place.x, place.y) == (115.42, 36.45)
        item = session.scalars(select(EvidenceItem)).one()
        assert evidence.verify_custody(session, item.id) == []
        with open_file(item.file_hash) as stream:
            assert stream.read() == PHOTO
    engine.dispose()
    assert signing.load(empty).fingerprint == signing.load(house).fingerprint
    assert secret.load_or_create(empty) == secret.load_or_create(house)


def test_a_restored_database_is_still_locked(house: Settings, empty: Settings, saved: Path) -> None:
    actions.restore(empty, saved)
    engine = engine_for(empty.sqlalchemy_url)
    with session_on(engine) as session, pytest.raises(Exception, match="append-only"):
        session.execute(text("DELETE FROM custody_entry"))
    engine.dispose()


def test_the_archive_is_private_and_leaves_nothing_beside_it(saved: Path) -> None:
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir() if path.name.startswith(".")] == []


def test_what_the_manifest_says(house: Settings, saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest = archive.unpack(saved, folder)
    chains = [f"ledger:{COUNTY}", f"audit:{COUNTY}", f"receipt:{COUNTY}"]
    assert [head.chain for head in manifest.heads] == chains
    assert manifest.heads[1].count == 1
    parts = [entry.name.partition("/")[0] for entry in manifest.entries]
    assert parts == [
        "database.sqlite" if manifest.backend == "sqlite" else "database.pgdump",
        "files",
    ] + 4 * ["keys"]  # what keeps cookies, the manifest, the signing key, the key that opens outboxes


def test_a_backup_is_made_while_somebody_writes(house: Settings, tmp_path: Path) -> None:
    engine = engine_for(house.sqlalchemy_url)
    with session_on(engine) as session:
        session.execute(text("UPDATE evidence_item SET describes = 'not yet'"))
        actions.back_up(house, tmp_path / "house.tar", now=NOW)
        session.rollback()
    engine.dispose()
    assert (tmp_path / "house.tar").exists()


def test_no_backup_is_overwritten(house: Settings, saved: Path) -> None:
    with pytest.raises(RuleBroken) as found:
        actions.back_up(house, saved, now=NOW)
    assert found.value.code == "backup_exists"


def test_missing_and_damaged_files_are_told_and_the_rest_is_saved(house: Settings, tmp_path: Path) -> None:
    store = disk.use(house.data_path)
    kept = next(store.hashes())
    path = house.data_path / "files" / key_of(kept)
    path.write_bytes(b"rotten")
    assert actions.back_up(house, tmp_path / "one.tar", now=NOW).damaged == (kept,)
    path.unlink()
    assert actions.back_up(house, tmp_path / "two.tar", now=NOW).missing == (kept,)


def test_a_restored_fault_is_told(house: Settings, empty: Settings, tmp_path: Path) -> None:
    kept = next(disk.use(house.data_path).hashes())
    (house.data_path / "files" / key_of(kept)).write_bytes(b"rotten")
    actions.back_up(house, tmp_path / "one.tar", now=NOW)
    manifest = actions.restore(empty, tmp_path / "one.tar")
    assert faults(empty, manifest) == [f"file damaged: {kept}"]
    cut = replace(manifest, heads=tuple(replace(head, count=head.count + 1) for head in manifest.heads))
    assert faults(empty, cut)[:2] == [f"head: ledger:{COUNTY}", f"head: audit:{COUNTY}"]


def test_nothing_is_overwritten(house: Settings, empty: Settings, saved: Path) -> None:
    assert refusal(house, saved) == "restore_not_empty"
    (empty.data_path / "keys").mkdir(parents=True)
    (empty.data_path / "keys" / "cookie.secret").write_bytes(b"x")
    assert refusal(empty, saved) == "restore_not_empty"
    (empty.data_path / "keys" / "cookie.secret").unlink()
    actions.restore(empty, saved)
    for part in ("keys", "files"):
        for path in (empty.data_path / part).rglob("*"):
            if path.is_file():
                path.unlink()
    assert refusal(empty, saved) == "restore_not_empty"


def test_a_database_that_cannot_be_loaded_leaves_nothing(
    empty: Settings, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_url: str, _path: Path) -> None:
        raise OSError("the disk burns")

    monkeypatch.setattr("casebook.backup.databases.put", fail)
    with pytest.raises(OSError, match="burns"):
        actions.restore(empty, saved)
    assert list(empty.data_path.rglob("*")) == []


def test_the_commands(house: Settings, empty: Settings, tmp_path: Path) -> None:
    def run(settings: Settings, *words: str) -> str:
        env = {
            "CASEBOOK_DATABASE_URL": settings.database_url,
            "CASEBOOK_DATA_DIR": settings.data_dir,
            "CASEBOOK_COUNTY_CODE": COUNTY,
        }
        for command in commands:
            cli.cli.add_command(command)
        done = CliRunner().invoke(cli.cli, words, env=env)
        assert done.exit_code == 0, done.output
        return done.output

    path = str(tmp_path / "house.tar")
    assert f"audit:{COUNTY}  1  sha256:" in run(house, "backup", path)
    assert f"audit:{COUNTY}  1  sha256:" in run(empty, "restore", path)
