"""Reading lists of other offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.screening.models import ScreeningList, ScreeningListEntry

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.screening.rules.states import ListKind


def list_lists(session: Session, county_code: str) -> list[ScreeningList]:
    """Return the lists of a county, the newest of each kind first."""
    query = select(ScreeningList).where(ScreeningList.county_code == county_code)
    return list(
        session.scalars(
            query.order_by(ScreeningList.kind, ScreeningList.on.desc(), ScreeningList.version.desc())
        )
    )


def find_current(session: Session, county_code: str, kind: ListKind, on: date) -> ScreeningList | None:
    """Return the list of a kind that holds on a day: the newest of a day up to it."""
    query = select(ScreeningList).where(
        ScreeningList.county_code == county_code, ScreeningList.kind == kind, ScreeningList.on <= on
    )
    return session.scalar(query.order_by(ScreeningList.on.desc(), ScreeningList.version.desc()).limit(1))


def current_entries(session: Session, county_code: str, kind: ListKind, on: date) -> list[ScreeningListEntry]:
    """Return the lines of the list that holds on a day, in its order."""
    held = find_current(session, county_code, kind, on)
    if held is None:
        return []
    query = select(ScreeningListEntry).where(ScreeningListEntry.list_id == held.id)
    return list(session.scalars(query.order_by(ScreeningListEntry.line)))


def listed_volumes(
    session: Session, county_code: str, kind: ListKind, on: date, *, name: str, identifier: str
) -> dict[int, Decimal]:
    """Return m³ by year that the list of a day states for one party: by its number, else by its name."""
    held = find_current(session, county_code, kind, on)
    if held is None:
        return {}
    row = ScreeningListEntry
    is_theirs = row.identifier == identifier if identifier else (row.identifier == "") & (row.name == name)
    query = (
        select(row.year, func.sum(row.volume_m3))
        .where(row.list_id == held.id, is_theirs, row.year.is_not(None), row.volume_m3.is_not(None))
        .group_by(row.year)
    )
    return {
        year: volume for year, volume in session.execute(query) if year is not None and volume is not None
    }


def last_list_version(session: Session, county_code: str, kind: ListKind, on: date) -> int:
    """Return the version of the last list of a kind and day, 0 for none."""
    query = select(func.max(ScreeningList.version)).where(
        ScreeningList.county_code == county_code, ScreeningList.kind == kind, ScreeningList.on == on
    )
    return session.scalar(query) or 0
