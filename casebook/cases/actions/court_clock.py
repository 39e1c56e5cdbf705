"""The three months in which the court may be applied to (强制法 53; D-16): set anew when terms move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.actions.reaching import addressed
from casebook.cases.actions.steps import subject_of_case
from casebook.cases.acts import Decided
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.books import decision_of, disputes_of
from casebook.cases.rules.disputes import terms_ended_on
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.disputes import Dispute

RULE = "D-16"


def terms_ended(file: CaseFile) -> date | None:
    """Return the day on which all terms of review and suit end, as far as it is known.

    Where papers were served on each party by itself, the day on which the last party's end; while one of
    those that the decision is about was not served, it is not known.
    """
    every, parties = disputes_of(file.entries), [one.id for one in file.parties]
    if not any(file.has_own_clocks(one) for one in parties):
        return _ended(every, file.dues)
    wanted = [one for one in parties if file.has_own_clocks(one) or one in _decided(file)]
    days = [_ended([d for d in every if d.party == one], file.dues_of(one)) for one in wanted]
    return None if None in days else max(day for day in days if day is not None)


def _decided(file: CaseFile) -> set[UUID]:
    found = decision_of(file.entries)
    act = found.act if found is not None else None
    return addressed(file, act.proposal) if isinstance(act, Decided) else set()


def _ended(disputes: Sequence[Dispute], dues: Mapping[str, date]) -> date | None:
    return terms_ended_on(
        disputes,
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
