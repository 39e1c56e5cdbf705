"""Indicators outside the ledger: deep wells left, reclaimed water, striking off, the four rates."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases import queries as cases
from casebook.cases.models import Problem, ProblemEvent
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.rates import Rate, rates
from casebook.kernel import clock
from casebook.ledger.queries import TOWNSHIP_DIGITS
from casebook.oversight.models import StatedFigure
from casebook.oversight.rules import GAUGES, Figure, Gauge, Indicator, rate, stock_day
from casebook.plans.models import ReclaimedUse
from casebook.regions.rules import Aquifer
from casebook.wells.models import Well, WellEvent
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.cases.rules.rates import Handled

    Targets = Mapping[tuple[str, Indicator], Decimal]

_GONE = sorted(CLOSED | {WellStatus.PROPOSED})
_RATES = {
    Rate.ACCEPTED: Indicator.ACCEPTED_RATE,
    Rate.ANSWERED: Indicator.ANSWERED_RATE,
    Rate.RESOLVED: Indicator.RESOLVED_RATE,
    Rate.SATISFIED: Indicator.SATISFIED_RATE,
}
_Fractions = dict[str, tuple[int, int]]


@dataclass
class Gauges:
    """The gauges of a year by township, and of the whole: the county, or the one township asked for."""

    root: str
    targets: Targets
    parts: dict[Indicator, _Fractions] = field(default_factory=dict)
    """Of rates: part and whole by township. Of deep wells the count stands as the part."""
    reclaimed_m3: Decimal | None = None
    """Of the county; None when one township was asked for, because users are of the county."""
    sewage_m3: Decimal | None = None

    def of(self, code: str) -> list[Gauge]:
        """Return the gauges of the whole or of a township, in the order of the indicators."""
        return [self._gauge(indicator, code) for indicator in GAUGES]

    def _gauge(self, indicator: Indicator, code: str) -> Gauge:
        target = self.targets.get((code, indicator))
        if indicator in {Indicator.RECLAIMED, Indicator.RECLAIMED_RATE}:
            used = self.reclaimed_m3 if code == self.root else None
            if indicator is Indicator.RECLAIMED:
                return Gauge(indicator, target, used)
            return rate(indicator, target, used, self.sewage_m3 if code == self.root else None)
        found = self.parts[indicator]
        mine = list(found.values()) if code == self.root else [found.get(code, (0, 0))]
        part, whole = (
            (Decimal(sum(values)) for values in zip(*mine, strict=True)) if mine else (Decimal(0),) * 2
        )
        if indicator is Indicator.DEEP_WELLS:
            return Gauge(indicator, target, part)
        return rate(indicator, target, part, whole)


def gauges(
    session: Session,
    county_code: str,
    year: int,
    targets: Targets,
    *,
    as_of: date | None = None,
    division: str = "",
) -> Gauges:
    """Return the indicators outside the ledger, as of now or of the end of a Chinese day; six queries.

    What stands at a day, the deep wells, is that of the year's last day once the year is over.
    """
    root = division or county_code
    found = Gauges(root, targets)
    found.parts[Indicator.DEEP_WELLS] = _deep_wells(
        session, county_code, root, stock_day(year, as_of, clock.today())
    )
    found.parts[Indicator.STRUCK_OFF_RATE] = _struck_off(session, county_code, root, year, as_of)
    found.parts |= _four_rates(session, county_code, root, year, as_of)
    if root == county_code:
        found.reclaimed_m3 = _reclaimed(session, county_code, year, as_of)
        stated = find_stated(session, county_code, year, Figure.SEWAGE_TREATED, as_of)
        found.sewage_m3 = stated.amount_m3 if stated else None
    return found


def find_stated(
    session: Session, county_code: str, year: int, figure: Figure, as_of: date | None = None
) -> StatedFigure | None:
    """Return a stated figure of a year that holds now, or held at the end of a day; None without one."""
    query = select(StatedFigure).where(
        StatedFigure.county_code == county_code, StatedFigure.year == year, StatedFigure.figure == figure
    )
    if as_of is None:
        return session.scalar(query.where(StatedFigure.replaced_at.is_(None)))
    before = query.where(StatedFigure.set_at < clock.end_of_day(as_of))
    return session.scalars(
        before.order_by(StatedFigure.set_at.desc(), StatedFigure.rowid.desc()).limit(1)
    ).first()


def _township(code: str) -> str:
    return code[:TOWNSHIP_DIGITS]


def _deep_wells(session: Session, county_code: str, root: str, as_of: date | None) -> _Fractions:
    """Count deep confined wells that were registered and not closed; layers are as they are known now."""
    status = Well.status if as_of is None else _status_at(clock.end_of_day(as_of))
    query = (
        select(Well.division_code, func.count(Well.rowid))
        .where(
            Well.county_code == county_code,
            Well.division_code.startswith(root, autoescape=True),
            Well.aquifer == Aquifer.DEEP_CONFINED,
            status.not_in(_GONE),
        )
        .group_by(Well.division_code)
    )
    found: Counter[str] = Counter()
    for code, count in session.execute(query):
        found[_township(code)] += count
    return {code: (count, 0) for code, count in found.items()}


def _status_at(end: datetime) -> ColumnElement[WellStatus]:
    """Return the status that a well's last event before an instant left; null before it was registered."""
    query = select(WellEvent.to_status).where(WellEvent.well_id == Well.id, WellEvent.at < end)
    return query.order_by(WellEvent.sequence.desc()).limit(1).correlate(Well).scalar_subquery()


