"""`casebook screening` as other programs call it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.kernel import clock
from casebook.screening.commands import screening
from casebook.screening.queries import last_run_number
from tests.factories.accounts import COUNTY
from tests.factories.screening import make_watch, put_power
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, store: Session) -> Run:
    def act(*words: object, code: int = 0) -> Result:
        store.commit()  # what a test has written must be there for the command
        said = [str(word) for word in words]
        result = CliRunner().invoke(screening, said, obj=lambda: app, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return act


def test_a_run_writes_its_report_and_the_same_again(store: Session, run: Run, tmp_path: Path) -> None:
    make_watch(store)
    well = make_well(store)
    put_power(store, "3700000001", 2023, [200] * 12)
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    told = run("run", "--as-of", "2023-12-31", "--report", first)
    assert "命中 2 条" in told.output
    run("run", "--as-of", "2023-12-31", "--report", second)
    assert first.read_bytes() == second.read_bytes()
    report = json.loads(first.read_text(encoding="utf-8"))
    assert report["counts"] == {"no_permit": 1, "power_without_well": 1}
    assert [(hit["rule"], hit.get("well") or hit.get("account")) for hit in report["hits"]] == [
        ("no_permit", well.code),
        ("power_without_well", "3700000001"),
    ]
    assert report["hits"][1]["figures"]["kwh"] == "2400.000"
    assert all(hit["article"] for hit in report["hits"])
    store.rollback()
    assert last_run_number(store, COUNTY) == 1


def test_a_day_that_is_none_or_to_come_is_refused(store: Session, run: Run) -> None:
    make_watch(store)
    run("run", "--as-of", "2023-13-01", code=2)
    refused = run("run", "--as-of", "2199-01-01", code=1)
    assert str(clock.today()) in refused.output


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_judged(
    run: Run, tmp_path: Path
) -> None:
    told = run("run", "--as-of", "2023-12-31", "--report", tmp_path / "none" / "hits.json", code=2)
    assert "there is no folder" in told.output


def test_a_list_is_taken_in_with_its_report(store: Session, run: Run, tmp_path: Path) -> None:
    make_watch(store)
    file, report = tmp_path / "名单.csv", tmp_path / "report.json"
    file.write_bytes("单位名称,行业\n清水洗车行,洗车\n,洗浴\n".encode("gb18030"))
    run("lists", "import", file, "--kind", "businesses", "--strict", code=1)
    run("lists", "import", file, "--kind", "businesses", "--report", report)
    told = json.loads(report.read_text(encoding="utf-8"))
    assert (told["rows"], told["accepted"], told["refused"]) == (2, 1, {"list_nobody": 1})
    assert told["entries"][0]["row"] == 3
    found = run("run")
    assert "no_water_source" in found.output


def test_the_same_day_again_says_what_changed(store: Session, run: Run, tmp_path: Path) -> None:
    make_watch(store)
    make_well(store)
    put_power(store, "3700000001", 2023, [200] * 12)
    report = tmp_path / "1.json"
    run("run", "--as-of", "2023-12-31", "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["compared"] is None
    put_power(store, "3700000002", 2023, [300] * 12)
    told = run("run", "--as-of", "2023-12-31", "--report", report)
    assert "与第 1 次筛查（同一天）相比：新命中 1、不再命中 0、数据有变 0" in told.output
    assert json.loads(report.read_text(encoding="utf-8"))["compared"] == {
        "run": 1,
        "hit_new": 1,
        "hit_gone": 0,
        "hit_other_figures": 0,
        "rules": [],
    }
