"""Patrols make leads where something is off; officers take them up, a verification settles them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.models import Lead
from casebook.cases.rules import FoundHow, LeadState
from casebook.evidence.queries import list_items
from casebook.inspections.filed import Fix, PatrolState
from casebook.inspections.models import Finding, PatrolVisit
from casebook.inspections.queries import count_by_village, find_patrol, list_visits
from casebook.inspections.rules import InspectionKind
from casebook.inspections.rules.patrols import PatrolSign
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import DAY, Bureau, listing_of, make_bureau
from tests.factories.inspections import begin, find, make_whole
from tests.factories.papers import scan, visit
from tests.factories.regions import EAST, WEST
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions import Seen
    from casebook.cases.models import Problem
    from casebook.inspections.filed import FiledPatrolVisit
    from casebook.storage.disk import FileStore
    from casebook.wells.models import Well

CLOSED = {"status": WellStatus.PLUGGED, "closed_on": date(2022, 5, 1)}


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def keeper(session: Session, bureau: Bureau) -> Actor:
    """A water keeper of the western township."""
    officer = make_officer(
        session, Role.INFORMANT, agency=bureau.visit.agency, name="孙巡", jurisdiction=WEST, certificate=False
    )
    return actor_of(officer)


@pytest.fixture
def sealed(session: Session, bureau: Bureau) -> Well:
    return make_well(session, lon=115.43, lat=36.46, **CLOSED)


def see(session: Session, who: Actor, filed: FiledPatrolVisit, **changes: object) -> Seen:
    about = {"actor": who, "now": NOW, "device_id": None, "visit_id": new_id(), **changes}
    return actions.file_patrol_visit(session, **about, filed=filed)


def test_a_well_that_is_in_order_makes_no_lead(session: Session, bureau: Bureau, keeper: Actor) -> None:
    seen = see(session, keeper, visit(bureau.visit.well, dial_m3="１,204.5 方", note=" 表在走 "))
    assert seen.lead is None
    assert seen.result() == {"visit": str(seen.visit.id), "lead": None}
    assert (seen.visit.dial_m3, seen.visit.note) == (Decimal("1204.500"), "表在走")


def test_a_closed_well_in_use_makes_a_numbered_lead_and_no_finding(
    session: Session, keeper: Actor, sealed: Well
) -> None:
    seen = see(session, keeper, visit(sealed, note="水泵在转"))
    assert seen.lead is not None
    assert (seen.lead.number, seen.lead.sign, seen.lead.channel) == (
        "371525-2023-LX-00001",
        PatrolSign.PUMPING,
        FoundHow.PATROL,
    )
    assert (seen.lead.state, seen.lead.well_id, seen.lead.what) == (LeadState.NEW, sealed.id, "水泵在转")
    assert session.scalar(select(func.count(Finding.rowid))) == 0
    (event,) = queries.list_lead_events(session, seen.lead.id)
    assert (event.from_state, event.to_state, event.visit_id) == (None, LeadState.NEW, seen.visit.id)


def test_a_second_hint_adds_to_the_open_lead(session: Session, keeper: Actor, sealed: Well) -> None:
    first = see(session, keeper, visit(sealed)).lead
    again = see(session, keeper, visit(sealed, PatrolState.CLOSED, is_closure_intact=False)).lead
    assert first is again
    assert len(queries.list_lead_events(session, first.id)) == 2
    assert session.scalar(select(func.count(Lead.rowid))) == 1


def test_a_settled_lead_gives_way_to_a_new_one(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    first = see(session, keeper, visit(sealed)).lead
    actions.dismiss_lead(session, actor=bureau.chief, now=NOW, lead=first, reason="已停泵，表未走")
    second = see(session, keeper, visit(sealed)).lead
    assert (first.state, second.number) == (LeadState.UNFOUNDED, "371525-2023-LX-00002")


def test_an_unregistered_well_makes_a_lead_where_it_lies(session: Session, keeper: Actor) -> None:
    lead = see(session, keeper, visit(None, PatrolState.NEW_WELL)).lead
    assert (lead.well_id, lead.lon, lead.lat, lead.division_code) == (None, 115.43, 36.46, WEST)
    assert lead.sign is PatrolSign.UNREGISTERED


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ((116.9, 36.46), "patrol_position_outside"),
        ((115.47, 36.46), "patrol_position_elsewhere"),
        ((190.0, 36.46), "position_impossible"),
        ((36.46, 115.43), "position_impossible"),
    ],
)
def test_a_position_that_cannot_be_is_refused(
    session: Session, keeper: Actor, place: tuple[float, float], code: str
) -> None:
    fix = Fix(at=NOW, fix_at=NOW, lon=place[0], lat=place[1], accuracy_m=5.0)
    with pytest.raises(RuleBroken) as refusal:
        see(session, keeper, visit(None, PatrolState.NEW_WELL, fix=fix))
    assert refusal.value.code == code
    assert session.scalar(select(func.count(PatrolVisit.rowid))) == 0


@pytest.mark.parametrize(
    ("dial", "code"),
    [("十二", "answer_not_a_number"), ("-3", "answer_out_of_range"), ("9" * 30, "answer_out_of_range")],
)
def test_a_dial_that_is_no_reading_is_refused(
    session: Session, bureau: Bureau, keeper: Actor, dial: str, code: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        see(session, keeper, visit(bureau.visit.well, dial_m3=dial))
    assert refusal.value.code == code


def test_a_visit_is_filed_once_and_a_round_is_one_patrollers(
    session: Session, bureau: Bureau, keeper: Actor
) -> None:
    filed = visit(bureau.visit.well)
    seen = see(session, keeper, filed)
    with pytest.raises(RuleBroken) as refusal:
        see(session, keeper, filed, visit_id=seen.visit.id)
    assert refusal.value.code == "patrol_visit_filed_already"
    with pytest.raises(NotFound):
        see(session, bureau.inspector, filed)


def test_visits_of_a_round_come_in_any_order(session: Session, bureau: Bureau, keeper: Actor) -> None:
    filed = visit(bureau.visit.well)
    later = see(session, keeper, replace(filed, at=NOW + timedelta(minutes=5))).visit
    earlier = see(session, keeper, filed).visit
    session.expire_all()
    assert find_patrol(session, filed.patrol).started_at == NOW
    assert list_visits(session, filed.patrol) == [earlier, later]
    (village,) = count_by_village(session, [filed.patrol])[filed.patrol]
    assert (village.village, village.total, village.states) == ("小王庄村", 2, {PatrolState.IN_USE: 2})


def test_only_who_patrols_and_only_where_they_may(session: Session, bureau: Bureau, keeper: Actor) -> None:
    east = make_well(session, lon=115.47, lat=36.46, village="东村")
    with pytest.raises(NotFound):
        see(session, keeper, visit(east))
    reader = actor_of(make_officer(session, Role.LIAISON, agency=bureau.visit.agency))
    with pytest.raises(Forbidden):
        see(session, reader, visit(bureau.visit.well))


def test_photographs_of_a_visit_are_evidence_of_it(session: Session, keeper: Actor, sealed: Well) -> None:
    seen = see(session, keeper, visit(sealed), uploads=[scan()])
    assert len(list_items(session, "patrol_visit", seen.visit.id)) == 1


def test_an_officer_takes_a_lead_up_and_begins_a_verification(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed)).lead
    inspection = actions.take_lead(
        session, actor=bureau.inspector, now=NOW, lead=lead, second_officer_id=bureau.visit.second.id
    )
    assert (inspection.kind, inspection.well_id) == (InspectionKind.VERIFICATION, sealed.id)
    assert (lead.state, lead.inspection_id) == (LeadState.TAKEN, inspection.id)
    with pytest.raises(RuleBroken) as refusal:
        actions.take_lead(session, actor=bureau.inspector, now=NOW, lead=lead)
    assert refusal.value.code == "step_out_of_order"


def test_a_well_has_to_be_registered_before_it_is_verified(
    session: Session, bureau: Bureau, keeper: Actor
) -> None:
    lead = see(session, keeper, visit(None, PatrolState.NEW_WELL)).lead
    with pytest.raises(RuleBroken) as refusal:
        actions.take_lead(
            session, actor=bureau.inspector, now=NOW, lead=lead, second_officer_id=bureau.visit.second.id
        )
    assert refusal.value.code == "lead_without_well"
    session.rollback()


def verified(session: Session, bureau: Bureau, well: Well, *codes: str) -> list[Problem]:
    """Two officers verify a well and submit what they found."""
    inspection = begin(session, bureau.visit, well=well, kind=InspectionKind.VERIFICATION, now=NOW + DAY)
    make_whole(session, bureau.visit, inspection, now=NOW + DAY + timedelta(minutes=40))
    for code in codes:
        find(session, bureau.visit, inspection, code)
    return actions.submit_inspection(
        session,
        actor=bureau.inspector,
        now=NOW + DAY + timedelta(minutes=40),
        inspection=inspection,
        listings=listing_of(session, bureau, inspection),
    )


def test_a_verification_that_finds_something_lists_it(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed)).lead
    (problem,) = verified(session, bureau, sealed, "P17")
    session.expire_all()
    assert (lead.state, lead.inspection_id) == (LeadState.LISTED, problem.inspection_id)
    assert problem.found_how is FoundHow.PATROL
    events = queries.list_lead_events(session, lead.id)
    assert [event.to_state for event in events] == [LeadState.NEW, LeadState.TAKEN, LeadState.LISTED]
    assert problem.number in events[-1].what


def test_a_verification_that_finds_nothing_closes_the_lead(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed)).lead
    actions.take_lead(session, actor=bureau.inspector, now=NOW, lead=lead)
    verified(session, bureau, sealed)
    session.expire_all()
    assert lead.state is LeadState.UNFOUNDED


def events_of(session: Session, lead: Lead) -> list[tuple[LeadState, str]]:
    return [(event.to_state, event.what) for event in queries.list_lead_events(session, lead.id)]


def test_a_verification_that_arrives_late_leaves_alone_what_was_seen_after_it(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed, at=NOW + 2 * DAY), now=NOW + 3 * DAY).lead
    verified(session, bureau, sealed)
    session.expire_all()
    assert lead.state is LeadState.NEW
    earlier = see(session, keeper, visit(sealed, at=NOW - DAY, note="有水声"), now=NOW + 3 * DAY).lead
    assert (earlier.id, lead.found_at, lead.what) == (lead.id, NOW - DAY, "有水声")


def test_a_verification_between_two_hints_leaves_the_later_one_open(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed)).lead
    see(session, keeper, visit(sealed, at=NOW + 2 * DAY), now=NOW + 3 * DAY)
    verified(session, bureau, sealed)
    session.expire_all()
    assert lead.state is LeadState.NEW
    assert events_of(session, lead)[-1] == (LeadState.NEW, "核查未发现问题，此后又有巡查线索")


@pytest.mark.parametrize(("codes", "state"), [((), LeadState.UNFOUNDED), (("P17",), LeadState.LISTED)])
def test_a_patrol_that_arrives_after_its_verification_is_settled_by_it(
    session: Session,
    bureau: Bureau,
    keeper: Actor,
    sealed: Well,
    codes: tuple[str, ...],
    state: LeadState,
) -> None:
    problems = verified(session, bureau, sealed, *codes)
    lead = see(session, keeper, visit(sealed), now=NOW + 2 * DAY).lead
    assert (lead.state, lead.taken_by_id) == (state, bureau.visit.lead.id)
    assert [one.found_how for one in problems] == [FoundHow.PATROL] * len(codes)
    again = see(session, keeper, visit(sealed, at=NOW + 2 * DAY), now=NOW + 2 * DAY).lead
    assert (again.id != lead.id, again.state) == (True, LeadState.NEW)


def test_a_lead_is_dismissed_with_a_reason_by_another_than_who_reported_it(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    own = see(session, bureau.inspector, visit(sealed)).lead
    for actor, reason, code in (
        (bureau.chief, " ", "lead_needs_reason"),
        (bureau.inspector, "表未走", "lead_dismissed_by_reporter"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            actions.dismiss_lead(session, actor=actor, now=NOW, lead=own, reason=reason)
        assert refusal.value.code == code
    with pytest.raises(Forbidden):
        actions.dismiss_lead(session, actor=keeper, now=NOW, lead=own, reason="表未走")
    actions.dismiss_lead(session, actor=bureau.second, now=NOW, lead=own, reason="表未走")
    assert own.state is LeadState.UNFOUNDED
    with pytest.raises(RuleBroken):
        actions.dismiss_lead(session, actor=bureau.second, now=NOW, lead=own, reason="再来一次")


def test_what_lies_elsewhere_is_not_there(
    session: Session, bureau: Bureau, keeper: Actor, sealed: Well
) -> None:
    lead = see(session, keeper, visit(sealed)).lead
    elsewhere = actor_of(make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction=EAST))
    with pytest.raises(NotFound):
        queries.get_lead(session, lead.number, elsewhere)
    with pytest.raises(NotFound):
        actions.take_lead(session, actor=elsewhere, now=NOW, lead=lead)
    assert queries.list_open_leads(session, elsewhere) == []
    assert queries.list_open_leads(session, bureau.chief) == [lead]


def test_the_database_keeps_what_patrollers_saw(session: Session, keeper: Actor, sealed: Well) -> None:
    see(session, keeper, visit(sealed))
    session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("UPDATE patrol_visit SET note = 'x'"))
    session.rollback()
