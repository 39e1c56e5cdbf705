"""The register of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.dossier.models import EvidencePackage
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def list_packages(session: Session, subject_id: UUID) -> list[EvidencePackage]:
    """Return the packages that were made of a case or a closure, the newest first."""
    query = select(EvidencePackage).where(EvidencePackage.subject_id == subject_id)
    return list(session.scalars(query.order_by(EvidencePackage.rowid.desc())))


def get_package(session: Session, package_id: UUID, actor: Actor) -> EvidencePackage:
    """Return a package of the register, or raise NotFound, also outside the jurisdiction."""
    actor.need(Permission.EVIDENCE_EXPORT)
    found = session.scalar(select(EvidencePackage).where(EvidencePackage.id == package_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("evidence_package", package_id)
    return found
