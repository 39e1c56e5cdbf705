"""What a county sets about plans: no cut is possible before a paper of the county gives α and the cap."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.plans.rules.tree import AlertLimits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_MOST_ALPHA = Decimal(5)


class SettingKey(StrEnum):
    """A value; shares are written as fractions, 0.2 for 20 %."""

    CUT_ALPHA = "cut_alpha"
    CUT_CAP = "cut_cap"
    MONTH_WARN = "month_warn"
    MONTH_TEST = "month_test"
    YEAR_TEST = "year_test"


DEFAULTS: dict[SettingKey, Decimal | None] = {
    SettingKey.CUT_ALPHA: None,
    SettingKey.CUT_CAP: None,
    SettingKey.MONTH_WARN: AlertLimits().month_warn,
    SettingKey.MONTH_TEST: AlertLimits().month_test,
    SettingKey.YEAR_TEST: AlertLimits().year_test,
}
"""What holds before a county sets it; all of them are 未核实. α and the cap have none (rules.md 11)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in force, and the paper it comes from; empty for a default."""

    key: SettingKey
    value: Decimal
    valid_from: date | None = None
    paper: str = ""


def read_value(key: SettingKey, text: str) -> Decimal:
    """Return the value that a text says; RuleBroken `plan_setting_value` on field `value`."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as unreadable:
        raise RuleBroken("plan_setting_value", field="value") from unreadable
    most = _MOST_ALPHA if key is SettingKey.CUT_ALPHA else Decimal(1)
    if not value.is_finite() or not 0 < value <= most:
        raise RuleBroken("plan_setting_value", field="value")
    return value


def in_force(settings: Iterable[Setting], on: date) -> dict[SettingKey, Setting]:
    """Return what holds on a day: the last entered of those that had begun, else the default."""
    found = {key: Setting(key, value) for key, value in DEFAULTS.items() if value is not None}
    for one in settings:
        if one.valid_from is not None and one.valid_from <= on:
            found[one.key] = one
    return found


def limits_of(found: dict[SettingKey, Setting]) -> AlertLimits:
    """Return the limits of alerts among what holds."""
    return AlertLimits(
        found[SettingKey.MONTH_WARN].value,
        found[SettingKey.MONTH_TEST].value,
        found[SettingKey.YEAR_TEST].value,
    )
