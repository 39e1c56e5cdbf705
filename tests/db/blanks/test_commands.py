"""`casebook blanks`, as an operator runs it from the first blank to the merged returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from casebook.blanks import queries
from casebook.blanks.commands import blanks
from casebook.blanks.rules.catalogue import CATALOGUE
from casebook.config import Settings
from casebook.db import db
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY
from tests.factories.blanks import SHEET, changed, monthly
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

NAME = "压采月报"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    with found.app_context():
        make_county(db.session())
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(*words: str | Path) -> Result:
        return CliRunner().invoke(blanks, [str(word) for word in words], obj=lambda: app)

    return act


def test_from_the_blank_to_the_merged_returns(app: Flask, run: Run, tmp_path: Path) -> None:
    with app.app_context():
        places = queries.places_of(db.session(), COUNTY)
        names = [places.names[code] for code in places.townships]
        db.session.remove()
    data, blank = monthly(names), tmp_path / "空表.xlsx"
    blank.write_bytes(data)
    assert run("add", blank, "--name", NAME, "--propose").exit_code == 0
    assert run("add", blank, "--name", NAME).exit_code == 1
    assert run("bind", NAME, "H1", "county_name").exit_code == 0
    assert "已绑定" in run("bind", NAME, "H1", "county_name").stderr

    made, listed = tmp_path / "填好.xlsx", tmp_path / "依据.xlsx"
    told = run("fill", NAME, "--month", "2023-11", "-o", made, "--list", listed)
    assert told.exit_code == 0, told.output
    assert openpyxl.load_workbook(made)[SHEET]["H1"].value == "冠县"
    assert openpyxl.load_workbook(listed).active["A1"].value == "工作表"
    assert run("fill", "没有的表", "--month", "2023-11", "-o", made).exit_code == 1
    assert run("fill", NAME, "--month", "十一月", "-o", made).exit_code == 2

    files = []
    for number, name in enumerate(names):
        files.append(tmp_path / f"{name}.xlsx")
        files[-1].write_bytes(changed(data, {"C5": number + 1}))
    merged, conflicts = tmp_path / "汇总.xlsx", tmp_path / "问题.xlsx"
    told = run("merge", NAME, *files, "-o", merged, "--conflicts", conflicts)
    assert told.exit_code == 0, told.output
    assert openpyxl.load_workbook(merged)[SHEET]["C5"].value == sum(range(len(names) + 1))
    assert openpyxl.load_workbook(conflicts).active.max_row == 1
    assert run("merge", NAME, files[0], "-o", merged).exit_code == 1


def test_every_figure_is_listed(run: Run) -> None:
    lines = run("figures").output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [one.value for one in CATALOGUE]
