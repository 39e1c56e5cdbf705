"""The checks that look into a database, on both kinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from casebook.config import Settings
from casebook.db import migrate, spatial
from casebook.doctor import checks
from casebook.doctor.rules import State
from casebook.jobs.actions import enqueue
from casebook.keys import signing
from tests.factories.regions import make_county
from tests.factories.wells import make_well
from tests.support.databases import engine_for

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.doctor.rules import Finding

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    found = Settings(database_url=database_url, data_dir=str(tmp_path / "data"))
    signing.init(found, now=NOW)
    return found


def set_revision(settings: Settings, revision: str) -> None:
    engine = engine_for(settings.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32))"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:r)"), {"r": revision})
    engine.dispose()


def found_in(settings: Settings) -> dict[str, Finding]:
    return {finding.code: finding for finding in checks.check_database(settings, NOW)}


def test_a_database_without_revision(settings: Settings) -> None:
    found = found_in(settings)
    assert found["database_reached"].state is State.OK
    assert found["schema_missing"].state is State.BAD


def test_a_database_of_a_newer_program(settings: Settings) -> None:
    set_revision(settings, "from_the_future")
    assert "schema_foreign" in found_in(settings)


def test_a_sound_database_without_calendar(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "head", lambda: "present")
    set_revision(settings, "present")
    found = found_in(settings)
    assert {"schema_current", "spatial_indexes_sound", "worker_keeps_up"} <= set(found)
    assert found["calendar_missing"].state is State.BAD


def test_a_worker_that_does_not_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "head", lambda: "present")
    set_revision(settings, "present")
    engine = engine_for(settings.sqlalchemy_url)
    with Session(engine) as session:
        enqueue(session, kind="report", payload={}, now=NOW - timedelta(minutes=9))
        session.commit()
    engine.dispose()
    assert found_in(settings)["worker_silent"].facts == {"minutes": 9}


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgresql://nobody:secret@/none?host={tmp_path}"
    found = list(checks.check_database(Settings(database_url=url, data_dir=str(tmp_path)), NOW))
    assert [finding.code for finding in found] == ["keys_unusable", "database_unreachable"]
    assert "secret" not in str(found[-1].facts)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "casebook.sqlite").write_bytes(b"not a database at all, far from it" * 100)
    found = list(checks.check_database(Settings(data_dir=str(tmp_path)), NOW))
    assert found[-1].code == "database_unreachable"


def test_a_server_without_postgis(database_url: str, backend: str) -> None:
    if backend == "spatialite":
        assert checks.check_reachable(engine_for(database_url)).state is State.OK
        return
    plain = create_engine(make_url(database_url).set(database="postgres"), poolclass=NullPool)
    assert checks.check_reachable(plain).code == "postgis_missing"


def test_an_index_that_lost_its_rows(session: Session, backend: str) -> None:
    make_county(session)
    make_well(session)
    assert checks.check_spatial_indexes(session).state is State.OK
    if backend == "spatialite":
        session.execute(text("DELETE FROM idx_well_geom"))
        torn = checks.check_spatial_indexes(session)
        assert (torn.state, torn.facts) == (State.BAD, {"names": "well.geom"})
        spatial.rebuild_index(session, "well")
        assert checks.check_spatial_indexes(session).state is State.OK
