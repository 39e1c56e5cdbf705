"""The board as plain data, for other programs and the monthly report; volumes are texts of three decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.kernel import clock
from casebook.oversight import queries
from casebook.oversight.labels import COUNTS
from casebook.oversight.rules import (
    BOOKED,
    DEFINITIONS,
    Gauge,
    Indicator,
    Progress,
    Unit,
    cascade,
    elapsed,
    gauge_standing,
    is_year_met,
    standing,
    worst,
)
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.oversight.models import Target
    from casebook.oversight.queries import Gauges, Place

_Targets = dict[tuple[str, Indicator], "Target"]


def board_statement(
    session: Session, county_code: str, year: int, *, as_of: date | None = None, division: str = ""
) -> dict[str, Any]:
    """Return the board of a year as of now or of the end of a Chinese day: JSON as it stands.

    `county` (or the one township asked for) and each of `townships` hold target, booked and claimed by
    indicator; wells are numbers, m³ and rates texts. `cascade` holds what the county's targets and the
    townships' sums differ by.
    """
    board = queries.board(session, county_code=county_code, year=year, as_of=as_of, division=division)
    gauges = queries.gauges(session, county_code, year, board.targets, as_of=as_of, division=division)
    day = as_of or clock.today()
    gone = elapsed(year, day)
    set_by = {
        (one.division_code, one.indicator): one
        for one in queries.targets_in_force(session, county_code, year, as_of)
    }
    whole = _place(board.whole, gauges, set_by, gone)
    return {
        "year": year,
        "as_of": day.isoformat(),
        "elapsed": f"{gone:.4f}",
        "met": whole["met"],
        "definitions": {one.value: _definition(one) for one in Indicator},
        "county": whole,
        "townships": [_place(one, gauges, set_by, gone) for one in board.townships],
        "cascade": _cascade(board.targets, board.whole.division_code),
    }


def _definition(indicator: Indicator) -> dict[str, Any]:
    found = DEFINITIONS[indicator]
    return {
        "title": label(indicator),
        "unit": found.unit.value,
        "version": found.version,
        "counts": str(COUNTS[indicator]),
        "is_ceiling": found.is_ceiling,
    }


def _place(place: Place, gauges: Gauges, set_by: _Targets, gone: Decimal) -> dict[str, Any]:
    booked: list[Progress] = [place.wells, place.reduction]
    found = gauges.of(place.division_code)
    shown = {one.indicator.value: _progress(one, gone) for one in booked}
    shown |= {one.indicator.value: _gauge(one, gone) for one in found}
    for indicator in Indicator:
        shown[indicator.value] |= _set(set_by.get((place.division_code, indicator)))
    standings = [*(standing(one, gone) for one in booked), *(gauge_standing(one, gone) for one in found)]
    return {
        "code": place.division_code,
        "name": place.name,
        "met": is_year_met([*booked, *found]),
        "standing": worst(standings).value,
        "indicators": shown,
    }


def _progress(progress: Progress, gone: Decimal) -> dict[str, Any]:
    indicator = progress.indicator
    found = {
        "target": amount(indicator, progress.target),
        "booked": amount(indicator, progress.booked),
        "claimed": amount(indicator, progress.claimed),
        "difference": amount(indicator, progress.difference),
        "met": progress.is_met,
        "standing": standing(progress, gone).value,
    }
    if indicator is Indicator.REDUCTION:
        found["booked_this_year"] = amount(indicator, progress.booked_this_year)
        found["claimed_this_year"] = amount(indicator, progress.claimed_this_year)
    return found


def _gauge(gauge: Gauge, gone: Decimal) -> dict[str, Any]:
    found = {
        "target": amount(gauge.indicator, gauge.target),
        "booked": amount(gauge.indicator, gauge.value),
        "claimed": None,
        "difference": amount(gauge.indicator, gauge.difference),
        "met": gauge.is_met,
        "standing": gauge_standing(gauge, gone).value,
    }
    if DEFINITIONS[gauge.indicator].unit is Unit.PERCENT:
        found["numerator"], found["denominator"] = _plain(gauge.part), _plain(gauge.whole)
    return found


def _set(target: Target | None) -> dict[str, Any]:
    """Return by what a target was set; the first version of a definition needs no number."""
    if target is None:
        return {"definition": None, "baseline": None, "baseline_note": None, "paper": None}
    return {
        "definition": target.definition or 1,
        "baseline": amount(target.indicator, target.baseline_value),
        "baseline_note": target.baseline_note,
        "paper": target.paper,
    }


def amount(indicator: Indicator, value: Decimal | None) -> int | str | None:
    """Return an amount as JSON has it: wells as a number, m³ with three decimals, rates with one."""
    if value is None:
        return None
    unit = DEFINITIONS[indicator].unit
    if unit is Unit.WELLS:
        return int(value)
    return f"{value:.3f}" if unit is Unit.M3 else f"{value:.1f}"


def _plain(value: Decimal | None) -> int | str | None:
    if value is None:
        return None
    return f"{value:.3f}" if value.as_tuple().exponent else int(value)


def _cascade(targets: Mapping[tuple[str, Indicator], Decimal], root: str) -> dict[str, Any]:
    """Return how the county's targets lie on its townships, for indicators that add up."""
    found = {}
    for indicator in (*BOOKED, Indicator.DEEP_WELLS, Indicator.RECLAIMED):
        dealt = cascade(targets, root, indicator)
        found[indicator.value] = {
            "county": amount(indicator, dealt.whole),
            "townships": amount(indicator, dealt.parts),
            "difference": amount(indicator, dealt.difference),
        }
    return found
