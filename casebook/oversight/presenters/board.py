"""What the board shows: every figure with the address of what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.kernel.months import months_of_year
from casebook.oversight.labels import COUNTS
from casebook.oversight.rules import (
    DEFINITIONS,
    Gauge,
    Indicator,
    Progress,
    Standing,
    Unit,
    elapsed,
    forecast,
    gauge_standing,
    standing,
    worst,
)
from casebook.regions import queries as regions
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.months import Month
    from casebook.oversight.models import Target
    from casebook.oversight.queries import AquiferPart, Board, Gauges, Place

KINDS = {Indicator.WELLS_CLOSED: "wells", Indicator.REDUCTION: "water"}
"""The ledger's word for the entries that make an indicator's figure."""


_LISTS: dict[Indicator, tuple[str, Permission, dict[str, Any]]] = {
    Indicator.DEEP_WELLS: ("wells.index", Permission.WELL_SEE, {"aquifer": "deep_confined"}),
    Indicator.RECLAIMED: ("plans.reclaimed", Permission.PLAN_SEE, {}),
    Indicator.RECLAIMED_RATE: ("plans.reclaimed", Permission.PLAN_SEE, {}),
    Indicator.STRUCK_OFF_RATE: ("cases.problems", Permission.PROBLEM_SEE, {}),
    Indicator.ACCEPTED_RATE: ("leads.rates", Permission.LEAD_SEE, {"rate": "accepted_in_time"}),
    Indicator.ANSWERED_RATE: ("leads.rates", Permission.LEAD_SEE, {"rate": "answered_in_time"}),
    Indicator.RESOLVED_RATE: ("leads.rates", Permission.LEAD_SEE, {"rate": "resolved_at_once"}),
    Indicator.SATISFIED_RATE: ("leads.rates", Permission.LEAD_SEE, {"rate": "satisfied_public"}),
}
"""Where what a gauge counts is listed, who may see it, and how the list is narrowed."""


@dataclass(frozen=True)
class Bar:
    """One indicator of one place against its target; wells are counts, reductions m³."""

    title: str
    progress: Progress
    quantity: str
    """`count` or `m3`, as `target_bar` wants it."""
    booked_url: str
    claimed_url: str
    standing: Standing
    forecast: Decimal | None = None
    """What the year ends with at the pace so far; None before it has begun."""
    due: Decimal | None = None
    """What of the target the time gone asks for (序时进度); None without a target."""

    @property
    def share(self) -> Decimal | None:
        """Booked as a percentage of the target, to one decimal; may pass 100."""
        target = self.progress.target
        return None if not target else round(100 * self.progress.booked / target, 1)


@dataclass(frozen=True)
class GaugeRow:
    """An indicator outside the ledger; `url` opens what it counts, where the reader may see that."""

    gauge: Gauge
    unit: Unit
    counts: str
    standing: Standing
    url: str | None


@dataclass(frozen=True)
class Row:
    """A place on the board."""

    name: str
    wells: Bar
    water: Bar
    gauges: tuple[GaugeRow, ...]
    url: str | None = None
    """The place's own page; None on it, and for the county."""

    @property
    def bars(self) -> tuple[Bar, Bar]:
        """Both indicators."""
        return self.wells, self.water

    @property
    def standing(self) -> Standing:
        """How the place stands: met only when every part is."""
        return worst([*(bar.standing for bar in self.bars), *(one.standing for one in self.gauges)])


@dataclass(frozen=True)
class AquiferRow:
    """One aquifer group's part of the figures, with their addresses."""

    part: AquiferPart
    wells_url: str
    water_url: str
    claimed_url: str


@dataclass(frozen=True)
class BoardPage:
    """Everything that the board shows; `elapsed` is the share of the year that is gone, 0 to 1."""

    year: int
    as_of: date | None
    """The end of the day that is shown; None for now."""
    elapsed: Decimal
    whole: Row
    townships: list[Row]
    aquifers: list[AquiferRow]


def board_page(board: Board, gauges: Gauges, *, actor: Actor, today: date) -> BoardPage:
    """Return the board with the way down from each figure."""
    gone, county_code = elapsed(board.year, board.as_of or today), actor.county_code

    def rows(place: Place) -> tuple[GaugeRow, ...]:
        return tuple(_gauge(one, board.year, actor, gone) for one in gauges.of(place.division_code))

    return BoardPage(
        year=board.year,
        as_of=board.as_of,
        elapsed=gone,
        whole=_row(board.whole, board, county_code, gone, rows(board.whole)),
        townships=[_row(one, board, county_code, gone, rows(one)) for one in board.townships],
        aquifers=[_aquifer(part, board, county_code) for part in board.aquifers],
    )