def _struck_off(session: Session, county_code: str, root: str, year: int, as_of: date | None) -> _Fractions:
    """Return how many of the problems found in a year were struck off."""
    status = Problem.status if as_of is None else _problem_status_at(clock.end_of_day(as_of))
    stood = (
        select(Problem.division_code, status.label("status"))
        .where(
            Problem.county_code == county_code,
            Problem.division_code.startswith(root, autoescape=True),
            Problem.found_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .subquery()
    )
    code, last = stood.c.division_code, stood.c.status
    query = select(code, last, func.count()).where(last.is_not(None)).group_by(code, last)
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for division, stands, count in session.execute(query):
        found[_township(division)][0] += count if stands == ProblemStatus.STRUCK_OFF else 0
        found[_township(division)][1] += count
    return {township: (part, whole) for township, (part, whole) in found.items()}


def _problem_status_at(end: datetime) -> ColumnElement[ProblemStatus]:
    query = select(ProblemEvent.to_status).where(ProblemEvent.problem_id == Problem.id, ProblemEvent.at < end)
    return query.order_by(ProblemEvent.sequence.desc()).limit(1).correlate(Problem).scalar_subquery()


def _four_rates(
    session: Session, county_code: str, root: str, year: int, as_of: date | None
) -> dict[Indicator, _Fractions]:
    until = as_of or clock.today()
    by_township: dict[str, list[Handled]] = defaultdict(list)
    for row in cases.list_handled_by(
        session, county_code, division=root, first=date(year, 1, 1), last=date(year, 12, 31), until=until
    ):
        by_township[_township(row.division_code)].append(row.handled)
    by_place = {place: rates(handled, today=until) for place, handled in by_township.items()}
    return {
        indicator: {
            place: next((one.good, one.total) for one in fractions if one.rate is kind)
            for place, fractions in by_place.items()
        }
        for kind, indicator in _RATES.items()
    }


def _reclaimed(session: Session, county_code: str, year: int, as_of: date | None) -> Decimal | None:
    """Sum the last versions of what users took of reclaimed water; None where nobody wrote any down."""
    query = select(ReclaimedUse.party_id, ReclaimedUse.month, ReclaimedUse.used_m3).where(
        ReclaimedUse.county_code == county_code, ReclaimedUse.year == year
    )
    if as_of is not None:
        query = query.where(ReclaimedUse.set_at < clock.end_of_day(as_of))
    last = {
        (party, month): used for party, month, used in session.execute(query.order_by(ReclaimedUse.version))
    }
    return sum(last.values(), Decimal("0.000")) if last else None
