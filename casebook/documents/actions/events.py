"""What every step of a paper shares: lock it, move it, note it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.audit.actions import record
from casebook.documents.models import Document, DocumentEvent
from casebook.documents.rules import step

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor, Permission
    from casebook.documents.rules import DocumentState


def hold(session: Session, actor: Actor, permission: Permission, document: Document) -> None:
    """Check who acts, lock the row and read it anew: of two steps at once the later sees the earlier."""
    actor.need(permission)
    actor.need_reach(document.division_code, "document", document.id)
    session.flush()
    session.refresh(document, with_for_update={"of": Document})


def move(
    session: Session, document: Document, to: DocumentState, what: str, *, actor: Actor, now: datetime
) -> None:
    """Take a step of the table, and note it in the paper's history and in the audit."""
    before = document.state
    step(document.sheet, before, to)
    document.state = to
    note(session, document, before, what, action=f"document:{to.value}", actor=actor, now=now)


def note(
    session: Session,
    document: Document,
    before: DocumentState | None,
    what: str,
    *,
    action: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Note what was done to a paper."""
    session.flush()
    count = select(func.count()).where(DocumentEvent.document_id == document.id)
    session.add(
        DocumentEvent(
            document_id=document.id,
            sequence=(session.scalar(count) or 0) + 1,
            from_state=before,
            to_state=document.state,
            at=now,
            what=what[:600],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
    session.expire(document, ["events"])
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=document.as_subject(),
        before={"state": before},
        after={"state": document.state},
        reason=what,
    )
