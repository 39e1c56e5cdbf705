"""`casebook db`, as an owner of the database runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from casebook.db import db
from casebook.serving.commands import database
from tests.factories.regions import make_county
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session


@pytest.fixture
def role(database_url: str, backend: str) -> str:
    """A role of its own; the cluster forgets it when the suites end."""
    name = f"casebook_app_{uuid4().hex[:8]}"
    if backend == "postgis":
        with create_engine(database_url, poolclass=NullPool).begin() as connection:
            connection.execute(text(f"CREATE ROLE {name} LOGIN"))
    return name


def test_rights_are_granted_on_postgresql_only(
    database_url: str, backend: str, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_DATABASE_URL", database_url)
    result = CliRunner().invoke(database, ["grant", "--app-role", role, "--json"])
    if backend == "spatialite":
        assert (result.exit_code, "PostgreSQL" in result.stderr) == (1, True)
    else:
        assert (result.exit_code, json.loads(result.stdout)["ledger_entry"]) == (0, "SELECT, INSERT")


def test_a_role_that_is_missing_is_named(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_DATABASE_URL", database_url)
    result = CliRunner().invoke(database, ["grant", "--app-role", "nobody_of_this_name"])
    assert result.exit_code == 1
    assert CliRunner().invoke(database, ["grant"]).exit_code == 2


def test_indexes_are_made_anew(app: Flask, store: Session, backend: str) -> None:
    make_county(store)
    make_well(store)
    if backend == "spatialite":
        store.execute(text("DELETE FROM idx_well_geom"))
    store.commit()
    result = CliRunner().invoke(database, ["reindex"], obj=lambda: app)
    assert (result.exit_code, "well.geom" in result.stdout) == (0, True)
    if backend == "spatialite":
        assert db.session.scalar(text("SELECT count(*) FROM idx_well_geom")) == 1
