"""The hard refusal list of permits as a pre-check (rules.md 3.2): each reason with its article.

What a map or a register can answer is answered; what only a person can judge is asked, and an open
question is told as open. 取水 stands for 取水许可和水资源费征收管理条例, 748号 for 地下水管理条例.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.quotas.rules.sources import GROUNDWATER, WaterSource
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.rules import WellUse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


class Reason(StrEnum):
    """Why a permit may not be granted."""

    NO_ABSTRACTION = "no_abstraction"
    DEEP_CONFINED = "deep_confined"
    RESTRICTED_NEW = "restricted_new"
    OVER_EXTRACTION_NEW = "over_extraction_new"
    IRRIGATION_NEW = "irrigation_new"
    PUBLIC_SUPPLY = "public_supply"
    TOTAL_REACHED = "total_reached"
    RECLAIMED = "reclaimed_usable"
    HALTED = "halted"
    OVER_NORM = "over_norm"
    WATER_FUNCTION = "water_function"
    LAYOUT = "layout"
    THIRD_PARTY = "third_party"
    PROJECT = "project"
    STANDARD = "standard"
    THIRSTY = "thirsty"
    CLEARED_LAND = "cleared_land"


ARTICLES: Mapping[Reason, str] = {
    Reason.NO_ABSTRACTION: "取水条例 20；748号 33, 35",
    Reason.DEEP_CONFINED: "748号 27, 34；山东水资源条例 35",
    Reason.RESTRICTED_NEW: "748号 25, 35",
    Reason.OVER_EXTRACTION_NEW: "748号 34；山东水资源条例 35",
    Reason.IRRIGATION_NEW: "农田水利条例 34",
    Reason.PUBLIC_SUPPLY: "取水条例 20；山东水资源条例 30",
    Reason.TOTAL_REACHED: "取水条例 20；748号 25；山东水资源条例 39",
    Reason.RECLAIMED: "节水条例 34",
    Reason.HALTED: "748号 25",
    Reason.OVER_NORM: "748号 25",
    Reason.WATER_FUNCTION: "取水条例 20",
    Reason.LAYOUT: "取水条例 20",
    Reason.THIRD_PARTY: "取水条例 20",
    Reason.PROJECT: "取水条例 20",
    Reason.STANDARD: "748号 25",
    Reason.THIRSTY: "748号 25",
    Reason.CLEARED_LAND: "748号 25",
}

JUDGED = (
    Reason.WATER_FUNCTION,
    Reason.LAYOUT,
    Reason.THIRD_PARTY,
    Reason.PROJECT,
    Reason.STANDARD,
    Reason.THIRSTY,
    Reason.CLEARED_LAND,
)
"""Reasons that a person judges."""


class Answer(StrEnum):
    """A question that may stay open."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ZoneFact:
    """A control zone that the place lies in on the day."""

    kind: ZoneKind
    name: str
    aquifer: Aquifer | None = None
    """The one layer it is about; None means all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is applied for, and what is known about the place."""

    source: WaterSource
    use: WellUse
    volume_m3: Decimal | None
    """Per year."""
    is_new: bool = True
    """Not a renewal of what was permitted before."""
    aquifer: Aquifer = Aquifer.SHALLOW
    zones: tuple[ZoneFact, ...] = ()
    receiving_area: bool = False
    """受水区 of the South-to-North transfer (748号 34)."""
    total_left_m3: Decimal | None = None
    """What of the control total of this source is not dealt out; None when no total was set."""
    norm_m3: Decimal | None = None
    """What the norm gives for the stated output; None when nobody reckoned it."""
    halted_by: tuple[str, ...] = ()
    """Numbers of open letters that halt approvals (限批)."""
    uses_reclaimed: Answer = Answer.OPEN
    """Whether reclaimed water is used as far as the conditions allow."""
    judged: Mapping[Reason, Answer] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the pre-check."""

    reason: Reason
    answer: Answer
    """YES stands in the way, NO doesn't, OPEN is still to be judged."""
    facts: tuple[str, ...] = ()
    """Names of zones, numbers of letters, figures in m³."""

    @property
    def article(self) -> str:
        """The article that sets it."""
        return ARTICLES[self.reason]


