"""Reading tax sheets, and what a new one rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month, months_between
from casebook.kernel.volumes import litres
from casebook.parties.queries import matching
from casebook.quotas.models import Permit
from casebook.quotas.rules import GROUNDWATER, NOT_YET, source_of
from casebook.regions.rules import ZoneKind
from casebook.returns.models import PeriodicReturn, ReturnLine, ReturnRound, TaxSheet, TaxSheetVoid
from casebook.returns.queries.returns import reach
from casebook.returns.queries.users import wells_of_users
from casebook.returns.rules import Period, PeriodKind, ReturnState, TaxZone
from casebook.volumes.queries import months_of
from casebook.volumes.queries.books import load_readings
from casebook.volumes.rules import VolumeFlag
from casebook.wells.models import Well
from casebook.wells.queries import zones_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.quotas.rules import WaterSource
    from casebook.regions.models import ControlZone
    from casebook.volumes.rules import MonthVolume

SHEET = "tax_sheet"


@dataclass(frozen=True, kw_only=True)
class SheetFilter:
    """What the list is narrowed to."""

    year: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Dial:
    """What a meter showed on a day; litres."""

    on: date
    litres: int


@dataclass(frozen=True, slots=True)
class Intake:
    """A well in a period: its litres where they are known, how they were found, and what tax asks beside."""

    well: Well
    litres: int | None
    methods: tuple[str, ...]
    """Of the months (`VolumeMethod`), or `return` where the accepted return says it."""
    missing: tuple[Month, ...]
    """Months of the period that nothing is known of."""
    before: Dial | None
    now: Dial | None
    zone: TaxZone
    is_covered: bool
    """By the public network."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a sheet rests on: the intakes, and what the year took before the period."""

    intakes: tuple[Intake, ...]
    before: int
    """Litres, as far as they are known."""
    missing_before: tuple[tuple[str, Month], ...]
    """Wells and months before the period that nothing is known of."""
    permits: tuple[Permit, ...]


