"""A month's volume without a meter (rules.md 10.6): pump × hours, or a norm times what it counts."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3, litres
from casebook.quotas.rules import VolumeMethod

if TYPE_CHECKING:
    from datetime import date

    from casebook.kernel.months import Month

ESTIMATED = (VolumeMethod.PUMP_HOURS, VolumeMethod.NORM)
METERED = (VolumeMethod.ONLINE_METER, VolumeMethod.MANUAL_METER)
_HOURS_A_DAY = 24


class EstimateState(StrEnum):
    """How an estimate stands."""

    USED = "estimate_used"
    OUTDONE = "estimate_outdone"
    """The month has a figure by a better method."""
    ENDED = "estimate_ended"
    """Another took its place, or it was taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateFacts:
    """What a month's estimate is made of."""

    month: Month
    method: VolumeMethod
    factor: Decimal
    """The pump's flow in m³/h, or the norm in m³."""
    quantity: Decimal
    """Hours, or how many of what the norm counts."""
    unit: str = ""
    """What the norm counts: 亩, 人 …"""
    paper: str
    """Where hours, norm and quantity are written."""

    @property
    def volume_m3(self) -> Decimal:
        """The volume to the litre, half-even."""
        return Decimal(litres(self.factor * self.quantity)).scaleb(-3)

    @property
    def basis(self) -> str:
        """How it was found, in one line."""
        by = ("m³/h", "h") if self.method is VolumeMethod.PUMP_HOURS else (f"m³/{self.unit}", self.unit)
        return f"{_plain(self.factor)} {by[0]} × {_plain(self.quantity)} {by[1]}"


def by_norm(facts: EstimateFacts, value_m3: Decimal, unit: str) -> EstimateFacts:
    """Return the same month by a norm of the county, in m³ for one unit."""
    return replace(facts, method=VolumeMethod.NORM, factor=value_m3, unit=unit)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_estimate(facts: EstimateFacts, *, today: date, flow_m3h: float | None) -> None:
    """Hold that an estimate can be true; `flow_m3h` is what the register has as the pump's rated flow.

    RuleBroken: `estimate_method_wrong`, `estimate_month_open`, `estimate_number_impossible`,
    `estimate_unit_missing`, `estimate_hours_impossible`, `estimate_above_flow`, `estimate_basis_missing`.
    """
    if facts.method not in ESTIMATED:
        raise RuleBroken("estimate_method_wrong", field="method")
    if facts.month.last >= today:
        raise RuleBroken("estimate_month_open", field="month", month=str(facts.month))
    if facts.factor <= 0 or facts.quantity < 0 or facts.factor * facts.quantity > LARGEST_M3:
        raise RuleBroken("estimate_number_impossible", field="quantity")
    if facts.method is VolumeMethod.PUMP_HOURS:
        _check_hours(facts, flow_m3h)
    elif not facts.unit:
        raise RuleBroken("estimate_unit_missing", field="unit")
    if not facts.paper:
        raise RuleBroken("estimate_basis_missing", field="paper")


def _check_hours(facts: EstimateFacts, flow_m3h: float | None) -> None:
    most = monthrange(facts.month.year, facts.month.month)[1] * _HOURS_A_DAY
    if facts.quantity > most:
        raise RuleBroken("estimate_hours_impossible", field="quantity", most=most, month=str(facts.month))
    if flow_m3h is not None and facts.factor > Decimal(str(flow_m3h)):
        raise RuleBroken("estimate_above_flow", field="factor", flow=f"{flow_m3h:g}")
