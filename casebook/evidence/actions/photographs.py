"""Taking photographs in, several at once: all of them or none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.evidence.actions.taking import add_item
from casebook.evidence.rules import EvidenceKind, EvidenceMethod
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import EvidenceStage, Upload
    from casebook.kernel.subjects import Subject


def add_photographs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    uploads: Sequence[Upload],
    stage: EvidenceStage | None = None,
    describes: str = "",
) -> list[EvidenceItem]:
    """Keep photographs (视听资料, 处罚法 46); all of them or none.

    Raises RuleBroken (field `file`) when there is none, or one is something else.
    """
    if not uploads:
        raise RuleBroken("photograph_not_chosen", field="file")
    return [
        _photograph(
            session,
            actor=actor,
            now=now,
            subject=subject,
            upload=replace(upload, method=EvidenceMethod.PHOTOGRAPH),
            stage=stage,
            describes=describes,
        )
        for upload in uploads
    ]


def _photograph(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    upload: Upload,
    stage: EvidenceStage | None,
    describes: str,
) -> EvidenceItem:
    try:
        return add_item(
            session,
            actor=actor,
            now=now,
            subject=subject,
            upload=upload,
            kind=EvidenceKind.AUDIOVISUAL,
            stage=stage,
            describes=describes,
        )
    except RuleBroken as refusal:
        if refusal.code != "file_kind_refused":
            raise
        name = safe_name(upload.file_name)
        raise RuleBroken("not_a_photograph", field="file", name=name) from refusal
