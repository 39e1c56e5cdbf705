"""Reading what waits for an officer in casework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import Case, Lead, Measure, Problem
from casebook.cases.queries.file import entries_of
from casebook.cases.rules import CaseStatus, CaseStep, ProblemStatus
from casebook.cases.rules.asking import CHAINS
from casebook.cases.rules.course import next_step
from casebook.cases.rules.facts import CaseFacts
from casebook.cases.rules.folding import fold
from casebook.cases.rules.leads import LeadState
from casebook.cases.rules.workflow import find_move
from casebook.deadlines.models import TermExtension

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def list_extensions_to_decide(
    session: Session, actor: Actor, *, most: int
) -> list[tuple[TermExtension, Measure]]:
    """Return undecided requests for more time by others, oldest first."""
    query = (
        select(TermExtension, Measure)
        .join(Measure, Measure.term_id == TermExtension.term_id)
        .where(
            TermExtension.decided_at.is_(None),
            TermExtension.requested_by_id != actor.officer_id,
            Measure.county_code == actor.county_code,
            Measure.division_code.startswith(actor.jurisdiction),
        )
        .order_by(TermExtension.requested_at, TermExtension.rowid)
        .limit(most)
    )
    return [(asked, measure) for asked, measure in session.execute(query)]


def list_problems_to_strike(session: Session, actor: Actor, *, most: int) -> list[Problem]:
    """Return problems ready to be struck off by this officer, who did not see to the rectifying."""
    rectifier = func.coalesce(Problem.rectified_by_id, Problem.responsible_officer_id)
    query = select(Problem).where(
        Problem.county_code == actor.county_code,
        Problem.division_code.startswith(actor.jurisdiction),
        Problem.status == ProblemStatus.VERIFIED,
        rectifier != actor.officer_id,
    )
    return list(session.scalars(query.order_by(Problem.number).limit(most)))


def list_new_leads(session: Session, actor: Actor, *, most: int) -> list[Lead]:
    """Return leads that nobody has taken up yet, oldest first."""
    query = select(Lead).where(
        Lead.county_code == actor.county_code,
        Lead.division_code.startswith(actor.jurisdiction),
        Lead.state == LeadState.NEW,
    )
    return list(session.scalars(query.order_by(Lead.number).limit(most)))


_WITH_OTHERS = (
    CaseStatus.REPORTED,
    CaseStatus.REVIEWED,
    CaseStatus.PROPOSED,
    CaseStatus.CONSIDERED,
)
"""Where a case lies with who reviews, examines or decides it, not with its investigators."""


def list_cases_to_decide(
    session: Session, actor: Actor, *, on: date, most: int
) -> list[tuple[Case, CaseStep]]:
    """Return cases whose next step is another's than the investigators', with that step, oldest first.

    A step that rests on a 审批表 waits here only once that was answered with 同意.
    """
    query = select(Case).where(
        Case.county_code == actor.county_code,
        Case.division_code.startswith(actor.jurisdiction),
        Case.status.in_(_WITH_OTHERS),
        Case.is_history.is_(False),
        Case.investigator_id != actor.officer_id,
        Case.second_investigator_id != actor.officer_id,
    )
    cases = list(session.scalars(query.order_by(Case.opened_on, Case.number).limit(most)))
    entries = entries_of(session, [one.id for one in cases])
    found = []
    for case in cases:
        facts = fold(CaseFacts(case.status, on, case.procedure), entries.get(case.id, ()), dues={})
        step = next_step(facts)
        move = find_move(step, case.status, case.procedure) if step else None
        if move is None or move.served or not actor.can(move.permission):
            continue
        if move.step not in CHAINS or move.step in facts.approved:
            found.append((case, move.step))
    return found
