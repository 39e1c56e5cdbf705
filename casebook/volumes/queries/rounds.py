"""The wells of a round of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.volumes.models import MeterAssignment
from casebook.wells.models import Well
from casebook.wells.rules import CLOSED, MeterKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

AT_ONCE = 30
"""Wells on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFilter:
    """Whose wells are read."""

    division_code: str
    village: str = ""


def read_by_hand() -> ColumnElement[bool]:
    """Return the condition of a well whose meter is read by hand; closed ones are left out.

    A well has one when the register says so, or when one is on it.
    """
    there = select(MeterAssignment.rowid).where(
        MeterAssignment.well_id == Well.id, MeterAssignment.to_on.is_(None)
    )
    return and_(
        Well.status.not_in(CLOSED),
        or_(Well.meter_kind == MeterKind.MECHANICAL, there.exists()),
        Well.meter_kind != MeterKind.ONLINE,
    )


def page_round(
    session: Session, actor: Actor, wanted: RoundFilter, *, cursor: str | None = None
) -> Page[Well]:
    """Return the wells of a township whose meters are read by hand, by code."""
    query = select(Well).where(
        Well.county_code == actor.county_code,
        Well.division_code == wanted.division_code,
        Well.division_code.startswith(actor.jurisdiction),
        read_by_hand(),
    )
    if wanted.village:
        query = query.where(Well.village == wanted.village)
    return page(
        session,
        query,
        columns=[Well.code, Well.rowid],
        key=lambda row: [row.code, row.rowid],
        cursor=cursor,
        size=AT_ONCE,
    )


def get_wells(session: Session, codes: Collection[str], actor: Actor) -> list[Well]:
    """Return the wells of these codes, by code; NotFound when one is none or out of reach."""
    query = select(Well).where(Well.county_code == actor.county_code, Well.code.in_(codes))
    found = [well for well in session.scalars(query.order_by(Well.code)) if actor.reaches(well.division_code)]
    missing = set(codes) - {well.code for well in found}
    if missing:
        raise NotFound("well", min(missing))
    return found
