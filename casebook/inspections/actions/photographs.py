"""Photographs of a visit; evidence keeps them, untouched, under the inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.evidence import actions as evidence
from casebook.evidence.rules import EvidenceKind
from casebook.inspections.actions.drafts import open_draft, subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import Upload
    from casebook.inspections.models import Inspection


def add_photographs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    uploads: Sequence[Upload],
    describes: str = "",
) -> list[EvidenceItem]:
    """Keep photographs that were taken at the well; all of them or none."""
    open_draft(session, actor=actor, inspection=inspection)
    return evidence.add_photographs(
        session,
        actor=actor,
        now=now,
        subject=subject_of(inspection),
        uploads=uploads,
        describes=describes,
    )


def add_sketch(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, upload: Upload
) -> EvidenceItem:
    """Keep the drawing of a survey (勘验图)."""
    open_draft(session, actor=actor, inspection=inspection)
    return evidence.add_item(
        session,
        actor=actor,
        now=now,
        subject=subject_of(inspection),
        upload=upload,
        kind=EvidenceKind.SITE_RECORD,
        describes="勘验现场图",
    )
