"""Meters put on, swapped and taken away: what becomes of readings, figures, the register and the seals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.volumes import actions, queries
from casebook.volumes.actions import Closing, MeterFacts, ReadingFacts
from casebook.volumes.models import Meter, MeterReading, MeterSeal, VolumeQuery
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.rules import QueryKind, ReadingMark, ReadingSource
from casebook.volumes.rules.metering import SealEnd
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

FACTS = MeterFacts(number="sb 9", kind=MeterKind.MECHANICAL, digits=6, calibration_due_on=date(2025, 1, 1))


@pytest.fixture
def bare(county: Session) -> Well:
    """A well without any meter."""
    return make_well(county, code="371525104JJ00007", meter_kind=MeterKind.NONE, meter_no="")


@pytest.fixture
def read(county: Session, keeper: Actor, well: Well) -> Well:
    """The well with the readings of January to March of its register's meter."""
    dials = ((1, 100), (2, 150), (3, 210))
    take_readings(county, keeper, *(f"{well.code},SB1,2023-0{month}-25,{m3},人工," for month, m3 in dials))
    return well


def closing(month: int, day: int, m3: str, *, is_sure: bool = False) -> Closing:
    return Closing(on=date(2023, month, day), dial_m3=Decimal(m3), is_sure=is_sure)


def months(session: Session, well: Well) -> list[Decimal | None]:
    return [month.m3 for month in queries.year_of(session, well.id, 2023).months]


def test_a_meter_is_put_on_and_read(county: Session, keeper: Actor, bare: Well) -> None:
    put = {"actor": keeper, "now": NOW, "well": bare}
    meter = actions.assign_meter(county, **put, facts=FACTS, on=date(2023, 1, 10), opening_m3=Decimal(7))
    assert (meter.number, bare.meter_no, bare.meter_kind) == ("SB9", "SB9", MeterKind.MECHANICAL)
    facts = ReadingFacts(read_on=date(2023, 1, 25), dial_m3=Decimal("27.5"))
    actions.record_reading(county, **put, facts=facts, source=ReadingSource.FORM)
    assert months(county, bare)[0] == Decimal("20.500")
    assert list(queries.differences(county, COUNTY)) == []
    with pytest.raises(RuleBroken, match="meter_already_there"):
        actions.assign_meter(county, **put, facts=FACTS, on=date(2023, 2, 10), opening_m3=Decimal(0))


def test_a_swap_leaves_no_gap_and_no_query(county: Session, keeper: Actor, read: Well) -> None:
    actions.swap_meter(
        county,
        actor=keeper,
        now=NOW,
        well=read,
        closing=closing(4, 10, "230"),
        facts=FACTS,
        opening_m3=Decimal(5),
    )
    facts = ReadingFacts(read_on=date(2023, 4, 25), dial_m3=Decimal(35))
    actions.record_reading(county, actor=keeper, now=NOW, well=read, facts=facts, source=ReadingSource.FORM)
    assert months(county, read)[1:4] == [50, 60, 50]
    assert county.scalars(select(VolumeQuery)).all() == []
    assert [(meter.number, put.from_on, put.to_on) for put, meter in list_assignments(county, [read.id])] == [
        ("SB1", date(2023, 1, 25), date(2023, 4, 10)),
        ("SB9", date(2023, 4, 10), None),
    ]
    assert read.meter_no == "SB9"
    assert list(queries.differences(county, COUNTY)) == []


