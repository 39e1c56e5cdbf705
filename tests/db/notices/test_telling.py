"""Who is told of which clock: derived from what is stored, each stage once for each officer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.deadlines import actions as deadlines
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import Suspension
from casebook.kernel.errors import Conflict, Forbidden
from casebook.notices import actions, queries
from casebook.notices.models import Notice
from casebook.notices.rules import NoticeKind, Plan
from tests.factories.accounts import make_agency, make_officer
from tests.factories.deadlines import load_calendar, make_subject, make_term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.deadlines.models import Term

D = date.fromisoformat


@pytest.fixture
def agency(session: Session) -> Agency:
    load_calendar(session)
    return make_agency(session)


@pytest.fixture
def lead(session: Session, agency: Agency) -> Officer:
    return make_officer(session, Role.INSPECTOR, agency=agency, name="周明")


@pytest.fixture
def inspector(lead: Officer) -> Actor:
    return actor_of(lead)


@pytest.fixture
def term(session: Session, inspector: Actor) -> Term:
    """Due on Saturday 2024-10-12, which is worked."""
    return make_term(session, inspector, started_on=D("2024-09-12"), amount=30, unit=Unit.CALENDAR_DAY)


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T01:00:00+00:00")


def run(session: Session, *days: str) -> list[tuple[str, str]]:
    """Tell on each of these days; return the stages that are new, with the officer's name."""
    told = []
    for day in days:
        rows = list(queries.find_tellings(session, today=D(day)))
        actions.tell_all(session, now=at(day), rows=rows)
        told += [(row["stage"].value, row["kind"].value) for row in rows]
    return told


def every_day(first: str, last: str) -> list[str]:
    days = (D(last) - D(first)).days + 1
    return [(D(first) + timedelta(days=k)).isoformat() for k in range(days)]


def test_every_stage_comes_once_however_often_the_round_runs(
    session: Session, agency: Agency, term: Term
) -> None:
    make_officer(session, Role.CASE_HEAD, agency=agency, name="赵衡")
    make_officer(session, Role.AGENCY_HEAD, agency=agency, name="钱总")
    days = [day for day in every_day("2024-09-25", "2024-11-30") for _twice in range(2)]
    assert run(session, *days) == [
        ("ahead", "reminder"),
        ("ahead", "reminder"),
        ("ahead", "reminder"),
        ("due", "reminder"),
        ("overdue", "reminder"),
        ("head", "escalation"),
        ("agency", "escalation"),
    ]
    assert term.alarm_on == D("2024-10-12")


def test_after_a_standstill_only_the_latest_stage_comes(session: Session, term: Term) -> None:
    assert run(session, "2024-10-09", "2024-10-14") == [("ahead", "reminder"), ("overdue", "reminder")]
    keys = session.scalars(select(Notice.key).where(Notice.term_id == term.id).order_by(Notice.rowid)).all()
    assert [key.rpartition(f"{term.alarm_on}:")[2] for key in keys] == ["ahead:3", "overdue:0"]


def test_nothing_is_told_on_a_rest_day(session: Session, term: Term) -> None:
    assert term.is_running
    assert run(session, "2024-10-05", "2024-10-06", "2024-10-13") == []


def test_what_is_done_dropped_or_stands_still_is_told_to_nobody(session: Session, inspector: Actor) -> None:
    now = at("2024-10-08")
    by = {"actor": inspector, "now": now}
    terms = [
        make_term(session, inspector, started_on=D("2024-09-12"), amount=30, unit=Unit.CALENDAR_DAY)
        for _three in range(3)
    ]
    deadlines.meet_term(session, **by, term=terms[0], on=D("2024-10-08"))
    deadlines.cancel_term(session, **by, term=terms[1], reason="撤回")
    deadlines.suspend_term(
        session,
        **by,
        term=terms[2],
        reason=Suspension.FORCE_MAJEURE,
        paper="通知",
        from_on=D("2024-10-08"),
    )
    assert run(session, *every_day("2024-10-08", "2024-11-08")) == []


def test_an_extended_clock_is_told_of_by_its_new_day(
    session: Session, agency: Agency, inspector: Actor, term: Term
) -> None:
    head = actor_of(make_officer(session, Role.AGENCY_HEAD, agency=agency, name="钱总"))
    assert run(session, "2024-10-12") == [("due", "reminder")]
    deadlines.extend_term(
        session,
        actor=head,
        now=at("2024-10-12"),
        term=term,
        added=30,
        reason="设备未到货",
        requested_by=inspector,
    )
    assert run(session, "2024-10-14") == []
    assert term.alarm_on == D("2024-11-11")  # a Monday: its last two reminders fall on one Friday
    assert run(session, *every_day("2024-10-15", "2024-11-11")) == [
        ("ahead", "reminder"),
        ("ahead", "reminder"),
        ("due", "reminder"),
    ]


def test_who_left_is_stood_in_for_by_the_head(
    session: Session, agency: Agency, lead: Officer, term: Term
) -> None:
    head = make_officer(session, Role.CASE_HEAD, agency=agency, name="赵衡")
    lead.is_active = False
    session.flush()
    run(session, "2024-10-12")
    assert session.scalars(select(Notice.officer_id).where(Notice.term_id == term.id)).all() == [head.id]


