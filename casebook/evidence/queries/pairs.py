"""Reading whether pictures show a change: before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from casebook.evidence.models import EvidenceItem, EvidenceSubject
from casebook.evidence.rules import EvidenceStage
from casebook.storage.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    Subjects = Mapping[str, Collection[UUID]]


def has_pictures(session: Session, subjects: Subjects) -> bool:
    """Say whether records have a picture that was not withdrawn; `subjects` are their ids by kind."""
    query = _pictures(subjects)
    return query is not None and session.scalar(query.limit(1)) is not None


def has_pair(session: Session, subjects: Subjects) -> bool:
    """Say whether records have two pictures of one standpoint, or both of before and of after."""
    query = _pictures(subjects)
    if query is None:
        return False
    earlier = aliased(EvidenceItem)
    paired = query.join(earlier, earlier.id == EvidenceItem.pair_of).where(earlier.withdrawn_at.is_(None))
    if session.scalar(paired.limit(1)) is not None:
        return True
    stages = set(session.scalars(query.with_only_columns(EvidenceItem.stage).distinct()))
    return {EvidenceStage.BEFORE, EvidenceStage.AFTER} <= stages


def _pictures(subjects: Subjects) -> Select[UUID] | None:
    about = [
        and_(EvidenceSubject.kind == kind, EvidenceSubject.subject_id.in_(ids))
        for kind, ids in subjects.items()
        if ids
    ]
    if not about:
        return None
    return (
        select(EvidenceItem.id)
        .join(EvidenceItem.about)
        .join(StoredFile, StoredFile.hash == EvidenceItem.file_hash)
        .where(or_(*about), EvidenceItem.withdrawn_at.is_(None), StoredFile.media_type.startswith("image/"))
    )
