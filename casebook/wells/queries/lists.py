"""Lists of wells: pages, whole lists for export, matches for the search box."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.db.paging import Page, page
from casebook.wells.models import Well, WellParty
from casebook.wells.queries.filters import filtered

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.wells.queries.filters import WellFilter
    from casebook.wells.rules import PartyRole

    Parties = dict[UUID, dict[PartyRole, list[Party]]]

EXPORTED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class WellRow:
    """A well in a list with who owns, manages and uses it."""

    well: Well
    parties: dict[PartyRole, list[Party]]


def page_wells(
    session: Session, wanted: WellFilter, actor: Actor, cursor: str | None = None, *, size: int = 50
) -> Page[WellRow]:
    """Return a page of the wells that a filter means, by code."""
    found = page(
        session,
        filtered(session, wanted, actor),
        columns=[Well.code],
        key=lambda well: [well.code],
        cursor=cursor,
        size=size,
    )
    return Page(_rows(session, found.items), found.next_cursor, found.previous_cursor)


def iterate_rows(session: Session, wanted: WellFilter, actor: Actor) -> Iterator[WellRow]:
    """Yield all wells that a filter means, by code, in bounded memory."""
    query = filtered(session, wanted, actor).order_by(Well.code).limit(EXPORTED_AT_ONCE)
    last = ""
    while wells := list(session.scalars(query.where(Well.code > last))):
        yield from _rows(session, wells)
        last = wells[-1].code


def list_wells(session: Session, well_ids: Collection[UUID]) -> dict[UUID, Well]:
    """Return wells by id."""
    return {well.id: well for well in session.scalars(select(Well).where(Well.id.in_(well_ids)))}


def find_matches(session: Session, wanted: WellFilter, actor: Actor, *, limit: int = 10) -> list[Well]:
    """Return the first wells that a filter means, by code: for the search over everything."""
    return list(session.scalars(filtered(session, wanted, actor).order_by(Well.code).limit(limit)))


def parties_by_well(session: Session, well_ids: Collection[UUID]) -> Parties:
    """Return the parties of wells by well and role."""
    query = select(WellParty).where(WellParty.well_id.in_(well_ids)).order_by(WellParty.rowid)
    found: Parties = defaultdict(lambda: defaultdict(list))
    for row in session.scalars(query):
        found[row.well_id][row.role].append(row.party)
    return found


def _rows(session: Session, wells: Sequence[Well]) -> list[WellRow]:
    parties = parties_by_well(session, [well.id for well in wells])
    return [WellRow(well, dict(parties[well.id])) for well in wells]
