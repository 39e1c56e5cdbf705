"""Sums of postings: from the roll-ups for now, from the entries as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from casebook.ledger.models import LedgerEntry, LedgerRollup
from casebook.ledger.queries.scope import Scope, scoped
from casebook.ledger.rules import BOOKED, SUBTRACTED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Function, Row, SQLColumnExpression
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from casebook.ledger.rules import AquiferGroup, PostingKind

_ZERO = Decimal("0.000")
TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Totals:
    """Net of what was taken back. `count` is wells closed, unless other kinds were asked for."""

    count: int = 0
    full_year_m3: Decimal = _ZERO
    this_year_m3: Decimal = _ZERO


def totals(
    session: Session,
    county_code: str,
    year: int,
    *,
    kinds: frozenset[PostingKind] = BOOKED,
    division: str = "",
    aquifer_group: AquiferGroup | None = None,
    as_of: date | None = None,
) -> Totals:
    """Return wells closed and m³ cut for a year; `as_of` counts what was booked by the end of that day."""
    return totals_of(session, county_code, Scope(year, kinds, division, aquifer_group, as_of))


def totals_of(session: Session, county_code: str, scope: Scope) -> Totals:
    """Return the sums of the entries that a scope means."""
    return _totals(_sums(session, county_code, scope)[0])


def totals_by_township_and_aquifer(
    session: Session, county_code: str, scope: Scope
) -> dict[tuple[str, AquiferGroup], Totals]:
    """Return the sums of a scope by the nine digits of a township's code and by aquifer group."""
    model = _source(scope.as_of)
    township = func.substr(model.division_code, 1, TOWNSHIP_DIGITS)
    rows = _sums(session, county_code, scope, township, model.aquifer_group)
    return {(row[0], row[1]): _totals(row) for row in rows}


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years that anything was posted for, the newest first."""
    query = select(LedgerRollup.year).where(LedgerRollup.county_code == county_code)
    return list(session.scalars(query.distinct().order_by(LedgerRollup.year.desc())))


def _source(as_of: date | None) -> type[LedgerEntry | LedgerRollup]:
    return LedgerRollup if as_of is None else LedgerEntry


def _sums(
    session: Session, county_code: str, scope: Scope, *parts: SQLColumnExpression[Any]
) -> list[Row[*tuple[Any, ...]]]:
    """Return a row for each value of the parts: these first, then the figures; one row without parts."""
    model = _source(scope.as_of)
    figures = (
        func.sum(model.count).label("wells"),
        _net(model, model.full_year_m3).label("full_year_m3"),
        _net(model, model.this_year_m3).label("this_year_m3"),
    )
    query = select(*parts, *figures).group_by(*parts).order_by(*parts)
    return list(session.execute(scoped(query, model, scope).where(model.county_code == county_code)))


def _net(model: type[LedgerEntry | LedgerRollup], volume: InstrumentedAttribute[Decimal]) -> Function[Any]:
    """Return the sum of a volume, without what is subtracted."""
    return func.sum(case((model.kind.in_(sorted(SUBTRACTED)), -volume), else_=volume))


def _totals(row: Row[*tuple[Any, ...]]) -> Totals:
    return Totals(int(row.wells or 0), row.full_year_m3 or _ZERO, row.this_year_m3 or _ZERO)
