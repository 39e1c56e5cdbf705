"""Which wells are meant: the one filter of list, map and export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, func, literal, or_, select, union

from casebook.parties.models import Party
from casebook.regions.models import ControlZone
from casebook.wells.models import Well, WellAlias, WellParty, WellZone

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from casebook.access import Actor
    from casebook.regions.rules import Aquifer, ZoneKind
    from casebook.wells.rules import MeterKind, WellStatus, WellUse

MOST_COUNTED = 5_000
"""Counting stops here: an exact count of a large list costs more than the list."""
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


def filtered(wanted: WellFilter, actor: Actor) -> Select[Well]:
    """Return the wells that a filter means, of those that the actor may see; unordered."""
    conditions = [*jurisdiction(actor), *_columns(wanted), *_words(wanted.text, actor.county_code)]
    if wanted.zone_kind is not None or wanted.zone_id is not None:
        conditions.append(_in_zone(wanted))
    if wanted.well_ids is not None:
        conditions.append(Well.id.in_(wanted.well_ids))
    return select(Well).where(*conditions)


def count_wells(session: Session, wanted: WellFilter, actor: Actor) -> int:
    """Return how many wells a filter means; MOST_COUNTED + 1 when there are more than MOST_COUNTED."""
    some = filtered(wanted, actor).with_only_columns(literal(1)).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def jurisdiction(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions that a well lies where the actor may look."""
    place = actor.jurisdiction
    conditions: list[ColumnElement[bool]] = [Well.county_code == actor.county_code]
    if place != actor.county_code:
        conditions.append(Well.division_code == place)
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


def _in_zone(wanted: WellFilter) -> ColumnElement[bool]:
    """Return the condition that a well lies in a zone that holds on the day and is about its layer."""
    query = (
        select(WellZone.rowid)
        .join(ControlZone, ControlZone.id == WellZone.zone_id)
        .where(
            WellZone.well_id == Well.id,
            or_(ControlZone.aquifer.is_(None), ControlZone.aquifer == Well.aquifer),
            in_force(wanted.on),
        )
    )
    if wanted.zone_id is not None:
        query = query.where(WellZone.zone_id == wanted.zone_id)
    if wanted.zone_kind is not None:
        query = query.where(ControlZone.kind == wanted.zone_kind)
    return query.correlate(Well).exists()


def in_force(on: date) -> ColumnElement[bool]:
    """Return the condition that a control zone holds on a day."""
    return and_(ControlZone.valid_from <= on, or_(ControlZone.ended_on.is_(None), ControlZone.ended_on > on))


def _words(text: str, county_code: str) -> list[ColumnElement[bool]]:
    return [Well.rowid.in_(_with_word(word, county_code)) for word in text.split()]


def _with_word(word: str, county_code: str) -> Any:  # noqa: ANN401 - a compound select has no public type
    """Return the rowids of wells with a word: numbers by their beginning, names by any part.

    A word with Chinese characters is in no number, one without is in no village.
    """
    ours = Well.county_code == county_code
    parties = (
        select(Well.rowid)
        .join(WellParty, WellParty.well_id == Well.id)
        .join(Party, Party.id == WellParty.party_id)
        .where(ours, Party.county_code == county_code)
    )
    if not word.isascii():
        village = select(Well.rowid).where(ours, _contains(Well.village, word))
        return union(village, parties.where(_contains(Party.name, word)))
    number = word.upper()
    tail = number[::-1]
    numbers = [
        select(Well.rowid).where(ours, _begins(Well.code, number)),
        select(Well.rowid).where(ours, _begins(Well.meter_no, number)),
        select(Well.rowid).where(ours, _begins(Well.electricity_account, number)),
        select(Well.rowid)
        .join(WellAlias, WellAlias.well_id == Well.id)
        .where(WellAlias.county_code == county_code, _begins(WellAlias.value, number)),
        parties.where(Party.identifier == number),
        parties.where(_contains(Party.name, word)),
    ]
    if len(number) >= LEAST_TAIL:
        numbers.append(select(Well.rowid).where(ours, _begins(Well.code_reversed, tail)))
    return union(*numbers)


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that a column begins with a text, as a range that an index can answer."""
    return and_(column >= text, column < text + AFTER_ALL)


def _contains(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    return column.contains(text, autoescape=True, escape=_ESCAPE)
