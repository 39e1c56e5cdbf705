"""Photographs of a visit; evidence keeps them, untouched, under the inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.evidence import actions as evidence
from casebook.evidence.rules import EvidenceKind
from casebook.inspections.actions.drafts import open_draft, subject_of
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import ACCEPTED, MediaKind

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
    """Keep photographs that were taken at the well (视听资料, 处罚法 46); all of them or none."""
    open_draft(session, actor=actor, inspection=inspection)
    if not uploads:
        raise RuleBroken("inspection_photograph_not_chosen", field="photographs")
    added = []
    for upload in uploads:
        item = evidence.add_item(
            session,
            actor=actor,
            now=now,
            subject=subject_of(inspection),
            upload=upload,
            kind=EvidenceKind.AUDIOVISUAL,
            describes=describes,
        )
        if ACCEPTED[item.original.media_type].kind is not MediaKind.PHOTO:
            raise RuleBroken("inspection_not_a_photograph", field="photographs", name=item.file_name)
        added.append(item)
    return added
