from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from casebook import wiring
from casebook.access import Role
from casebook.deadlines import actions, queries
from casebook.deadlines.labels import RULE_TITLES
from casebook.deadlines.presenters import HowLine, term_view
from casebook.deadlines.rules import RULES, TermState, Unit
from casebook.deadlines.rules.table import Suspension
from tests.factories.accounts import make_actor
from tests.factories.deadlines import load_calendar, make_term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

D = date.fromisoformat
NOW = datetime(2024, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def officer(session: Session) -> Actor:
    wiring.load_labels()
    load_calendar(session)
    return make_actor(session, Role.INSPECTOR)


def test_the_badge_of_a_running_clock(session: Session, officer: Actor) -> None:
    view = term_view(make_term(session, officer), today=D("2024-10-10"))
    assert (view.state, view.badge, view.days_left, view.due_on) == (
        TermState.DUE_SOON,
        "due_soon",
        2,
        D("2024-10-12"),
    )
    assert (view.rule_title, view.length, view.article, view.is_verified) == (
        "责令改正期限",
        "7 个工作日",
        "处罚法 28",
        True,
    )
    assert view.how == ()


@pytest.mark.parametrize(
    ("today", "badge", "left"), [("2024-10-12", "due_soon", 0), ("2024-10-13", "overdue", -1)]
)
def test_today_is_due_and_tomorrow_is_late(
    session: Session, officer: Actor, today: str, badge: str, left: int
) -> None:
    view = term_view(make_term(session, officer), today=D(today))
    assert (view.badge, view.days_left) == (badge, left)


def test_an_ended_clock_has_no_days_left(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    actions.meet_term(session, actor=officer, now=NOW, term=term, on=D("2024-10-13"))
    view = term_view(term, today=D("2024-10-20"))
    assert (view.state, view.badge, view.days_left) == (TermState.MET_LATE, "done", None)


def test_how_the_date_came_about(session: Session, officer: Actor) -> None:
    term = make_term(session, officer)
    view = term_view(term, today=D("2024-10-10"), calendar=queries.get_calendar(session))
    assert view.how == (
        HowLine("期限", "7 个工作日"),
        HowLine("2024-09-27", "起算日，不计"),
        HowLine("2024-09-28", "周末，不计"),
        HowLine("2024-09-29 – 2024-09-30", "计 2 日，累计 2 日"),
        HowLine("2024-10-01 – 2024-10-07", "国庆节，不计"),
        HowLine("2024-10-08 – 2024-10-12", "计 5 日，累计 7 日"),
        HowLine("届满日", "2024-10-12"),
    )


def test_how_a_date_rolled_and_was_extended(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, started_on=D("2024-09-20"), amount=13, unit=Unit.CALENDAR_DAY)
    head = make_actor(session, Role.CASE_HEAD)
    actions.extend_term(
        session, actor=head, now=NOW, term=term, added=2, reason="设备未到", requested_by=officer
    )
    view = term_view(term, today=D("2024-10-10"), calendar=queries.get_calendar(session))
    assert view.length == "15 日"
    assert view.how[0] == HowLine("期限", "13 日，经批准延长 2 日，从起算日一并计算")
    assert view.how[2:] == (
        HowLine("2024-09-21 – 2024-10-05", "计 15 日，累计 15 日"),
        HowLine("2024-10-06 – 2024-10-07", "国庆节，不计"),
        HowLine("2024-10-08", "顺延至此"),
        HowLine("届满日", "2024-10-05"),
        HowLine("到期日", "2024-10-08"),
    )


def test_how_suspended_days_were_left_out(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-02", started_on=D("2024-03-01"))
    actions.suspend_term(
        session,
        actor=officer,
        now=NOW,
        term=term,
        reason=Suspension.APPRAISAL,
        paper="鉴定委托书",
        from_on=D("2024-03-10"),
    )
    assert term_view(term, today=D("2024-03-12")).days_left is None
    actions.resume_term(session, actor=officer, now=NOW, term=term, until_on=D("2024-03-19"))
    view = term_view(term, today=D("2024-03-20"), calendar=queries.get_calendar(session))
    assert HowLine("2024-03-10 – 2024-03-19", "中止计时，不计") in view.how


def test_months_are_not_told_as_days(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, rule_id="D-16", started_on=D("2024-07-05"))
    view = term_view(term, today=D("2024-07-06"), calendar=queries.get_calendar(session))
    assert HowLine("2024-07-06 – 2024-10-05", "计入") in view.how


def test_a_provisional_date_says_so(session: Session, officer: Actor) -> None:
    term = make_term(session, officer, started_on=D("2027-02-01"))
    view = term_view(term, today=D("2027-02-01"), calendar=queries.get_calendar(session))
    assert view.provisional
    assert view.how[-1] == HowLine("暂定", "涉及尚未公布放假安排的年份，公布后重新计算")


def test_every_rule_has_a_title() -> None:
    assert RULE_TITLES.keys() == RULES.keys()
