"""Readings and electricity of the working set load as they are; every sum is found again by a clerk."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.config import Settings
from casebook.db import db
from casebook.intake.commands import county, wells
from casebook.kernel.months import Month
from casebook.volumes import queries
from casebook.volumes.commands import electricity, group, readings
from casebook.wells.models import Well
from casebook.wiring import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click
    from flask import Flask

COUNTY = "371525"
READINGS, ELECTRICITY = "meter_readings_2021_2023.csv", "electricity_2021_2023.csv"


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
    areas = ["--outline", str(working_set / "county_gcj02.geojson"), "--outline-crs", "GCJ-02"]
    towns = ["--townships", str(working_set / "townships.geojson")]
    run(found, county, "import", "--code", COUNTY, "--name", "冠县", *areas, *towns)
    run(found, wells, "import", str(working_set / "wells_register_2023.xlsx"))
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, commands: click.Group, *words: str) -> str:
    result = CliRunner().invoke(commands, list(words), obj=lambda: app)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@dataclass
class Meter:
    """What a clerk with a pencil keeps of one meter."""

    dials: dict[date, Decimal] = field(default_factory=dict)
    turns: set[date] = field(default_factory=set)

    def intervals(self) -> Iterator[tuple[date, Decimal | None]]:
        full = Decimal(10) ** len(str(int(max(self.dials.values()))))
        before: Decimal | None = None
        for on in sorted(self.dials):
            dial = self.dials[on]
            if before is not None and (on in self.turns or (dial < before and before >= full * 9 / 10)):
                yield on, full - before + dial
            elif before is not None:
                yield on, None if dial < before else dial - before
            before = dial


def clerk(path: Path) -> dict[str, dict[int, Decimal]]:
    """Return the volume of each well by the year of the closing reading, in the clerk's way."""
    meters: dict[tuple[str, str], Meter] = defaultdict(Meter)
    with path.open(encoding="gb18030", newline="") as stream:
        for row in csv.DictReader(stream):
            meter = meters[row["水井编号"], row["水表编号"]]
            on = date.fromisoformat(row["抄表日期"])
            meter.dials[on] = Decimal(row["表底数(m³)"])
            if row["备注"] == "翻转":
                meter.turns.add(on)
    found: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for (code, _number), meter in meters.items():
        for on, volume in meter.intervals():
            found[code][on.year] += volume or 0
    return found


def test_readings_load_as_they_are_and_every_sum_is_the_clerks(
    app: Flask, working_set: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    run(app, readings, "import", str(working_set / READINGS), "--report", str(report))
    told = json.loads(report.read_bytes())
    assert told["rows"] == told["accepted"] + told["unchanged"] + sum(told["refused"].values())
    with app.app_context():
        codes = {well.code: well.id for well in db.session.query(Well)}
        clerks = {code: years for code, years in clerk(working_set / READINGS).items() if code in codes}
        assert len(clerks) > 100
        ours = queries.years_of(db.session(), [codes[code] for code in clerks], [2021, 2022, 2023])
        split = {
            code
            for code in clerks
            for year in ours[codes[code]].values()
            if year.months[0].flags and "split" in year.months[0].flags
        }
        wrong = {
            (code, year)
            for code, years in clerks.items()
            for year, volume in years.items()
            if code not in split and ours[codes[code]][year].total_m3 != volume
        }
        whole = [
            code
            for code, years in clerks.items()
            if sum(year.total_m3 for year in ours[codes[code]].values()) != sum(years.values())
        ]
        db.session.remove()
    assert (wrong, whole) == (set(), [])
    assert "一致" in run(app, group, "recompute", "--check")


def test_electricity_loads_as_it_is_and_what_has_no_well_is_a_lead(
    app: Flask, working_set: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    run(app, electricity, "import", str(working_set / ELECTRICITY), "--report", str(report))
    told = json.loads(report.read_bytes())
    with (working_set / ELECTRICITY).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kwh: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        kwh[row["电表户号"]] += Decimal(row["用电量(kWh)"])
    with app.app_context():
        registered = {well.electricity_account for well in db.session.query(Well)}
        power = queries.power_of(db.session(), COUNTY, Month(2021, 1), Month(2023, 12))
        without = sorted(queries.power_without_well(db.session(), COUNTY, Month(2021, 1), Month(2023, 12)))
        db.session.remove()
    assert {number: sum(months.values()) for number, months in power.items()} == kwh
    assert without == sorted(set(kwh) - registered)
    assert told["refused"] == {"account_unknown": sum(row["电表户号"] in without for row in rows)}
