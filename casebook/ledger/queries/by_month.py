"""Sums of postings by the month that they were booked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.months import Month
from casebook.ledger.models import LedgerEntry
from casebook.ledger.queries.scope import Scope, scoped
from casebook.ledger.queries.totals import Totals

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def totals_by_month(session: Session, county_code: str, scope: Scope) -> dict[Month, Totals]:
    """Return the sums of a scope by month of booking; months without postings are not in it."""
    year = func.extract("year", LedgerEntry.booked_on)
    month = func.extract("month", LedgerEntry.booked_on)
    query = (
        select(
            year.label("year"),
            month.label("month"),
            func.sum(LedgerEntry.count).label("wells"),
            func.sum(LedgerEntry.full_year_m3).label("full_year_m3"),
            func.sum(LedgerEntry.this_year_m3).label("this_year_m3"),
        )
        .where(LedgerEntry.county_code == county_code)
        .group_by(year, month)
        .order_by(year, month)
    )
    return {
        Month(int(row.year), int(row.month)): Totals(int(row.wells), row.full_year_m3, row.this_year_m3)
        for row in session.execute(scoped(query, LedgerEntry, scope))
    }
