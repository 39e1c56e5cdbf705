"""Which wells are meant: the one filter of list, map and export."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, literal, or_, select, union

from casebook.parties.models import Party
from casebook.regions.models import ControlZone
from casebook.wells.models import Well, WellAlias, WellParty, WellZone

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import BindParameter, ColumnElement, CompoundSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.regions.rules import Aquifer, ZoneKind
    from casebook.wells.rules import MeterKind, WellStatus, WellUse

MOST_COUNTED = 1_000
"""Counting stops here: an exact count of a large list costs more than the list."""
MOST_COUNTED_UNFILTERED = 10_000
"""Without a filter the index alone is counted, ten times as fast."""
LEAST_TAIL = 3
"""Last characters of a code that are worth searching by."""
AFTER_ALL = "\U0010ffff"
_ESCAPE = "\\"


@dataclass(frozen=True, kw_only=True)
class WellFilter:
    """What a list is narrowed to; None and empty mean all."""

    on: date
    """The day for which zones are asked."""
    township: str | None = None
    status: WellStatus | None = None
    use: WellUse | None = None
    aquifer: Aquifer | None = None
    meter_kind: MeterKind | None = None
    zone_kind: ZoneKind | None = None
    zone_id: UUID | None = None
    text: str = ""
    """Words that must all be found: in code, plate or other number, meter or electricity account,
    village, or the name of owner, manager or user."""
    well_ids: Select[Any] | None = None
    """Ids from a feature above, such as the wells with open problems."""


def filtered(session: Session, wanted: WellFilter, actor: Actor) -> Select[Well]:
    """Return the wells that a filter means, of those that the actor may see; unordered."""
    query = select(Well).where(*_columns(wanted))
    found: list[Select[Any] | CompoundSelect[Any]]
    found = [_with_word(word, actor.county_code) for word in wanted.text.split()]
    if wanted.well_ids is not None:
        found.append(wanted.well_ids)
    for ids in found:
        # A join, not IN: what was found is few, so the database must begin there and sort, not walk by code.
        few = ids.cte().prefix_with("MATERIALIZED", dialect="postgresql")
        query = query.join(few, next(iter(few.c)) == Well.id)
    if wanted.zone_kind is not None or wanted.zone_id is not None:
        query = query.where(_in_zones(_zones(session, wanted, actor.county_code)))
    return query.where(*jurisdiction(actor, by_index=not found))


@dataclass(frozen=True, slots=True)
class Count:
    """How many wells there are; with `is_least` there are more than so many."""

    number: int
    is_least: bool = False


def count_wells(session: Session, wanted: WellFilter, actor: Actor) -> Count:
    """Return how many wells a filter means, as far as they are counted."""
    most = MOST_COUNTED if wanted != WellFilter(on=wanted.on) else MOST_COUNTED_UNFILTERED
    some = filtered(session, wanted, actor).with_only_columns(literal(1)).limit(most + 1).subquery()
    number = session.scalar(select(func.count()).select_from(some)) or 0
    return Count(min(number, most), is_least=number > most)


def count_beyond(session: Session, wanted: WellFilter, actor: Actor, page: Page[Any]) -> Count:
    """Return the count of a page's list; a list of one page is counted already."""
    if page.next_cursor is None and page.previous_cursor is None:
        return Count(len(page.items))
    return count_wells(session, wanted, actor)


def jurisdiction(actor: Actor, *, by_index: bool = True) -> list[ColumnElement[bool]]:
    """Return the conditions that a well lies where the actor may look.

    Without statistics SQLite takes a county for a handful of wells and walks all of them by its
    index; `by_index` False keeps it from that where something narrower is at hand.
    """
    county = Well.county_code if by_index else Well.county_code.concat("")
    conditions: list[ColumnElement[bool]] = [county == actor.county_code]
    if actor.jurisdiction != actor.county_code:
        conditions.append(Well.division_code == actor.jurisdiction)
    return conditions


def _columns(wanted: WellFilter) -> list[ColumnElement[bool]]:
    pairs: list[tuple[InstrumentedAttribute[Any], object]] = [
        (Well.division_code, wanted.township),
        (Well.status, wanted.status),
        (Well.use, wanted.use),
        (Well.aquifer, wanted.aquifer),
        (Well.meter_kind, wanted.meter_kind),
    ]
    return [column == value for column, value in pairs if value is not None]


def _zones(session: Session, wanted: WellFilter, county_code: str) -> dict[Aquifer | None, list[UUID]]:
    """Return the ids of the zones meant that hold on the day, by the layer they are about."""
    query = select(ControlZone.aquifer, ControlZone.id)
    query = query.where(ControlZone.county_code == county_code, in_force(wanted.on))
    if wanted.zone_id is not None:
        query = query.where(ControlZone.id == wanted.zone_id)
    if wanted.zone_kind is not None:
        query = query.where(ControlZone.kind == wanted.zone_kind)
    found: dict[Aquifer | None, list[UUID]] = defaultdict(list)
    for aquifer, zone_id in session.execute(query):
        found[aquifer].append(zone_id)
    return found


def _in_zones(zones: dict[Aquifer | None, list[UUID]]) -> ColumnElement[bool]:
    """Return the condition that a well lies in one of the zones, and that the zone is about its layer."""
    meant = [
        WellZone.zone_id.in_(ids)
        if aquifer is None
        else and_(WellZone.zone_id.in_(ids), Well.aquifer == aquifer)
        for aquifer, ids in zones.items()
    ]
    lies = select(WellZone.rowid).where(WellZone.well_id == Well.id, or_(false(), *meant))
    return lies.correlate(Well).exists()


def in_force(on: date | BindParameter[date]) -> ColumnElement[bool]:
    """Return the condition that a control zone holds on a day."""
    return and_(ControlZone.valid_from <= on, or_(ControlZone.ended_on.is_(None), ControlZone.ended_on > on))


def _with_word(word: str, county_code: str) -> CompoundSelect[UUID]:
    """Return the ids of wells with a word: numbers by their beginning, names by any part.

    A word with Chinese characters is in no number, one without is in no village.
    """
    wells = select(Well.id).where(Well.county_code == county_code)
    parties = select(WellParty.well_id).join(Party, Party.id == WellParty.party_id)
    parties = parties.where(Party.county_code == county_code)
    if not word.isascii():
        return union(wells.where(_contains(Well.village, word)), parties.where(_contains(Party.name, word)))
    number = word.upper()
    aliases = select(WellAlias.well_id).where(WellAlias.county_code == county_code)
    numbers = [
        wells.where(_begins(Well.code, number)),
        wells.where(_begins(Well.meter_no, number)),
        wells.where(_begins(Well.electricity_account, number)),
        aliases.where(_begins(WellAlias.value, number)),
        parties.where(Party.identifier == number),
    ]
    if word.isalpha():
        numbers.append(parties.where(_contains(Party.name, word)))
    if len(number) >= LEAST_TAIL:
        numbers.append(wells.where(_begins(Well.code_reversed, number[::-1])))
    return union(*numbers)


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that a column begins with a text, as a range that an index can answer."""
    return and_(column >= text, column < text + AFTER_ALL)


def _contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True, escape=_ESCAPE)
