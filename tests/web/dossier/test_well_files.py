"""一井一档: one PDF of a closed well, a year's in one ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.audit.models import AccessLog
from casebook.closures.actions import import_history
from casebook.closures.rules import ClosureStatus, PlanStep
from casebook.dossier.commands import dossier
from casebook.dossier.queries.well_files import get_well_file
from casebook.dossier.rules.well_file import WellFileItem
from casebook.kernel.cells import DatePrecision
from casebook.kernel.errors import RuleBroken
from casebook.wells.rules import MeterKind
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import COUNTY, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.regions import make_county
from tests.factories.returns import CHECKED, return_file
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@pytest.fixture
def offices(store: Session) -> Offices:
    load_calendar(store)
    found = make.make_offices(store, casing_mm=300, depth_m=40)
    plans.bring(store, found, plans.make_plan(store, found), until=PlanStep.CUT_POWER)
    make.make_closure(store, found, ClosureStatus.CONFIRMED, replacement_connected_on=plans.JOINED_ON)
    store.commit()
    return found


def test_the_file_says_what_is_missing(store: Session, offices: Offices) -> None:
    file = get_well_file(store, offices.well.code, offices.actor("reporter"))
    assert file.plan is not None
    assert file.missing == [
        WellFileItem.BEFORE,
        WellFileItem.DURING,
        WellFileItem.AFTER,
        WellFileItem.FILL,
        WellFileItem.VOLUMES,
        WellFileItem.PUBLICATION,
        WellFileItem.RECHECK,
    ]
    other = make.new_well(store)
    with pytest.raises(RuleBroken, match="well_file_none"):
        get_well_file(store, other.code, offices.actor("reporter"))


def test_the_file_is_handed_out_and_logged(store: Session, sign_in: SignIn, offices: Offices) -> None:
    liaison = make_officer(store, Role.LIAISON, agency=offices.water)
    store.commit()
    url = f"/well-files/{offices.well.code}.pdf"
    answer = sign_in(offices.reporter).get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    seen = store.scalars(select(AccessLog.what).where(AccessLog.subject_id == offices.well.id))
    assert "well_file" in set(seen)
    assert sign_in(liaison).get(url).status_code == 403


def test_commands_write_one_and_a_year(app: Flask, store: Session, offices: Offices, tmp_path: Path) -> None:
    code = offices.well.code

    def run(*words: object) -> str:
        found = CliRunner().invoke(dossier, [str(word) for word in words], obj=lambda: app)
        assert found.exit_code == 0, found.output
        return found.output

    target = tmp_path / "well.pdf"
    said = json.loads(run("well", code, "-o", target, "--json"))
    assert (said["well"], said["missing"][0]) == (code, "before")
    assert target.read_bytes().startswith(b"%PDF")
    whole = tmp_path / "2023.zip"
    said = json.loads(run("year", 2023, "-o", whole, "--json"))
    assert said == {"year": 2023, "wells": 1, "missing": {code: 7}}
    with zipfile.ZipFile(io.BytesIO(whole.read_bytes())) as bundle:
        assert bundle.namelist() == [f"2023/{code}.pdf"]
    empty = CliRunner().invoke(dossier, ["year", "2020", "-o", str(whole)], obj=lambda: app)
    assert empty.exit_code != 0
    assert "没有验收合格的封停" in empty.output
    assert sorted(one.name for one in tmp_path.glob("*.part")) == []
    store.rollback()  # what others have committed since
    taken = select(AccessLog.what).where(AccessLog.subject_id == offices.well.id)
    assert list(store.scalars(taken)) == ["well_file", "well_file"]


def test_a_well_that_only_an_old_ledger_closed(app: Flask, store: Session, tmp_path: Path) -> None:
    """Its file says what was booked, and that all else is missing; a well that nobody closed has none."""
    make_county(store)
    well = make_well(
        store, built_on=date(2005, 1, 1), built_precision=DatePrecision.DAY, meter_kind=MeterKind.ONLINE
    )
    never = make_well(store)
    line = {
        "水井编号": well.code,
        "压减量核算方法": "以电折水",
        "核算基数(m³/年)": 36_500,
        "申报压减量(万m³)": 3.65,
        "封井日期": "2019-10-31",
        "替代水源接通日期": "2019-10-01",
        "验收日期": "2019-11-20",
    }
    with app.app_context():
        by = {"actor": local_operator("tester", COUNTY), "now": CHECKED, "name": "旧台账.xlsx"}
        _row, posted = import_history(store, **by, stream=return_file(line))
    store.commit()
    assert posted == 1
    target = tmp_path / "well.pdf"
    words = ["well", well.code, "-o", str(target), "--json"]
    said = json.loads(CliRunner().invoke(dossier, words, obj=lambda: app).output)
    assert target.read_bytes().startswith(b"%PDF")
    assert said["well"] == well.code
    assert {"works", "before"} <= set(said["missing"])
    assert "booking" not in said["missing"]
    refused = CliRunner().invoke(dossier, ["well", never.code, "-o", str(target)], obj=lambda: app)
    assert refused.exit_code == 1
