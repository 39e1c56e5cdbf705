"""Steps of a well's life: stored with one event each, by the same action."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.wells import actions, queries
from casebook.wells.models import Well, WellEvent
from casebook.wells.rules import WellStatus, fold
from tests.factories.accounts import NOW, make_actor
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

TODAY = date(2023, 6, 1)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


def subject(kind: str) -> Subject:
    return Subject(kind, new_id(), "FJ-1", WEST)


def step(session: Session, actor: Actor, well: Well, to: WellStatus, **changes: object) -> WellEvent:
    about = {"on": TODAY, "reason": "现场核实", **changes}
    return actions.change_status(session, actor=actor, now=NOW, well=well, to=to, **about)


def test_a_step_changes_status_and_writes_one_event(session: Session) -> None:
    actor, well = keeper(session), make_well(session)
    event = step(session, actor, well, WellStatus.IDLE, reason=" 停产 ")
    assert (well.status, well.version) == (WellStatus.IDLE, 2)
    assert (event.sequence, event.from_status, event.reason) == (2, WellStatus.IN_USE, "停产")
    assert (event.actor_id, event.actor_name) == (actor.officer_id, actor.name)


def test_folding_the_events_gives_the_stored_status(session: Session) -> None:
    actor, well = keeper(session), make_well(session)
    step(session, actor, well, WellStatus.IDLE)
    step(session, actor, well, WellStatus.UNVERIFIED)
    step(session, actor, well, WellStatus.NOT_FOUND, subject=subject("inspection"))
    step(session, actor, well, WellStatus.IN_USE, subject=subject("inspection"))
    step(session, actor, well, WellStatus.MOTHBALLED, subject=subject("closure"))
    events = queries.list_events(session, well.id)
    assert fold(events) is well.status is WellStatus.MOTHBALLED
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5, 6]


def test_closing_keeps_the_day_and_opening_forgets_it(session: Session) -> None:
    actor, well = keeper(session), make_well(session)
    event = step(session, actor, well, WellStatus.PLUGGED, subject=subject("closure"), on=date(2023, 5, 1))
    assert well.closed_on == date(2023, 5, 1)
    assert (event.subject_kind, event.subject_title) == ("closure", "FJ-1")
    step(session, actor, well, WellStatus.IN_USE, subject=subject("closure"))
    assert well.closed_on is None


@pytest.mark.parametrize(
    ("to", "changes", "code"),
    [
        (WellStatus.PLUGGED, {}, "well_step_ground"),
        (WellStatus.NOT_FOUND, {}, "well_step_ground"),
        (WellStatus.PROPOSED, {}, "well_step_unknown"),
        (WellStatus.IDLE, {"on": date(2023, 6, 2)}, "well_step_future"),
        (WellStatus.IDLE, {"reason": "  "}, "well_step_reason"),
    ],
)
def test_refusals(session: Session, to: WellStatus, changes: dict[str, object], code: str) -> None:
    actor, well = keeper(session), make_well(session)
    with pytest.raises(RuleBroken) as refusal:
        step(session, actor, well, to, **changes)
    assert refusal.value.code == code
    assert len(queries.list_events(session, well.id)) == 1


def test_an_import_may_say_that_a_well_is_closed(session: Session) -> None:
    well = make_well(session)
    importer = make_actor(session, Role.PERMIT_OFFICER, jurisdiction="371525")
    step(session, importer, well, WellStatus.PLUGGED, subject=subject("batch"), reason="")
    assert well.status is WellStatus.PLUGGED


def test_an_entry_needs_the_permission_a_visit_brings_its_own(session: Session) -> None:
    well, inspector = make_well(session), make_actor(session, Role.INSPECTOR, jurisdiction="371525")
    with pytest.raises(Forbidden):
        step(session, inspector, well, WellStatus.IDLE)
    step(session, inspector, well, WellStatus.IDLE, subject=subject("inspection"))
    assert well.status is WellStatus.IDLE


def test_a_well_elsewhere_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        step(session, keeper(session, jurisdiction=EAST), make_well(session), WellStatus.IDLE)


def test_a_step_from_a_stale_page_is_a_conflict(session: Session) -> None:
    actor, well = keeper(session), make_well(session)
    step(session, actor, well, WellStatus.IDLE, base_version=1)
    with pytest.raises(Conflict, match="well_changed"):
        step(session, actor, well, WellStatus.IN_USE, base_version=1)


def test_it_is_audited(session: Session) -> None:
    well = make_well(session)
    step(session, keeper(session), well, WellStatus.IDLE)
    entry = session.query(AuditEntry).one()
    assert (entry.action, entry.subject_id) == ("well:status", well.id)


@pytest.mark.parametrize(("sequence", "status"), [(1, None), (2, None), (1, WellStatus.IN_USE)])
def test_the_database_holds_events_in_order(
    session: Session, sequence: int, status: WellStatus | None
) -> None:
    well = make_well(session)
    session.add(
        WellEvent(
            well_id=well.id,
            sequence=sequence,
            from_status=status,
            to_status=WellStatus.IDLE,
            on=TODAY,
            at=NOW,
            reason="",
            actor_name="",
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()
