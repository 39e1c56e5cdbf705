"""`casebook penalties`, as other programs and an operator run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.penalties import queries
from casebook.penalties.commands import penalties
from casebook.penalties.rules import CATALOGUE, PUNISHED_BY
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.penalties import make_reviewer, make_setting, pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, store: Session) -> Run:
    def act(*words: str, code: int = 0) -> Result:
        store.rollback()  # what a test has read must not hold SQLite's lock
        result = CliRunner().invoke(penalties, words, obj=lambda: app, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return act


@pytest.fixture
def ask(run: Run) -> Callable[..., dict[str, Any]]:
    def act(act: str, on: str, *more: str) -> dict[str, Any]:
        found = json.loads(run("match", "--act", act, "--on", on, *more, "--json").output)
        assert isinstance(found, dict)
        return found

    return act


def test_all_matches_with_ranges_rank_and_gates(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask("P10", "2024-09-27", "--decided", "2024-10-08")
    first, second = found["matches"]
    assert (first["rank"], first["pen"], first["citation"]) == (1, "PEN-07", "地下水管理条例 56(1)")
    assert first["range_yuan"] == {"min": 100_000, "max": 500_000}
    assert first["tiers"][0]["min_yuan"] == 100_000
    assert first["tiers"][1]["revoke"] is True
    assert first["level"] == {"code": "regulation", "words": "行政法规"}
    assert (first["from"], first["to"], first["special"]) == ("2021-12-01", None, True)
    assert first["reason"]["code"] == "special"
    assert {gate["gate"] for gate in first["gates"]} == {
        "order_together",
        "hearing_always",
        "deliberation_always",
        "ordinary_only",
    }
    assert (second["rank"], second["citation"]) == (2, "取水条例 53(1)")
    assert second["range_yuan"] == {"min": 5_000, "max": 20_000}
    assert found["proposed"] == first
    assert found["later"] == []
    assert found["instead"] is None


def test_an_older_act_has_the_old_law_and_the_later_beside_it(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask("PEN-07", "2021-11-30")
    assert found["proposed"]["citation"] == "取水条例 53(1)"
    assert found["proposed"]["reason"]["code"] == "former_lighter"
    assert [one["citation"] for one in found["later"]] == ["地下水管理条例 56(1)"]
    assert found["later"][0]["rank"] is None
    assert found["later"][0]["proposed"] is False


def test_the_party_and_the_limitation_make_a_difference(ask: Callable[..., dict[str, Any]]) -> None:
    unit = ask("P01", "2024-01-10", "--party", "unit")
    citizen = ask("P01", "2024-01-10", "--party", "citizen", "--found", "2026-02-01")
    assert "hearing_by_amount" in {gate["gate"] for gate in unit["proposed"]["gates"]}
    assert {"hearing_always", "out_of_time"} <= {gate["gate"] for gate in citizen["proposed"]["gates"]}


def test_where_nothing_fits_it_says_what_is_done(ask: Callable[..., dict[str, Any]]) -> None:
    found = ask("P04", "2024-01-10")
    assert (found["matches"], found["proposed"]) == ([], None)
    assert found["instead"]["code"] == "plan_surcharge"


def test_the_old_fee_is_told_in_multiples(ask: Callable[..., dict[str, Any]]) -> None:
    (tier,) = ask("PEN-24", "2016-01-01")["proposed"]["tiers"]
    assert (tier["basis"], tier["min_times"], tier["max_times"]) == ("multiple", 1, 5)
    assert tier["min_yuan"] is None


def test_what_the_county_set_is_asked(ask: Callable[..., dict[str, Any]], store: Session) -> None:
    assert ask("P01", "2024-01-10")["proposed"]["pen"] == "PEN-01"
    make_setting(store, make_reviewer(store))
    store.commit()
    found = ask("P01", "2024-01-10")
    assert found["flags"]["yellow_river_basin"] is True
    assert found["proposed"]["pen"] == "PEN-01Y"


@pytest.mark.usefixtures("store")
def test_every_act_can_be_asked_in_both_ways(run: Run, ask: Callable[..., dict[str, Any]]) -> None:
    for act in (*PUNISHED_BY, *CATALOGUE):
        found = ask(act, "2024-06-01")
        text = run("match", "--act", act.lower(), "--on", "2024-06-01").output
        for one in found["matches"]:
            assert one["pen"] in text
            assert one["law"] in text
        assert found["matches"] or found["instead"]["words"] in text


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--on", "2024-01-10"), "--act"),
        (("--act", "P10"), "--on"),
        (("--act", "P31", "--on", "2024-01-10"), "P31"),
        (("--act", "PEN-99", "--on", "2024-01-10"), "PEN-99"),
        (("--act", "", "--on", "2024-01-10"), "P01–P30"),
        (("--act", "P10", "--on", "2024-02-30"), "2024-02-30"),
        (("--act", "P10", "--on", "去年"), "去年"),
        (("--act", "P10", "--on", "2024-01-10", "--party", "firm"), "--party"),
        (("--act", "P10", "--on", "2024-01-10", "--found", "2024-01-09"), "2024-01-10"),
        (("--act", "P10", "--on", "2024-01-10", "--decided", "2024-01-09"), "2024-01-10"),
    ],
    ids=["act", "on", "problem", "pen", "empty", "day", "words", "party", "found", "decided"],
)
def test_a_question_that_cannot_be_answered_names_what_is_wrong(
    run: Run, words: tuple[str, ...], named: str
) -> None:
    assert named in run("match", *words, code=2).output


def test_a_pack_is_taken_in_by_the_operator_or_an_officer(run: Run, store: Session, tmp_path: Path) -> None:
    file = tmp_path / "pack.json"
    file.write_bytes(pack())
    assert "第 1 版" in run("load", str(file)).output
    officer = make_officer(store, Role.LEGAL_REVIEWER, agency=make_agency(store))
    file.write_bytes(pack(2))
    store.commit()
    run("load", str(file), "--as", officer.login)
    rows = queries.list_pack_versions(store, COUNTY)
    assert [(row.version, row.loaded_by_id) for row in rows] == [(2, officer.id), (1, None)]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"{}", "文件读不懂"), (pack(place="4106"), "不能装入"), (b"x" * 300_000, "不像一份地方规定")],
    ids=["empty", "elsewhere", "large"],
)
def test_a_pack_that_cannot_be_taken_is_refused(
    run: Run, store: Session, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "pack.json"
    file.write_bytes(content)
    assert words in run("load", str(file), code=1).output
    assert queries.list_pack_versions(store, COUNTY) == []


def test_who_may_not_edit_takes_in_no_pack(run: Run, store: Session, tmp_path: Path) -> None:
    officer = make_officer(store, Role.INSPECTOR, agency=make_agency(store))
    store.commit()
    file = tmp_path / "pack.json"
    file.write_bytes(pack())
    assert "你的角色不能做这件事" in run("load", str(file), "--as", officer.login, code=1).output
