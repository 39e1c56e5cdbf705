"""A reviewer's verdict on a submitted record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.inspections.actions.drafts import subject_of
from casebook.inspections.models import Inspection, InspectionReview
from casebook.inspections.queries import find_revision, list_reviews, unconfirmed
from casebook.inspections.rules import InspectionState, ReviewState, check_verdict, state_of
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.rules import Verdict


def review(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, verdict: Verdict, note: str
) -> InspectionReview:
    """Approve a submitted record, or return it with a note; its problems stay on the list either way.

    RuleBroken for a second verdict, one by an officer of the record, a return without a note, and an
    approval while an officer stands on the record by another's declaration only.
    """
    actor.need(Permission.INSPECTION_REVIEW)
    actor.need_reach(inspection.division_code, "inspection", inspection.id)
    session.execute(select(Inspection.rowid).where(Inspection.id == inspection.id).with_for_update())
    if inspection.is_draft:
        raise RuleBroken("review_of_draft")
    check_verdict(
        verdict,
        note,
        state=_state_of(session, inspection),
        reviewer=actor.officer_id,
        officers=frozenset(row.officer_id for row in inspection.officers),
        is_second_confirmed=inspection.id not in unconfirmed(session, [inspection.id]),
    )
    about = {"inspection_id": inspection.id, "verdict": verdict, "note": note.strip(), "at": now}
    row = InspectionReview(**about, by_id=actor.officer_id, by_name=actor.name)
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="inspection:review",
        subject=subject_of(inspection),
        after={"verdict": verdict},
        reason=note.strip() or None,
    )
    return row


def _state_of(session: Session, inspection: Inspection) -> ReviewState:
    reviews = list_reviews(session, inspection.id)
    is_replaced = find_revision(session, inspection.id, state=InspectionState.SUBMITTED) is not None
    return state_of(reviews[-1].verdict if reviews else None, is_replaced=is_replaced)