@pytest.mark.parametrize(
    ("closed", "number", "code"),
    [
        (closing(6, 2, "230"), "SB9", "meter_day_in_future"),
        (closing(3, 20, "230"), "SB9", "meter_read_later"),
        (closing(4, 10, "200"), "SB9", "below_former"),
        (closing(4, 10, "230"), "sb1", "meter_same_number"),
        (closing(4, 10, "230"), "  ", "meter_number_missing"),
        (closing(4, 10, "230"), "SB7", "meter_elsewhere"),
    ],
    ids=["future", "before-last", "smaller", "same", "blank", "elsewhere"],
)
def test_swaps_that_cannot_have_been(
    county: Session, keeper: Actor, read: Well, bare: Well, closed: Closing, number: str, code: str
) -> None:
    other = MeterFacts(number="SB7", kind=MeterKind.MECHANICAL)
    opened = {"on": date(2023, 1, 1), "opening_m3": Decimal(0)}
    actions.assign_meter(county, actor=keeper, now=NOW, well=bare, facts=other, **opened)
    facts = MeterFacts(number=number, kind=MeterKind.MECHANICAL)
    with pytest.raises(RuleBroken) as refused:
        actions.swap_meter(
            county, actor=keeper, now=NOW, well=read, closing=closed, facts=facts, opening_m3=Decimal(0)
        )
    assert refused.value.code == code


def test_a_smaller_closing_dial_that_was_really_read_is_asked(
    county: Session, keeper: Actor, read: Well
) -> None:
    sure = closing(4, 10, "200", is_sure=True)
    actions.swap_meter(
        county, actor=keeper, now=NOW, well=read, closing=sure, facts=FACTS, opening_m3=Decimal(0)
    )
    assert [one.kind for one in county.scalars(select(VolumeQuery))] == [QueryKind.DECREASE_UNEXPLAINED]


def test_a_meter_taken_away_may_come_back_or_serve_another_well(
    county: Session, keeper: Actor, read: Well, bare: Well
) -> None:
    by = {"actor": keeper, "now": NOW}
    actions.remove_meter(county, **by, well=read, closing=closing(4, 10, "230"))
    assert (read.meter_no, read.meter_kind) == ("", MeterKind.NONE)
    late = ReadingFacts(read_on=date(2023, 4, 25), dial_m3=Decimal(240), meter_no="SB1")
    with pytest.raises(RuleBroken, match="meter_gone"):
        actions.record_reading(county, **by, well=read, facts=late, source=ReadingSource.FORM)
    same = MeterFacts(number="SB1", kind=MeterKind.MECHANICAL)
    again = {"facts": same, "opening_m3": Decimal(230)}
    with pytest.raises(RuleBroken, match="meter_elsewhere"):
        actions.assign_meter(county, **by, well=bare, on=date(2023, 4, 9), **again)
    actions.assign_meter(county, **by, well=read, on=date(2023, 5, 1), **again)
    facts = ReadingFacts(read_on=date(2023, 5, 25), dial_m3=Decimal(250))
    actions.record_reading(county, **by, well=read, facts=facts, source=ReadingSource.FORM)
    assert months(county, read)[1:5] == [50, 60, 20, 20]
    assert len(list_assignments(county, [read.id])) == 2
    with pytest.raises(RuleBroken, match="meter_none_to_take"):
        actions.remove_meter(county, **by, well=bare, closing=closing(5, 25, "9"))


def test_digits_change_what_a_dial_comes_to(county: Session, keeper: Actor, well: Well) -> None:
    """9 700 is near the highest number of four digits, and far from that of six."""
    take_readings(
        county, keeper, f"{well.code},SB1,2023-01-25,9700,人工,", f"{well.code},SB1,2023-02-25,40,人工,"
    )
    assert months(county, well)[1] == 340
    meter = county.scalars(select(Meter)).one()
    edit = {"actor": keeper, "now": NOW, "well": well, "meter": meter}
    six = MeterFacts(number="SB1", kind=MeterKind.MECHANICAL, digits=6)
    changes = actions.edit_meter(county, **edit, facts=six, base_version=1)
    assert (changes.months_changed, months(county, well)[1]) == (1, None)
    with pytest.raises(Conflict, match="meter_changed"):
        actions.edit_meter(county, **edit, facts=six, base_version=1)
    three = MeterFacts(number="SB1", kind=MeterKind.MECHANICAL, digits=3)
    with pytest.raises(RuleBroken, match="meter_digits_too_few"):
        actions.edit_meter(county, **edit, facts=three, base_version=2)
    longer = ReadingFacts(read_on=date(2023, 3, 25), dial_m3=Decimal(1_000_000))
    with pytest.raises(RuleBroken, match="dial_too_long"):
        actions.record_reading(
            county, actor=keeper, now=NOW, well=well, facts=longer, source=ReadingSource.FORM
        )


