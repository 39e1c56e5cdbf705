"""The three months in which the court may be applied to (强制法 53; D-16): set anew when terms move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.actions.steps import subject_of_case
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.books import disputes_of
from casebook.cases.rules.disputes import terms_ended_on
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile

RULE = "D-16"


def terms_ended(file: CaseFile) -> date | None:
    """Return the day on which all terms of review and suit end, as far as it is known."""
    dues = file.dues
    return terms_ended_on(
        disputes_of(file.entries),
        review_due=dues.get("D-13"),
        suit_due=dues.get("D-14"),
        after_review_due=dues.get("D-14.after_review"),
    )


def set_court_clock(session: Session, *, actor: Actor, now: datetime, case: Case) -> None:
    """Let D-16 run from the day on which the terms end; while that is open it does not run."""
    session.flush()
    ended_on = terms_ended(reload_file(session, case))
    running = clocks.find_running(session, subject_id=case.id, rule_id=RULE)
    if running is not None and running.started_on == ended_on:
        return
    if running is not None:
        reason = "复议、诉讼期限变动，重新起算"
        deadlines.cancel_term(session, actor=actor, now=now, term=running, reason=reason)
    if ended_on is not None:
        deadlines.start_term(
            session,
            actor=actor,
            now=now,
            subject=subject_of_case(case),
            rule_id=RULE,
            started_on=ended_on,
            assignee_id=case.investigator_id,
        )
