"""Reading packages and the numbers that devices hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.field.models import WorkPackage, WorkPackagePart
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.numbering.models import IssuedNumber, NumberSeries
from casebook.numbering.rules import NumberState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

DEVICE = "device"
"""Kind of the subject that a block of numbers is reserved for."""


@dataclass(frozen=True)
class HeldNumber:
    """A number that a device holds and has not used."""

    text: str
    kind: str
    """Of its series."""
    year: int


def get_own_package(
    session: Session, package_id: UUID, officer_id: UUID | None, now: datetime
) -> WorkPackage:
    """Return an officer's package; NotFound for anybody else's, RuleBroken when it has run out."""
    found = session.scalar(select(WorkPackage).where(WorkPackage.id == package_id))
    if found is None or found.officer_id != officer_id:
        raise NotFound("package", package_id)
    if found.expires_at <= now:
        raise RuleBroken("package_expired")
    return found


def find_last_package(session: Session, device_id: UUID) -> WorkPackage | None:
    """Return what a device took along last, or None."""
    query = select(WorkPackage).where(WorkPackage.device_id == device_id)
    return session.scalar(query.order_by(WorkPackage.made_at.desc(), WorkPackage.rowid.desc()).limit(1))


def get_part(session: Session, package_id: UUID, name: str) -> WorkPackagePart:
    """Return a part, or raise NotFound, also when a newer package took the place of its own."""
    query = select(WorkPackagePart).where(
        WorkPackagePart.package_id == package_id, WorkPackagePart.name == name
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("package_part", name)
    return found


def list_parts(session: Session, package_id: UUID) -> list[WorkPackagePart]:
    """Return a package's parts in the order in which they were made."""
    query = select(WorkPackagePart).where(WorkPackagePart.package_id == package_id)
    return list(session.scalars(query.order_by(WorkPackagePart.rowid)))


def list_held(session: Session, device_id: UUID, years: Collection[int]) -> list[HeldNumber]:
    """Return the unused numbers of these years that a device holds, by year, series and number."""
    query = (
        select(IssuedNumber.text, NumberSeries.kind, NumberSeries.year)
        .join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
        .where(
            IssuedNumber.subject_kind == DEVICE,
            IssuedNumber.subject_id == device_id,
            IssuedNumber.state == NumberState.RESERVED,
            NumberSeries.year.in_(years),
        )
        .order_by(NumberSeries.year, NumberSeries.kind, IssuedNumber.number)
    )
    return [HeldNumber(text, kind, year) for text, kind, year in session.execute(query)]


def find_held(session: Session, *, county_code: str, device_id: UUID, text: str) -> IssuedNumber | None:
    """Return a number that was given to a device, whatever became of it, or None."""
    query = select(IssuedNumber).where(
        IssuedNumber.county_code == county_code,
        IssuedNumber.text == text,
        IssuedNumber.subject_kind == DEVICE,
        IssuedNumber.subject_id == device_id,
    )
    return session.scalar(query)


def list_holders(session: Session) -> list[tuple[UUID, datetime | None]]:
    """Return every device that holds unused numbers, with the end of its last package."""
    ends = (
        select(WorkPackage.device_id, func.max(WorkPackage.expires_at).label("ends_at"))
        .group_by(WorkPackage.device_id)
        .subquery()
    )
    query = (
        select(IssuedNumber.subject_id, ends.c.ends_at)
        .outerjoin(ends, ends.c.device_id == IssuedNumber.subject_id)
        .where(IssuedNumber.subject_kind == DEVICE, IssuedNumber.state == NumberState.RESERVED)
        .distinct()
        .order_by(IssuedNumber.subject_id)
    )
    return [(device_id, ends_at) for device_id, ends_at in session.execute(query)]


def list_all_held(session: Session, device_id: UUID) -> list[IssuedNumber]:
    """Return all unused numbers that a device holds."""
    query = select(IssuedNumber).where(
        IssuedNumber.subject_kind == DEVICE,
        IssuedNumber.subject_id == device_id,
        IssuedNumber.state == NumberState.RESERVED,
    )
    return list(session.scalars(query.order_by(IssuedNumber.rowid)))
