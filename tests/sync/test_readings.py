"""A dial read in the village: kept once, refused in words, and never made of a meter that had stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.evidence.queries import list_items
from casebook.field.rules.states import OperationState
from casebook.kernel.clock import local_day, rfc3339
from casebook.kernel.ids import new_id
from casebook.volumes.models import MeterReading, MeterVisit
from casebook.volumes.rules import ReadingSource
from casebook.volumes.rules.visits import DialOutcome
from casebook.wells.rules import MeterKind
from tests.factories.accounts import NOW, make_officer
from tests.factories.field import File, make_tablet, new_picture
from tests.factories.filings import card

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.field.actions.operations import Received
    from tests.sync.conftest import Field

TODAY = local_day(NOW)


@pytest.fixture
def meter(out: Field) -> Field:
    out.visit.well.meter_kind, out.visit.well.meter_no = MeterKind.MECHANICAL, "SB1"
    out.session.flush()
    return out


def payload(out: Field, dial: str | None, days_ago: int = 0, **more: object) -> dict[str, Any]:
    on = TODAY - timedelta(days=days_ago)
    said = {"well": str(out.visit.well.id), "meter_no": "SB1", "read_on": f"{on}", "at": rfc3339(NOW)}
    return {**said, "outcome": "dial_read", "dial_m3": dial, **more}


def send(
    out: Field, said: dict[str, Any], *, record: UUID | None = None, files: tuple[File, ...] = ()
) -> Received:
    made = out.tablet.make("reading.record", record or new_id(), said, files=files)
    for file in files:
        out.upload(file)
    return out.receive(made)


def reasons(received: Received) -> list[str]:
    return [one["code"] for one in received.answer.reasons]


def test_a_dial_becomes_a_reading_with_its_photograph_however_often_it_is_sent(meter: Field) -> None:
    record, file = new_id(), File(new_picture())
    place = {"lon": 115.44, "lat": 36.48, "accuracy_m": 6.0}
    said = payload(meter, "120.5", place=place, photograph=card(file, at=NOW))
    first = send(meter, said, record=record, files=(file,))
    assert (first.answer.state, first.answer.reasons) == (OperationState.APPLIED, [])
    again = {**said, "photograph": None}
    assert send(meter, again, record=record).answer.state is OperationState.APPLIED
    other = send(meter, {**again, "dial_m3": "130"}, record=record)
    assert reasons(other) == ["meter_visit_filed_already"]
    reading = meter.session.scalars(select(MeterReading)).one()
    assert (reading.dial_l, reading.source) == (120_500, ReadingSource.TABLET)
    visit = meter.session.scalars(select(MeterVisit)).one()
    assert (visit.outcome, visit.meter_no, visit.lon) == (DialOutcome.READ, "SB1", 115.44)
    assert len(list_items(meter.session, "meter_visit", record)) == 1


def test_a_meter_reader_of_the_bureau_sends_dials(meter: Field) -> None:
    session = meter.session
    reader = make_officer(session, Role.PERMIT_OFFICER, agency=meter.visit.agency, name="抄表员")
    sent = {"tablet": (own := make_tablet(session, reader)), "actor": actor_of(reader)}
    read = meter.receive(own.make("reading.record", new_id(), payload(meter, "120.5")), **sent)
    assert (read.answer.state, read.answer.reasons) == (OperationState.APPLIED, [])
    assert session.scalars(select(MeterReading)).one().actor_name == "抄表员"


def test_a_conflict_names_what_stands_there(meter: Field) -> None:
    send(meter, payload(meter, "120"))
    clash = send(meter, payload(meter, "125", is_sure=True, photograph=None))
    assert reasons(clash) == ["visit_photograph_missing"]
    file = File(new_picture())
    clash = send(meter, payload(meter, "125", is_sure=True, photograph=card(file, at=NOW)), files=(file,))
    assert clash.answer.state is OperationState.REFUSED
    (reason,) = clash.answer.reasons
    assert (reason["code"], reason["facts"]) == ("reading_conflict", {"known": "120", "written": "125"})
    assert len(meter.session.scalars(select(MeterVisit)).all()) == 1


@pytest.mark.parametrize(
    ("dial", "more", "code"),
    [
        ("90", {}, "below_former"),
        ("1300", {}, "dial_ten_times"),
        ("130", {"read_on": f"{TODAY + timedelta(days=3)}"}, "reading_in_future"),
        ("130", {"meter_no": "SB9"}, "reading_refused"),
        (None, {}, "dial_missing"),
        ("-1", {}, "dial_impossible"),
        ("90", {"is_rolled": True}, "visit_photograph_missing"),
        (None, {"outcome": "meter_barred"}, "visit_reason_missing"),
        ("120", {"outcome": "meter_barred", "reason": "井房上锁"}, "dial_unseen"),
        ("120", {"outcome": "meter_stopped", "reason": "不转"}, "visit_photograph_missing"),
    ],
    ids=[
        "smaller",
        "ten-times",
        "future",
        "meter",
        "none",
        "negative",
        "rolled",
        "why",
        "unseen",
        "unproved",
    ],
)
def test_what_is_refused_says_why(meter: Field, dial: str | None, more: dict[str, Any], code: str) -> None:
    send(meter, payload(meter, "120", days_ago=30))
    assert reasons(send(meter, payload(meter, dial, **more))) == [code]
    assert len(meter.session.scalars(select(MeterReading)).all()) == 1


def test_a_stopped_meter_gives_no_reading(meter: Field) -> None:
    file = File(new_picture())
    said = payload(
        meter, "120", outcome="meter_stopped", reason="通水时指针不动", photograph=card(file, at=NOW)
    )
    assert send(meter, said, files=(file,)).answer.state is OperationState.APPLIED
    barred = payload(meter, None, outcome="meter_barred", reason="井房上锁")
    assert send(meter, barred).answer.state is OperationState.APPLIED
    assert meter.session.scalars(select(MeterReading)).all() == []
    outcomes = {one.outcome for one in meter.session.scalars(select(MeterVisit))}
    assert outcomes == {DialOutcome.STOPPED, DialOutcome.BARRED}
