"""The rules of screening as data: article, severity, thresholds, the problem that a visit may find.

Thresholds are defaults; a county sets its own by a paper, rule by rule, as new versions. What the law
itself says is marked as such, all else is 未核实 until then (rules.md 2, 3, 9, 11).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.codes import Severity
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping


class RuleId(StrEnum):
    """What a rule looks for."""

    NO_PERMIT = "no_permit"
    PERMIT_EXPIRED = "permit_expired"
    OVER_PERMIT = "over_permit"
    OVER_PLAN_MONTH = "over_plan_month"
    OVER_PLAN_YEAR = "over_plan_year"
    FORBIDDEN_ZONE = "forbidden_zone"
    RESTRICTED_ZONE_NEW = "restricted_zone_new"
    DEEP_CONFINED = "deep_confined"
    INSIDE_PUBLIC_NETWORK = "inside_public_network"
    METER_MISSING = "meter_missing"
    METER_NOT_ONLINE = "meter_not_online"
    METER_SUSPECT = "meter_suspect"
    POWER_WITHOUT_WELL = "power_without_well"
    CLOSED_BUT_PUMPING = "closed_but_pumping"
    RETURN_MISSING = "return_missing"
    PERMIT_DORMANT = "permit_dormant"
    DISCHARGE_EXCEEDS_INTAKE = "discharge_exceeds_intake"
    NO_WATER_SOURCE = "no_water_source"
    OVER_NORM = "over_norm"


class Measure(StrEnum):
    """What a threshold counts in."""

    PERCENT = "percent"
    M3 = "m3"
    KWH = "kwh"
    MONTHS = "months"
    YEARS = "years"
    DAYS = "days"
    SWITCH = "switch"
    """0 no, 1 yes."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One figure of a rule: its default and bounds; certain when the law itself says it."""

    name: str
    default: int
    measure: Measure
    most: int = 1_000
    is_certain: bool = False
    """The law says so, or it is a convention of how figures are looked at: nothing is left to be verified."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what is suspected by which article, how grave it would be, and its thresholds."""

    id: RuleId
    article: str
    severity: Severity
    problem_code: str | None
    """Of rules.md 9; a well that already has this problem open gives no further lead."""
    thresholds: tuple[Threshold, ...] = ()


HOUSEHOLD, TOLERANCE, FORECAST, FORECAST_FROM = "household_m3", "tolerance", "forecast", "forecast_from"
LAST_YEAR_UNTIL, FARM_WELLS, SCALE, WINDOW = "last_year_until", "farm_wells", "scale_m3", "window"
LEAST_KWH, GRACE, IDLE_YEARS = "least_kwh", "grace", "idle_years"

_P, _LARGE = Measure.PERCENT, 100_000_000
_LOW, _MID, _HIGH, _CRIT = Severity.LOW, Severity.MID, Severity.HIGH, Severity.CRITICAL
_ANY_EXCESS = Threshold(TOLERANCE, 0, _P, is_certain=True)
_LAST_YEAR = Threshold(LAST_YEAR_UNTIL, 3, Measure.MONTHS, most=12, is_certain=True)

