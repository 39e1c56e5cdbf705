"""Completing a record: from then on nobody can change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.accounts.queries import get_officer
from casebook.evidence import actions as evidence
from casebook.inspections.actions.drafts import note, open_draft, subject_of
from casebook.inspections.actions.presence import keep_desk_presence
from casebook.inspections.actions.proposing import propose_position
from casebook.inspections.actions.signing import sign_own
from casebook.inspections.models import InspectionFiling
from casebook.inspections.queries import list_gaps
from casebook.inspections.rules import Flag, InspectionState
from casebook.kernel.errors import Refused
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
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
    items = evidence.lock_items(session, actor=actor, now=now, subject=subject_of(inspection))
    _keep_proof(session, actor, now, inspection, items)
    session.flush()
    inspection.state, inspection.submitted_at = InspectionState.SUBMITTED, now
    after = {
        "findings": {finding.problem_code: finding.description for finding in inspection.findings},
        "officers": [f"{row.name} {row.certificate_no}" for row in inspection.officers],
    }
    note(session, inspection, actor=actor, now=now, action="inspection:submit", after=after)
    propose_position(session, actor=actor, now=now, inspection=inspection)
    return inspection


def _keep_proof(
    session: Session, actor: Actor, now: datetime, inspection: Inspection, items: Sequence[EvidenceItem]
) -> None:
    """Keep how the officers stand behind the record, and how its presence is weighed, as of a tablet's."""
    text_hash = digest(inspection.situation.encode())
    session.add(InspectionFiling(inspection_id=inspection.id, text_hash=text_hash, filed_at=now))
    sign_own(session, actor=actor, now=now, inspection=inspection, device_id=None, text_hash=text_hash)
    has_chat = any(not item.origin.is_original_carrier for item in items)
    flags = [Flag.CHAT] if has_chat else []
    keep_desk_presence(session, now=now, inspection=inspection, flags=flags)


def _note_certificates(session: Session, inspection: Inspection) -> None:
    """Keep names and certificates as they are on the day of the record (G1)."""
    for row in inspection.officers:
        officer = get_officer(session, row.officer_id)
        row.name = officer.name
        row.certificate_no = officer.certificate_no or row.certificate_no
        row.certificate_valid_to = officer.certificate_valid_to or row.certificate_valid_to