def test_a_head_elsewhere_is_not_told(session: Session, agency: Agency, term: Term) -> None:
    other = make_agency(session, name="冠县自然资源局", word="冠自")
    make_officer(session, Role.CASE_HEAD, agency=other, name="别处")
    make_officer(session, Role.CASE_HEAD, agency=agency, name="东边", jurisdiction="371525001")
    assert run(session, "2024-10-30") == [("overdue", "reminder")]
    chief = make_officer(session, Role.AGENCY_HEAD, agency=agency, name="钱总")
    assert run(session, "2024-10-31") == [("head", "escalation"), ("agency", "escalation")]
    told = session.scalars(select(Notice.officer_id).where(Notice.term_id == term.id)).all()
    assert told.count(chief.id) == 2


def test_a_county_tells_by_its_own_plan(session: Session, agency: Agency, term: Term) -> None:
    admin = actor_of(make_officer(session, Role.SYSTEM_ADMIN, agency=agency))
    by = {"actor": admin, "now": at("2024-09-12")}
    actions.set_plan(session, **by, rule="", plan=Plan(ahead=(20,), tells_due=False), seen_version=0)
    assert run(session, "2024-09-23") == [("ahead", "reminder")]
    actions.set_plan(session, **by, rule=term.rule, plan=Plan(ahead=(2,)), seen_version=0)
    assert run(session, "2024-09-24", "2024-10-10") == [("ahead", "reminder")]
    with pytest.raises(Conflict, match="notice_setting_changed"):
        actions.set_plan(session, **by, rule="", plan=Plan(), seen_version=0)


def test_only_the_administrator_sets_plans(session: Session, inspector: Actor) -> None:
    with pytest.raises(Forbidden):
        actions.set_plan(session, actor=inspector, now=at("2024-09-12"), rule="", plan=Plan(), seen_version=0)


def test_the_database_keeps_one_notice_of_a_key(session: Session, term: Term) -> None:
    assert term.assignee_id is not None
    rows = list(queries.find_tellings(session, today=D("2024-10-12")))
    assert actions.tell_all(session, now=at("2024-10-12"), rows=rows) == 1
    with pytest.raises(IntegrityError, match="officer_id"), session.begin_nested():
        actions.tell_all(session, now=at("2024-10-12"), rows=rows)
    assert queries.count_unread(session, term.assignee_id) == 1


def test_told_once_with_a_key_and_again_without(session: Session, lead: Officer) -> None:
    told = {
        "now": at("2024-10-12"),
        "officer_id": lead.id,
        "kind": NoticeKind.ARRIVED,
        "subject": make_subject("WT-1 乱打井"),
        "text": "来了一封函",
    }
    assert actions.tell(session, **told, key="letter:1") is not None
    assert actions.tell(session, **told, key="letter:1") is None
    assert actions.tell(session, **told) is not None
    assert actions.tell(session, **told) is not None
    assert queries.count_unread(session, lead.id) == 3


def test_reading_marks_ones_own_up_to_what_was_shown(session: Session, agency: Agency, lead: Officer) -> None:
    other = make_officer(session, Role.INSPECTOR, agency=agency)
    for officer in (lead, other, lead):
        actions.tell(
            session,
            now=at("2024-10-12"),
            officer_id=officer.id,
            kind=NoticeKind.TOLD,
            subject=make_subject(),
            text="通知",
        )
    first = queries.page_notices(session, lead.id).items[-1]
    actions.mark_read(session, actor=actor_of(lead), now=at("2024-10-13"), until=first.rowid)
    assert (queries.count_unread(session, lead.id), queries.count_unread(session, other.id)) == (1, 1)


def test_the_cost_of_a_round_does_not_grow_with_what_was_told(session: Session, inspector: Actor) -> None:
    for number in range(30):
        subject = make_subject(f"AJ-{number}")
        make_term(session, inspector, subject=subject, started_on=D("2024-09-12"), amount=30)
    assert len(list(queries.find_tellings(session, today=D("2024-10-25")))) == 30
    run(session, "2024-10-25")
    assert list(queries.find_tellings(session, today=D("2024-10-25"))) == []


def test_a_clock_of_hours_is_told_of_when_it_lapsed(session: Session, inspector: Actor) -> None:
    begun = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)
    term = deadlines.start_term(
        session,
        actor=inspector,
        now=begun,
        subject=make_subject("AJ-1"),
        rule_id="D-04",
        started_on=D("2024-10-08"),
        begun_at=begun,
        assignee_id=inspector.officer_id,
    )
    assert (term.due_at, term.due_on) == (begun + timedelta(hours=24), D("2024-10-09"))
    assert run(session, "2024-10-08", "2024-10-09", "2024-10-10") == [
        ("due", "reminder"),
        ("overdue", "reminder"),
    ]


def test_a_setting_of_the_county_holds_for_what_starts_from_its_day_on(
    session: Session, agency: Agency, inspector: Actor
) -> None:
    lawyer = actor_of(make_officer(session, Role.LEGAL_REVIEWER, agency=agency))
    earlier = make_term(session, inspector, rule_id="D-01", started_on=D("2024-09-27"))
    deadlines.set_length(
        session,
        actor=lawyer,
        now=at("2024-09-27"),
        rule_id="D-01",
        length=Length(10, Unit.WORKING_DAY),
        from_on=D("2024-10-08"),
        reason="县局试3号",
        seen_version=0,
    )
    before = make_term(session, inspector, rule_id="D-01", started_on=D("2024-09-30"))
    after = make_term(session, inspector, rule_id="D-01", started_on=D("2024-10-08"))
    assert [one.amount for one in (earlier, before, after)] == [15, 15, 10]
