"""应急启用: asked, allowed by another, opened, closed again; what it took is subtracted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.cases.queries import find_open_lead
from casebook.cases.rules import FoundHow
from casebook.closures import actions, queries
from casebook.closures.rules import ClosureKind, ClosureStatus, EmergencyStatus
from casebook.deadlines import queries as clocks
from casebook.ledger import queries as ledger
from casebook.ledger.rules import PostingKind
from casebook.wells.rules import WellStatus
from tests.db.closures.test_life import refused
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import NOW
from tests.factories.closures import CLOSED_ON, DAY, Offices
from tests.factories.deadlines import load_calendar

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.closures.models import Closure

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 3 * DAY


@pytest.fixture
def offices(session: Session) -> Offices:
    load_calendar(session)
    return make.make_offices(session)


def booked(session: Session, closure: Closure) -> tuple[Decimal, Decimal]:
    entries = ledger.list_entries_of_subject(session, closure.id, make.whole_county(closure))
    water = [one.posting for one in entries if one.posting.full_year_m3 or one.posting.this_year_m3]
    return (
        sum((one.full_year_m3 for one in water), Decimal(0)),
        sum((one.this_year_m3 for one in water), Decimal(0)),
    )


def test_what_an_emergency_took_is_subtracted(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices, EmergencyStatus.SEALED)
    closure = queries.get_closure_by_id(session, row.closure_id, offices.actor("reporter"))
    assert (row.used_m3, row.tag_no) == (Decimal("500.000"), "冠封-0002")
    assert offices.well.status is WellStatus.MOTHBALLED
    assert booked(session, closure) == (Decimal(36_000), Decimal(22_000))
    assert queries.used_in_year(session, closure) == 500
    (term,) = clocks.list_terms(session, [row.id])
    assert term.met_on is not None


def test_what_is_taken_in_a_later_year_is_subtracted_in_that_year(session: Session, offices: Offices) -> None:
    """An opening over New Year's Eve is shared out by its days; reopening takes the full years back."""
    around = datetime(2023, 12, 30, 2, tzinfo=UTC)
    row = plans.make_emergency(session, offices, EmergencyStatus.SEALED, later=around)  # four days
    closure = queries.get_closure_by_id(session, row.closure_id, offices.actor("reporter"))
    county = closure.county_code

    def total(year: int) -> tuple[Decimal, Decimal]:
        sums = ledger.totals(session, county, year)
        assert sums == ledger.totals(session, county, year, as_of=date(2099, 1, 1))
        return sums.full_year_m3, sums.this_year_m3

    assert total(2023) == (36_250, 22_250)
    assert total(2024) == (-250, -250)
    (entry,) = ledger.list_entries_of_subject(session, row.id, make.whole_county(closure))
    assert (entry.posting.kind, entry.posting.on) == (PostingKind.EMERGENCY_USE, date(2024, 1, 1))
    assert ledger.verify(session, county).is_whole
    actions.reopen_closure(
        session,
        actor=offices.actor("reporter"),
        now=around + 40 * DAY,
        closure=closure,
        reopened_on=date(2024, 2, 1),
        reason="泵响",
    )
    assert total(2023) == (0, 22_250)
    assert total(2024) == (0, -250)


def test_the_duty_to_close_runs_from_the_opening(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices)
    (term,) = clocks.list_terms(session, [row.id])
    assert (term.rule, term.due_on) == ("emergency_end", row.until_on)
    (days,) = queries.emergencies_of(session, [row.well_id])[row.well_id]
    assert (days.first, days.last) == (row.opened_on, row.until_on)


def test_who_asks_does_not_allow(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices, EmergencyStatus.ASKED)
    head = plans.decider(session, offices)
    row.asked_by_id = offices.head.id
    session.flush()
    about = {"actor": head, "now": LATER, "row": row, "is_allowed": True, "decision": "批"}
    assert refused(lambda: actions.decide_emergency(session, **about)) == {"emergency_by_asker"}


