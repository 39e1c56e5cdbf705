"""The register to try the import with: read by the importer, with every reason it can give but one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from casebook.access.actor import local_operator
from casebook.demo.filling import fill_register
from casebook.demo.geography import COUNTY
from casebook.demo.sheet import write_register
from casebook.intake import queries
from casebook.intake.rules.reasons import Reason
from casebook.intake.rules.settings import RegisterSettings
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.clock import local_day
from tests.factories.accounts import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

NOT_PLANTED = {Reason.TEXT_TOO_LONG, Reason.TOWNSHIP_MISMATCH, Reason.POSSIBLE_DUPLICATE}


@pytest.mark.parametrize("backend", ["spatialite"])
def test_the_importer_finds_what_was_planted(session: Session) -> None:
    actor = local_operator("tester", COUNTY)
    fill_register(session, actor=actor, now=NOW, today=local_day(NOW))
    target = io.BytesIO()
    rows = write_register(target)
    target.seek(0)
    with read_sheets(target, is_text=False) as file:
        layout = queries.understand(session, COUNTY, file, None)
        with queries.judge(
            session, county_code=COUNTY, file=file, layout=layout, settings=RegisterSettings()
        ) as judgement:
            report = judgement.report.counts()
    assert report["rows"] == rows
    assert set(report["refused"]) | set(report["warned"]) == set(Reason) - NOT_PLANTED
    assert report["changed"] == 24
    assert report["unchanged"] == 0
    assert report["accepted"] > 100
