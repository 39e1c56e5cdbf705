"""A township's page: its bars, its months, its latest entries, and how many wells stand where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.kernel.months import Month, months_of_year
from casebook.ledger import presenters as ledger_pages
from casebook.ledger import queries as ledger
from casebook.ledger.queries import Filter, Scope
from casebook.ledger.rules import BOOKED, WATER
from casebook.oversight.queries import WellStage, list_staged_wells

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.ledger.presenters import Line

LATEST = 10
"""Entries that the page shows; the ledger's page has all."""


@dataclass(frozen=True)
class PlacePage:
    """What a township's page shows beside its part of the board."""

    code: str
    months: list[dict[str, Any]]
    """Points of the chart: m³ of a full year booked in each month, and their sum."""
    later_m3: Decimal
    """Booked for the year after it ended."""
    latest: list[Line]
    stages: dict[str, int]
    """Wells planned, claimed and booked, by stage."""


def place_page(
    session: Session,
    actor: Actor,
    *,
    code: str,
    year: int,
    as_of: date | None,
    today: date,
) -> PlacePage:
    """Return a township's page of a year, as of now or of the end of a day; a fixed number of queries."""
    scope = Scope(year, WATER, code, None, as_of)
    by_month = ledger.totals_by_month(session, actor.county_code, scope)
    wanted = Filter(year=year, kinds=BOOKED, division=code, as_of=as_of)
    entries = ledger.page_entries(session, wanted, actor).items[:LATEST]
    staged = list_staged_wells(session, actor.county_code, year, division=code, as_of=as_of)
    counts = Counter(one.stage for one in staged)
    shown = months_of_year(year)
    return PlacePage(
        code=code,
        months=_points(by_month, shown, Month.of(as_of or today)),
        later_m3=sum((one.full_year_m3 for month, one in by_month.items() if month not in shown), Decimal(0)),
        latest=ledger_pages.lines(session, entries, actor.county_code),
        stages={stage.value: counts[stage] for stage in WellStage},
    )


def _points(
    by_month: dict[Month, ledger.Totals], shown: tuple[Month, ...], last: Month
) -> list[dict[str, Any]]:
    total, points = Decimal(0), []
    for month in shown:
        is_ahead = month > last
        booked = by_month[month].full_year_m3 if month in by_month else Decimal(0)
        total += booked
        points.append(
            {
                "label": _("%(n)s 月", n=month.month),
                "value": None if is_ahead else max(booked, Decimal(0)),
                "total": None if is_ahead else total,
                "is_ahead": is_ahead,
            }
        )
    return points