def test_an_overrun_is_explained(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices)
    about = {"actor": offices.actor("reporter"), "now": LATER + 2 * DAY, "row": row, "tag_no": ""}
    sealed = {"sealed_on": (LATER + DAY).date(), "last_reading": Decimal(1900)}
    assert refused(lambda: actions.seal_emergency(session, **about, **sealed)) == {"emergency_overrun"}
    back = {**sealed, "last_reading": Decimal(900)}
    assert refused(lambda: actions.seal_emergency(session, **about, **back)) == {
        "emergency_readings_reversed"
    }
    unread = {**sealed, "last_reading": None}
    assert refused(lambda: actions.seal_emergency(session, **about, **unread)) == {"emergency_unmeasured"}
    assert actions.seal_emergency(session, **about, **sealed, overrun="爆管两处") == 900


def test_only_a_confirmed_reserve_well_is_opened(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED, kind=ClosureKind.MOTHBALLED)
    about = {"actor": offices.actor("reporter"), "now": LATER, "closure": closure}
    asked = plans.asked()
    assert refused(lambda: actions.ask_emergency(session, **about, asked=asked)) == {"emergency_not_reserve"}
    make.confirm(session, offices, closure)
    actions.ask_emergency(session, **about, asked=asked)
    assert refused(lambda: actions.ask_emergency(session, **about, asked=asked)) == {"emergency_running"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cause": " "}, "emergency_cause_missing"),
        ({"limit_m3": Decimal(0)}, "volume_out_of_range"),
        ({"until_on": CLOSED_ON}, "emergency_days_reversed"),
        ({"from_on": CLOSED_ON, "until_on": CLOSED_ON + DAY}, "emergency_over"),
    ],
)
def test_what_cannot_be_asked(
    session: Session, offices: Offices, changes: dict[str, object], code: str
) -> None:
    closure = make.make_closure(session, offices, kind=ClosureKind.MOTHBALLED)
    about = {"actor": offices.actor("reporter"), "now": LATER, "closure": closure}
    assert refused(lambda: actions.ask_emergency(session, **about, asked=plans.asked(**changes))) == {code}


def test_use_without_leave_takes_the_booking_back_and_sends_officers(
    session: Session, offices: Offices
) -> None:
    row = plans.make_emergency(session, offices, EmergencyStatus.SEALED)
    closure = queries.get_closure_by_id(session, row.closure_id, offices.actor("reporter"))
    about = {"actor": offices.actor("reporter"), "now": LATER + 20 * DAY, "closure": closure}
    within = {**about, "reopened_on": row.opened_on, "reason": "泵响"}
    assert refused(lambda: actions.reopen_closure(session, **within)) == {"emergency_allowed"}
    actions.reopen_closure(
        session,
        **about,
        reopened_on=(LATER + 10 * DAY).date(),
        reason="用电突增。",
        found_how=FoundHow.POWER_ANOMALY,
    )
    lead = find_open_lead(session, closure.well_id)
    assert lead is not None
    assert "私自启用" in lead.what
    assert closure.status is ClosureStatus.REOPENED
    days = (LATER + 10 * DAY).date() - CLOSED_ON - timedelta(days=1)
    assert booked(session, closure) == (Decimal(0), Decimal(100 * days.days - 500))
    entries = ledger.list_entries_of_subject(session, closure.id, make.whole_county(closure))
    assert sum(one.posting.count for one in entries) == 0
    assert [one.posting.kind for one in entries].count(PostingKind.REDUCTION_REVERSED) == 2


def test_leave_for_a_well_that_was_reopened_since_opens_nothing(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices, EmergencyStatus.APPROVED)
    closure = queries.get_closure_by_id(session, row.closure_id, offices.actor("reporter"))
    about = {"actor": offices.actor("reporter"), "now": LATER}
    actions.reopen_closure(session, **about, closure=closure, reopened_on=LATER.date(), reason="泵响")
    opening = {**about, "row": row, "opened_on": row.from_on, "first_reading": Decimal(1)}
    assert refused(lambda: actions.open_emergency(session, **opening)) == {"emergency_not_reserve"}


def test_what_was_not_needed_lapses(session: Session, offices: Offices) -> None:
    row = plans.make_emergency(session, offices, EmergencyStatus.APPROVED)
    actions.lapse_emergency(session, actor=offices.actor("reporter"), now=LATER, row=row)
    assert row.status is EmergencyStatus.LAPSED
    assert queries.find_running_emergency(session, row.well_id) is None
