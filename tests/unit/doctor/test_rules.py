from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from casebook.config import Settings
from casebook.doctor import rules
from casebook.doctor.rules import State

LEAST = (3, 51, 3)


def test_the_defaults_are_valid() -> None:
    assert rules.invalid_settings(asdict(Settings())) == []
    assert set(rules.VALID) <= set(asdict(Settings()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql://app@db/casebook"),
        ("database_url", "postgresql+psycopg://app:x@db:5432/casebook?sslmode=require"),
        ("database_url", "sqlite:////srv/casebook.sqlite"),
        ("session_hours", "0.5"),
        ("session_hours", "12"),
        ("session_hours", "100"),
        ("tile_url", "https://tiles.example/{z}/{x}/{y}.png"),
        ("tile_url", "https://tiles.example/?x={x}&y={y}&l={z}"),
        ("well_limits", '{"depth_m": [1, 800]}'),
        ("well_code_pattern", r"\d{9}JJ\d{5}"),
        ("secret_key", "x" * 32),
    ],
)
def test_settings_that_can_be_used(name: str, value: str) -> None:
    assert rules.invalid_settings({name: value}) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "mysql://db/casebook"),
        ("database_url", "casebook.sqlite"),
        ("county_code", "3715"),
        ("county_code", "冠县"),
        ("secret_key", "short"),
        ("demo", "yes"),
        ("trusted_proxies", "-1"),
        ("password_profile", "strict"),
        ("session_hours", "0"),
        ("session_hours", "0.0"),
        ("session_hours", "twelve"),
        ("upload_limit_mb", "0"),
        ("tile_url", "tiles.example"),
        ("tile_url", "https://tiles.example/{z}/{x}.png"),
        ("well_code_pattern", "(["),
        ("well_limits", "depth 1-800"),
        ("well_limits", '{"colour": [1, 2]}'),
        ("well_limits", "[1]"),
        ("well_limits", '{"depth_m": 5}'),
        ("calendar_first_year", "1999"),
        ("default_locale", "de"),
        ("host", ""),
        ("port", "65535"),
        ("port", "http"),
        ("workers", "0"),
        ("threads", "many"),
    ],
)
def test_settings_that_cannot_be_used(name: str, value: str) -> None:
    assert rules.invalid_settings({name: value}) == [name]
    finding = rules.judge_settings({name: value}, [])[0]
    assert (finding.state, finding.facts["name"]) == (State.BAD, name)


def test_a_secret_is_not_told() -> None:
    assert rules.judge_settings({"secret_key": "short"}, [])[0].facts["value"] == "…"


def test_a_name_that_no_setting_has_is_told() -> None:
    found = rules.judge_settings({"demo": "0"}, ["CASEBOOK_DATABSE_URL"])
    assert [(one.state, one.facts) for one in found] == [(State.WARNING, {"name": "CASEBOOK_DATABSE_URL"})]
    assert rules.judge_settings({"demo": "0"}, [])[0].state is State.OK


def test_python_and_sqlite() -> None:
    assert rules.judge_python((3, 10, 12)).state is State.BAD
    assert rules.judge_python((3, 11, 2)).state is State.OK
    assert rules.judge_sqlite((3, 53, 4), LEAST, workers=4).state is State.OK
    assert rules.judge_sqlite((3, 40, 1), LEAST, workers=1).state is State.WARNING
    assert rules.judge_sqlite((3, 40, 1), LEAST, workers=2).state is State.BAD


@pytest.mark.parametrize(
    ("free", "state"), [(10 * 1024**3, State.OK), (1024**3, State.WARNING), (100 * 1024**2, State.BAD)]
)
def test_room(free: int, state: State) -> None:
    assert rules.judge_space("/data", free).state is state


@pytest.mark.parametrize(
    ("current", "is_known", "code"),
    [
        ("0007", True, "schema_current"),
        ("0003", True, "schema_behind"),
        ("0099", False, "schema_foreign"),
        (None, False, "schema_missing"),
    ],
)
def test_schema(*, current: str | None, is_known: bool, code: str) -> None:
    finding = rules.judge_schema(current, "0007", is_known=is_known)
    assert (finding.code, finding.state is State.OK) == (code, code == "schema_current")


@pytest.mark.parametrize(
    ("years", "today", "states"),
    [
        ({2026: True, 2027: True}, date(2026, 12, 1), [State.OK, State.OK]),
        ({2026: True, 2027: False}, date(2026, 6, 1), [State.OK, State.OK]),
        ({2026: True, 2027: False}, date(2026, 12, 1), [State.OK, State.WARNING]),
        ({2026: False, 2027: False}, date(2026, 1, 5), [State.WARNING, State.OK]),
        ({2026: True}, date(2026, 6, 1), [State.OK, State.BAD]),
        ({}, date(2026, 6, 1), [State.BAD, State.BAD]),
    ],
)
def test_calendar(years: dict[int, bool], today: date, states: list[State]) -> None:
    assert [finding.state for finding in rules.judge_calendar(years, today)] == states


def test_worker() -> None:
    assert rules.judge_worker(None).state is State.OK
    assert rules.judge_worker(timedelta(seconds=20)).state is State.OK
    assert rules.judge_worker(timedelta(minutes=5)).facts == {"minutes": 5}


@pytest.mark.parametrize(
    ("local", "secure", "demo", "state"),
    [
        (True, False, True, State.OK),
        (True, False, False, State.OK),
        (False, True, False, State.OK),
        (False, False, False, State.WARNING),
        (False, True, True, State.BAD),
    ],
)
def test_secure_context(*, local: bool, secure: bool, demo: bool, state: State) -> None:
    found = rules.judge_secure_context(host="h", is_local=local, is_secure=secure, is_demo=demo)
    assert found.state is state


@pytest.mark.parametrize(("days", "state"), [(300, State.OK), (5, State.WARNING), (-1, State.BAD)])
def test_certificate(days: int, state: State) -> None:
    assert rules.judge_certificate(days).state is state


def test_the_worst_decides() -> None:
    fine, hurts, broken = rules.ok("a", "x"), rules.warning("b", "y"), rules.bad("c", "z")
    assert rules.worst([]) is State.OK
    assert rules.worst([fine, hurts]) is State.WARNING
    assert rules.worst([broken, fine, hurts]) is State.BAD
