"""What a county sets about returns and the tax sheet: until it says who reports, nobody is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.returns.rules.periods import PeriodKind
from casebook.returns.rules.taxing import Tier, check_tiers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

MOST_DAYS = 90
_MOST_LEAST = Decimal(1_000_000_000)
_TIER = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)?[:：](\d{1,2}(?:\.\d{1,2})?)")


class Scope(StrEnum):
    """Who reports."""

    HOLDERS = "scope_holders"
    """Everybody who holds a permit in the period."""
    ORGANISATIONS = "scope_organisations"
    """Permit holders that are no citizens."""


class ReturnSettingKey(StrEnum):
    """A value."""

    SCOPE = "return_scope"
    LEAST = "return_least"
    """Permitted m³ a year from which a holder reports."""
    PERIOD = "return_period"
    DUE_DAYS = "return_due_days"
    DEVIATION = "reconcile_deviation"
    TIERS = "tax_tiers"


_K = ReturnSettingKey
DEFAULTS: dict[ReturnSettingKey, str] = {
    _K.LEAST: "0",
    _K.PERIOD: PeriodKind.QUARTER.value,
    _K.DUE_DAYS: "15",
    _K.DEVIATION: "0.05",
    _K.TIERS: "20:2,40:2.5,:3",
}
"""What holds before a county sets it, 未核实; who reports has no default (rules.md 3.4, 11)."""


@dataclass(frozen=True, slots=True)
class ReturnSetting:
    """A value in force as it is stored, and the paper it comes from; empty for a default."""

    key: ReturnSettingKey
    value: str
    valid_from: date | None = None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSettings:
    """What holds on a day."""

    values: dict[ReturnSettingKey, ReturnSetting]

    @property
    def scope(self) -> Scope | None:
        """Who reports; None before the county has said so."""
        found = self.values.get(_K.SCOPE)
        return Scope(found.value) if found else None

    @property
    def least_m3(self) -> Decimal:
        """Permitted m³ a year from which a holder reports."""
        return Decimal(self.values[_K.LEAST].value)

    @property
    def kind(self) -> PeriodKind:
        """How long a period is."""
        return PeriodKind(self.values[_K.PERIOD].value)

    @property
    def due_days(self) -> int:
        """Days after the period's end within which a return is due; the year's is due by law (D-25)."""
        return int(self.values[_K.DUE_DAYS].value)

    @property
    def deviation(self) -> Decimal:
        """The share past which two figures deviate."""
        return Decimal(self.values[_K.DEVIATION].value)

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers of water above the plan."""
        return parse_tiers(self.values[_K.TIERS].value)

    def is_verified(self, key: ReturnSettingKey) -> bool:
        """Say whether the county has set a value by a paper."""
        return key in self.values and bool(self.values[key].paper)


def in_force(settings: Iterable[ReturnSetting], on: date) -> ReturnSettings:
    """Return what holds on a day: the last entered of those that had begun, else the default."""
    found = {key: ReturnSetting(key, value) for key, value in DEFAULTS.items()}
    for one in settings:
        if one.valid_from is not None and one.valid_from <= on:
            found[one.key] = one
    return ReturnSettings(found)


def read_value(key: ReturnSettingKey, text: str) -> str:
    """Return a value as it is stored; RuleBroken `return_setting_value` or `tax_tiers_…` on field `value`."""
    return _READERS[key](text.strip())


def parse_tiers(text: str) -> tuple[Tier, ...]:
    """Return the tiers that a text such as `20:2,40:2.5,:3` says, in %; RuleBroken `tax_tiers_unreadable`."""
    tiers = []
    for part in re.split(r"[,，;；、\s]+", text.strip()):
        found = _TIER.fullmatch(part)
        if found is None:
            raise RuleBroken("tax_tiers_unreadable", field="value")
        tiers.append(Tier(Decimal(found[1]) if found[1] else None, Decimal(found[2])))
    return check_tiers(tuple(tiers))


def _read_tiers(text: str) -> str:
    return ",".join(f"{'' if one.until is None else one.until}:{one.times}" for one in parse_tiers(text))


def _number(text: str, least: Decimal, most: Decimal) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation as unreadable:
        raise RuleBroken("return_setting_value", field="value", least=least, most=most) from unreadable
    if not value.is_finite() or not least <= value <= most:
        raise RuleBroken("return_setting_value", field="value", least=least, most=most)
    return value


def _one_of(kind: type[StrEnum]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in {one.value for one in kind}:
            raise RuleBroken("return_setting_choice", field="value")
        return text

    return read


def _read_days(text: str) -> str:
    if not text.isascii() or not text.isdigit():
        raise RuleBroken("return_setting_value", field="value", least=1, most=MOST_DAYS)
    return str(int(_number(text, Decimal(1), Decimal(MOST_DAYS))))


_READERS: dict[ReturnSettingKey, Callable[[str], str]] = {
    _K.SCOPE: _one_of(Scope),
    _K.PERIOD: _one_of(PeriodKind),
    _K.LEAST: lambda text: f"{_number(text, Decimal(0), _MOST_LEAST):f}",
    _K.DUE_DAYS: _read_days,
    _K.DEVIATION: lambda text: f"{_number(text, Decimal(0), Decimal(1)):f}",
    _K.TIERS: _read_tiers,
}
