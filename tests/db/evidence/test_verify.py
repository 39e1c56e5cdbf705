"""`casebook evidence verify`: hashes, both directions and custody, as an operator runs it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session

from casebook.access import Role
from casebook.config import Settings
from casebook.db import db
from casebook.evidence import actions
from casebook.evidence.commands import evidence
from casebook.kernel import clock
from casebook.storage import actions as storage
from casebook.storage import disk
from casebook.storage import queries as storage_queries
from casebook.storage.rules import key_of
from casebook.wiring import create_app
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.filed import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

STRAY = "sha256:" + "ab" * 32


@pytest.fixture
def house(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )


@pytest.fixture
def app(house: Settings) -> Iterator[Flask]:
    found = create_app(house)
    with found.app_context():
        session = db.session()
        actor, subject = make_actor(session, Role.INSPECTOR), make.a_subject()
        for colour in ("red", "green"):
            upload = make.an_upload(files.picture(colour=colour))
            item = make.make_item(session, actor, subject=subject, upload=upload)
            actions.make_preview(session, item_id=item.id, now=make.NOW)
        actions.lock_items(session, actor=actor, now=make.NOW, subject=subject)
        session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def store(house: Settings) -> Path:
    return house.data_path / "files"


@pytest.fixture
def run(app: Flask) -> Run:
    def act(*words: str) -> Result:
        return CliRunner().invoke(evidence, ["verify", *words], obj=lambda: app)

    return act


def faults(result: Result) -> list[tuple[str, str]]:
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["whole"] is False
    return sorted((fault["what"], fault["place"]) for fault in report["faults"])


FIRST = "SELECT file_hash FROM evidence_item ORDER BY rowid LIMIT 1"


def one_file(app: Flask, statement: str = FIRST) -> str:
    with app.app_context():
        found = str(db.session.scalar(text(statement)))
        db.session.remove()
    return found


def tamper(app: Flask, statement: str) -> None:
    """Do what only a hand in the database can do: take the locks away first, foreign keys with them."""
    with app.app_context():
        raw = db.engine.raw_connection()
        cursor = raw.cursor()
        before, after = "SET session_replication_role = replica", "RESET session_replication_role"
        if db.engine.dialect.name == "sqlite":
            before, after = "PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("DROP TRIGGER evidence_item_locked")
            cursor.execute("DROP TRIGGER evidence_item_facts")
        for one in (before, statement, after):
            cursor.execute(one)
        raw.commit()
        raw.close()


def test_a_whole_house(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert "4 个文件" in result.stdout
    assert "2 份证据" in result.stdout
    assert json.loads(run("--json").stdout) == {
        "whole": True,
        "files": 4,
        "items": 2,
        "custody": 4,
        "faults": [],
    }


def test_an_empty_house(house: Settings) -> None:
    app = create_app(house)
    result = CliRunner().invoke(evidence, ["verify"], obj=lambda: app)
    assert result.exit_code == 0
    with app.app_context():
        db.engine.dispose()


def test_a_byte_that_changed(app: Flask, run: Run, store: Path) -> None:
    found = one_file(app)
    path = store / key_of(found)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert faults(run("--json")) == [("file_damaged", found)]
    told = run()
    assert told.exit_code == 1
    assert found in told.stderr
    assert "evidence:" in told.stderr


def test_a_preview_that_is_gone(app: Flask, run: Run, store: Path) -> None:
    found = one_file(app, "SELECT file_hash FROM evidence_derivative ORDER BY rowid LIMIT 1")
    (store / key_of(found)).unlink()
    result = run("--json")
    assert faults(result) == [("file_missing", found)]
    assert json.loads(result.stdout)["faults"][0]["concerns"].startswith("derivative:")


def test_a_file_cut_off_and_one_that_grew(app: Flask, run: Run, store: Path) -> None:
    first = one_file(app)
    second = one_file(app, "SELECT file_hash FROM evidence_item ORDER BY rowid DESC LIMIT 1")
    cut, grown = store / key_of(first), store / key_of(second)
    cut.write_bytes(cut.read_bytes()[:-1])
    grown.write_bytes(grown.read_bytes() + b"x")
    assert faults(run("--json")) == sorted([("file_damaged", first), ("file_damaged", second)])


def test_a_file_that_nobody_claims(run: Run, store: Path) -> None:
    path = store / key_of(STRAY)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"stray")
    (store / "note.txt").write_bytes(b"x")
    assert faults(run("--json")) == [("file_stray", "note.txt"), ("file_unclaimed", STRAY)]


def test_an_upload_in_progress_is_no_fault(run: Run, store: Path) -> None:
    (store / "incoming" / "arriving").write_bytes(b"half")
    assert run().exit_code == 0


def test_an_upload_that_ends_meanwhile_is_no_fault(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes lie in the store when the store is listed, its record is committed while files are hashed."""
    with app.app_context(), Session(db.engine) as sender:
        keep(sender, files.picture(colour="navy"))
        reading = storage_queries.recorded_hashes

        def slowly(session: Session) -> list[str]:
            found = reading(session)
            sender.commit()
            return found

        monkeypatch.setattr(storage_queries, "recorded_hashes", slowly)
        assert run().exit_code == 0


