"""`casebook readings`, `electricity` and `volumes`, as an operator runs them; and a process that dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from casebook.access import Role
from casebook.config import ROOT, Settings
from casebook.db import db
from casebook.volumes.actions.sources import LinkLine, link_meters
from casebook.volumes.commands import electricity, group, readings
from casebook.volumes.models import Meter, MeterReading, TownshipMonth, WellMonth
from casebook.wells.rules import MeterKind
from casebook.wiring import create_app
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.regions import make_county
from tests.factories.sources import NOW as SENT
from tests.factories.sources import make_source, message, send
from tests.factories.volumes import ELECTRICITY, READINGS
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import click
    from click.testing import Result
    from flask import Flask

    Run = Callable[..., Result]

CODE = "371525104JJ00001"
LINES = (f"{CODE},SB1,2023-01-25,5000,人工,", f"{CODE},SB1,2023-02-25,4800,人工,", "X,SB1,2023-02-25,1,,")
DIES_BEFORE_THE_COMMIT = """
import os, signal
from casebook.volumes.actions import readings
readings.keep_townships = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
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
        make_well(db.session(), code=CODE, meter_no="SB1", meter_kind=MeterKind.MECHANICAL)
        db.session.commit()
        db.session.remove()
    yield found
    with found.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def run(app: Flask) -> Run:
    def act(commands: click.Group, *words: str | Path, code: int = 0) -> Result:
        result = CliRunner().invoke(commands, [str(word) for word in words], obj=lambda: app)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return act


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "抄表.csv"
    path.write_text("\n".join([READINGS, *LINES]), encoding="gb18030")
    return path


def counts(app: Flask) -> list[int]:
    with app.app_context():
        tables = (MeterReading, Meter, WellMonth)
        found = [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
        db.session.remove()
        return found


def test_the_report_tells_what_became_of_each_row(run: Run, file: Path, app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    assert "写入 2" in run(readings, "import", file, "--report", path).output
    report = json.loads(path.read_bytes())
    assert {name: report[name] for name in report if name != "entries"} == {
        "rows": 3,
        "accepted": 2,
        "unchanged": 0,
        "refused": {"well_unknown": 1},
        "queries": {"decrease_unexplained": 1},
    }
    assert [(entry["row"], entry["code"]) for entry in report["entries"]] == [
        (3, "decrease_unexplained"),
        (4, "well_unknown"),
    ]
    assert all(entry["reason"].endswith("。") for entry in report["entries"])
    assert counts(app) == [2, 1, 1]


def test_strict_keeps_nothing_when_a_row_is_refused(run: Run, file: Path, app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    refused = run(readings, "import", file, "--strict", "--report", path, code=1)
    assert "一行也没有写入" in refused.stderr
    report = json.loads(path.read_bytes())
    assert (report["accepted"], report["refused"]) == (0, {"well_unknown": 1})
    assert counts(app) == [0, 0, 0]
    file.write_text("\n".join([READINGS, *LINES[:2]]), encoding="utf-8")
    run(readings, "import", file, "--strict")
    assert counts(app) == [2, 1, 1]


def test_a_process_that_dies_leaves_nothing(run: Run, file: Path, app: Flask, database_url: str) -> None:
    environment = {**os.environ, "CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_COUNTY_CODE": COUNTY}
    command = [sys.executable, "-c", DIES_BEFORE_THE_COMMIT, "readings", "import", str(file)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert counts(app) == [0, 0, 0]
    run(readings, "import", file)
    assert counts(app) == [2, 1, 1]


def test_volumes_are_shown_and_proved(run: Run, file: Path, app: Flask) -> None:
    run(readings, "import", file)
    shown = json.loads(run(group, "show", "--well", CODE, "--year", "2023", "--json").output)
    assert (shown["well"], shown["year"], shown["total_m3"]) == (CODE, 2023, "0.000")
    assert shown["months"][1] == {
        "month": "2023-02",
        "m3": None,
        "grade": None,
        "method": None,
        "flags": ["decrease_unexplained"],
    }
    assert len(shown["missing_months"]) == 12
    assert "无数据" in run(group, "show", "--well", CODE, "--year", "2023").output
    run(group, "show", "--well", "X", "--year", "2023", code=1)
    assert "一致" in run(group, "recompute", "--check").output
    with app.app_context():
        db.session.execute(update(WellMonth).values(volume_m3=7, method="manual_meter", grade="a"))
        db.session.commit()
        db.session.remove()
    assert CODE in run(group, "recompute", "--check", code=1).stderr
    run(group, "recompute")
    run(group, "recompute", "--check")
    with app.app_context():
        assert db.session.scalars(select(TownshipMonth)).all() == []


def test_electricity_by_the_command(run: Run, tmp_path: Path) -> None:
    path, report = tmp_path / "用电.csv", tmp_path / "report.json"
    path.write_text(f"{ELECTRICITY}\n37A,202301,5\n37A,202313,5", encoding="utf-8-sig")
    run(electricity, "import", path, "--report", report)
    assert json.loads(report.read_bytes())["refused"] == {"account_unknown": 1, "month_unreadable": 1}


def test_a_file_that_is_none(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(os.urandom(2000))
    assert "表头里没有找到" in run(readings, "import", path, code=1).stderr
    assert "用电文件" in run(electricity, "import", path, code=1).stderr


def test_messages_are_replayed_by_source_and_day(app: Flask, run: Run) -> None:
    with app.app_context():
        keeper = make_actor(db.session(), Role.PERMIT_OFFICER, jurisdiction=COUNTY)
        source, _token = make_source(db.session(), keeper)
        send(db.session(), source, message(("SB1", "2023-05-25", "1")))
        send(db.session(), make_source(db.session(), keeper, name="另一平台")[0], b"cut")
        lines = [LinkLine(1, CODE)]
        link_meters(db.session(), actor=keeper, now=SENT, source=source, lines=lines)
        db.session.commit()
        db.session.remove()
    assert "重放 0 条报文" in run(readings, "replay", "--since", "2024-01-06").output
    first = run(readings, "replay", "--source", "远传平台", "--since", "2024-01-05").output
    assert "重放 1 条报文：新写入 1 行，不导入 0 行" in first
    again = run(readings, "replay", code=1).output
    assert "重放 2 条报文：新写入 0 行，不导入 0 行" in again
    assert "1 条报文仍未能解析" in again
    run(readings, "replay", "--source", "没有", code=1)