@dataclass(frozen=True, slots=True)
class Checked:
    """The whole list, in the order of the enum."""

    lines: tuple[Found, ...]

    @property
    def refusals(self) -> tuple[Found, ...]:
        """What stands in the way."""
        return tuple(line for line in self.lines if line.answer is Answer.YES)

    @property
    def open(self) -> tuple[Found, ...]:
        """What somebody must still judge."""
        return tuple(line for line in self.lines if line.answer is Answer.OPEN)


def precheck(wanted: Wanted) -> Checked:
    """Hold an application against the list; deliveries (tap, transfers, reclaimed) need no permit."""
    makers = (_zones, _network, _totals, _reclaimed, _halted, _norm)
    lines = [line for make in makers for line in make(wanted)]
    judged = wanted.judged or {}
    lines += [Found(reason, judged.get(reason, Answer.OPEN)) for reason in JUDGED]
    order = list(Reason)
    return Checked(tuple(sorted(lines, key=lambda line: order.index(line.reason))))


def _named(wanted: Wanted, *kinds: ZoneKind) -> tuple[str, ...]:
    """Return the zones of some kinds that are about the wanted layer."""
    about = {None, wanted.aquifer} | ({Aquifer.DEEP_CONFINED} if wanted.source is WaterSource.DEEP else set())
    return tuple(zone.name for zone in wanted.zones if zone.kind in kinds and zone.aquifer in about)


def _line(reason: Reason, stands: object, facts: tuple[str, ...] = ()) -> Found:
    return Found(reason, Answer.YES if stands else Answer.NO, facts if stands else ())


def _zones(wanted: Wanted) -> list[Found]:
    if wanted.source not in GROUNDWATER:
        return []
    over = (ZoneKind.OVER_EXTRACTION, ZoneKind.SEVERE_OVER_EXTRACTION)
    forbidden = _named(wanted, ZoneKind.NO_ABSTRACTION)
    restricted, exceeded = _named(wanted, ZoneKind.RESTRICTED), _named(wanted, *over)
    new, is_irrigation = wanted.is_new, wanted.use is WellUse.IRRIGATION
    is_deep = wanted.source is WaterSource.DEEP or wanted.aquifer is Aquifer.DEEP_CONFINED
    return [
        _line(Reason.NO_ABSTRACTION, forbidden, forbidden),
        _line(Reason.DEEP_CONFINED, is_deep and new),
        _line(Reason.RESTRICTED_NEW, restricted and new, restricted),
        _line(Reason.OVER_EXTRACTION_NEW, exceeded and new and wanted.receiving_area, exceeded),
        _line(Reason.IRRIGATION_NEW, exceeded and new and is_irrigation, exceeded),
    ]


def _network(wanted: Wanted) -> list[Found]:
    covered = _named(wanted, ZoneKind.PUBLIC_SUPPLY)
    own = wanted.use is not WellUse.PUBLIC_SUPPLY and wanted.source in GROUNDWATER
    return [_line(Reason.PUBLIC_SUPPLY, covered and own, covered)]


def _totals(wanted: Wanted) -> list[Found]:
    if wanted.total_left_m3 is None or wanted.volume_m3 is None:
        return [Found(Reason.TOTAL_REACHED, Answer.OPEN)]
    exceeded = wanted.is_new and wanted.volume_m3 > wanted.total_left_m3
    return [_line(Reason.TOTAL_REACHED, exceeded, (f"{wanted.total_left_m3:f}",))]


def _reclaimed(wanted: Wanted) -> list[Found]:
    """Within the network it must be used as far as it can be, for new permits and renewals alike."""
    covered = _named(wanted, ZoneKind.RECLAIMED_NETWORK)
    if not covered or wanted.use in {WellUse.RURAL_DOMESTIC, WellUse.PUBLIC_SUPPLY}:
        return [Found(Reason.RECLAIMED, Answer.NO)]
    opposite = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.OPEN: Answer.OPEN}
    return [Found(Reason.RECLAIMED, opposite[wanted.uses_reclaimed], covered)]


def _halted(wanted: Wanted) -> list[Found]:
    return [_line(Reason.HALTED, wanted.halted_by and wanted.is_new, wanted.halted_by)]


def _norm(wanted: Wanted) -> list[Found]:
    if wanted.norm_m3 is None or wanted.volume_m3 is None:
        return [Found(Reason.OVER_NORM, Answer.OPEN)]
    return [_line(Reason.OVER_NORM, wanted.volume_m3 > wanted.norm_m3, (f"{wanted.norm_m3:f}",))]
