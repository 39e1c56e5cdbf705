"""`casebook closures check`, `import --history` and `take-back`, as an operator runs them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.closures.commands import closures
from casebook.config import Settings
from casebook.db import db
from casebook.kernel.cells import DatePrecision
from casebook.ledger import queries as ledger
from casebook.wells.rules import MeterKind
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY
from tests.factories.regions import make_county
from tests.factories.returns import return_file
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

CODE = "371525104JJ70001"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    with found.app_context():
        make_county(db.session())
        built = {"built_on": date(2005, 1, 1), "built_precision": DatePrecision.DAY}
        make_well(db.session(), code=CODE, meter_kind=MeterKind.POWER, **built)
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(*words: str | Path) -> Result:
        return CliRunner().invoke(closures, [str(word) for word in words], obj=lambda: app)

    return act


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = {"水井编号": CODE, "压减量核算方法": "以电折水"}, {"水井编号": "没有"}, {"封井日期": "不详"}
    found = tmp_path / "封井台账.xlsx"
    found.write_bytes(return_file(*lines).getvalue())
    return found


def booked(app: Flask) -> int:
    with app.app_context():
        count = ledger.totals(db.session(), COUNTY, 2023).count
        db.session.remove()
    return count


def test_a_return_is_checked_into_a_report_and_nothing_is_posted(
    run: Run, app: Flask, file: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    done = run("check", file, "--report", target)
    assert done.exit_code == 0, done.output
    report = json.loads(target.read_bytes())
    assert report["claimed"] == {"wells": 3, "full_year_m3": "180000.000"}
    assert report["admissible"] == {
        "wells": 1,
        "full_year_m3": "60000.000",
        "this_year_m3": "33041.096",
    }
    assert [(one["line"], one["row"], one["outcome"], one["rules"]) for one in report["lines"]] == [
        (1, 3, "accepted", []),
        (2, 4, "refused", ["well_unknown"]),
        (3, 5, "refused", ["cell_missing", "cell_unreadable"]),
    ]
    assert "E5 封井日期“不详”" in report["lines"][2]["mend"]
    assert "可报：1 眼，全年 60,000 m³" in done.output
    printed = run("check", file, "--json")
    assert json.loads(printed.output) == report
    assert booked(app) == 0


def test_what_is_no_return_ends_with_one_and_says_why(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text("井号,井深\n1,2\n", encoding="utf-8")
    done = run("check", text)
    assert done.exit_code == 1
    assert "没有找到封停上报表的表头" in done.output
    picture = tmp_path / "a.xlsx"
    picture.write_bytes(b"not a sheet")
    assert run("check", picture).exit_code == 1


def test_history_is_imported_once_and_taken_back(run: Run, app: Flask, file: Path) -> None:
    assert run("import", file).exit_code == 2
    first = run("import", file, "--history", "--json")
    assert first.exit_code == 0, first.output
    facts = json.loads(first.output)
    assert (facts["lines"], facts["posted"], facts["refused"]) == (3, 1, 2)
    assert booked(app) == 1
    again = json.loads(run("import", file, "--history", "--json").output)
    assert (again["id"], again["posted"], again["unchanged"]) == (facts["id"], 0, 1)
    assert run("take-back", facts["id"], "--reason", "拿错了").exit_code == 0
    assert booked(app) == 0
    assert run("take-back", facts["id"], "--reason", "再来").exit_code == 1
