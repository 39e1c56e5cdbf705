"""`casebook county import` and `casebook wells import`, as an operator runs them; and a process that dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from casebook.access import Role
from casebook.config import ROOT, Settings
from casebook.db import db
from casebook.intake.commands import county, wells
from casebook.intake.models import BatchChange, ImportBatch
from casebook.parties.models import Party
from casebook.regions.models import ControlZone, Division
from casebook.wells.models import Well
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.messy import make_register
from tests.factories.regions import EAST, OUTLINE, WEST, make_county
from tests.factories.styles import PLAIN, STYLES, small_register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import click
    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

DIES_BEFORE_THE_COMMIT = """
import os, signal
from casebook.intake.actions import applying
applying.keep_judgement = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from casebook.cli import main
main()
"""


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = Settings(
        database_url=database_url, data_dir=str(tmp_path / "data"), county_code=COUNTY, secret_key="test"
    )
    found = create_app(settings)
    with found.app_context():
        make_county(db.session())
        agency = make_agency(db.session())
        make_officer(db.session(), Role.PERMIT_OFFICER, agency=agency, login="keeper")
        make_officer(db.session(), Role.INSPECTOR, agency=agency, login="inspector")
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(group: click.Group, *words: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(group, [str(word) for word in words], obj=lambda: app)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return act


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def act(data: bytes, name: str = "台账.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return act


def count(app: Flask, table: type) -> int:
    with app.app_context():
        found = db.session.scalar(select(func.count()).select_from(table))
        db.session.remove()
        return found or 0


def test_the_report_has_an_entry_for_every_line(
    run: Run, file: Callable[..., Path], app: Flask, tmp_path: Path
) -> None:
    register = make_register(11, STYLES["two rows of header"])
    path = tmp_path / "report.json"
    run(wells, "import", file(register.xlsx()), "--county", COUNTY, "--report", path)
    report = json.loads(path.read_bytes())
    assert set(report) == {
        "rows",
        "accepted",
        "refused",
        "warned",
        "applied",
        "changed",
        "unchanged",
        "entries",
    }
    assert report["rows"] == len(register.rows) == len(report["entries"])
    assert report["applied"] == report["accepted"] == register.accepted == count(app, Well)
    assert (report["refused"], report["warned"]) == (register.refused, register.warned)
    for entry, number, row in zip(report["entries"], register.data_rows(), register.rows, strict=True):
        assert (entry["row"], entry["outcome"]) == (number, "refused" if row.refused else "accepted")
        assert set(entry["reasons"]) == row.reasons
        assert entry["lon"] == (row.lon and pytest.approx(row.lon, abs=1e-5))
    again = json.loads(run(wells, "import", file(register.xlsx()), "--json").output)
    assert (again["applied"], again["changed"], again["unchanged"]) == (0, 0, register.accepted)


def test_a_dry_run_writes_nothing(run: Run, file: Callable[..., Path], app: Flask, tmp_path: Path) -> None:
    report = json.loads(run(wells, "import", file(small_register().xlsx()), "--dry-run", "--json").output)
    assert (report["accepted"], report["applied"]) == (2, 0)
    assert [count(app, table) for table in (Well, Party, ImportBatch, BatchChange)] == [0, 0, 0, 0]
    assert [path for path in (tmp_path / "data" / "files").rglob("*") if path.is_file()] == []


def test_changes_are_applied_only_when_asked(run: Run, file: Callable[..., Path]) -> None:
    run(wells, "import", file(small_register().xlsx()))
    changed = file(small_register(depth=31).xlsx(), "新.xlsx")
    counts = [
        json.loads(run(wells, "import", changed, "--json", *words).output)
        for words in ((), ("--apply-changes",), ())
    ]
    assert [(c["applied"], c["changed"], c["unchanged"]) for c in counts] == [(0, 1, 1), (1, 1, 1), (0, 0, 2)]


def test_a_mapping_file_names_other_headers(run: Run, file: Callable[..., Path]) -> None:
    register = small_register()
    register.style.headers.update({"code": "甲", "lon": "乙", "lat": "丙", "2022": "丁"})
    path = file(register.xlsx())
    assert "取水井编号" in run(wells, "import", path, code=1).stderr
    mapping = {"甲": "code", "乙": "lon", "丙": "纬度", "丁": "volume:2022"}
    chosen = file(json.dumps(mapping).encode(), "mapping.json")
    report = json.loads(run(wells, "import", path, "--mapping", chosen, "--json").output)
    assert report["applied"] == 2


def test_what_is_not_read_is_told_and_another_sheet_can_be_named(
    run: Run, file: Callable[..., Path], app: Flask
) -> None:
    register, other = small_register(), make_register(14, PLAIN, rows=60, each=1)
    register.style.headers["village"] = "天气"
    path = file(register.xlsx(("更长的台账", other.table())))
    output = run(wells, "import", path, "--dry-run", "--sheet", "登记台账").output
    assert "2 行" in output
    assert "C 天气" in output
    assert "更长的台账" in output
    assert f"{len(other.rows)} 行" in run(wells, "import", path, "--dry-run").output
    run(wells, "import", path, "--sheet", "没有这张", code=1)
    assert count(app, Well) == 0


def test_refused_rows_come_out_with_their_reasons(
    run: Run, file: Callable[..., Path], tmp_path: Path
) -> None:
    register = make_register(12, PLAIN)
    target = tmp_path / "refused.xlsx"
    run(wells, "import", file(register.xlsx()), "--refused", target)
    sheet = openpyxl.load_workbook(target).active
    header = [cell.value for cell in sheet[2]]
    assert header == [*PLAIN.headers.values(), "不能导入的原因"]
    reasons = [row[-1].value for row in sheet.iter_rows(min_row=3)]
    assert len(reasons) == len(register.rows) - register.accepted
    assert all(reasons)
    again = json.loads(run(wells, "import", target, "--dry-run", "--json").output)
    assert again["rows"] == len(reasons)
    assert sum(again["refused"].values()) >= len(reasons) - register.refused["duplicate_code"]


def test_a_formula_does_not_leave_as_one(run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.invalid","x")'
    target = tmp_path / "refused.xlsx"
    text = small_register(remark=evil, depth="约30").csv()
    run(wells, "import", file(text, "台账.csv"), "--refused", target)
    (row,) = openpyxl.load_workbook(target).active.iter_rows(min_row=3)
    cell = next(cell for cell in row if cell.value and "HYPERLINK" in str(cell.value))
    assert (cell.data_type, cell.value) == ("s", "'" + evil)
    again = json.loads(run(wells, "import", target, "--dry-run", "--json").output)
    assert again["rows"] == 1


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"nothing", "台账.xlsx", 1),
        (b"", "台账.csv", 1),
        (b"a,b\n1,2\n", "台账.csv", 1),
        ("甲,乙\n".encode(), "台账.xlsx", 1),
    ],
)
def test_an_unusable_file_is_exit_code_1(
    run: Run, file: Callable[..., Path], app: Flask, data: bytes, name: str, code: int
) -> None:
    assert run(wells, "import", file(data, name), code=code).stderr
    assert count(app, ImportBatch) == 0


def test_wrong_use_is_exit_code_2(run: Run, file: Callable[..., Path]) -> None:
    run(wells, "import", "/nowhere/no.xlsx", code=2)
    run(county, "import", "--code", COUNTY, code=2)
    run(county, "import", "--code", COUNTY, "--outline", file(b"{}"), "--outline-crs", "某坐标", code=2)


def test_only_who_keeps_the_register_may(run: Run, file: Callable[..., Path], app: Flask) -> None:
    path = file(small_register().xlsx())
    run(wells, "import", path, "--as", "inspector", code=1)
    run(wells, "import", path, "--as", "keeper", "--county", "371526", code=1)
    assert count(app, Well) == 0
    run(wells, "import", path, "--as", "keeper")
    assert count(app, Well) == 2


def test_a_process_killed_in_the_middle_leaves_nothing(
    app: Flask, file: Callable[..., Path], run: Run, database_url: str, tmp_path: Path
) -> None:
    path = file(make_register(13, PLAIN).xlsx())
    environment = {
        "CASEBOOK_DATABASE_URL": database_url,
        "CASEBOOK_DATA_DIR": str(tmp_path / "data"),
        "CASEBOOK_SECRET_KEY": "test",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_THE_COMMIT, "wells", "import", str(path)],
        env=environment,
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert [count(app, table) for table in (Well, Party, ImportBatch, BatchChange)] == [0, 0, 0, 0]
    run(wells, "import", path)
    assert count(app, Well) > 0


def test_a_county_comes_from_files(run: Run, file: Callable[..., Path], app: Flask) -> None:
    def areas(*features: tuple[dict[str, object], object]) -> bytes:
        found = [
            {"type": "Feature", "properties": facts, "geometry": shape.__geo_interface__}
            for facts, shape in features
        ]
        return json.dumps({"type": "FeatureCollection", "features": found}).encode()

    outline = file(areas(({"name": "邻县"}, OUTLINE)), "outline.geojson")
    names = file("code,name\n371526001,东街道\n371526101,西镇\n".encode("utf-8-sig"), "t.csv")
    drawn = file(areas(({"code": "371526001", "name": "东街"}, OUTLINE)), "t.geojson")
    zones = file(
        areas(({"kind": "no_abstraction", "name": "城区", "valid_from": "2015-07-01"}, OUTLINE)), "z.geojson"
    )
    words = ("--outline", outline, "--townships-csv", names, "--townships", drawn, "--zones", zones)
    first = json.loads(run(county, "import", "--code", "371526", "--name", "邻县", *words, "--json").output)
    assert first["townships"]["added"] == ["东街道", "西镇"]
    again = json.loads(run(county, "import", "--code", "371526", "--name", "邻县", *words, "--json").output)
    assert again["townships"]["unchanged"] == ["东街道", "西镇"]
    with app.app_context():
        stored = db.session.scalars(select(Division).where(Division.county_code == "371526")).all()
        assert {(division.name, division.geom is not None) for division in stored} == {
            ("邻县", True),
            ("东街道", True),
            ("西镇", False),
        }
        assert db.session.scalar(select(ControlZone.name)) == "城区"
        db.session.remove()


def test_an_outline_in_gcj02_is_converted(run: Run, file: Callable[..., Path], app: Flask) -> None:
    shape = {
        "type": "Polygon",
        "coordinates": [[[115.4, 36.4], [115.5, 36.4], [115.5, 36.5], [115.4, 36.5], [115.4, 36.4]]],
    }
    data = json.dumps({"type": "Feature", "properties": {"name": "邻县"}, "geometry": shape}).encode()
    run(
        county,
        "import",
        "--code",
        "371526",
        "--name",
        "邻县",
        "--outline",
        file(data, "o.geojson"),
        "--outline-crs",
        "GCJ-02",
    )
    with app.app_context():
        division = db.session.scalars(select(Division).where(Division.code == "371526")).one()
        west = db.session.scalar(
            select(func.ST_X(func.ST_Centroid(Division.geom))).where(Division.code == "371526")
        )
        assert division.crs_source == "gcj02"
        assert west == pytest.approx(115.45 - 0.0058, abs=0.001)
        db.session.remove()


def test_wells_before_their_county_are_told_so(run: Run, file: Callable[..., Path]) -> None:
    result = run(wells, "import", file(small_register().xlsx()), "--county", "371527", code=1)
    assert "371527" in result.stderr
    assert {WEST[:6], EAST[:6]} == {COUNTY}
