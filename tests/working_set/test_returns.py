"""The county's own return of 2023, held against the books by casebook and by a clerk with the files alone."""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner

from casebook.closures.commands import closures
from casebook.config import Settings
from casebook.db import db
from casebook.intake.commands import county, wells
from casebook.volumes.commands import readings
from casebook.wiring import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click
    from flask import Flask

COUNTY = "371525"
RETURN, REGISTER, READINGS = (
    "closures_2023.xlsx",
    "wells_register_2023.xlsx",
    "meter_readings_2021_2023.csv",
)


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
    run(found, wells, "import", str(working_set / REGISTER))
    run(found, readings, "import", str(working_set / READINGS))
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


def run(app: Flask, command: click.Command, *words: str) -> None:
    result = CliRunner().invoke(command, list(words), obj=lambda: app)
    assert result.exit_code == 0, result.output


def table(path: Path, header: int) -> list[dict[str, Any]]:
    """The rows of a workbook below its header that have a well's code."""
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    names = [str(cell) for cell in rows[header]]
    code = next(place for place, name in enumerate(names) if "井编号" in name)
    found = [dict(zip(names, row, strict=True)) for row in rows[header + 1 :] if row[code]]
    return [{**row, "code": row[names[code]]} for row in found]


class Clerk:
    """Reads the files and judges each line with pencil and paper; knows nothing of casebook."""

    def __init__(self, folder: Path) -> None:
        self.register = {row["code"]: row for row in table(folder / REGISTER, 2)}
        self.dials: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
        with (folder / READINGS).open(encoding="gb18030", newline="") as stream:
            for row in csv.DictReader(stream):
                dial = (row["抄表日期"], Decimal(row["表底数(m³)"]))
                if dial not in self.dials[row["水井编号"]]:
                    self.dials[row["水井编号"]].append(dial)

    def rules(self, line: dict[str, Any]) -> set[str]:
        """The rules of the issue that apply to a line of the return."""
        well = self.register.get(line["code"])
        if well is None:
            return {"well_unknown"}
        sealed, closed = well["封停日期"], line["封井日期"]
        claim, baseline = Decimal(str(line["申报压减量(万m³)"])) * 10_000, line["核算基数(m³/年)"]
        is_capacity = "能力" in line["压减量核算方法"]
        later = [dial for day, dial in self.dials[line["code"]] if day[:7] >= closed[:7]]
        fill, radius = line["回填材料用量(m³)"], float(well["井管内径(mm)"]) / 2000
        applies = {
            "already_closed": bool(sealed) and sealed < closed,
            "closed_before_supply": line["替代水源接通日期"] > closed,
            "date_impossible": line["验收日期"] < closed,
            "baseline_nameplate": is_capacity,
            "fill_short": bool(fill) and fill < 0.9 * math.pi * radius**2 * float(well["井深(m)"]),
            "sum_mismatch": claim != baseline - line["封井后剩余取水量(m³/年)"],
            "outlier": baseline > 0.9 * 8760 * well["水泵额定流量(m³/h)"]
            or baseline > 30_000 * well["许可水量(万m³/年)"],
            "still_pumping": later[-1] > later[0],
            "baseline_unsupported": not is_capacity and self.differs(line["code"], well, baseline),
        }
        return {rule for rule, is_so in applies.items() if is_so}

    def differs(self, code: str, well: dict[str, Any], baseline: float) -> bool:
        """Whether the baseline is more than 5 % from the mean by readings and from that by the register."""
        register = [well[f"{year}年取水量(m³)"] for year in (2020, 2021, 2022)]
        dials = dict(self.dials[code])
        by_readings = [*register[:2], float(dials["2022-12-25"] - dials["2021-12-25"])]
        means = [sum(register) / 3, sum(by_readings) / 3]
        return all(abs(baseline - mean) > 0.05 * mean for mean in means)


def test_the_return_is_judged_as_a_careful_clerk_would(app: Flask, working_set: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    run(app, closures, "check", str(working_set / RETURN), "--report", str(target))
    report = json.loads(target.read_bytes())
    clerk, lines = Clerk(working_set), table(working_set / RETURN, 1)
    assert len(report["lines"]) == len(lines) == 14
    wrong = [
        (line["code"], entry["rules"], clerk.rules(line))
        for line, entry in zip(lines, report["lines"], strict=True)
        if (entry["code"], set(entry["rules"])) != (line["code"], clerk.rules(line))
    ]
    assert wrong == []
    sound = [line for line in lines if not clerk.rules(line)]
    cut = sum(Decimal(str(line["申报压减量(万m³)"])) * 10_000 for line in sound)
    assert report["admissible"]["wells"] == len(sound)
    assert Decimal(report["admissible"]["full_year_m3"]) == cut
    days = {line["code"]: date(2023, 12, 31) - date.fromisoformat(line["封井日期"]) for line in sound}
    for entry in report["lines"]:
        if entry["code"] in days:
            part = Decimal(entry["full_year_m3"]) * days[entry["code"]].days / 365
            assert abs(Decimal(entry["this_year_m3"]) - part) <= Decimal("0.0005")
