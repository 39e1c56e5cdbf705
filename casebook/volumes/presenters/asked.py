"""Queries in plain words: what is asked, why, and what would settle it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.kernel.months import Month
from casebook.regions import queries as regions
from casebook.volumes import queries
from casebook.volumes.labels import SETTLING
from casebook.volumes.presenters.readings import reading_lines
from casebook.volumes.presenters.reports import query_text
from casebook.volumes.queries.readings import list_revisions
from casebook.volumes.rules import QueryState
from casebook.web.formats import m3
from casebook.wells.queries import get_well_by_id, list_wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import VolumeQuery
    from casebook.volumes.presenters.readings import ReadingLine
    from casebook.volumes.rules import MonthVolume
    from casebook.wells.models import Well

AROUND_DAYS = 95
"""Readings so many days before and after the interval are shown beside it: a quarter."""

_VOLUME = re.compile(r"[0-9]+\.[0-9]{3}")


@dataclass(frozen=True, slots=True)
class QueryLine:
    """A query as the list shows it."""

    query: VolumeQuery
    well: Well
    township: str
    words: str


@dataclass(frozen=True, slots=True)
class QueryPage:
    """What the page of a query shows."""

    query: VolumeQuery
    well: Well
    words: str
    settling: str
    months: tuple[MonthVolume, ...]
    """Those that the interval closes in or runs over, as they stand."""
    readings: tuple[ReadingLine, ...]
    may_answer: bool
    is_open: bool
    is_answered: bool


def words_of(query: VolumeQuery) -> str:
    """Return what a query asks, with its figures."""
    facts = {name: _shown(value) for name, value in query.facts.items()}
    return query_text(query.kind, query.from_on.isoformat(), query.to_on.isoformat(), facts)


def _shown(value: str) -> str:
    """Return a volume of the facts, which is kept with three decimals, as pages show it."""
    return m3(Decimal(value)) if _VOLUME.fullmatch(value) else value


def query_lines(session: Session, rows: Sequence[VolumeQuery], actor: Actor) -> list[QueryLine]:
    """Return the lines of a page, by two statements."""
    names = regions.names(session, actor.county_code)
    wells = list_wells(session, [row.well_id for row in rows])
    return [
        QueryLine(row, wells[row.well_id], names.get(row.division_code, row.division_code), words_of(row))
        for row in rows
    ]


def query_page(session: Session, row: VolumeQuery, actor: Actor) -> QueryPage:
    """Return the page of a query."""
    well = get_well_by_id(session, row.well_id)
    around = timedelta(days=AROUND_DAYS)
    revisions = list_revisions(session, well.id, row.from_on - around, row.to_on + around)
    first = min(Month.of(row.from_on).next(), Month.of(row.to_on))
    known = queries.months_of(session, [well.id], first, Month.of(row.to_on)).get(well.id, {})
    return QueryPage(
        query=row,
        well=well,
        words=words_of(row),
        settling=str(SETTLING[row.kind]),
        months=tuple(known[month] for month in sorted(known)),
        readings=reading_lines(session, well, revisions, [row]),
        may_answer=actor.can(Permission.READING_RECORD),
        is_open=row.state is QueryState.OPEN,
        is_answered=row.state in {QueryState.EXPLAINED, QueryState.DISMISSED},
    )
