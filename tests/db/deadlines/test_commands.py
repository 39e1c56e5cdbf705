from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.config import Settings
from casebook.db import db
from casebook.deadlines import actions
from casebook.deadlines.commands import deadlines, fill_calendar
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.years import statutory_days
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY, make_actor, make_agency, make_officer
from tests.factories.deadlines import load_calendar, make_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(empty_app: Flask) -> Flask:
    with empty_app.app_context():
        load_calendar(db.session())
        db.session.commit()
        db.session.remove()
    return empty_app


@pytest.fixture
def run(app: Flask) -> Run:
    def act(*words: str) -> Result:
        return CliRunner().invoke(deadlines, words, obj=lambda: app)

    return act


def test_a_term_is_computed_as_json(run: Run) -> None:
    result = run("compute", "--from", "2024-09-27", "--term", "2", "--unit", "working_day", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "raw": "2024-09-30",
        "due": "2024-09-30",
        "provisional": False,
        "steps": [
            {"date": "2024-09-27", "counted": False, "why": "start", "name": ""},
            {"date": "2024-09-28", "counted": False, "why": "weekend", "name": ""},
            {"date": "2024-09-29", "counted": True, "why": "makeup", "name": "国庆节"},
            {"date": "2024-09-30", "counted": True, "why": "working_day", "name": ""},
        ],
    }


DATES = [
    ("--from 2024-09-27 --term 7 --unit working_day", "2024-10-12", "2024-10-12", False),
    ("--from 2024-09-20 --term 15 --unit calendar_day", "2024-10-05", "2024-10-08", False),
    ("--from 2024-01-31 --term 1 --unit month", "2024-02-29", "2024-02-29", False),
    (
        "--from 2024-03-01 --term 90 --unit calendar_day "
        "--suspend 2024-03-10..2024-03-15 --suspend 2024-03-14..2024-03-19",
        "2024-06-09",
        "2024-06-11",
        False,
    ),
    ("--from 2024-09-20 --term 15 --unit calendar_day --extend 5", "2024-10-10", "2024-10-10", False),
    ("--from 2024-10-10 --term 7 --unit working_day --backward", "2024-09-25", "2024-09-25", False),
    ("--from 2026-12-28 --term 5 --unit working_day", "2027-01-05", "2027-01-05", True),
    ("--from 2024-09-20 --rule D-10", "2024-10-05", "2024-10-08", False),
    ("--from 2024-07-07 --rule D-02", "2024-10-05", "2024-10-05", False),
    ("--from 2024-01-02 --rule D-02 --extend 60", "2024-05-31", "2024-05-31", False),
    ("--from 2024-10-10 --rule D-07", "2024-09-25", "2024-09-25", False),
    ("--from 2024-03-05 --rule D-25", "2024-12-31", "2024-12-31", False),
    ("--from 2024-09-27 --rule D-29 --term 7 --unit working_day", "2024-10-12", "2024-10-12", False),
    ("--from 2024-09-27T15:30 --rule D-10", "2024-10-12", "2024-10-12", False),
    ("--from 2024-09-30T15:30 --rule D-04", "2024-10-01T15:30:00+08:00", "2024-10-01T15:30:00+08:00", False),
]

WRONG_USE = [
    ("--from 2024-09-27 --rule D-04", "time"),
    ("--from 2024-09-27 --rule D-11", "fine"),
    ("--from 2024-09-27 --rule D-29", "term"),
    ("--from 2024-09-27 --rule D-29 --term 7", "--unit"),
    ("--from 2024-09-27", "--term"),
    ("--rule D-10", "--from"),
    ("--from 2024-09-27 --rule D-30", "D-30"),
    ("--from 2024-09-27 --rule D-03 --extend 1", "D-03"),
    ("--from 2024-09-27 --rule D-02 --extend 61", "60"),
    ("--from 2024-09-27 --rule D-10 --term 20 --unit calendar_day", "D-10"),
    ("--from 2024-02-30 --rule D-10", "2024-02-30"),
    ("--from 20240927 --rule D-04", "time"),
    ("--from 2024-09-27 --term 0 --unit month", "--term"),
    ("--from 2024-09-27 --term 4001 --unit month", "4001"),
    ("--from 2024-09-27 --term 4000 --unit month --extend 1", "4001"),
    ("--from 2024-09-27 --term 7 --unit week", "week"),
    ("--from 2024-09-27 --term 7 --unit month --suspend 2024-10-02..2024-10-01", "2024-10-01"),
    ("--from 2024-09-27 --term 7 --unit month --suspend 2024-10-02", "2024-10-02"),
]


def test_dates(run: Run) -> None:
    for words, raw, due, provisional in DATES:
        result = run("compute", *words.split(), "--json")
        assert result.exit_code == 0, (words, result.stderr)
        found = json.loads(result.stdout)
        assert (words, found["raw"], found["due"], found["provisional"]) == (words, raw, due, provisional)


