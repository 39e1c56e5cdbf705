"""Completing a record: from then on nobody can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.accounts.queries import get_officer
from casebook.evidence import actions as evidence
from casebook.inspections.actions.drafts import note, open_draft, subject_of
from casebook.inspections.queries import list_gaps
from casebook.inspections.rules import InspectionState
from casebook.kernel.errors import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection


def complete(session: Session, *, actor: Actor, now: datetime, inspection: Inspection) -> Inspection:
    """Submit a draft that is whole, and lock its evidence (固定); Refused with all that is missing.

    `cases.actions.submit_inspection` calls it and puts the findings on the list.
    """
    open_draft(session, actor=actor, inspection=inspection)
    found = list_gaps(session, inspection)
    if found:
        raise Refused(found)
    _note_certificates(session, inspection)
    evidence.lock_items(session, actor=actor, now=now, subject=subject_of(inspection))
    session.flush()
    inspection.state, inspection.submitted_at = InspectionState.SUBMITTED, now
    after = {
        "findings": {finding.problem_code: finding.description for finding in inspection.findings},
        "officers": [f"{row.name} {row.certificate_no}" for row in inspection.officers],
    }
    note(session, inspection, actor=actor, now=now, action="inspection:submit", after=after)
    return inspection


def _note_certificates(session: Session, inspection: Inspection) -> None:
    """Keep names and certificates as they are on the day of the record (G1)."""
    for row in inspection.officers:
        officer = get_officer(session, row.officer_id)
        row.name = officer.name
        row.certificate_no = officer.certificate_no or row.certificate_no
        row.certificate_valid_to = officer.certificate_valid_to or row.certificate_valid_to