def get_sheet(session: Session, sheet_id: UUID, actor: Actor) -> TaxSheet:
    """Return a sheet in the actor's jurisdiction; NotFound otherwise."""
    query = select(TaxSheet).where(TaxSheet.id == sheet_id, reach(TaxSheet.division_code, actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound(SHEET, sheet_id)
    return found


def page_sheets(
    session: Session, actor: Actor, wanted: SheetFilter, *, cursor: str | None = None, size: int = 50
) -> Page[TaxSheet]:
    """Return a page of sheets, those taken back too, newest first."""
    conditions: list[ColumnElement[bool]] = [
        TaxSheet.county_code == actor.county_code,
        reach(TaxSheet.division_code, actor),
    ]
    if wanted.year is not None:
        conditions.append(TaxSheet.year == wanted.year)
    if wanted.text:
        found = TaxSheet.party_id.in_(matching(actor.county_code, wanted.text))
        conditions.append(found | (TaxSheet.number == wanted.text))
    return page(
        session,
        select(TaxSheet).where(*conditions),
        columns=[TaxSheet.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        size=size,
        descending=True,
    )


def list_standing(session: Session, party_id: UUID, source: WaterSource, year: int) -> list[TaxSheet]:
    """Return the sheets of a user, source and year that were not taken back, by period."""
    voided = select(TaxSheetVoid.rowid).where(TaxSheetVoid.sheet_id == TaxSheet.id)
    query = select(TaxSheet).where(
        TaxSheet.party_id == party_id, TaxSheet.source == source, TaxSheet.year == year, ~voided.exists()
    )
    return sorted(session.scalars(query), key=lambda one: (one.period.first, one.rowid))


def last_version(session: Session, party_id: UUID, source: WaterSource, period: Period) -> int:
    """Return how many sheets there were of a user, source and period."""
    query = select(TaxSheet.version).where(
        TaxSheet.party_id == party_id,
        TaxSheet.source == source,
        TaxSheet.kind == period.kind,
        TaxSheet.year == period.year,
        TaxSheet.period_number == period.number,
    )
    return max(session.scalars(query), default=0)


def is_void(session: Session, sheet_id: UUID) -> bool:
    """Say whether a sheet was taken back."""
    query = select(TaxSheetVoid.rowid).where(TaxSheetVoid.sheet_id == sheet_id)
    return session.scalar(query) is not None


def basis_of(
    session: Session, county_code: str, party_id: UUID, period: Period, source: WaterSource
) -> Basis:
    """Return what a sheet of a user, period and source would rest on."""
    ids = wells_of_users(session, county_code, period, only=[party_id]).get(party_id, [])
    rows = session.scalars(select(Well).where(Well.id.in_(ids)).order_by(Well.code))
    wells = [one for one in rows if source_of(one.aquifer) is source] if source in GROUNDWATER else []
    year = _Year(session, party_id, period, wells)
    readings = load_readings(session, [one.id for one in wells]) if wells else {}
    intakes, zones = [], zones_of(session, wells, period.last)
    for well in wells:
        volume, methods, missing = year.taken(well, period.months)
        zone, is_covered = _judged(zones.get(well.id, []))
        dials = [Dial(one.on, one.dial_l) for one in readings.get(well.id, [])]
        intakes.append(
            Intake(
                well,
                None if missing else volume,
                methods,
                missing,
                _last_dial(dials, period.first, is_closing=False),
                _last_dial(dials, period.last, is_closing=True),
                zone,
                is_covered,
            )
        )
    before, missing_before = _before(session, party_id, period, source, year, wells)
    return Basis(tuple(intakes), before, missing_before, _permits(session, county_code, party_id, period))


def _before(
    session: Session, party_id: UUID, period: Period, source: WaterSource, year: _Year, wells: list[Well]
) -> tuple[int, tuple[tuple[str, Month], ...]]:
    """Return what the year took before a period: as the sheets say that stand, else as it was measured."""
    sheets = [
        one
        for one in list_standing(session, party_id, source, period.year)
        if one.period.last_month < period.first_month
    ]
    told = {month for one in sheets for month in one.period.months}
    total = sum(litres(one.volume_m3) for one in sheets)
    earlier = months_between(Month(period.year, 1), period.first_month.previous())
    left = tuple(month for month in earlier if month not in told)
    missing: list[tuple[str, Month]] = []
    for well in wells:
        volume, _methods, lacking = year.taken(well, left)
        total += volume
        missing += [(well.code, month) for month in lacking]
    return total, tuple(missing)


class _Year:
    """The months of a year at a user's wells, measured, or as accepted returns say them."""

    def __init__(self, session: Session, party_id: UUID, period: Period, wells: list[Well]) -> None:
        span = (Month(period.year, 1), period.last_month)
        self._months = months_of(session, [one.id for one in wells], *span) if wells else {}
        self._accepted = _accepted(session, party_id, period.year)

    def taken(self, well: Well, months: Iterable[Month]) -> tuple[int, tuple[str, ...], tuple[Month, ...]]:
        """Return the litres of some months as far as they are known, how found, and which are not."""
        measured, left = self._months.get(well.id, {}), list(months)
        total, methods, missing = 0, dict[str, None](), []
        for told, volume in self._accepted.get(well.id, ()):
            if set(told.months) <= set(left) and not all(_is_known(measured, one) for one in told.months):
                total += volume
                methods["return"] = None
                left = [one for one in left if one not in told.months]
        for month in left:
            one = measured.get(month)
            if one is not None and one.m3 is not None and one.method and _is_known(measured, month):
                total += litres(one.m3)
                methods[one.method.value] = None
            elif _was_there(well, month):
                missing.append(month)
        return total, tuple(methods), tuple(missing)


def _was_there(well: Well, month: Month) -> bool:
    """Say whether a well can have taken water in a month."""
    is_built = well.built_on is None or Month.of(well.built_on) <= month
    return is_built and (well.closed_on is None or month <= Month.of(well.closed_on))


def _is_known(measured: Mapping[Month, MonthVolume], month: Month) -> bool:
    one = measured.get(month)
    return one is not None and one.m3 is not None and VolumeFlag.PARTIAL not in one.flags


def _accepted(session: Session, party_id: UUID, year: int) -> dict[UUID, list[tuple[Period, int]]]:
    """Return by well what the accepted returns of a user and year say, the shortest periods first."""
    query = (
        select(
            ReturnLine.well_id, ReturnRound.year, ReturnRound.number, ReturnRound.kind, ReturnLine.volume_m3
        )
        .join(PeriodicReturn, PeriodicReturn.submission_id == ReturnLine.submission_id)
        .join(ReturnRound, ReturnRound.id == PeriodicReturn.round_id)
        .where(
            PeriodicReturn.party_id == party_id,
            PeriodicReturn.state == ReturnState.ACCEPTED,
            ReturnRound.year == year,
        )
        .order_by(ReturnRound.number, ReturnLine.place)
    )
    found: dict[UUID, list[tuple[Period, int]]] = {}
    for well_id, at, number, kind, volume in session.execute(query):
        if well_id is not None:
            found.setdefault(well_id, []).append((Period(at, number, kind), litres(volume)))
    kinds = list(PeriodKind)
    return {one: sorted(some, key=lambda told: kinds.index(told[0].kind)) for one, some in found.items()}


def _last_dial(dials: list[Dial], on: date, *, is_closing: bool) -> Dial | None:
    known = [one for one in dials if one.on < on or (is_closing and one.on == on)]
    return known[-1] if known else None


def _judged(zones: Iterable[ControlZone]) -> tuple[TaxZone, bool]:
    kinds = {zone.kind for zone in zones}
    if ZoneKind.SEVERE_OVER_EXTRACTION in kinds:
        zone = TaxZone.SEVERE
    else:
        zone = TaxZone.OVER if ZoneKind.OVER_EXTRACTION in kinds else TaxZone.NONE
    return zone, ZoneKind.PUBLIC_SUPPLY in kinds


def _permits(session: Session, county_code: str, party_id: UUID, period: Period) -> tuple[Permit, ...]:
    query = select(Permit).where(
        Permit.county_code == county_code,
        Permit.holder_id == party_id,
        Permit.status.not_in(NOT_YET),
        Permit.valid_to.is_(None) | (Permit.valid_to >= period.first),
        Permit.valid_from.is_(None) | (Permit.valid_from <= period.last),
    )
    return tuple(session.scalars(query.order_by(Permit.number)))