def test_wrong_use_is_named(run: Run) -> None:
    for words, named in WRONG_USE:
        result = run("compute", *words.split(), "--json")
        assert (words, result.exit_code, result.stdout) == (words, 2, "")
        assert named in result.stderr


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("--from 2003-12-01 --term 7 --unit working_day", "2003"),
        ("--from 2037-12-28 --rule D-10", "2038"),
    ],
)
def test_an_unknown_year_is_an_error_that_names_it(run: Run, words: str, year: str) -> None:
    result = run("compute", *words.split(), "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{year} 年" in result.stderr


def test_a_date_is_told_to_people(run: Run) -> None:
    result = run("compute", "--from", "2024-09-20", "--rule", "D-10")
    assert result.stdout.splitlines() == [
        "2024-09-20  起算日，不计",
        "2024-09-21 – 2024-10-05  计 15 日，累计 15 日",
        "2024-10-06 – 2024-10-07  国庆节，不计",
        "2024-10-08  顺延至此",
        "届满日  2024-10-05",
        "到期日  2024-10-08",
    ]


def test_a_new_database_gets_its_calendar(empty_app: Flask) -> None:
    words = ["compute", "--from", "2024-09-27", "--rule", "D-03", "--json"]
    before = CliRunner().invoke(deadlines, words, obj=lambda: empty_app)
    assert before.exit_code == 1
    assert "casebook deadlines calendar load" in before.stderr
    fill_calendar(empty_app)
    after = CliRunner().invoke(deadlines, words, obj=lambda: empty_app)
    assert json.loads(after.stdout)["due"] == "2024-10-12"


def test_a_year_is_shown(run: Run) -> None:
    found = json.loads(run("calendar", "show", "2024", "--json").stdout)
    assert (found["year"], found["status"]) == (2024, "official")
    assert {"date": "2024-10-12", "is_working": True, "name": "国庆节"} in found["days"]
    assert "2024-10-12  调休上班  国庆节" in run("calendar", "show", "2024").stdout
    assert run("calendar", "show", "2003").exit_code == 1


def test_a_notice_is_loaded_and_its_clocks_are_listed(run: Run, app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make_term(db.session(), make_actor(db.session(), Role.INSPECTOR), started_on=date(2027, 2, 1))
        db.session.commit()
    notice = tmp_path / "2027.csv"
    lines = [f"{day},0,{name}" for day, name in statutory_days(2027)]
    notice.write_text("\n".join([*lines, "2027-02-09,0,春节", "2027-02-13,1,春节"]), encoding="utf-8")
    result = run("calendar", "load", str(notice), "--source", "国办发明电〔2026〕7号", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout) == {
        "official": [2027],
        "provisional": [2038],
        "changed": [{"title": "措施 1", "rule": "order_term", "before": "2027-02-12", "after": "2027-02-13"}],
    }
    assert json.loads(run("calendar", "show", "2027", "--json").stdout)["source"] == "国办发明电〔2026〕7号"


def test_a_bad_notice_changes_nothing(run: Run, tmp_path: Path) -> None:
    notice = tmp_path / "2027.csv"
    notice.write_text("2027-02-30,0,春节\n2027-10-01,?,国庆节\n", encoding="utf-8")
    result = run("calendar", "load", str(notice))
    assert result.exit_code == 1
    assert ["第 1 行" in line or "第 2 行" in line for line in result.stderr.splitlines()] == [True, True]
    assert json.loads(run("calendar", "show", "2027", "--json").stdout)["status"] == "provisional"


def test_a_file_that_is_no_notice_is_refused(run: Run, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_bytes(b"x" * (1024 * 1024 + 1))
    assert "1024 KiB" in run("calendar", "load", str(large)).stderr


@pytest.mark.parametrize("words", [[], ["--official", __file__]])
def test_a_file_or_the_package(run: Run, words: list[str]) -> None:
    assert run("calendar", "load", *words).exit_code == 2


def test_only_who_may_loads_the_calendar(run: Run, app: Flask) -> None:
    with app.app_context():
        agency = make_agency(db.session())
        make_officer(db.session(), Role.INSPECTOR, agency=agency, login="inspector")
        make_officer(db.session(), Role.SYSTEM_ADMIN, agency=agency, login="admin")
        db.session.commit()
    assert run("calendar", "load", "--official", "--as", "inspector").exit_code == 1
    assert run("calendar", "load", "--official", "--as", "admin").exit_code == 0


def test_a_countys_own_length_is_computed_with(app: Flask, run: Run) -> None:
    with app.app_context():
        session = db.session()
        lawyer = make_actor(session, Role.LEGAL_REVIEWER)
        actions.set_length(
            session,
            actor=lawyer,
            now=datetime(2024, 1, 2, tzinfo=UTC),
            rule_id="D-01",
            length=Length(5, Unit.WORKING_DAY),
            from_on=date(2024, 9, 1),
            reason="试3号",
            seen_version=0,
        )
        session.commit()
        session.close()
    before = json.loads(run("compute", "--rule", "D-01", "--from", "2024-08-30", "--json").output)
    after = json.loads(run("compute", "--rule", "D-01", "--from", "2024-09-27", "--json").output)
    assert (before["due"], after["due"]) == ("2024-09-23", "2024-10-10")


def test_hours_are_not_suspended(run: Run) -> None:
    words = ("compute", "--rule", "D-04", "--from", "2024-09-27T15:30")
    assert run(*words).exit_code == 0
    refused = run(*words, "--suspend", "2024-09-28..2024-09-29")
    assert refused.exit_code == 2
    assert "不中止" in refused.output
