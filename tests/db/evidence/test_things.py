"""先行登记保存 from request to disposal, and exhibits from hand to hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.audit.models import AuditEntry
from casebook.deadlines import queries as deadlines
from casebook.evidence import actions, queries
from casebook.evidence.models import Exhibit, ExhibitMove, PreservationEvent
from casebook.evidence.rules import Disposal, KeptWhere, PreservationState, Thing
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.factories import evidence as make
from tests.factories.accounts import make_actor, make_agency, make_officer
from tests.factories.deadlines import load_calendar

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.evidence.models import Preservation

pytestmark = pytest.mark.usefixtures("file_store")
FRIDAY = datetime(2023, 9, 22, 2, tzinfo=UTC)
"""The mid-autumn and national holidays lie in the term that begins here."""
PUMP = Thing("潜水泵", "QJ200-50", "1 台", "已拆下", KeptWhere.OTHER, "证物室")
PIPE = Thing("输水管", "PVC 110", "29.25 m", "完好", KeptWhere.ORIGINAL, "井旁")


@pytest.fixture
def officers(session: Session) -> tuple[Officer, Officer, Officer]:
    load_calendar(session)
    agency = make_agency(session)
    return (
        make_officer(session, Role.INSPECTOR, agency=agency, name="李明"),
        make_officer(session, Role.INSPECTOR, agency=agency, name="王强"),
        make_officer(session, Role.CASE_HEAD, agency=agency, name="赵衡"),
    )


@pytest.fixture
def inspector(officers: tuple[Officer, ...]) -> Actor:
    return actor_of(officers[0])


@pytest.fixture
def second(officers: tuple[Officer, ...]) -> Officer:
    return officers[1]


@pytest.fixture
def head(officers: tuple[Officer, ...]) -> Actor:
    return actor_of(officers[2])


def ask(session: Session, actor: Actor, *things: Thing) -> Preservation:
    return actions.request_preservation(
        session,
        actor=actor,
        now=FRIDAY,
        subject=make.a_subject(),
        reason="随时可能运走",
        things=things or (PUMP, PIPE),
    )


@pytest.fixture
def approved(session: Session, inspector: Actor, head: Actor) -> Preservation:
    return actions.approve(session, actor=head, now=FRIDAY, asked=ask(session, inspector), remark="同意")


def serve(session: Session, actor: Actor, asked: Preservation, second: Officer) -> Preservation:
    return actions.serve(
        session,
        actor=actor,
        now=FRIDAY,
        asked=asked,
        served_on=FRIDAY.date(),
        receiver="刘某",
        second_id=second.id,
    )


def dispose(
    session: Session, actor: Actor, asked: Preservation, *names: str, on: date, now: datetime
) -> None:
    actions.dispose(
        session,
        actor=actor,
        now=now,
        asked=asked,
        thing_ids=[thing.id for thing in asked.things if thing.name in names],
        disposal=Disposal.RELEASED,
        disposed_on=on,
        note="领条",
    )


def test_the_whole_line(session: Session, inspector: Actor, second: Officer, approved: Preservation) -> None:
    assert approved.number == "冠水存字〔2023〕第001号"
    asked = serve(session, inspector, approved, second)
    term = deadlines.find_running(session, subject_id=asked.id, rule_id="D-03")
    assert term is not None
    assert (term.due_on, asked.due_on) == (date(2023, 10, 9), date(2023, 10, 9))
    assert term.assignee_id == inspector.officer_id
    later = FRIDAY + timedelta(days=5)
    dispose(session, inspector, asked, "潜水泵", on=later.date(), now=later)
    assert (asked.status, len(asked.open_things)) == (PreservationState.KEPT, 1)
    assert term.is_running
    dispose(session, inspector, asked, "输水管", on=later.date(), now=later)
    assert asked.status is PreservationState.DISPOSED
    assert term.met_on == later.date()
    told = session.scalars(select(PreservationEvent).order_by(PreservationEvent.sequence)).all()
    assert [(one.from_status, one.to_status) for one in told] == [
        (None, PreservationState.REQUESTED),
        (PreservationState.REQUESTED, PreservationState.APPROVED),
        (PreservationState.APPROVED, PreservationState.KEPT),
        (PreservationState.KEPT, PreservationState.KEPT),
        (PreservationState.KEPT, PreservationState.DISPOSED),
    ]
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == asked.id)).all()
    assert [act for act in acts if act.startswith("preservation")] == [
        "preservation:requested",
        "preservation:approved",
        "preservation:kept",
        "preservation:kept",
        "preservation:disposed",
    ]


def test_a_late_disposal_is_recorded_as_late(
    session: Session, inspector: Actor, second: Officer, approved: Preservation
) -> None:
    asked = serve(session, inspector, approved, second)
    late = datetime(2023, 10, 20, 2, tzinfo=UTC)
    dispose(session, inspector, asked, "潜水泵", "输水管", on=late.date(), now=late)
    (term,) = deadlines.list_terms(session, [asked.id])
    assert (term.met_on, term.state_on(late.date()).value) == (late.date(), "met_late")


def test_who_asked_does_not_approve(session: Session, officers: tuple[Officer, ...]) -> None:
    both = make_officer(
        session, Role.CASE_HEAD, agency=make_agency(session, name="另一机关", word="冠综"), name="孙某"
    )
    asked = ask(session, actor_of(both))
    with pytest.raises(RuleBroken) as refusal:
        actions.approve(session, actor=actor_of(both), now=FRIDAY, asked=asked, remark="")
    assert refusal.value.code == "preservation_self_approved"


def test_an_inspector_does_not_approve_and_a_head_elsewhere_sees_nothing(
    session: Session, inspector: Actor
) -> None:
    asked = ask(session, inspector)
    with pytest.raises(Forbidden):
        actions.approve(session, actor=inspector, now=FRIDAY, asked=asked, remark="")
    elsewhere = make_actor(session, Role.CASE_HEAD, jurisdiction="371525001")
    with pytest.raises(NotFound):
        actions.approve(session, actor=elsewhere, now=FRIDAY, asked=asked, remark="")
    with pytest.raises(NotFound):
        queries.get_preservation(session, asked.id, elsewhere)
    with pytest.raises(Forbidden):
        ask(session, make_actor(session, Role.COUNTY_LEADER))


def test_declined_and_dropped_requests_end(session: Session, inspector: Actor, head: Actor) -> None:
    asked = ask(session, inspector)
    with pytest.raises(RuleBroken) as unreasoned:
        actions.decline(session, actor=head, now=FRIDAY, asked=asked, reason=" ")
    actions.decline(session, actor=head, now=FRIDAY, asked=asked, reason="不必保存")
    assert (asked.status, asked.number) == (PreservationState.DECLINED, None)
    with pytest.raises(RuleBroken) as ended:
        actions.drop(session, actor=inspector, now=FRIDAY, asked=asked, reason="不要了")
    other = ask(session, inspector)
    actions.drop(session, actor=inspector, now=FRIDAY, asked=other, reason="物品已返还")
    assert other.status is PreservationState.DROPPED
    codes = (unreasoned.value.code, ended.value.code)
    assert codes == ("preservation_step_needs_reason", "preservation_state")


def test_nothing_is_served_before_the_approval(session: Session, inspector: Actor, second: Officer) -> None:
    with pytest.raises(RuleBroken) as refusal:
        serve(session, inspector, ask(session, inspector), second)
    assert refusal.value.code == "preservation_state"


def test_two_certified_officers_serve(
    session: Session, inspector: Actor, officers: tuple[Officer, ...], approved: Preservation
) -> None:
    expired = make_officer(
        session, Role.INSPECTOR, agency=make_agency(session, name="又一机关"), valid_to=date(2023, 9, 21)
    )
    with pytest.raises(RuleBroken) as alone:
        serve(session, inspector, approved, officers[0])
    with pytest.raises(RuleBroken) as uncertified:
        serve(session, inspector, approved, expired)
    codes = (alone.value.code, uncertified.value.code)
    assert codes == ("preservation_needs_two", "preservation_uncertified")


def test_a_thing_is_disposed_of_once(
    session: Session, inspector: Actor, second: Officer, approved: Preservation
) -> None:
    asked = serve(session, inspector, approved, second)
    dispose(session, inspector, asked, "潜水泵", on=FRIDAY.date(), now=FRIDAY)
    with pytest.raises(RuleBroken) as refusal:
        dispose(session, inspector, asked, "潜水泵", on=FRIDAY.date(), now=FRIDAY)
    assert refusal.value.code == "disposal_needs_things"


def test_lists_of_things_are_kept_within_the_jurisdiction(session: Session, inspector: Actor) -> None:
    asked = ask(session, inspector)
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert [one.id for one in queries.page_preservations(session, inspector).items] == [asked.id]
    assert queries.page_preservations(session, elsewhere).items == []
    wanted = queries.page_preservations(session, inspector, status=PreservationState.KEPT)
    assert wanted.items == []


def register(session: Session, actor: Actor, **changes: object) -> Exhibit:
    facts = {
        "subject": make.a_subject(),
        "described": actions.Described("水表", "LXS-50", "1 块", "玻璃碎裂"),
        "taken_from": "刘某",
        "place": "证物室 3 号柜",
    }
    return actions.register_exhibit(session, actor=actor, now=FRIDAY, **{**facts, **changes})


def test_an_exhibit_goes_from_hand_to_hand(session: Session, inspector: Actor) -> None:
    exhibit = register(session, inspector)
    assert exhibit.number == "371525-2023-WZ-00001"
    later = FRIDAY + timedelta(hours=2)
    actions.hand_over(
        session,
        actor=inspector,
        now=later,
        exhibit=exhibit,
        to_holder="县计量所",
        to_place="收样室",
        at=later,
        reason="送检",
        seen=1,
    )
    held = [(one.from_holder, one.from_place, one.to_holder, one.to_place) for one in exhibit.moves]
    assert held == [
        ("刘某", "", inspector.name, "证物室 3 号柜"),
        (inspector.name, "证物室 3 号柜", "县计量所", "收样室"),
    ]
    with pytest.raises(RuleBroken) as crossed:
        actions.hand_over(
            session,
            actor=inspector,
            now=later,
            exhibit=exhibit,
            to_holder="法院",
            to_place="法院",
            at=later,
            reason="移送",
            seen=1,
        )
    assert crossed.value.code == "exhibit_moved_meanwhile"
    elsewhere = make_actor(session, Role.INSPECTOR, jurisdiction="371525001")
    assert queries.page_exhibits(session, elsewhere).items == []
    with pytest.raises(NotFound):
        queries.get_exhibit(session, exhibit.id, elsewhere)


def test_an_exhibit_takes_its_photograph_from_its_own_record(session: Session, inspector: Actor) -> None:
    subject = make.a_subject()
    own = make.make_item(session, inspector, subject=subject)
    other = make.make_item(session, inspector)
    exhibit = register(session, inspector, subject=subject, photograph=own)
    assert exhibit.photograph == own
    assert session.scalars(select(Exhibit)).all() == [exhibit]
    with pytest.raises(RuleBroken) as refusal:
        register(session, inspector, subject=subject, photograph=other)
    assert refusal.value.code == "exhibit_photograph_elsewhere"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE exhibit SET name = 'x'",
        "DELETE FROM exhibit_move",
        "UPDATE exhibit_move SET to_place = 'x'",
        "DELETE FROM preservation_event",
    ],
)
def test_what_happened_to_things_is_never_changed(
    session: Session, inspector: Actor, approved: Preservation, statement: str
) -> None:
    register(session, inspector)
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE preservation SET approved_by = NULL", "approval_whole"),
        ("UPDATE preserved_thing SET disposal = 'released'", "disposal_whole"),
        (
            "UPDATE preservation SET approved_by = NULL, approved_on = NULL, served_on = '2023-09-22'",
            "served_after_approval",
        ),
    ],
)
def test_the_database_refuses_half_a_step(
    session: Session, approved: Preservation, statement: str, named: str
) -> None:
    session.flush()
    with pytest.raises(IntegrityError, match=named):
        session.execute(text(statement))


def test_two_moves_with_one_number(session: Session, inspector: Actor) -> None:
    exhibit = register(session, inspector)
    first = exhibit.moves[0]
    columns = {column.key: getattr(first, column.key) for column in ExhibitMove.__table__.columns}
    again = {**columns, "rowid": None, "id": uuid4()}
    with pytest.raises(DatabaseError, match=r"append-only|uq_exhibit_move"):
        session.execute(ExhibitMove.__table__.insert().values(**{**again, "rowid": 999}))
