"""Reading what pictures there are of records, and which of them show a change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from casebook.evidence.models import EvidenceItem, EvidenceSubject
from casebook.evidence.rules import EvidenceStage
from casebook.storage.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    Subjects = Mapping[str, Collection[UUID]]


@dataclass(frozen=True)
class Picture:
    """A picture that was not withdrawn: its stage, and whether an earlier one shows the same standpoint."""

    stage: EvidenceStage | None
    is_second: bool


def pictures_of(session: Session, subjects: Subjects) -> dict[tuple[str, UUID], list[Picture]]:
    """Return the pictures of records by kind and id; `subjects` are their ids by kind; one statement."""
    about = [
        and_(EvidenceSubject.kind == kind, EvidenceSubject.subject_id.in_(ids))
        for kind, ids in subjects.items()
        if ids
    ]
    if not about:
        return {}
    earlier = aliased(EvidenceItem)
    query = (
        select(EvidenceSubject.kind, EvidenceSubject.subject_id, EvidenceItem.stage, earlier.id)
        .join(EvidenceItem, EvidenceItem.about_id == EvidenceSubject.id)
        .join(StoredFile, StoredFile.hash == EvidenceItem.file_hash)
        .outerjoin(earlier, and_(earlier.id == EvidenceItem.pair_of, earlier.withdrawn_at.is_(None)))
        .where(or_(*about), EvidenceItem.withdrawn_at.is_(None), StoredFile.media_type.startswith("image/"))
        .order_by(EvidenceItem.rowid)
    )
    found: dict[tuple[str, UUID], list[Picture]] = defaultdict(list)
    for kind, subject_id, stage, first in session.execute(query):
        found[kind, subject_id].append(Picture(stage, first is not None))
    return dict(found)


def make_pair(pictures: Iterable[Picture]) -> bool:
    """Say whether pictures hold two of one standpoint, or both of before and of after."""
    found = list(pictures)
    stages = {one.stage for one in found}
    return any(one.is_second for one in found) or {EvidenceStage.BEFORE, EvidenceStage.AFTER} <= stages
