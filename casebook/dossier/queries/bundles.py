"""The register of archive bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.dossier.models import ArchiveBundle
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def list_bundles(session: Session, case_id: UUID) -> list[ArchiveBundle]:
    """Return the bundles that were made of a case, the newest first."""
    query = select(ArchiveBundle).where(ArchiveBundle.case_id == case_id)
    return list(session.scalars(query.order_by(ArchiveBundle.rowid.desc())))


def find_last_bundle(session: Session, case_id: UUID) -> ArchiveBundle | None:
    """Return the newest bundle of a case, or None."""
    query = select(ArchiveBundle).where(ArchiveBundle.case_id == case_id)
    return session.scalar(query.order_by(ArchiveBundle.rowid.desc()).limit(1))


def get_bundle(session: Session, bundle_id: UUID, actor: Actor) -> ArchiveBundle:
    """Return a bundle of the register, or raise NotFound, also outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_EXPORT)
    found = session.scalar(select(ArchiveBundle).where(ArchiveBundle.id == bundle_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("archive_bundle", bundle_id)
    return found
