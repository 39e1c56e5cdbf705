"""Screening of the working set says what a clerk finds in the files alone, well by well."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casebook.config import Settings
from casebook.db import db
from casebook.intake.commands import county, wells
from casebook.kernel.cells import DateReading, read_date
from casebook.screening.commands import screening
from casebook.volumes.commands import electricity, readings
from casebook.wells.models import Well
from casebook.wiring import create_app
from tests.working_set.test_volumes import COUNTY, ELECTRICITY, READINGS, clerk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click
    from flask import Flask

AS_OF = date(2023, 12, 31)
_HEADER = 3
Register = dict[str, dict[str, object]]
Dials = dict[tuple[str, str], list[tuple[date, float, str]]]


@pytest.fixture
def backend() -> str:
    """Both databases are held to the same by the other suites."""
    return "spatialite"


@pytest.fixture
def app(database_url: str, tmp_path: Path, working_set: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    outline = ["--outline", str(working_set / "county_gcj02.geojson"), "--outline-crs", "GCJ-02"]
    shapes = ["--townships", str(working_set / "townships.geojson")]
    zones = ["--zones", str(working_set / "zones.geojson")]
    run(found, county, "import", "--code", COUNTY, "--name", "冠县", *outline, *shapes, *zones)
    run(found, wells, "import", str(working_set / "wells_register_2023.xlsx"))
    run(found, readings, "import", str(working_set / READINGS))
    run(found, electricity, "import", str(working_set / ELECTRICITY))
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, commands: click.Group, *words: str) -> None:
    result = CliRunner().invoke(commands, list(words), obj=lambda: app)
    assert result.exit_code == 0, (result.output, result.exception)


def register(folder: Path, codes: set[str]) -> Register:
    """Return the register's rows of the wells that were taken in, by code, the first of each."""
    sheet = openpyxl.load_workbook(folder / "wells_register_2023.xlsx").active
    header, *rows = list(sheet.iter_rows(min_row=_HEADER, values_only=True))
    found: Register = {}
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        if cells["取水井编号"] in codes:
            found.setdefault(cells["取水井编号"], cells)
    return found


def dials(folder: Path) -> Dials:
    """Return what each meter of each well showed, in order, with its remark."""
    found: dict[tuple[str, str], set[tuple[date, float, str]]] = defaultdict(set)
    with (folder / READINGS).open(encoding="gb18030", newline="") as stream:
        for row in csv.DictReader(stream):
            dial = (date.fromisoformat(row["抄表日期"]), float(row["表底数(m³)"]), row["备注"])
            found[row["水井编号"], row["水表编号"]].add(dial)
    return {meter: sorted(shown) for meter, shown in found.items()}


def drops(meters: Dials) -> set[str]:
    """Return wells of which a dial fell, unmarked and not near its end."""
    found = set()
    for (code, _meter), shown in meters.items():
        full = 10 ** len(str(int(max(dial for _, dial, _ in shown))))
        for (_, before, _), (_, dial, remark) in pairwise(shown):
            if dial < before < full * 0.9 and remark != "翻转":
                found.add(code)
    return found


def pumped_after(meters: Dials, code: str, on: date) -> bool | None:
    """Say whether a dial of a well went on in a month after a day; None where none was read."""
    later = [
        dial != before
        for (well, _meter), shown in meters.items()
        if well == code
        for (_, before, _), (at, dial, _) in pairwise(shown)
        if (at.year, at.month) > (on.year, on.month)
    ]
    return any(later) if later else None


def day(cell: object) -> date | None:
    read = read_date(cell)  # type: ignore[arg-type]  # a cell of the sheet
    return read.last if isinstance(read, DateReading) else None


def expected(folder: Path, rows: Register, meters: Dials) -> dict[str, set[str]]:
    """Return what a clerk says of the last day of 2023, by rule; of deep water without the waterworks."""
    taken = {code: years for code, years in clerk(folder / READINGS).items() if code in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for code, row in rows.items():
        use, deep = row["取水用途"], row["取水层位"] == "深层承压"
        is_firm = "公司" in str(row["取水单位（个人）"])
        is_household = use in {"农村生活", "养殖"} and not deep and not is_firm
        last, volume = day(row["许可证有效期至"]), row["许可水量(万m³/年)"]
        if row["使用状态"] == "在用":
            if not row["取水许可证编号"] and not is_household:
                found["no_permit"].add(code)
            if last is not None and last < AS_OF and pumped_after(meters, code, last) is not False:
                found["permit_expired"].add(code)
            if row["计量设施"] == "无" and not is_household:
                found["meter_missing"].add(code)
            if deep and use != "城乡公共供水":
                found["deep_confined"].add(code)
        pumped = taken.get(code, {}).get(AS_OF.year)
        if volume and pumped is not None and last >= date(AS_OF.year, 1, 1) and pumped > volume * 10_000:
            found["over_permit"].add(code)
        closed = day(row["封停日期"])
        if closed is not None and pumped_after(meters, code, closed):
            found["closed_but_pumping"].add(code)
    return found


def test_the_hits_are_the_clerks(app: Flask, working_set: Path, tmp_path: Path) -> None:
    report = tmp_path / "hits.json"
    run(app, screening, "run", "--as-of", AS_OF.isoformat(), "--report", str(report))
    said: dict[str, set[str]] = defaultdict(set)
    for hit in json.loads(report.read_bytes())["hits"]:
        said[hit["rule"]].add(hit.get("well") or hit.get("account"))
    with app.app_context():
        codes = set(db.session.scalars(select(Well.code)))
        accounts = set(db.session.scalars(select(Well.electricity_account)))
    rows, meters = register(working_set, codes), dials(working_set)
    wanted = expected(working_set, rows, meters)
    said["deep_confined"] -= {code for code, row in rows.items() if row["取水用途"] == "城乡公共供水"}
    with (working_set / ELECTRICITY).open(encoding="utf-8-sig", newline="") as stream:
        wanted["power_without_well"] = {row["电表户号"] for row in csv.DictReader(stream)} - accounts
    differ = {
        rule: (sorted(some - said[rule]), sorted(said[rule] - some))
        for rule, some in wanted.items()
        if some != said[rule]
    }
    assert differ == {}
    assert drops(meters) & codes <= said["meter_suspect"]
    assert len(wanted) == 7