def _gauge(gauge: Gauge, year: int, actor: Actor, gone: Decimal) -> GaugeRow:
    indicator = gauge.indicator
    endpoint, permission, arguments = _LISTS[indicator]
    return GaugeRow(
        gauge=gauge,
        unit=DEFINITIONS[indicator].unit,
        counts=str(COUNTS[indicator]),
        standing=gauge_standing(gauge, gone),
        url=url_for(endpoint, year=year, **arguments) if actor.can(permission) else None,
    )


def _row(place: Place, board: Board, county_code: str, gone: Decimal, gauges: tuple[GaugeRow, ...]) -> Row:
    asked = _asked(board, place.division_code, county_code)
    is_own_page = place.division_code == board.whole.division_code
    on_the_same_day = {key: asked[key] for key in ("year", "as_of") if key in asked}
    return Row(
        name=place.name,
        wells=_bar(place.wells, asked, gone),
        water=_bar(place.reduction, asked, gone),
        gauges=gauges,
        url=None if is_own_page else url_for("oversight.place", code=place.division_code, **on_the_same_day),
    )


def _bar(progress: Progress, asked: dict[str, Any], gone: Decimal) -> Bar:
    target = progress.target
    return Bar(
        title=label(progress.indicator),
        progress=progress,
        quantity="count" if progress.indicator is Indicator.WELLS_CLOSED else "m3",
        booked_url=url_for("ledger.index", kind=KINDS[progress.indicator], **asked),
        claimed_url=url_for("closures.index", status="claimed", **asked),
        standing=standing(progress, gone),
        forecast=forecast(progress, gone),
        due=None if target is None else (target * gone).quantize(Decimal(1)),
    )


def _asked(board: Board, division_code: str, county_code: str) -> dict[str, Any]:
    """Return what narrows a list to what a figure of the board counts: year, township, day."""
    within = {} if division_code == county_code else {"township": division_code}
    day = {} if board.as_of is None else {"as_of": board.as_of.isoformat()}
    return {"year": board.year, **within, **day}


def _aquifer(part: AquiferPart, board: Board, county_code: str) -> AquiferRow:
    within = {"aquifer": part.group.value, **_asked(board, board.whole.division_code, county_code)}
    return AquiferRow(
        part=part,
        wells_url=url_for("ledger.index", kind=KINDS[Indicator.WELLS_CLOSED], **within),
        water_url=url_for("ledger.index", kind=KINDS[Indicator.REDUCTION], **within),
        claimed_url=url_for("closures.index", status="claimed", **within),
    )


@dataclass(frozen=True)
class TargetLine:
    """One target as it was set."""

    target: Target
    division: str
    by: str
    unit: Unit


def target_lines(session: Session, targets: Sequence[Target], county_code: str) -> list[TargetLine]:
    """Return targets with their words; a fixed number of queries whatever their number."""
    names = regions.names(session, county_code)
    officers = accounts.officers_by_id(session, [one.set_by_id for one in targets if one.set_by_id])
    return [
        TargetLine(
            target=one,
            division=names.get(one.division_code, one.division_code),
            by=officers[one.set_by_id].name if one.set_by_id in officers else _("本机操作员"),
            unit=DEFINITIONS[one.indicator].unit,
        )
        for one in targets
    ]


@dataclass(frozen=True)
class Time:
    """The slider through a year: which day is shown, and which can be."""

    year: int
    years: list[int]
    day: date
    """The day whose end is shown."""
    is_now: bool
    position: int
    """Of the day in the year, from 1."""
    last: int
    """Of the last day that can be shown."""
    months: list[Month]
    """Those whose end is over."""


def time_of(years: Sequence[int], year: int, as_of: date | None, today: date) -> Time:
    """Return the slider; a year to come stands on its first day."""
    first, end = date(year, 1, 1), min(date(year, 12, 31), today)
    day = max(min(as_of or end, end), first)
    return Time(
        year=year,
        years=sorted({*years, year, today.year}, reverse=True),
        day=day,
        is_now=as_of is None,
        position=(day - first).days + 1,
        last=max((end - first).days + 1, 1),
        months=[one for one in months_of_year(year) if one.last <= end and one.last != today],
    )
