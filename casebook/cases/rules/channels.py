"""The channels that leads come by, and the county's settings of them (rules.md 5.2 D-01, 14.3 000-11…13).

Every figure here is a default that the county confirms by a paper of its own; until then it is 未核实.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.rules.status import FoundHow
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping

_W, _D, _M = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH


@dataclass(frozen=True, slots=True)
class Channel:
    """How leads of one channel are taken in: clocks from receipt, and whether they bear a number of theirs.

    Without a length no clock runs: nobody waits for an answer.
    """

    kind: FoundHow
    accept: Length | None = None
    reply: Length | None = None
    has_number: bool = False
    article: str = "地方规定"


_TABLE = (
    Channel(FoundHow.PATROL),
    Channel(FoundHow.SCREENING),
    Channel(FoundHow.MONITORING),
    Channel(FoundHow.POWER_ANOMALY),
    Channel(FoundHow.REMOTE_SENSING),
    Channel(FoundHow.MEDIA, Length(2, _W), Length(10, _W)),
    Channel(FoundHow.REPORT, Length(5, _W), Length(15, _W)),
    Channel(FoundHow.HOTLINE_12345, Length(1, _W), Length(5, _W), has_number=True),
    Channel(FoundHow.HOTLINE_12314, Length(2, _W), Length(15, _W), has_number=True),
    Channel(FoundHow.PETITION, Length(15, _D), Length(60, _D), has_number=True),
    Channel(FoundHow.SUPERIOR, Length(2, _W), Length(15, _W), has_number=True),
    Channel(FoundHow.PROSECUTOR, Length(5, _W), Length(2, _M), has_number=True),
    Channel(FoundHow.ENVIRONMENT_INSPECTORATE, Length(1, _W), Length(30, _D), has_number=True),
    Channel(FoundHow.AUDIT, Length(5, _W), Length(60, _D), has_number=True),
    Channel(FoundHow.TRANSFER, Length(5, _W), Length(15, _W), has_number=True),
)
CHANNELS: dict[FoundHow, Channel] = {row.kind: row for row in _TABLE}
"""Every channel of leads, those that wait for no answer first."""
BY_HAND = tuple(kind for kind in CHANNELS if kind not in {FoundHow.PATROL, FoundHow.SCREENING})
"""Channels that an officer enters; patrols and screening make their own leads."""

FIRST_YEARS, MERGE_M, FIX_NOW, RECHECKS = "first_years", "merge_m", "fix_now", "recheck"
ADDRESS, PER_DAY = "report_per_address", "report_per_day"


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure that the county sets: a default, its bounds, and how certain it is.

    `unit` is that of a clock, or None for a plain count, metres or years.
    """

    name: str
    default: int
    unit: Unit | None
    least: int = 1
    most: int = 1000
    certainty: Certainty = Certainty.MEMORY

    def check(self, value: int) -> None:
        """Refuse a figure out of bounds."""
        if not self.least <= value <= self.most:
            raise RuleBroken(
                "setting_out_of_range", field=field_of(self.name), least=self.least, most=self.most
            )


def field_of(name: str) -> str:
    """Return the name of a setting's form field."""
    return name.replace(".", "_")


def _clocks() -> list[Setting]:
    found = []
    for channel in _TABLE:
        for what, length in (("accept", channel.accept), ("reply", channel.reply)):
            if length is not None:
                found.append(Setting(f"{what}.{channel.kind}", length.amount, length.unit, most=365))
    return found


SETTINGS: dict[str, Setting] = {
    one.name: one
    for one in (
        *_clocks(),
        Setting(f"{RECHECKS}.1", 30, _D, most=730),
        Setting(f"{RECHECKS}.2", 90, _D, most=730),
        Setting(f"{RECHECKS}.3", 180, _D, most=730),
        Setting(FIX_NOW, 7, _D, most=60),
        Setting(MERGE_M, 50, None, most=500),
        Setting(FIRST_YEARS, 2, None, most=10),
        Setting(ADDRESS, 5, None, most=100),
        Setting(PER_DAY, 200, None, most=5000),
    )
}
"""Every setting by its name."""


def clock_of(what: str, kind: FoundHow, values: Mapping[str, int]) -> Length | None:
    """Return how long a channel gives for `accept` or `reply`; None where no clock runs."""
    setting = SETTINGS.get(f"{what}.{kind}")
    if setting is None or setting.unit is None:
        return None
    return Length(values[setting.name], setting.unit)


def recheck_days(values: Mapping[str, int]) -> list[int]:
    """Return after how many days a struck-off problem is looked at again (回头看), the nearest first."""
    return sorted({values[name] for name in SETTINGS if name.startswith(f"{RECHECKS}.")})
