"""A round of many wells, corrections of electricity, and answers to queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.volumes import actions, queries
from casebook.volumes.actions import CoefficientPaper, RoundRow
from casebook.volumes.models import ElectricityUse, MeterReading, VolumeQuery
from casebook.volumes.rules import ReadingMark, ReadingSource, RoundResult
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.volumes import take_electricity, take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions import RoundAnswer
    from casebook.wells.models import Well

ON = date(2023, 2, 25)


def row(well: Well, m3: str, mark: ReadingMark = ReadingMark.NONE, *, is_sure: bool = False) -> RoundRow:
    return RoundRow(well, Decimal(m3), mark, is_sure=is_sure)


def walk(session: Session, actor: Actor, *rows: RoundRow, on: date = ON) -> list[RoundAnswer]:
    return actions.record_round(
        session, actor=actor, now=NOW, read_on=on, rows=rows, source=ReadingSource.FORM
    )


def told(answers: list[RoundAnswer]) -> list[tuple[str, str | None]]:
    return [(one.result.value, one.error.code if one.error else None) for one in answers]


def test_each_row_of_a_round_has_its_own_answer(
    county: Session, keeper: Actor, well: Well, other: Well
) -> None:
    take_readings(county, keeper, f"{well.code},SB1,2023-01-25,100,人工,")
    bare = make_well(county, code="371525104JJ00009", meter_no="")
    answers = walk(county, keeper, row(well, "90"), row(other, "7"), row(bare, "5"))
    assert told(answers) == [
        (RoundResult.REFUSED, "below_former"),
        (RoundResult.ACCEPTED, None),
        (RoundResult.REFUSED, "reading_refused"),
    ]
    again = walk(county, keeper, row(well, "90", is_sure=True), row(other, "7"))
    assert told(again) == [(RoundResult.ACCEPTED, None), (RoundResult.UNCHANGED, None)]
    assert told(walk(county, keeper, row(other, "8"))) == [(RoundResult.REFUSED, "reading_conflict")]
    assert len(county.scalars(select(MeterReading)).all()) == 3
    assert county.scalars(select(VolumeQuery)).one().to_on == ON
    assert list(queries.differences(county, COUNTY)) == []


def test_a_marked_rollover_is_taken_as_one(county: Session, keeper: Actor, well: Well) -> None:
    take_readings(county, keeper, f"{well.code},SB1,2023-01-25,500,人工,")
    assert told(walk(county, keeper, row(well, "20", ReadingMark.ROLLOVER))) == [(RoundResult.ACCEPTED, None)]
    assert queries.year_of(county, well.id, 2023).total_m3 == 520


def test_rounds_that_cannot_be(county: Session, keeper: Actor, well: Well, other: Well) -> None:
    with pytest.raises(RuleBroken, match="round_empty"):
        walk(county, keeper)
    with pytest.raises(RuleBroken, match="reading_in_future"):
        walk(county, keeper, row(well, "1"), on=NOW.date() + timedelta(days=2))
    elsewhere = make_actor(county, Role.INSPECTOR, jurisdiction="371525105")
    with pytest.raises(NotFound):
        walk(county, elsewhere, row(other, "1"), row(well, "1"))


def test_corrected_electricity_changes_the_figures_and_keeps_the_former(
    county: Session, keeper: Actor, other: Well
) -> None:
    paper = CoefficientPaper(
        division_code=COUNTY,
        litres_per_kwh=3000,
        low_per_kwh=2500,
        high_per_kwh=3500,
        valid_from=date(2023, 1, 1),
        source="试验",
    )
    actions.set_coefficient(county, actor=keeper, now=NOW, paper=paper)
    take_electricity(county, keeper, "3700000001,202303,100")
    use = county.scalars(select(ElectricityUse)).one()
    correct = {"actor": keeper, "now": NOW, "use": use}
    assert queries.year_of(county, other.id, 2023).total_m3 == 300
    for kwh, reason, code in (
        ("110", " ", "correction_reason_missing"),
        ("-1", "错", "energy_impossible"),
        ("100", "错", "correction_changes_nothing"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.correct_electricity(county, **correct, energy_kwh=Decimal(kwh), reason=reason)
    actions.correct_electricity(county, **correct, energy_kwh=Decimal("110.5"), reason="供电所更正")
    assert queries.year_of(county, other.id, 2023).total_m3 == Decimal("331.500")
    with pytest.raises(RuleBroken, match="electricity_corrected_meanwhile"):
        actions.correct_electricity(county, **correct, energy_kwh=Decimal(120), reason="再改")
    rows = county.scalars(select(ElectricityUse).order_by(ElectricityUse.rowid)).all()
    assert [(one.energy_kwh, one.reason, one.replaced_at is None) for one in rows] == [
        (100, "", False),
        (Decimal("110.5"), "供电所更正", True),
    ]
    assert list(queries.differences(county, COUNTY)) == []
