"""Reading plates, and what a scanned text proves to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from casebook.kernel.errors import NotFound
from casebook.plates.models import WellPlate
from casebook.plates.rules import IN_A_FILE, PlateReading, bare, parse
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor


@dataclass(frozen=True)
class Reading:
    """What a scanned text is; the plate where this county issued it."""

    state: PlateReading
    plate: WellPlate | None = None

    @property
    def well_id(self) -> UUID | None:
        """The well that a genuine or revoked plate names."""
        return None if self.plate is None else self.plate.well_id


@dataclass(frozen=True)
class TownshipCount:
    """How many wells of a township there are, and how many have a valid plate."""

    division_code: str
    wells: int
    plates: int

    @property
    def missing(self) -> int:
        """Wells without a plate."""
        return self.wells - self.plates


def read_plate(session: Session, scanned: str, county_code: str) -> Reading:
    """Say what a scanned text is.

    Only what was issued is genuine, to the letter: each issued text is kept, so nothing needs to
    be computed here. Who is offline verifies the signature instead.
    """
    text = bare(scanned)
    found = parse(text)
    if found is None:
        return Reading(PlateReading.UNREADABLE)
    if found.county_code != county_code:
        return Reading(PlateReading.FOREIGN)
    plate = session.scalar(select(WellPlate).where(WellPlate.serial == found.serial))
    if plate is None or plate.text != text:
        return Reading(PlateReading.FORGED)
    return Reading(PlateReading.GENUINE if plate.is_valid else PlateReading.REVOKED, plate)


def get_plate(session: Session, serial: str, actor: Actor) -> WellPlate:
    """Return the plate with this serial, or raise NotFound, also outside the jurisdiction."""
    found = session.scalar(select(WellPlate).where(WellPlate.serial == serial))
    if found is None or not actor.reaches(found.well.division_code):
        raise NotFound("plate", serial)
    return found


def list_plates(session: Session, well_id: UUID) -> list[WellPlate]:
    """Return all plates that a well ever had, the newest first."""
    query = select(WellPlate).where(WellPlate.well_id == well_id).order_by(WellPlate.rowid.desc())
    return list(session.scalars(query))


def with_plate(session: Session, well_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these wells have a valid plate."""
    valid = (WellPlate.well_id.in_(well_ids), WellPlate.revoked_at.is_(None))
    return set(session.scalars(select(WellPlate.well_id).where(*valid)))


def list_revoked(session: Session, county_code: str) -> list[str]:
    """Return the serials that must not be believed any more, in order."""
    revoked = (WellPlate.county_code == county_code, WellPlate.revoked_at.is_not(None))
    return list(session.scalars(select(WellPlate.serial).where(*revoked).order_by(WellPlate.serial)))


def list_without(session: Session, actor: Actor, division_code: str) -> list[Well]:
    """Return the wells of a division that have no valid plate, by code."""
    query = select(Well).outerjoin(WellPlate, _valid_of_well()).where(WellPlate.rowid.is_(None))
    return list(session.scalars(query.where(*_within(actor, division_code)).order_by(Well.code)))


def list_sheet(session: Session, actor: Actor, division_code: str, part: int) -> list[WellPlate]:
    """Return the valid plates of a division by well code: the `part`-th file's worth, counted from 1.

    NotFound outside the jurisdiction, also where there are no plates.
    """
    actor.need_reach(division_code, "township", division_code)
    query = select(WellPlate).join(Well, _valid_of_well()).where(*_within(actor, division_code))
    some = query.order_by(Well.code).offset((part - 1) * IN_A_FILE).limit(IN_A_FILE)
    return list(session.scalars(some))


def count_by_township(session: Session, actor: Actor) -> list[TownshipCount]:
    """Return the counts of every township in reach, by code."""
    counted = (
        select(Well.division_code, func.count(Well.rowid), func.count(WellPlate.rowid))
        .outerjoin(WellPlate, _valid_of_well())
        .where(*_within(actor, actor.jurisdiction))
        .group_by(Well.division_code)
        .order_by(Well.division_code)
    )
    return [TownshipCount(*row) for row in session.execute(counted).all()]


def _valid_of_well() -> ColumnElement[bool]:
    return and_(WellPlate.well_id == Well.id, WellPlate.revoked_at.is_(None))


def _within(actor: Actor, division_code: str) -> Sequence[ColumnElement[bool]]:
    return (
        Well.county_code == actor.county_code,
        Well.division_code.startswith(division_code, autoescape=True),
        Well.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
