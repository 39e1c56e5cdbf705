"""What a report leaves in the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.audit.actions import record_look
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def note_personal_export(session: Session, *, actor: Actor, now: datetime) -> None:
    """Log that a work ledger leaves with personal data unmasked."""
    subject = Subject("work_ledger", new_id(), "一本账", actor.jurisdiction)
    record_look(session, actor=actor, now=now, subject=subject, what="work_ledger.export")