def test_seals_are_put_on_broken_renewed_and_opened_by_a_removal(
    county: Session, keeper: Actor, read: Well
) -> None:
    meter = county.scalars(select(Meter)).one()
    seal = {"actor": keeper, "now": NOW, "well": read, "meter": meter}
    actions.put_seal(county, **seal, number="Q1", on=date(2023, 2, 1))
    actions.put_seal(county, **seal, number="Q2", on=date(2023, 3, 1))
    with pytest.raises(RuleBroken, match="seal_note_missing"):
        actions.end_seal(county, **seal, on=date(2023, 4, 1), ending=SealEnd.BROKEN, note=" ")
    actions.end_seal(county, **seal, on=date(2023, 4, 1), ending=SealEnd.BROKEN, note="封线被剪断")
    with pytest.raises(RuleBroken, match="seal_none"):
        actions.end_seal(county, **seal, on=date(2023, 4, 2), ending=SealEnd.OPENED, note="检定")
    actions.put_seal(county, **seal, number="Q3", on=date(2023, 4, 2))
    assert meter.seal_no == "Q3"
    actions.remove_meter(county, actor=keeper, now=NOW, well=read, closing=closing(4, 10, "230"))
    rows = county.scalars(select(MeterSeal).order_by(MeterSeal.put_on))
    endings = [(row.number, row.ending) for row in rows]
    assert endings == [("Q1", SealEnd.RENEWED), ("Q2", SealEnd.BROKEN), ("Q3", SealEnd.OPENED)]
    assert meter.seal_no == ""


def test_a_meter_that_serves_another_well_by_now_is_dealt_with_there(
    county: Session, keeper: Actor, read: Well, bare: Well
) -> None:
    """Else its number would change behind the back of the other well's register and officers."""
    by = {"actor": keeper, "now": NOW}
    meter = actions.remove_meter(county, **by, well=read, closing=closing(4, 10, "230"))
    facts = MeterFacts(number="SB8", kind=MeterKind.MECHANICAL)
    formerly = {**by, "well": read, "meter": meter}
    assert actions.edit_meter(county, **formerly, facts=facts, base_version=1).months_changed == 0
    actions.assign_meter(county, **by, well=bare, facts=facts, on=date(2023, 5, 1), opening_m3=Decimal(230))
    with pytest.raises(RuleBroken, match="meter_elsewhere"):
        actions.edit_meter(county, **formerly, facts=FACTS, base_version=meter.version)
    with pytest.raises(RuleBroken, match="meter_elsewhere"):
        actions.put_seal(county, **formerly, number="Q9", on=date(2023, 5, 2))
    assert (meter.number, meter.seal_no, bare.meter_no) == ("SB8", "", "SB8")


def test_a_corrected_opening_is_that_of_the_assignment(county: Session, keeper: Actor, bare: Well) -> None:
    by = {"actor": keeper, "now": NOW, "well": bare}
    actions.assign_meter(county, **by, facts=FACTS, on=date(2023, 1, 10), opening_m3=Decimal(7))
    opening = county.scalars(select(MeterReading).where(MeterReading.mark == ReadingMark.NEW_OPENING)).one()
    actions.correct_reading(county, **by, reading=opening, dial_m3=Decimal(17), reason="看错十位")
    assert list_assignments(county, [bare.id])[0][0].opening_m3 == 17


def test_who_may_not(county: Session, bare: Well) -> None:
    put = {"now": NOW, "well": bare, "facts": FACTS, "on": date(2023, 1, 1), "opening_m3": Decimal(0)}
    with pytest.raises(Forbidden):
        actions.assign_meter(county, actor=make_actor(county, Role.INSPECTOR), **put)
    elsewhere = make_actor(county, Role.PERMIT_OFFICER, jurisdiction="371525105")
    with pytest.raises(NotFound):
        actions.assign_meter(county, actor=elsewhere, **put)
