from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.deadlines import actions, queries
from casebook.deadlines.models import Term, TermExtension, TermSuspension
from casebook.deadlines.rules import RECTIFICATION_TERM, Length, TermState, Unit
from casebook.deadlines.rules.table import Suspension
from casebook.kernel.errors import NotFound, RuleBroken
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.deadlines import load_calendar, make_subject, make_term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

D = date.fromisoformat
NOW = datetime(2024, 10, 9, 2, 0, tzinfo=UTC)


@pytest.fixture
def officer(session: Session) -> Actor:
    load_calendar(session)
    return make_actor(session, Role.INSPECTOR)


@pytest.fixture
def head(session: Session) -> Actor:
    return make_actor(session, Role.CASE_HEAD)


def refusal(caught: pytest.ExceptionInfo[RuleBroken]) -> str:
    return caught.value.code


def test_a_started_clock_keeps_its_dates(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    assert (term.raw_on, term.due_on, term.alarm_on) == (D("2024-10-12"), D("2024-10-12"), D("2024-10-12"))
    assert (term.soon_on, term.is_provisional, term.county_code) == (D("2024-10-09"), False, COUNTY)
    assert term.assignee_id == officer.officer_id


def test_today_is_not_overdue(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    states = [term.state_on(D(day)) for day in ("2024-10-08", "2024-10-09", "2024-10-12", "2024-10-13")]
    assert states == [TermState.ON_TRACK, TermState.DUE_SOON, TermState.DUE_TODAY, TermState.OVERDUE]


def test_agency_limits_alarm_on_the_raw_day(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-07-07"))
    assert (term.raw_on, term.due_on, term.alarm_on) == (D("2024-10-05"),) * 3
    payment = make_term(session, officer, rule_id="D-10", started_on=D("2024-09-20"))
    assert (payment.raw_on, payment.alarm_on) == (D("2024-10-05"), D("2024-10-08"))


def test_rectification_and_order_terms_run_side_by_side(session: Session, officer: Actor) -> None:
    subject = make_subject()
    order = make_term(session, officer, subject=subject)
    listed = make_term(session, officer, subject=subject, rule_id=RECTIFICATION_TERM, amount=30)
    assert queries.list_terms(session, [subject.id]) == [order, listed]
    assert queries.find_running(session, subject_id=subject.id, rule_id=RECTIFICATION_TERM) is listed


def test_a_subject_has_one_running_clock_of_a_rule(session: Session, officer: Actor) -> None:
    subject = make_subject()
    first = make_term(session, officer, subject=subject)
    with pytest.raises(RuleBroken) as caught:
        make_term(session, officer, subject=subject)
    assert refusal(caught) == "term_runs_already"
    actions.cancel_term(session, actor=officer, now=NOW, term=first, reason="文书撤回")
    assert make_term(session, officer, subject=subject).is_running


@pytest.mark.parametrize(
    ("rule_id", "length", "code"),
    [
        ("D-10", Length(30, Unit.CALENDAR_DAY), "term_fixed_by_law"),
        ("order_term", None, "term_length_missing"),
        ("D-99", None, "deadline_rule_unknown"),
        ("D-04", None, "term_needs_time"),
    ],
)
def test_what_cannot_be_started(
    session: Session, officer: Actor, rule_id: str, length: Length | None, code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        actions.start_term(
            session,
            actor=officer,
            now=NOW,
            subject=make_subject(),
            rule_id=rule_id,
            started_on=D("2024-09-27"),
            length=length,
        )
    assert refusal(caught) == code


def test_a_setting_may_be_set_otherwise(session: Session, officer: Actor) -> None:
    term = actions.start_term(
        session,
        actor=officer,
        now=NOW,
        subject=make_subject(),
        rule_id="D-08",
        started_on=D("2024-09-27"),
        length=Length(3, Unit.WORKING_DAY),
    )
    assert term.due_on == D("2024-10-08")


def test_an_extension_counts_when_another_grants_it(session: Session, officer: Actor, head: Actor) -> None:
    term = make_term(session, officer)
    request = actions.request_extension(
        session, actor=officer, now=NOW, term=term, added=3, reason="设备未到"
    )
    assert (term.due_on, request.is_granted) == (D("2024-10-12"), None)
    actions.approve_extension(session, actor=head, now=NOW, request=request)
    assert (term.due_on, term.extension, request.is_granted) == (D("2024-10-16"), 3, True)
    assert request.decided_by_id == head.officer_id


def test_nobody_grants_his_own_request(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    request = actions.request_extension(
        session, actor=officer, now=NOW, term=term, added=3, reason="设备未到"
    )
    for decide in (actions.approve_extension, actions.decline_extension):
        with pytest.raises(RuleBroken) as caught:
            decide(session, actor=officer, now=NOW, request=request)
        assert refusal(caught) == "extension_self_approved"
    assert (term.due_on, request.decided_at) == (D("2024-10-12"), None)


def test_a_declined_request_changes_nothing_and_is_final(
    session: Session, officer: Actor, head: Actor
) -> None:
    term = make_term(session, officer)
    request = actions.request_extension(
        session, actor=officer, now=NOW, term=term, added=3, reason="设备未到"
    )
    actions.decline_extension(session, actor=head, now=NOW, request=request)
    assert (term.due_on, term.extension, request.is_granted) == (D("2024-10-12"), 0, False)
    with pytest.raises(RuleBroken) as caught:
        actions.approve_extension(session, actor=head, now=NOW, request=request)
    assert refusal(caught) == "extension_decided_already"


def test_the_local_operator_grants_nothing(session: Session, officer: Actor) -> None:
    operator = local_operator("root", COUNTY)
    term = make_term(session, officer)
    with pytest.raises(RuleBroken) as caught:
        actions.request_extension(session, actor=operator, now=NOW, term=term, added=1, reason="设备未到")
    assert refusal(caught) == "extension_needs_officer"


def test_extensions_add_up_to_the_laws_limit(session: Session, officer: Actor, head: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-01-02"))
    for added, due in ((40, "2024-05-11"), (20, "2024-05-31")):
        actions.extend_term(
            session, actor=head, now=NOW, term=term, added=added, reason="案情复杂", requested_by=officer
        )
        assert term.due_on == D(due)
    with pytest.raises(RuleBroken) as caught:
        actions.extend_term(
            session, actor=head, now=NOW, term=term, added=1, reason="案情复杂", requested_by=officer
        )
    assert refusal(caught) == "term_extension_too_long"


@pytest.mark.parametrize(
    ("rule_id", "added", "reason", "code"),
    [
        ("order_term", 3, "  ", "extension_needs_reason"),
        ("order_term", 0, "设备未到", "term_extension_negative"),
        ("D-03", 1, "设备未到", "term_not_extendable"),
    ],
)
def test_what_cannot_be_extended(
    session: Session, officer: Actor, rule_id: str, added: int, reason: str, code: str
) -> None:
    term = make_term(session, officer, rule_id=rule_id)
    with pytest.raises(RuleBroken) as caught:
        actions.request_extension(session, actor=officer, now=NOW, term=term, added=added, reason=reason)
    assert refusal(caught) == code


def test_a_suspension_stops_the_clock_and_adds_its_days(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-03-01"))
    assert term.due_on == D("2024-05-30")
    actions.suspend_term(
        session,
        actor=officer,
        now=NOW,
        term=term,
        reason=Suspension.APPRAISAL,
        paper="鉴定委托书",
        from_on=D("2024-03-10"),
    )
    assert term.state_on(D("2024-03-09")) is TermState.ON_TRACK
    assert term.state_on(D("2024-07-01")) is TermState.SUSPENDED
    actions.resume_term(session, actor=officer, now=NOW, term=term, until_on=D("2024-03-19"))
    assert (term.due_on, term.alarm_on) == (D("2024-06-09"), D("2024-06-09"))
    assert term.state_on(D("2024-06-10")) is TermState.OVERDUE


def test_what_begins_after_the_last_day_suspends_nothing(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-03-01"))
    actions.suspend_term(
        session,
        actor=officer,
        now=NOW,
        term=term,
        reason=Suspension.HEARING,
        paper="听证通知书",
        from_on=D("2024-05-31"),
    )
    assert term.state_on(D("2024-06-01")) is TermState.OVERDUE


def test_suspensions_need_a_ground_a_paper_and_an_order(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-03-01"))

    def suspend(reason: Suspension = Suspension.HEARING, paper: str = "听证通知书") -> TermSuspension:
        return actions.suspend_term(
            session, actor=officer, now=NOW, term=term, reason=reason, paper=paper, from_on=D("2024-03-10")
        )

    with pytest.raises(RuleBroken, match="term_not_suspendable"):
        suspend(Suspension.REVIEW)
    with pytest.raises(RuleBroken, match="suspension_needs_paper"):
        suspend(paper=" ")
    with pytest.raises(RuleBroken, match="term_not_suspended"):
        actions.resume_term(session, actor=officer, now=NOW, term=term, until_on=D("2024-03-19"))
    suspend()
    with pytest.raises(RuleBroken, match="term_suspended_already"):
        suspend()
    with pytest.raises(RuleBroken, match="suspension_reversed"):
        actions.resume_term(session, actor=officer, now=NOW, term=term, until_on=D("2024-03-09"))


@pytest.mark.parametrize(
    ("met_on", "state"),
    [("2024-10-08", TermState.MET), ("2024-10-12", TermState.MET), ("2024-10-13", TermState.MET_LATE)],
)
def test_what_was_done_is_measured_by_its_day(
    session: Session, officer: Actor, met_on: str, state: TermState
) -> None:
    term = make_term(session, officer)
    later = NOW + timedelta(days=30)
    actions.meet_term(session, actor=officer, now=later, term=term, on=D(met_on))
    assert term.state_on(D("2025-01-01")) is state


@pytest.mark.parametrize(
    ("met_on", "code"), [("2024-10-10", "term_met_in_future"), ("2024-09-26", "term_met_before_start")]
)
def test_a_day_before_its_cause_is_refused(session: Session, officer: Actor, met_on: str, code: str) -> None:
    term = make_term(session, officer)
    with pytest.raises(RuleBroken) as caught:
        actions.meet_term(session, actor=officer, now=NOW, term=term, on=D(met_on))
    assert refusal(caught) == code


def test_a_backward_term_is_met_before_its_start(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-07", started_on=D("2024-10-10"))
    actions.meet_term(session, actor=officer, now=NOW, term=term, on=D("2024-09-25"))
    assert term.state_on(D("2024-10-09")) is TermState.MET


def test_an_ended_clock_does_not_move(session: Session, officer: Actor, head: Actor) -> None:
    term = make_term(session, officer)
    request = actions.request_extension(
        session, actor=officer, now=NOW, term=term, added=3, reason="设备未到"
    )
    actions.meet_term(session, actor=officer, now=NOW, term=term, on=D("2024-10-08"))
    with pytest.raises(RuleBroken, match="term_ended"):
        actions.approve_extension(session, actor=head, now=NOW, request=request)
    with pytest.raises(RuleBroken, match="term_ended"):
        actions.cancel_term(session, actor=head, now=NOW, term=term, reason="文书撤回")
    with pytest.raises(RuleBroken, match="term_ended"):
        actions.meet_term(session, actor=head, now=NOW, term=term, on=D("2024-10-08"))


def test_a_clock_is_cancelled_for_a_reason(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    with pytest.raises(RuleBroken, match="term_cancel_needs_reason"):
        actions.cancel_term(session, actor=officer, now=NOW, term=term, reason="")
    actions.cancel_term(session, actor=officer, now=NOW, term=term, reason="文书撤回")
    assert not term.is_running


def test_running_clocks_come_most_urgent_first(session: Session, officer: Actor) -> None:
    late = make_term(session, officer, amount=10)
    soon = make_term(session, officer, amount=2)
    elsewhere = make_term(session, officer, subject=make_subject(division_code="371525105"))
    ended = make_term(session, officer, amount=1)
    actions.cancel_term(session, actor=officer, now=NOW, term=ended, reason="文书撤回")
    assert queries.list_running(session, division_code=COUNTY) == [soon, elsewhere, late]
    assert queries.list_running(session, division_code="371525104") == [soon, late]
    assert queries.list_running(session, division_code=COUNTY, until=D("2024-10-01")) == [soon]
    assert queries.list_running(session, division_code=COUNTY, assignee_id=uuid4()) == []


def test_what_is_not_there_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.get_term(session, uuid4())
    with pytest.raises(NotFound):
        queries.get_extension(session, uuid4())


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"amount": 0}, "amount"),
        ({"extension": -1}, "extension"),
        ({"met_on": D("2024-10-01"), "cancelled_at": NOW}, "ended_once"),
    ],
)
def test_the_database_refuses_impossible_clocks(
    session: Session, officer: Actor, values: dict[str, object], constraint: str
) -> None:
    make_term(session, officer)
    with pytest.raises(IntegrityError, match=f"ck_term_{constraint}"):
        session.execute(update(Term).values(**values))


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"added": 0}, "added"),
        ({"decided_at": NOW}, "decided_whole"),
        ({"is_granted": True}, "decided_whole"),
    ],
)
def test_the_database_refuses_impossible_extensions(
    session: Session, officer: Actor, values: dict[str, object], constraint: str
) -> None:
    term = make_term(session, officer)
    actions.request_extension(session, actor=officer, now=NOW, term=term, added=3, reason="设备未到")
    with pytest.raises(IntegrityError, match=f"ck_term_extension_{constraint}"):
        session.execute(update(TermExtension).values(**values))


def test_the_database_wants_two_officers(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    actions.request_extension(session, actor=officer, now=NOW, term=term, added=3, reason="设备未到")
    decided = {"decided_at": NOW, "is_granted": True, "decided_by_id": officer.officer_id}
    with pytest.raises(IntegrityError, match="ck_term_extension_two_officers"):
        session.execute(update(TermExtension).values(**decided))


def test_the_database_keeps_suspensions_in_order(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-03-01"))
    actions.suspend_term(
        session,
        actor=officer,
        now=NOW,
        term=term,
        reason=Suspension.HEARING,
        paper="听证通知书",
        from_on=D("2024-03-10"),
    )
    with pytest.raises(IntegrityError, match="ck_term_suspension_in_order"):
        session.execute(update(TermSuspension).values(until_on=D("2024-03-09")))


def test_the_database_allows_one_running_clock_of_a_rule(session: Session, officer: Actor) -> None:
    first, second = make_term(session, officer), make_term(session, officer)
    with pytest.raises(IntegrityError):
        session.execute(update(Term).where(Term.id == second.id).values(subject_id=first.subject_id))
