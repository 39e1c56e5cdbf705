"""Reading responsibility letters, and what has come of what they promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.campaigns.models import ResponsibilityLetter
from casebook.campaigns.rules import Pledged, ResponsibilityState
from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.oversight import queries as oversight
from casebook.oversight.queries.gauges import gauges
from casebook.oversight.rules import (
    BOOKED,
    Indicator,
    elapsed,
    gauge_standing,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.oversight.rules import Gauge, Progress


def get_responsibility_letter(session: Session, number: str, actor: Actor) -> ResponsibilityLetter:
    """Return a letter in the actor's jurisdiction, or raise NotFound."""
    query = select(ResponsibilityLetter).where(ResponsibilityLetter.number == number)
    found = session.scalar(query)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("responsibility_letter", number)
    return found


def page_letters(session: Session, actor: Actor, cursor: str | None = None) -> Page[ResponsibilityLetter]:
    """Return a page of letters in the actor's jurisdiction, the latest first."""
    query = select(ResponsibilityLetter).where(
        ResponsibilityLetter.county_code == actor.county_code,
        ResponsibilityLetter.division_code.startswith(actor.jurisdiction),
    )
    return page(
        session,
        query,
        columns=[ResponsibilityLetter.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def find_letter(
    session: Session, agency_id: UUID, year: int, state: ResponsibilityState
) -> ResponsibilityLetter | None:
    """Return the letter of a unit and year in one of the states that only one is in, or None."""
    query = select(ResponsibilityLetter).where(
        ResponsibilityLetter.agency_id == agency_id,
        ResponsibilityLetter.year == year,
        ResponsibilityLetter.state == state,
    )
    return session.scalar(query)


def targets_of(session: Session, county_code: str, year: int, division_code: str) -> list[dict[str, Any]]:
    """Return the targets in force of a division, as a letter keeps them, in the order of the indicators."""
    order = list(Indicator)
    found = [
        one
        for one in oversight.targets_in_force(session, county_code, year)
        if one.division_code == division_code
    ]
    return [
        {
            "indicator": one.indicator.value,
            "amount": str(one.value),
            "definition": one.definition or 1,
            "paper": one.paper,
        }
        for one in sorted(found, key=lambda one: order.index(one.indicator))
    ]


def fulfilment(
    session: Session, letter: ResponsibilityLetter, targets: Sequence[Mapping[str, Any]], today: date
) -> list[Pledged]:
    """Return what has come of targets: as of today, or of the end of a year that is over."""
    whole = letter.division_code == letter.county_code
    division = "" if whole else letter.division_code
    as_of = date(letter.year, 12, 31) if today.year > letter.year else None
    gone = elapsed(letter.year, today)
    amounts = {(letter.division_code, Indicator(one["indicator"])): Decimal(one["amount"]) for one in targets}
    county = letter.county_code
    board = oversight.board(session, county_code=county, year=letter.year, as_of=as_of, division=division)
    found = gauges(session, county, letter.year, amounts, as_of=as_of, division=division)
    by_gauge = {one.indicator: one for one in found.of(letter.division_code)}
    booked = {Indicator.WELLS_CLOSED: board.whole.wells, Indicator.REDUCTION: board.whole.reduction}
    return [_pledged(one, booked, by_gauge, gone) for one in targets]


def _pledged(
    target: Mapping[str, Any],
    booked: Mapping[Indicator, Progress],
    by_gauge: Mapping[Indicator, Gauge],
    gone: Decimal,
) -> Pledged:
    indicator, amount = Indicator(target["indicator"]), Decimal(target["amount"])
    if indicator in BOOKED:
        part = replace(booked[indicator], target=amount)
        return Pledged(indicator, amount, target["paper"], part.booked, standing(part, gone))
    gauge = by_gauge[indicator]
    return Pledged(indicator, amount, target["paper"], gauge.value, gauge_standing(gauge, gone))
