"""Registering an archive bundle before it leaves the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.dossier.models import ArchiveBundle
from casebook.evidence.actions import note_export
from casebook.evidence.queries import items_by_id
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.dossier.actions.packages import Bound, Written


def register_bundle(
    session: Session, *, actor: Actor, now: datetime, written: Written, bound: Bound
) -> ArchiveBundle:
    """Register a written bundle; each item's custody notes the export."""
    actor.need(Permission.EVIDENCE_EXPORT)
    material = written.material
    made = ArchiveBundle(
        id=new_id(),
        county_code=material.county_code,
        case_id=material.id,
        number=material.number,
        division_code=material.division_code,
        archive_no=bound.archive_no,
        head=written.head,
        key=written.key,
        pdf_hash=digest(bound.pdf),
        pages=bound.pages,
        items=len(written.item_ids),
        size=written.size,
        contents=bound.contents,
        has_time_stamp=written.has_time_stamp,
        made_at=now,
        made_by_id=actor.officer_id,
        made_by=actor.name,
    )
    session.add(made)
    session.flush()
    subject = Subject(material.kind, material.id, material.number, material.division_code)
    items = list(items_by_id(session, written.item_ids).values())
    note_export(session, actor=actor, now=now, items=items, subject=subject, head=made.head)
    after = {"head": made.head, "pages": made.pages, "items": made.items, "size": made.size}
    record(session, actor=actor, now=now, action="case:bundle", subject=subject, after=after)
    return made
