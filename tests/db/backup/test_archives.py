"""Archives that are damaged, hostile, or do not belong here: refused, and nothing stays."""

from __future__ import annotations

import io
import tarfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from casebook.backup import actions, archive, queries
from casebook.backup.rules import MANIFEST
from casebook.kernel.errors import RuleBroken
from casebook.storage import disk
from tests.factories import storage as files
from tests.support.databases import engine_for

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.config import Settings


@pytest.fixture
def backend() -> str:
    """What an archive holds is judged before any database is touched."""
    return "spatialite"


def refusal(settings: Settings, path: Path) -> str:
    with pytest.raises(RuleBroken) as found:
        actions.restore(settings, path)
    return found.value.code


def rewritten(path: Path, change: dict[str, bytes | None], target: Path) -> Path:
    """Copy an archive with some entries' bytes changed, dropped (None) or added."""
    with tarfile.open(path) as old, tarfile.open(target, "w") as new:
        contents = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]  # files only
        for name, data in {**contents, **change}.items():
            if data is not None:
                header = tarfile.TarInfo(name)
                header.size = len(data)
                new.addfile(header, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"keys/cookie.secret": b"other"}, "backup_entry_changed"),
        ({"keys/cookie.secret": None}, "backup_entry_missing"),
        ({"keys/another": b"x"}, "backup_entry_strange"),
        ({"../outside": b"x"}, "backup_entry_strange"),
        ({"keys/../../outside": b"x"}, "backup_entry_strange"),
        ({MANIFEST: None}, "backup_unreadable"),
        ({MANIFEST: b"{}"}, "backup_unreadable"),
    ],
)
def test_a_changed_archive_leaves_nothing(
    empty: Settings, saved: Path, tmp_path: Path, change: dict[str, bytes | None], code: str
) -> None:
    assert refusal(empty, rewritten(saved, change, tmp_path / "changed.tar")) == code
    assert not empty.data_path.exists() or list(empty.data_path.rglob("*")) == []


def test_an_archive_with_a_link(empty: Settings, saved: Path, tmp_path: Path) -> None:
    target = tmp_path / "link.tar"
    with tarfile.open(target, "w") as tar:
        link = tarfile.TarInfo("keys/cookie.secret")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert refusal(empty, target) == "backup_entry_strange"


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_an_archive_cut_off(empty: Settings, saved: Path, tmp_path: Path, part: float) -> None:
    data = saved.read_bytes()
    (tmp_path / "cut.tar").write_bytes(data[: int(len(data) * part)])
    assert refusal(empty, tmp_path / "cut.tar") in {"backup_unreadable", "backup_entry_missing"}
    assert list(empty.data_path.rglob("*")) == []


def test_no_archive_at_all(empty: Settings, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(files.picture())
    assert refusal(empty, tmp_path / "photo.jpg") == "backup_unreadable"


def test_a_broken_spatial_index_is_told(empty: Settings, saved: Path) -> None:
    manifest = actions.restore(empty, saved)
    disk.use(empty.data_path)
    engine = engine_for(empty.sqlalchemy_url)
    with Session(engine) as session:
        assert queries.faults(session, manifest) == []
        session.execute(text("DELETE FROM idx_well_geom"))
        assert queries.faults(session, manifest) == ["spatial index: well.geom"]
    engine.dispose()


def test_an_archive_of_another_county(empty: Settings, saved: Path) -> None:
    assert refusal(replace(empty, county_code="371521"), saved) == "restore_other_county"


def test_an_archive_of_the_other_database(empty: Settings, saved: Path, tmp_path: Path) -> None:
    other = "postgresql"
    folder = tmp_path / "unpacked"
    folder.mkdir()
    manifest = archive.unpack(saved, folder)
    database = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
    renamed = [
        replace(entry, name=database[other]) if entry.name in database.values() else entry
        for entry in manifest.entries
    ]
    forged = replace(manifest, backend=other, entries=tuple(renamed))
    old = database[manifest.backend]
    change = {old: None, database[other]: (folder / old).read_bytes(), MANIFEST: forged.as_json()}
    assert refusal(empty, rewritten(saved, change, tmp_path / "other.tar")) == "restore_other_database"
