"""Two who act at once, each on a connection of their own: one comes first, nothing is half done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures import actions, queries
from casebook.closures.rules import ClosureKind, ClosureOrigin, ClosureStatus, ConfirmingPart, PlanStep
from casebook.kernel.clock import local_day
from casebook.ledger import queries as ledger
from casebook.wells.queries import get_well
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.closures import DAY, Offices
from tests.factories.deadlines import load_calendar
from tests.support.at_once import at_once as side_by_side
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure, ClosurePlan, EmergencyOpening

    Act = Callable[[Session, Closure], object]

pytestmark = pytest.mark.usefixtures("file_store")

WHEN = NOW + 3 * DAY


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


@pytest.fixture
def offices(session: Session) -> Offices:
    return make.make_offices(session)


def at_once(session: Session, closure: Closure, *acts: Act) -> list[str]:
    """Let the acts run side by side on one closure."""
    number, reader = closure.number, make.whole_county(closure)
    return side_by_side(session, lambda own: queries.get_closure(own, number, reader), *acts)


def accepting(actor: Actor, base_version: int | None) -> Act:
    def act(session: Session, closure: Closure) -> None:
        actions.accept_closure(
            session,
            actor=actor,
            now=WHEN,
            closure=closure,
            accepted_on=local_day(WHEN),
            signatures=make.signatures(),
            works=make.works(),
            base_version=base_version,
        )

    return act


def confirming(actor: Actor, part: ConfirmingPart, now: datetime = WHEN) -> Act:
    def act(session: Session, closure: Closure) -> None:
        actions.confirm_closure(
            session,
            actor=actor,
            now=now,
            closure=closure,
            part=part,
            confirmed_on=local_day(now),
            remark="属实",
        )

    return act


@pytest.mark.parametrize("names_version", [True, False])
def test_two_who_accept(session: Session, offices: Offices, names_version: bool) -> None:
    closure = make.report(session, offices)
    make.take_photographs(session, offices, closure)
    version = closure.version if names_version else None
    offices.lead = make_officer(session, Role.CLOSURE_ACCEPTOR, agency=offices.water)
    both = [accepting(offices.actor(name), version) for name in ("acceptor", "lead")]
    later = "closure_changed" if names_version else "step_out_of_order"
    assert at_once(session, closure, *both) == sorted([later, "done"])
    assert closure.status is ClosureStatus.ACCEPTED
    assert len(queries.list_signatures(session, closure.id)) == 4
    assert [event.to_status for event in queries.list_events(session, closure.id)] == [
        ClosureStatus.REPORTED,
        ClosureStatus.ACCEPTED,
    ]


def test_acceptance_and_return(session: Session, offices: Offices) -> None:
    closure = make.report(session, offices)
    make.take_photographs(session, offices, closure)
    sender = offices.actor("acceptor")

    def send_back(own: Session, found: Closure) -> None:
        actions.return_closure(own, actor=sender, now=WHEN, closure=found, reason="缺照片说明")

    answers = at_once(session, closure, send_back, accepting(sender, None))
    assert answers == ["done", "step_out_of_order"]


def test_two_who_confirm_the_same(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED)
    both = [confirming(offices.actor("lead"), ConfirmingPart.TOWNSHIP)] * 2
    assert at_once(session, closure, *both) == ["done", "step_out_of_order"]
    assert ledger.totals(session, COUNTY, 2023).count == 1
    assert ledger.head(session, COUNTY).count == 2


def test_the_two_offices_of_an_ownerless_well(session: Session, offices: Offices) -> None:
    """Neither may overlook the other: with both given, the closure is booked, once."""
    closure = make.make_closure(session, offices, ClosureStatus.ACCEPTED, origin=ClosureOrigin.OWNERLESS)
    both = (
        confirming(offices.actor("lead"), ConfirmingPart.TOWNSHIP),
        confirming(offices.actor("head"), ConfirmingPart.ENFORCING_AGENCY),
    )
    assert at_once(session, closure, *both) == ["done", "done"]
    assert closure.status is ClosureStatus.CONFIRMED
    assert ledger.totals(session, COUNTY, 2023).count == 1


def test_two_who_find_it_reopened(session: Session, offices: Offices) -> None:
    closure = make.make_closure(session, offices)
    finder = offices.actor("reporter")

    def find(own: Session, found: Closure) -> None:
        actions.reopen_closure(
            own, actor=finder, now=WHEN, closure=found, reopened_on=local_day(WHEN), reason="抽水"
        )

    assert at_once(session, closure, find, find) == ["done", "step_out_of_order"]
    assert ledger.head(session, COUNTY).count == 4
    assert ledger.verify(session, COUNTY).is_whole


def test_two_who_report_the_same_well(session: Session, offices: Offices) -> None:
    other = make.report(session, offices)
    code, reporter = make.new_well(session).code, offices.actor("reporter")

    def report(own: Session, _other: Closure) -> None:
        actions.report_closure(
            own,
            actor=reporter,
            now=WHEN,
            well=get_well(own, code, reporter),
            facts=make.report_facts(),
        )

    assert at_once(session, other, report, report) == ["closure_exists", "done"]


def test_two_who_take_the_same_step_of_a_line(session: Session, offices: Offices) -> None:
    load_calendar(session)
    plan = plans.make_plan(session, offices)
    actor, number, version = offices.actor("reporter"), plan.number, plan.version

    def cover(own: Session, found: ClosurePlan) -> None:
        facts = plans.STEPS[PlanStep.COVER]
        actions.take_plan_step(
            own, actor=actor, now=WHEN, plan=found, step=PlanStep.COVER, facts=facts, base_version=version
        )

    answers = side_by_side(session, lambda own: queries.get_plan(own, number, actor), cover, cover)
    assert answers == ["done", "plan_changed"]
    assert len(queries.list_plan_events(session, plan.id)) == 2


def test_two_who_close_the_same_opening(session: Session, offices: Offices) -> None:
    """Its water is subtracted once."""
    load_calendar(session)
    row = plans.make_emergency(session, offices)
    number, actor = row.number, offices.actor("reporter")
    before = ledger.totals(session, COUNTY, 2023).full_year_m3

    def seal(own: Session, found: EmergencyOpening) -> None:
        actions.seal_emergency(
            own,
            actor=actor,
            now=WHEN + 2 * DAY,
            row=found,
            sealed_on=local_day(WHEN + DAY),
            last_reading=Decimal(1500),
            tag_no="冠封-0002",
        )

    answers = side_by_side(session, lambda own: queries.get_emergency(own, number, actor), seal, seal)
    assert answers == ["done", "step_out_of_order"]
    assert ledger.totals(session, COUNTY, 2023).full_year_m3 == before - 500


def test_two_who_ask_for_the_same_reserve_well(session: Session, offices: Offices) -> None:
    load_calendar(session)
    closure = make.make_closure(session, offices, kind=ClosureKind.MOTHBALLED)
    actor = offices.actor("reporter")

    def ask(own: Session, found: Closure) -> None:
        actions.ask_emergency(own, actor=actor, now=WHEN, closure=found, asked=plans.asked())

    assert at_once(session, closure, ask, ask) == ["done", "emergency_running"]
