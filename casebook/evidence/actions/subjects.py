"""The row by which evidence knows a record of some other feature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.db.holding import hold
from casebook.evidence import queries
from casebook.evidence.models import EvidenceSubject

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.subjects import Subject


def subject_row(session: Session, actor: Actor, subject: Subject) -> EvidenceSubject:
    """Return the subject's row, held: of two uploads of the same bytes the second one sees the first."""
    hold(session, f"evidence:{subject.kind}:{subject.id}")
    known = queries.find_subject(session, subject.kind, subject.id, lock=True)
    if known is not None:
        return known
    row = EvidenceSubject(
        county_code=actor.county_code,
        kind=subject.kind,
        subject_id=subject.id,
        title=subject.title,
        division_code=subject.division_code,
    )
    session.add(row)
    session.flush()
    return row
