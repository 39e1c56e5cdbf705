"""The figures that a cell can be bound to: what they count, in which unit, for which times and places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from casebook.kernel.months import Month

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR_MONTHS = 12


class FigureId(StrEnum):
    """Every figure by its stored name."""

    WELLS_TARGET = "wells_target"
    WELLS_BOOKED = "wells_booked"
    WELLS_CLAIMED = "wells_claimed"
    WELLS_LEFT = "wells_left"
    WELLS_RATE = "wells_rate"
    REDUCTION_TARGET = "reduction_target"
    REDUCTION_BOOKED = "reduction_booked"
    REDUCTION_THIS_YEAR = "reduction_this_year"
    REDUCTION_CLAIMED = "reduction_claimed"
    REDUCTION_LEFT = "reduction_left"
    REDUCTION_RATE = "reduction_rate"
    DEEP_TARGET = "deep_target"
    DEEP_LEFT = "deep_left"
    RECLAIMED_TARGET = "reclaimed_target"
    RECLAIMED_USED = "reclaimed_used"
    RECLAIMED_RATE = "reclaimed_rate"
    SEWAGE_TREATED = "sewage_treated"
    PROBLEMS_LISTED = "problems_listed"
    PROBLEMS_DONE = "problems_done"
    STRUCK_OFF_RATE = "struck_off_rate"
    ACCEPTED_RATE = "accepted_rate"
    ANSWERED_RATE = "answered_rate"
    RESOLVED_RATE = "resolved_rate"
    SATISFIED_RATE = "satisfied_rate"
    WELLS_ALL = "wells_all"
    WELLS_IN_USE = "wells_in_use"
    WELLS_CLOSED_ALL = "wells_closed_all"
    WELLS_SHALLOW_IN_USE = "wells_shallow_in_use"
    WELLS_DEEP_IN_USE = "wells_deep_in_use"
    PROBLEMS_FOUND = "problems_found"
    PROBLEMS_STRUCK_OFF = "problems_struck_off"
    CASES_OPENED = "cases_opened"
    CASES_CLOSED = "cases_closed"
    FINES_DECIDED = "fines_decided"
    FINES_PAID = "fines_paid"
    VOLUME_TAKEN = "volume_taken"
    VOLUME_METERED = "volume_metered"
    VOLUME_BY_POWER = "volume_by_power"
    VOLUME_ESTIMATED = "volume_estimated"
    VOLUME_PLANNED = "volume_planned"
    PERMITS_VALID = "permits_valid"
    PERMITTED_VOLUME = "permitted_volume"
    COUNTY_NAME = "county_name"
    COUNTY_CODE = "county_code"
    REPORTING_UNIT = "reporting_unit"
    FILLED_BY = "filled_by"
    FILLED_ON = "filled_on"
    PERIOD_TEXT = "period_text"
    PERIOD_END = "period_end"
    YEAR_NUMBER = "year_number"
    MONTH_NUMBER = "month_number"


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    WELLS = "wells"
    CASES = "cases"
    M3 = "m3"
    YUAN = "yuan"
    PERCENT = "percent"
    TEXT = "text"
    DAY = "day"


class Source(StrEnum):
    """Where a figure is read: each source is asked once for each time, whatever number of cells."""

    BOARD = "board"
    GAUGES = "gauges"
    REGISTER = "register"
    PROBLEMS = "problems"
    CASES = "cases"
    VOLUMES = "volumes"
    PLANS = "plans"
    PERMITS = "permits"
    FORM = "form"


class Span(StrEnum):
    """The time that a cell is about, seen from the month for which the form is filled."""

    MONTH = "month"
    TO_DATE = "to_date"
    YEAR = "year"
    LAST_MONTH = "last_month"
    LAST_TO_DATE = "last_to_date"
    LAST_YEAR = "last_year"
    M01 = "m01"
    M02 = "m02"
    M03 = "m03"
    M04 = "m04"
    M05 = "m05"
    M06 = "m06"
    M07 = "m07"
    M08 = "m08"
    M09 = "m09"
    M10 = "m10"
    M11 = "m11"
    M12 = "m12"


MONTHS = (Span.MONTH, Span.LAST_MONTH, *list(Span)[6:])
_ENDS = (Span.TO_DATE, Span.YEAR, Span.LAST_TO_DATE, Span.LAST_YEAR)
_FLOWS = (*_ENDS, *MONTHS)
_NOW = (Span.TO_DATE,)


class Window(NamedTuple):
    """The first and the last day that a figure is about."""

    first: date
    last: date


def window(span: Span, month: Month) -> Window:
    """Return the days of a span for the month that a form is filled for; days to come included."""
    if span in {Span.LAST_TO_DATE, Span.LAST_YEAR}:
        before = Month(month.year - 1, month.month)
        return window(Span.TO_DATE if span is Span.LAST_TO_DATE else Span.YEAR, before)
    begin = date(month.year, 1, 1)
    if span is Span.TO_DATE:
        return Window(begin, month.last)
    if span is Span.YEAR:
        return Window(begin, date(month.year, _YEAR_MONTHS, 31))
    one = {Span.MONTH: month, Span.LAST_MONTH: month.previous()}.get(span)
    if one is None:
        one = Month(month.year, int(span.value.removeprefix("m")))
    return Window(one.first, one.last)


@dataclass(frozen=True)
class Figure:
    """What a figure is: where it is read, its unit, the times and places for which it can be told."""

    source: Source
    unit: Unit
    spans: tuple[Span, ...] = _FLOWS
    of_townships: bool = True
    """Whether it can be told of a township as well; always of the county."""


def _same(source: Source, unit: Unit, spans: tuple[Span, ...], *ids: FigureId) -> Mapping[FigureId, Figure]:
    return dict.fromkeys(ids, Figure(source, unit, spans))


_F, _S = FigureId, Source
CATALOGUE: dict[FigureId, Figure] = {
    **_same(_S.BOARD, Unit.WELLS, _ENDS, _F.WELLS_TARGET, _F.WELLS_CLAIMED, _F.WELLS_LEFT),
    **_same(_S.BOARD, Unit.WELLS, _FLOWS, _F.WELLS_BOOKED),
    **_same(_S.BOARD, Unit.PERCENT, _ENDS, _F.WELLS_RATE, _F.REDUCTION_RATE),
    **_same(_S.BOARD, Unit.M3, _ENDS, _F.REDUCTION_TARGET, _F.REDUCTION_CLAIMED, _F.REDUCTION_LEFT),
    **_same(_S.BOARD, Unit.M3, _FLOWS, _F.REDUCTION_BOOKED, _F.REDUCTION_THIS_YEAR),
    **_same(_S.GAUGES, Unit.WELLS, _ENDS, _F.DEEP_TARGET, _F.DEEP_LEFT),
    **dict.fromkeys(
        (_F.RECLAIMED_TARGET, _F.RECLAIMED_USED, _F.SEWAGE_TREATED),
        Figure(_S.GAUGES, Unit.M3, _ENDS, of_townships=False),
    ),
    _F.RECLAIMED_RATE: Figure(_S.GAUGES, Unit.PERCENT, _ENDS, of_townships=False),
    **_same(_S.GAUGES, Unit.COUNT, _ENDS, _F.PROBLEMS_LISTED, _F.PROBLEMS_DONE),
    **_same(
        _S.GAUGES,
        Unit.PERCENT,
        _ENDS,
        _F.STRUCK_OFF_RATE,
        _F.ACCEPTED_RATE,
        _F.ANSWERED_RATE,
        _F.RESOLVED_RATE,
        _F.SATISFIED_RATE,
    ),
    **_same(
        _S.REGISTER,
        Unit.WELLS,
        _NOW,
        _F.WELLS_ALL,
        _F.WELLS_IN_USE,
        _F.WELLS_CLOSED_ALL,
        _F.WELLS_SHALLOW_IN_USE,
        _F.WELLS_DEEP_IN_USE,
    ),
    **_same(_S.PROBLEMS, Unit.COUNT, _FLOWS, _F.PROBLEMS_FOUND, _F.PROBLEMS_STRUCK_OFF),
    **_same(_S.CASES, Unit.CASES, _FLOWS, _F.CASES_OPENED, _F.CASES_CLOSED),
    **_same(_S.CASES, Unit.YUAN, _FLOWS, _F.FINES_DECIDED, _F.FINES_PAID),
    **_same(
        _S.VOLUMES,
        Unit.M3,
        _FLOWS,
        _F.VOLUME_TAKEN,
        _F.VOLUME_METERED,
        _F.VOLUME_BY_POWER,
        _F.VOLUME_ESTIMATED,
    ),
    **_same(_S.PLANS, Unit.M3, (Span.YEAR, Span.LAST_YEAR), _F.VOLUME_PLANNED),
    _F.PERMITS_VALID: Figure(_S.PERMITS, Unit.COUNT, _ENDS, of_townships=False),
    _F.PERMITTED_VOLUME: Figure(_S.PERMITS, Unit.M3, _ENDS, of_townships=False),
    **dict.fromkeys(
        (_F.COUNTY_NAME, _F.COUNTY_CODE, _F.REPORTING_UNIT, _F.FILLED_BY, _F.PERIOD_TEXT),
        Figure(_S.FORM, Unit.TEXT, _NOW, of_townships=False),
    ),
    **dict.fromkeys((_F.FILLED_ON, _F.PERIOD_END), Figure(_S.FORM, Unit.DAY, _NOW, of_townships=False)),
    **dict.fromkeys((_F.YEAR_NUMBER, _F.MONTH_NUMBER), Figure(_S.FORM, Unit.COUNT, _NOW, of_townships=False)),
}
"""By id. Those of the register are as they stand when the form is filled, all others as of the span's end."""
