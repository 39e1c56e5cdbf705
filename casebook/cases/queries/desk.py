"""Reading what waits for an officer in casework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import Lead, Measure, Problem
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.leads import LeadState
from casebook.deadlines.models import TermExtension

if TYPE_CHECKING:
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