def test_a_file_that_no_item_uses_is_no_fault(app: Flask, run: Run) -> None:
    with app.app_context():
        keep(db.session(), files.picture(colour="navy"))
        db.session.commit()
        db.session.remove()
    assert run().exit_code == 0


def test_what_only_a_hand_in_the_database_can_do(app: Flask, run: Run) -> None:
    item = one_file(app, "SELECT id FROM evidence_item ORDER BY rowid LIMIT 1").replace("-", "")
    chain = "SELECT chain FROM custody_entry ORDER BY rowid LIMIT 1"
    tamper(app, "DELETE FROM custody_entry WHERE sequence = 1 AND chain = (" + chain + ")")
    found = faults(run("--json"))
    assert [what for what, _place in found] == ["custody_broken", "custody_broken", "custody_missing"]
    assert found[2][1].replace("-", "") == f"evidence:{item}"


def test_an_item_that_points_to_other_bytes(app: Flask, run: Run) -> None:
    other = "SELECT file_hash FROM evidence_derivative ORDER BY rowid LIMIT 1"
    first = "SELECT min(rowid) FROM evidence_item"
    tamper(app, f"UPDATE evidence_item SET file_hash = ({other}) WHERE rowid = ({first})")
    assert [what for what, _place in faults(run("--json"))] == ["custody_astray", "custody_astray"]


def test_a_record_of_a_file_that_is_gone(app: Flask, run: Run) -> None:
    gone = one_file(app)
    tamper(app, f"DELETE FROM stored_file WHERE hash = '{gone}'")
    found = dict(faults(run("--json")))
    assert set(found) == {"file_unclaimed", "item_without_file"}
    assert found["file_unclaimed"] == gone


def test_what_a_failed_transaction_left_is_swept_after_a_day(app: Flask, run: Run, store: Path) -> None:
    with app.app_context():
        left = keep(db.session(), files.picture(colour="navy"))
        db.session.rollback()
        assert faults(run("--json")) == [("file_unclaimed", left)]
        session = db.session()
        now = clock.now()
        assert storage.sweep_unclaimed(session, now=now) == 0
        assert storage.sweep_unclaimed(session, now=now + storage.ABANDONED_AFTER * 2) == 1
        db.session.remove()
    assert run().exit_code == 0


def test_what_comes_again_is_not_swept(app: Flask, store: Path) -> None:
    with app.app_context():
        session = db.session()
        left = keep(session, files.picture(colour="navy"))
        session.rollback()
        os.utime(store / key_of(left), (0, 0))
        assert disk.current().sweep_unclaimed(STRAY, make.NOW) is False
        keep(session, files.picture(colour="navy"))
        assert disk.current().sweep_unclaimed(left, clock.now() - storage.ABANDONED_AFTER) is False
        session.rollback()
        db.session.remove()
    assert (store / key_of(left)).exists()
