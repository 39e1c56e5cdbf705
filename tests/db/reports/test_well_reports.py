"""The closed-well report: what it says, its steps, and that what was sent stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import orjson
import pytest

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.months import Month
from casebook.reports import actions, queries
from casebook.reports.making import MadeWellReport
from casebook.reports.rules import WELL_REPORT_TRANSITIONS, WellReportStatus, step
from tests.factories import closures as make
from tests.factories.accounts import make_actor
from tests.factories.ledger import make_subject, post_closed_well

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.reports.models import WellReport
    from tests.factories.closures import Offices

JUNE = Month(2023, 6)
JULY = datetime(2023, 7, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def offices(session: Session, file_store: Path) -> Offices:
    return make.make_offices(session)


@pytest.fixture
def drafter(session: Session) -> Actor:
    return make_actor(session, Role.CLOSURE_OFFICER)


@pytest.fixture
def checker(session: Session) -> Actor:
    return make_actor(session, Role.AGENCY_HEAD)


def draft(session: Session, actor: Actor, now: datetime = JULY) -> WellReport:
    return actions.draft_well_report(session, actor=actor, now=now, month=JUNE)


def made(report: WellReport) -> MadeWellReport:
    return MadeWellReport(digest(report.body), b"xlsx" + report.body[:40], b"pdf" + report.body[:40])


def send(session: Session, actor: Actor, report: WellReport, **changes: object) -> None:
    facts = {"made": made(report), "recipient": "聊城市水利局", "sent_on": date(2023, 7, 3)}
    actions.send_well_report(session, actor=actor, now=JULY, report=report, **{**facts, **changes})


def test_it_says_which_wells_were_confirmed_and_what_was_taken_back(
    session: Session, offices: Offices, drafter: Actor
) -> None:
    closure = make.make_closure(session, offices)
    reopened = make.make_closure(session, offices, well=make.new_well(session), baseline_m3=Decimal(1000))
    make.reopen(session, offices, reopened, now=make.NOW + timedelta(days=5))
    make.make_closure(session, offices, make.ClosureStatus.ACCEPTED, well=make.new_well(session))
    old = make_subject("旧台账第 4 行", kind="closure_return_line")
    post_closed_well(session, 9, on=date(2023, 3, 1), now=make.NOW, subject=old)
    body = orjson.loads(draft(session, drafter).body)
    assert [line["closure"] for line in body["lines"]] == [closure.number, reopened.number]
    first = body["lines"][0]
    assert first["well"] == offices.well.code
    assert first["full_year_m3"] == "36500.000"
    assert first["township"] == "清水镇"
    assert "publication" in " ".join(first["missing"])
    (taken,) = body["corrections"]
    assert (taken["closure"], taken["wells"], taken["full_year_m3"]) == (reopened.number, -1, "-1000.000")
    assert body["sums"]["wells"] == 2
    assert body["sums"]["full_year_m3"] == "37500.000"


def test_from_the_draft_to_the_next_version(
    session: Session, offices: Offices, drafter: Actor, checker: Actor
) -> None:
    make.make_closure(session, offices)
    report = draft(session, drafter)
    assert draft(session, drafter).id == report.id
    actions.check_well_report(session, actor=checker, now=JULY, report=report)
    with pytest.raises(RuleBroken, match="well_report_stands"):
        draft(session, drafter)
    send(session, drafter, report)
    body, files = report.body, (report.xlsx_hash, report.pdf_hash)
    with pytest.raises(RuleBroken, match="well_report_sent_already"):
        send(session, drafter, report)
    with pytest.raises(RuleBroken, match="well_report_stands"):
        draft(session, drafter)
    with pytest.raises(RuleBroken, match="well_report_why"):
        actions.answer_well_report(
            session, actor=drafter, now=JULY, report=report, is_accepted=False, answer=" "
        )
    actions.answer_well_report(
        session, actor=drafter, now=JULY, report=report, is_accepted=False, answer="缺井深"
    )
    second = draft(session, drafter)
    assert (second.version, second.status) == (2, WellReportStatus.DRAFT)
    assert (report.body, report.xlsx_hash, report.pdf_hash) == (body, *files)
    events = queries.list_well_report_events(session, report.id)
    assert [one.to_status.value for one in events] == [
        "report_draft", "report_draft", "report_checked", "report_sent", "report_returned",
    ]  # fmt: skip
    assert {one.body_hash for one in events[2:]} == {digest(body)}


def test_it_is_not_checked_by_its_drafter_nor_before_the_month_is_over(
    session: Session, offices: Offices, drafter: Actor, checker: Actor
) -> None:
    make.make_closure(session, offices)
    both = make_actor(session, Role.CLOSURE_OFFICER, Role.COUNTY_RECHECK)
    report = draft(session, both)
    with pytest.raises(RuleBroken, match="well_report_own"):
        actions.check_well_report(session, actor=both, now=JULY, report=report)
    with pytest.raises(RuleBroken, match="well_report_month_open"):
        actions.check_well_report(session, actor=checker, now=make.NOW, report=report)
    with pytest.raises(Forbidden):
        actions.check_well_report(session, actor=drafter, now=JULY, report=report)


def test_what_moved_since_the_draft_is_not_sent(
    session: Session, offices: Offices, drafter: Actor, checker: Actor
) -> None:
    make.make_closure(session, offices)
    report = draft(session, drafter)
    actions.check_well_report(session, actor=checker, now=JULY, report=report)
    with pytest.raises(Conflict, match="well_report_changed"):
        send(session, drafter, report, made=MadeWellReport("sha256:00", b"x", b"p"))
    with pytest.raises(RuleBroken, match="well_report_day"):
        send(session, drafter, report, sent_on=date(2023, 6, 30))
    make.make_closure(session, offices, well=make.new_well(session))
    with pytest.raises(RuleBroken, match="well_report_moved"):
        send(session, drafter, report)
    actions.take_back_well_report(session, actor=checker, now=JULY, report=report, reason="又有一眼")
    assert draft(session, drafter).wells == 2


@pytest.mark.parametrize("present", list(WellReportStatus), ids=lambda one: one.value)
@pytest.mark.parametrize("to", list(WellReportStatus), ids=lambda one: one.value)
def test_only_the_steps_of_the_table(present: WellReportStatus, to: WellReportStatus) -> None:
    if to in WELL_REPORT_TRANSITIONS[present]:
        step("1", present, to)
        return
    with pytest.raises(RuleBroken, match="well_report_"):
        step("1", present, to)