_TABLE = (
    Rule(
        RuleId.NO_PERMIT,
        "水法48；取水条例4",
        _HIGH,
        "P01",
        (Threshold(HOUSEHOLD, 0, Measure.M3, most=_LARGE),),
    ),
    Rule(RuleId.PERMIT_EXPIRED, "水法48；取水条例25", _HIGH, "P02"),
    Rule(RuleId.OVER_PERMIT, "水法48、69(2)", _HIGH, "P03", (_ANY_EXCESS, _LAST_YEAR)),
    Rule(RuleId.OVER_PLAN_MONTH, "取水条例40", _MID, "P04", (Threshold(TOLERANCE, 10, _P),)),
    Rule(
        RuleId.OVER_PLAN_YEAR,
        "取水条例40",
        _MID,
        "P04",
        (
            Threshold(TOLERANCE, 0, _P),
            Threshold(FORECAST, 10, _P),
            Threshold(FORECAST_FROM, 6, Measure.MONTHS, most=12, is_certain=True),
            _LAST_YEAR,
        ),
    ),
    Rule(RuleId.FORBIDDEN_ZONE, "748号33、35", _CRIT, "P06"),
    Rule(RuleId.RESTRICTED_ZONE_NEW, "748号34、35", _CRIT, "P08"),
    Rule(RuleId.DEEP_CONFINED, "748号27；山东水资源条例28", _CRIT, "P07"),
    Rule(RuleId.INSIDE_PUBLIC_NETWORK, "取水条例20；山东水资源条例30", _HIGH, "P09"),
    Rule(
        RuleId.METER_MISSING,
        "748号22",
        _HIGH,
        "P10",
        (Threshold(FARM_WELLS, 1, Measure.SWITCH, most=1),),
    ),
    Rule(
        RuleId.METER_NOT_ONLINE,
        "748号22；山东水资源条例47",
        _MID,
        "P12",
        (Threshold(SCALE, 100_000, Measure.M3, most=_LARGE, is_certain=True),),
    ),
    Rule(
        RuleId.METER_SUSPECT,
        "748号22；取水条例43",
        _MID,
        "P13",
        (Threshold(WINDOW, 36, Measure.MONTHS, most=36, is_certain=True),),
    ),
    Rule(
        RuleId.POWER_WITHOUT_WELL,
        "748号49",
        _HIGH,
        "P19",
        (
            Threshold(LEAST_KWH, 100, Measure.KWH, most=_LARGE),
            Threshold(WINDOW, 12, Measure.MONTHS, most=36, is_certain=True),
        ),
    ),
    Rule(
        RuleId.CLOSED_BUT_PUMPING,
        "水法48；748号49",
        _CRIT,
        "P17",
        (Threshold(LEAST_KWH, 30, Measure.KWH, most=_LARGE),),
    ),
    Rule(
        RuleId.RETURN_MISSING,
        "取水条例42、52",
        _LOW,
        "P15",
        (Threshold(GRACE, 0, Measure.DAYS, most=365, is_certain=True),),
    ),
    Rule(
        RuleId.PERMIT_DORMANT,
        "取水条例44",
        _LOW,
        None,
        (Threshold(IDLE_YEARS, 2, Measure.YEARS, most=10, is_certain=True),),
    ),
    Rule(
        RuleId.DISCHARGE_EXCEEDS_INTAKE,
        "水法48；取水条例43",
        _HIGH,
        "P01",
        (Threshold(TOLERANCE, 0, _P), _LAST_YEAR),
    ),
    Rule(RuleId.NO_WATER_SOURCE, "水法48", _MID, "P01"),
    Rule(
        RuleId.OVER_NORM,
        "水法47；节水条例27",
        _MID,
        "P16",
        (Threshold(TOLERANCE, 0, _P), _LAST_YEAR),
    ),
)
RULES: dict[RuleId, Rule] = {row.id: row for row in _TABLE}
"""Every rule by its id, in the order in which lists show them."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A rule as a county has it on a day. Version 0 is the house's default."""

    rule: RuleId
    values: Mapping[str, int]
    is_active: bool = True
    version: int = 0

    def __getitem__(self, name: str) -> int:
        """Return one threshold."""
        return self.values[name]


Settings = dict[RuleId, Setting]
DEFAULTS: Settings = {
    rule.id: Setting(rule.id, {one.name: one.default for one in rule.thresholds}) for rule in _TABLE
}


def check_values(rule: RuleId, values: Mapping[str, int]) -> None:
    """Refuse thresholds that a rule does not have, lacks, or that are out of bounds."""
    wanted = {one.name: one for one in RULES[rule].thresholds}
    if set(values) != set(wanted):
        raise RuleBroken("screening_thresholds_unknown", field="rule")
    for name, value in values.items():
        if not 0 <= value <= wanted[name].most:
            raise RuleBroken("screening_threshold_range", field=name, most=wanted[name].most)
