"""The board: targets held against what the ledger has booked and what is claimed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.accounts import queries as accounts
from casebook.closures import queries as closures
from casebook.kernel import clock
from casebook.kernel.subjects import Subject
from casebook.ledger import queries as ledger
from casebook.ledger.queries import Scope, Totals
from casebook.ledger.rules import BOOKED, AquiferGroup
from casebook.oversight.models import Target
from casebook.oversight.rules import Indicator, Progress, elapsed, is_year_met, lag
from casebook.regions.queries import list_divisions
from casebook.supervision.queries import Behind
from casebook.supervision.rules import Lapse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    Targets = dict[tuple[str, Indicator], Decimal]
    Parts = dict[tuple[str, AquiferGroup], Totals]


@dataclass(frozen=True)
class Place:
    """A county or a township on the board."""

    division_code: str
    name: str
    wells: Progress
    reduction: Progress

    @property
    def is_met(self) -> bool:
        """Whether every part that has a target is met."""
        return is_year_met([self.wells, self.reduction])


@dataclass(frozen=True)
class AquiferPart:
    """What was booked and is claimed of one aquifer group: deep and shallow water are kept apart."""

    group: AquiferGroup
    booked: Totals
    claimed: Totals


@dataclass(frozen=True)
class Board:
    """A year of a county, or of one township of it. `as_of` None is now."""

    year: int
    as_of: date | None
    whole: Place
    townships: list[Place]
    aquifers: list[AquiferPart]
    targets: Targets
    """Of all indicators in force, by division."""


def board(
    session: Session, *, county_code: str, year: int, as_of: date | None = None, division: str = ""
) -> Board:
    """Return the board of a year, as of now or of the end of a Chinese day; always four queries.

    `division` narrows it to a township, for officers who see no other.
    """
    scope = Scope(year, BOOKED, division, None, as_of)
    booked = ledger.totals_by_township_and_aquifer(session, county_code, scope)
    claimed = _claimed(session, county_code, year, division, as_of)
    targets = _in_force(list_targets(session, county_code, year, division=division), as_of)
    names = {one.code: one.name for one in list_divisions(session, county_code, kind=None)}
    root = division or county_code
    codes = {code for code in names if code.startswith(root)} | {code for code, _group in (*booked, *claimed)}
    return Board(
        year=year,
        as_of=as_of,
        whole=_place(root, names, targets, booked.values(), claimed.values()),
        townships=[
            _place(code, names, targets, _of(code, booked), _of(code, claimed))
            for code in sorted(codes - {root})
        ],
        aquifers=_aquifers(booked, claimed),
        targets=targets,
    )


def list_lagging(session: Session, county_code: str, today: date) -> list[Behind]:
    """Return the townships whose yearly target trails the time gone, by whole percentage points."""
    gone = elapsed(today.year, today)
    found = board(session, county_code=county_code, year=today.year)
    places = {one.code: one for one in list_divisions(session, county_code, kind=None)}
    offices = {one.division_code: one for one in accounts.list_agencies(session, county_code)}
    lagging = []
    for place in found.townships:
        points, division = lag([place.wells, place.reduction], gone), places.get(place.division_code)
        if points and division is not None:
            office = offices.get(place.division_code)
            lagging.append(
                Behind(
                    Lapse.PROGRESS,
                    Subject("division", division.id, division.name, division.code),
                    f"year:{today.year}",
                    points,
                    office.name if office else division.name,
                    office.id if office else None,
                )
            )
    return lagging


def list_targets(session: Session, county_code: str, year: int, *, division: str = "") -> list[Target]:
    """Return a year's targets by division and indicator, the newest of each first; replaced ones too."""
    query = select(Target).where(
        Target.county_code == county_code,
        Target.year == year,
        Target.division_code.startswith(division, autoescape=True),
    )
    order = (Target.division_code, Target.indicator, Target.set_at.desc(), Target.rowid.desc())
    return list(session.scalars(query.order_by(*order)))


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years that have targets, postings or closures, the newest first."""
    targets = select(Target.year).where(Target.county_code == county_code).distinct()
    return sorted({*session.scalars(targets), *closures.list_years(session, county_code)}, reverse=True)


def _claimed(session: Session, county_code: str, year: int, division: str, as_of: date | None) -> Parts:
    found: dict[tuple[str, AquiferGroup], list[Totals]] = defaultdict(list)
    for one in closures.claimed(session, county_code=county_code, year=year, division=division, as_of=as_of):
        totals = Totals(one.count, one.full_year_m3, one.this_year_m3)
        found[one.division_code[: ledger.TOWNSHIP_DIGITS], one.aquifer_group].append(totals)
    return {key: _sum(totals) for key, totals in found.items()}


def targets_in_force(
    session: Session, county_code: str, year: int, as_of: date | None = None
) -> list[Target]:
    """Return the targets of a year that hold now, or held at the end of a Chinese day."""
    end = None if as_of is None else clock.end_of_day(as_of)
    return [one for one in list_targets(session, county_code, year) if _holds(one, end)]


def _holds(target: Target, end: datetime | None) -> bool:
    if end is None:
        return target.replaced_at is None
    return target.set_at < end and (target.replaced_at is None or target.replaced_at >= end)


def _in_force(targets: Iterable[Target], as_of: date | None) -> Targets:
    end = None if as_of is None else clock.end_of_day(as_of)
    return {(one.division_code, one.indicator): one.value for one in targets if _holds(one, end)}


def _of(code: str, parts: Parts) -> list[Totals]:
    return [totals for (place, _group), totals in parts.items() if place == code]


def _place(
    code: str, names: dict[str, str], targets: Targets, booked: Iterable[Totals], claimed: Iterable[Totals]
) -> Place:
    stands, waits = _sum(booked), _sum(claimed)
    wells, reduction = Indicator.WELLS_CLOSED, Indicator.REDUCTION
    return Place(
        division_code=code,
        name=names.get(code, code),
        wells=Progress(wells, targets.get((code, wells)), Decimal(stands.count), Decimal(waits.count)),
        reduction=Progress(
            reduction,
            targets.get((code, reduction)),
            stands.full_year_m3,
            waits.full_year_m3,
            stands.this_year_m3,
            waits.this_year_m3,
        ),
    )


def _aquifers(booked: Parts, claimed: Parts) -> list[AquiferPart]:
    groups = {group for _code, group in (*booked, *claimed)}
    return [
        AquiferPart(
            group=group,
            booked=_sum(totals for (_code, found), totals in booked.items() if found is group),
            claimed=_sum(totals for (_code, found), totals in claimed.items() if found is group),
        )
        for group in AquiferGroup
        if group in groups
    ]


def _sum(parts: Iterable[Totals]) -> Totals:
    found = list(parts)
    zero = Totals()
    return Totals(
        sum(one.count for one in found),
        sum((one.full_year_m3 for one in found), zero.full_year_m3),
        sum((one.this_year_m3 for one in found), zero.this_year_m3),
    )
