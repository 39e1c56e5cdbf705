"""`casebook audit`, as an operator runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from casebook.access.actor import local_operator
from casebook.audit import actions
from casebook.audit.commands import audit
from casebook.config import Settings
from casebook.db import db
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.wiring import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

COUNTY = "371525"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    house = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(house)
    with found.app_context():
        subject = Subject("case", new_id(), "371525-2023-AJ-00001", COUNTY)
        operator = local_operator("tester", COUNTY)
        now = datetime(2023, 6, 1, tzinfo=UTC)
        actions.record(
            db.session(), actor=operator, now=now, action="case:open", subject=subject, after={"note": "x"}
        )
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *words: CliRunner().invoke(audit, words, obj=lambda: app)


def test_a_whole_audit_exits_with_nothing_to_report(run: Run) -> None:
    facts = json.loads(run("verify", "--json").stdout)
    assert (facts["whole"], facts["count"]) == (True, 1)


def test_vanished_details_are_told_and_erased_ones_are_not(run: Run, app: Flask) -> None:
    assert run("erase", "1", "--reason", "依申请删除").stdout.strip() == f"audit:{COUNTY}#2"
    assert run("verify").exit_code == 0
    with app.app_context():
        db.session.connection().execute(text("DELETE FROM audit_detail"))
        db.session.commit()
    result = run("verify")
    assert result.exit_code == 1
    assert f"audit:{COUNTY}#2" in result.stderr


def test_erasing_needs_a_reason_and_something_to_erase(run: Run) -> None:
    assert run("erase", "1").exit_code == 2
    assert run("erase", "7", "--reason", "-").exit_code == 1
