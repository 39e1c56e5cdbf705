"""Meters that were found stopped on site: until when screening goes by it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.db.partitions import add_months
from casebook.kernel.ids import new_id
from casebook.kernel.months import Month
from casebook.screening.queries import collect
from casebook.volumes.actions import file_visit
from casebook.volumes.filed import FiledReading
from casebook.volumes.models import Meter, MeterAssignment, MeterReading
from casebook.volumes.queries import stopped_on
from casebook.volumes.rules import ReadingSource, ReadingWay
from casebook.volumes.rules.visits import DialOutcome
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import make_permit
from tests.factories.screening import TODAY, make_watch
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well

DAY = timedelta(days=1)
SEEN = date(2023, 5, 4)


@pytest.fixture
def actor(session: Session) -> Actor:
    make_watch(session)
    return make_actor(session, Role.PERMIT_OFFICER)


@pytest.fixture
def well(session: Session, actor: Actor) -> Well:
    """A well whose meter somebody found stopped at 260."""
    found = make_well(session, code="A")
    make_permit(session, found)
    put_on(session, found, "SB1", date(2022, 1, 1))
    visit(session, actor, found, SEEN, DialOutcome.STOPPED)
    return found


def put_on(session: Session, well: Well, number: str, on: date) -> MeterAssignment:
    meter = Meter(county_code=COUNTY, number=number, kind=MeterKind.MECHANICAL, opened_at=NOW)
    session.add(meter)
    session.flush()
    put = MeterAssignment(county_code=COUNTY, well_id=well.id, meter_id=meter.id, from_on=on)
    session.add(put)
    session.flush()
    return put


def visit(session: Session, actor: Actor, well: Well, on: date, outcome: DialOutcome) -> None:
    filed = FiledReading(
        well=well.id,
        read_on=on,
        at=NOW + (on - SEEN),
        outcome=outcome,
        meter_no="SB1",
        dial_m3=Decimal(260),
        reason="通水时指针不动",
    )
    file_visit(session, actor=actor, now=NOW, well=well, visit_id=new_id(), filed=filed)


def online(session: Session, well: Well, meter_id: UUID, on: date, dial_l: int) -> None:
    add_months(session, "meter_reading", [Month.of(on)])
    session.add(
        MeterReading(
            id=new_id(),
            read_on=on,
            county_code=COUNTY,
            well_id=well.id,
            meter_id=meter_id,
            dial_l=dial_l,
            way=ReadingWay.ONLINE,
            source=ReadingSource.ONLINE,
            recorded_at=NOW,
        )
    )
    session.flush()


def suspects(session: Session, on: date = TODAY) -> set[object]:
    hits = collect(session, COUNTY, on, TODAY).hits
    return {hit.figures["stopped_on"] for hit in hits if hit.rule.value == "meter_suspect"}


def test_a_stopped_meter_is_suspect_from_its_day_on(session: Session, well: Well) -> None:
    assert suspects(session, SEEN - DAY) == set()
    assert suspects(session, SEEN) == suspects(session) == {SEEN}
    (found,) = [hit for hit in collect(session, COUNTY, TODAY, TODAY).hits if "visit" in hit.figures]
    assert found.figures["visit"] == stopped_on(session, [well.id], TODAY)[well.id].id


def test_whoever_reads_it_later_ends_it(session: Session, actor: Actor, well: Well) -> None:
    visit(session, actor, well, SEEN + DAY, DialOutcome.READ)
    assert suspects(session, SEEN) == {SEEN}
    assert suspects(session, SEEN + DAY) == set()


def test_a_dial_that_moves_ends_it_and_one_that_repeats_does_not(session: Session, well: Well) -> None:
    meter = put_on(session, make_well(session, code="B"), "SB9", SEEN).meter_id
    online(session, well, meter, SEEN + DAY, 260_000)
    assert suspects(session) == {SEEN}
    online(session, well, meter, SEEN + 2 * DAY, 260_001)
    assert suspects(session) == set()


def test_another_meter_ends_it(session: Session, well: Well) -> None:
    put_on(session, well, "SB2", SEEN + DAY)
    assert suspects(session, SEEN) == {SEEN}
    assert suspects(session, SEEN + DAY) == set()
