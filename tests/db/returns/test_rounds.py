"""Asking for a period, reporting, reviewing, and what is missing on a day."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.audit.models import AuditEntry
from casebook.deadlines.queries import list_terms
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.notices.queries import find_tellings
from casebook.returns import actions, queries
from casebook.returns.models import ReturnLine, ReturnLinkUse
from casebook.returns.rules import Link, Period, ReturnSettingKey, ReturnState, Scope
from casebook.returns.rules.reporting import MOST_PER_RETURN, MOST_REFUSED
from casebook.screening import actions as screening
from casebook.screening.queries import HitFilter, page_hits
from casebook.screening.rules import RuleId
from casebook.storage.actions import Scan
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import make_permit
from tests.factories.reported import (
    AUGUST,
    Q1,
    Q2,
    SUMMER,
    User,
    ask,
    make_user_with_wells,
    report,
    send,
    set_value,
)
from tests.factories.storage import picture
from tests.factories.wells import make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.returns.models import PeriodicReturn

S = ReturnState


@pytest.fixture
def user(session: Session) -> User:
    return make_user_with_wells(session)


def states(session: Session, row: PeriodicReturn) -> list[str]:
    return [event.to_state.value.removeprefix("return_") for event in queries.list_events(session, row.id)]


def test_holders_are_asked_and_the_clock_gives_the_day(session: Session, user: User) -> None:
    (row,) = ask(session)
    assert (row.party_id, row.state, row.division_code) == (user.firm.id, S.DUE, user.wells[0].division_code)
    assert row.round.due_on == date(2023, 7, 17), "fifteen days after June end on a Saturday"
    (term,) = list_terms(session, [row.round_id])
    assert (term.rule, term.due_on, term.assignee_id is not None) == ("return_due", row.round.due_on, True)


def test_the_year_is_due_by_law_on_its_last_day(session: Session, user: User) -> None:
    (row,) = ask(session, Period.parse("2022"))
    assert row.round.due_on == date(2022, 12, 31)
    assert row.state is S.LATE, "the day is past"
    assert list_terms(session, [row.round_id])[0].rule == "D-25"


def test_nobody_is_asked_before_the_county_says_who(session: Session, user: User) -> None:
    with pytest.raises(RuleBroken, match="return_scope_missing"):
        actions.open_round(session, actor=user.clerk, now=SUMMER, period=Q2)
    assert actions.keep_rounds(session, now=SUMMER, county_code=COUNTY) == {"opened": 0, "late": 0}


def test_a_period_must_be_over(session: Session, user: User) -> None:
    with pytest.raises(RuleBroken, match="return_period_not_over"):
        ask(session, Period.parse("2023Q3"))


def test_who_is_asked_follows_the_setting(session: Session, user: User) -> None:
    citizen = make_party(session)
    make_permit(
        session, make_well(session, user=citizen), holder=citizen, number="D371525G2020-0009", volume=500
    )
    set_value(session, ReturnSettingKey.SCOPE, Scope.ORGANISATIONS.value)
    assert [row.party_id for row in ask(session)] == [user.firm.id]
    set_value(session, ReturnSettingKey.SCOPE, Scope.HOLDERS.value)
    assert {row.party_id for row in ask(session)} == {user.firm.id, citizen.id}, (
        "asking again asks who is new"
    )
    set_value(session, ReturnSettingKey.LEAST, "30000")
    assert [row.party_id for row in ask(session, Q1)] == [user.firm.id]


def test_the_night_opens_the_last_period_and_notes_what_is_late(session: Session, user: User) -> None:
    set_value(session, ReturnSettingKey.SCOPE, Scope.HOLDERS.value)
    assert actions.keep_rounds(session, now=NOW, county_code=COUNTY)["opened"] == 0, "Q1 was over before"
    keep = {"county_code": COUNTY}
    assert actions.keep_rounds(session, now=SUMMER, **keep) == {"opened": 1, "late": 0}
    assert actions.keep_rounds(session, now=SUMMER, **keep) == {"opened": 0, "late": 0}
    assert actions.keep_rounds(session, now=AUGUST, **keep) == {"opened": 0, "late": 1}
    found = queries.find_round(session, COUNTY, Q2)
    assert found is not None
    (row,) = queries.list_owed(session, found.id)
    assert states(session, row) == ["due", "late"]


def test_a_report_comes_is_asked_about_and_accepted(session: Session, user: User) -> None:
    (row,) = ask(session)
    send(session, row, report(user, 590, "600.5", note="六月换过表"))
    assert (row.state, row.total_m3, row.received_on) == (S.RECEIVED, Decimal("1190.5"), date(2023, 7, 3))
    assert not list_terms(session, [row.round_id])[0].is_running, "nothing is owed any more"
    decide = {"actor": user.clerk, "now": SUMMER, "row": row}
    actions.decide(session, **decide, to=S.UNDER_QUERY, reason="二号井与监测差得多，请核对。")
    assert row.query
    send(session, row, report(user, 600, 600), now=AUGUST)
    assert (row.state, row.query, row.received_on) == (S.RECEIVED, "", date(2023, 7, 3))
    actions.decide(session, **decide, to=S.ACCEPTED)
    assert states(session, row) == ["due", "received", "under_query", "received", "accepted"]
    assert [one.total_m3 for one in queries.list_submissions(session, row.id)] == [1200, Decimal("1190.5")]
    with pytest.raises(RuleBroken, match="return_not_open"):
        send(session, row, report(user, 1, 1))


def test_a_nil_return(session: Session, user: User) -> None:
    (row,) = ask(session)
    send(session, row, report(user, 0, 0, is_nil=True))
    assert (row.state, row.total_m3) == (S.NIL, 0)


def test_what_a_report_must_say(session: Session, user: User) -> None:
    (row,) = ask(session)
    for told, code in (
        (report(user, 1, 1, reporter=" "), "return_reporter_missing"),
        (report(user, 1, 1, is_nil=True), "return_nil_with_water"),
        (actions.Report(lines=report(user, 1, 1).lines[:1], reporter="周敏"), "return_wells_differ"),
    ):
        with pytest.raises(RuleBroken, match=code):
            send(session, row, told)
    assert queries.list_submissions(session, row.id) == []


def test_the_photograph_of_a_dial_is_kept(session: Session, user: User, file_store: object) -> None:
    (row,) = ask(session)
    send(session, row, report(user, 600, 600, photographs={1: Scan(io.BytesIO(picture()), "表.jpg")}))
    found = queries.lines_of(session, [row.submission_id])[row.submission_id]
    assert [line.photograph_hash is not None for line in found] == [False, True]
    assert queries.get_photographed(session, row, found[1].id).photograph_name == "表.jpg"
    with pytest.raises(NotFound):
        queries.get_photographed(session, row, found[0].id)


def test_what_is_no_picture_is_refused_beside_its_line(
    session: Session, user: User, file_store: object
) -> None:
    (row,) = ask(session)
    with pytest.raises(RuleBroken) as refused:
        send(session, row, report(user, 600, 600, photographs={0: Scan(io.BytesIO(picture()), "表.exe")}))
    assert refused.value.field == "photograph_0"


def test_nobody_sends_without_end(session: Session, user: User) -> None:
    (row,) = ask(session)
    for _ in range(MOST_PER_RETURN):
        send(session, row, report(user, 1, 1))
    with pytest.raises(RuleBroken, match="return_sent_too_often"):
        send(session, row, report(user, 1, 1))
    assert actions.forget_callers(session, now=SUMMER + timedelta(days=1)) == MOST_PER_RETURN
    assert session.query(ReturnLinkUse).count() == 0


def test_what_was_refused_counts_against_its_address_alone(session: Session, user: User) -> None:
    (row,) = ask(session)
    for _ in range(MOST_REFUSED + 1):
        actions.note_refused(session, now=SUMMER, row=row, caller_mark="elsewhere")
    assert session.query(ReturnLinkUse).count() == MOST_REFUSED
    send(session, row, report(user, 1, 1))
    by = {"now": SUMMER, "row": row, "report": report(user, 1, 1), "base_version": row.version}
    with pytest.raises(RuleBroken, match="return_sent_too_often"):
        actions.send_by_link(session, **by, caller_mark="elsewhere")


def test_a_link_opens_until_it_is_renewed_or_nothing_is_owed(session: Session, user: User) -> None:
    (row,) = ask(session)
    assert queries.get_by_link(session, Link(row.id, 1)) is row
    assert actions.renew_link(session, actor=user.clerk, now=SUMMER, row=row) == 2
    with pytest.raises(NotFound):
        queries.get_by_link(session, Link(row.id, 1))
    actions.decide(session, actor=user.clerk, now=SUMMER, row=row, to=S.VOID, reason="已停产")
    with pytest.raises(NotFound):
        queries.get_by_link(session, Link(row.id, 2))


def test_a_return_that_is_owed_again_is_reported_anew(session: Session, user: User) -> None:
    (row,) = ask(session)
    send(session, row, report(user, 600, 600))
    by = {"actor": user.clerk, "now": SUMMER, "row": row, "reason": "误发"}
    actions.decide(session, **by, to=S.VOID)
    actions.decide(session, **by, to=S.DUE)
    assert (row.state, row.submission_id, row.total_m3, row.received_on) == (S.DUE, None, None, None)
    assert len(queries.list_submissions(session, row.id)) == 1
    ended, running = list_terms(session, [row.round_id])
    assert (ended.is_running, running.is_running) == (False, True)
    assert (running.rule, running.due_on) == (ended.rule, row.round.due_on)
    send(session, row, report(user, 500, 600))
    assert (row.state, row.total_m3) == (S.RECEIVED, Decimal(1100))


def test_what_needs_a_reason_and_a_permission(session: Session, user: User) -> None:
    (row,) = ask(session)
    with pytest.raises(RuleBroken, match="return_reason_missing"):
        actions.decide(session, actor=user.clerk, now=SUMMER, row=row, to=S.VOID)
    with pytest.raises(RuleBroken, match="return_step_out_of_order"):
        actions.decide(session, actor=user.clerk, now=SUMMER, row=row, to=S.RECEIVED)
    reader = make_actor(session, Role.INSPECTOR)
    by = {"actor": reader, "now": SUMMER}
    with pytest.raises(Forbidden):
        actions.decide(session, **by, row=row, to=S.VOID, reason="x")
    with pytest.raises(Forbidden):
        actions.open_round(session, **by, period=Q2)
    with pytest.raises(Forbidden):
        actions.enter_report(session, **by, row=row, report=report(user, 1, 1), base_version=row.version)
    with pytest.raises(Conflict):
        actions.decide(
            session,
            actor=user.clerk,
            now=SUMMER,
            row=row,
            to=S.VOID,
            reason="x",
            base_version=row.version + 1,
        )


def test_a_paper_is_entered_in_the_name_of_who_entered_it(session: Session, user: User) -> None:
    (row,) = ask(session)
    actions.enter_report(
        session, actor=user.clerk, now=SUMMER, row=row, report=report(user, 1, 2), base_version=row.version
    )
    (told,) = queries.list_submissions(session, row.id)
    assert (told.is_own, told.entered_by) == (False, user.clerk.name)
    assert session.query(AuditEntry).filter(AuditEntry.action == "return:enter").count() == 1


def test_a_township_sees_its_own_returns(session: Session, user: User) -> None:
    (row,) = ask(session)
    here = make_actor(session, Role.PERMIT_OFFICER, jurisdiction=row.division_code)
    there = make_actor(session, Role.PERMIT_OFFICER, jurisdiction="371525999")
    assert queries.get_return(session, row.id, here) is row
    assert queries.page_returns(session, there, queries.ReturnFilter()).items == []
    with pytest.raises(NotFound):
        queries.get_return(session, row.id, there)


def test_what_is_missing_is_missing_as_of_a_day(session: Session, user: User) -> None:
    (row,) = ask(session)
    assert queries.missing_returns(session, COUNTY, date(2023, 7, 17)) == [], "the last day is in time"
    (found,) = queries.missing_returns(session, COUNTY, date(2023, 7, 18))
    assert (found.party_id, found.period, found.due_on) == (user.firm.id, "2023Q2", date(2023, 7, 17))
    send(session, row, report(user, 600, 600), now=AUGUST)
    assert queries.missing_returns(session, COUNTY, date(2023, 8, 2)) == []
    (late,) = queries.missing_returns(session, COUNTY, date(2023, 7, 20))
    assert late.received_on == date(2023, 8, 1), "on that day it had not come"


def test_screening_says_who_has_not_reported(session: Session, user: User) -> None:
    watch = make_actor(session, Role.CASE_HEAD)
    (row,) = ask(session)
    screening.run(session, actor=watch, now=AUGUST, as_of=date(2023, 8, 1))
    (hit,) = page_hits(session, watch, HitFilter(rule=RuleId.RETURN_MISSING)).items
    assert (hit.subject_title, hit.period) == (user.firm.name, "2023Q2")
    actions.decide(session, actor=user.clerk, now=AUGUST, row=row, to=S.VOID, reason="免报")
    assert queries.missing_returns(session, COUNTY, date(2023, 8, 1)) == []


def test_who_has_the_clock_is_reminded(session: Session, user: User) -> None:
    ask(session)
    told = [row for row in find_tellings(session, today=date(2023, 7, 14)) if row["rule"] == "return_due"]
    assert [(row["kind"].value, row["due_on"]) for row in told] == [("reminder", date(2023, 7, 17))]


def test_reports_cannot_be_rewritten(session: Session, user: User) -> None:
    (row,) = ask(session)
    send(session, row, report(user, 1, 1))
    line = session.query(ReturnLine).first()
    assert line is not None
    line.volume_m3 = Decimal(9)
    with pytest.raises(RuleBroken, match="append_only"):
        session.flush()
