"""Registers of many styles with planted defects: what an import says of them is what was planted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.db.intake.conftest import judged
from tests.factories.messy import make_register
from tests.factories.styles import PLAIN, STYLES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.registers import Register


@pytest.fixture
def backend() -> str:
    """What a file says does not depend on the database."""
    return "spatialite"


def _is_as_planted(register: Register, session: Session, data: bytes, *, is_text: bool = False) -> None:
    with judged(session, data, is_text=is_text) as judgement:
        report = judgement.report
    entries = {entry.row: entry for entry in report.entries}
    numbers = register.data_rows()
    assert sorted(entries) == numbers
    wrong = []
    for number, row in zip(numbers, register.rows, strict=True):
        entry = entries[number]
        reasons = {finding.reason.value for finding in entry.findings}
        is_there = (entry.lon is None) == (row.lon is None)
        if reasons != row.reasons or entry.is_refused != bool(row.refused) or not is_there:
            wrong.append((number, reasons, row.reasons, row.cells))
        elif row.lon is not None and row.lat is not None:
            assert entry.lon == pytest.approx(row.lon, abs=1e-5), row.cells
            assert entry.lat == pytest.approx(row.lat, abs=1e-5), row.cells
    assert wrong == []
    counts = report.counts()
    assert (counts["rows"], counts["accepted"]) == (len(register.rows), register.accepted)
    assert (counts["refused"], counts["warned"]) == (register.refused, register.warned)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("style", STYLES)
def test_an_xlsx_is_read_as_it_was_planted(county: Session, style: str, seed: int) -> None:
    register = make_register(seed, STYLES[style])
    others = [
        ("说明", [["填表说明"], ["经度、纬度用度分秒"]]),
        ("汇总", [["乡镇", "井数", "取水量"], ["清水镇", 3, 4]]),
    ]
    _is_as_planted(register, county, register.xlsx(*others))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_as_it_was_planted(county: Session, encoding: str) -> None:
    register = make_register(7, PLAIN)
    _is_as_planted(register, county, register.csv(encoding), is_text=True)
