"""Months without a meter: what can be estimated, and how."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.rules.estimates import EstimateFacts, check_estimate

TODAY = date(2023, 3, 1)


def facts(**more: object) -> EstimateFacts:
    said = {"month": Month(2023, 2), "method": VolumeMethod.PUMP_HOURS, "factor": Decimal(32)}
    return EstimateFacts(**{**said, "quantity": Decimal(210), "paper": "开泵记录", **more})


def norm(**more: object) -> EstimateFacts:
    return facts(method=VolumeMethod.NORM, **{"unit": "亩", "factor": Decimal("60.5"), **more})


@pytest.mark.parametrize(
    ("said", "basis", "volume"),
    [
        (facts(), "32 m³/h × 210 h", "6720"),
        (facts(quantity=Decimal(0)), "32 m³/h × 0 h", "0"),
        (facts(factor=Decimal("32.50"), quantity=Decimal("0.3333")), "32.5 m³/h × 0.3333 h", "10.832"),
        (norm(quantity=Decimal(35)), "60.5 m³/亩 × 35 亩", "2117.5"),
        (norm(factor=Decimal("0.001"), quantity=Decimal("0.5")), "0.001 m³/亩 × 0.5 亩", "0"),
    ],
    ids=["hours", "none", "half-even", "norm", "half-litre"],
)
def test_the_volume_is_the_product_to_the_litre(said: EstimateFacts, basis: str, volume: str) -> None:
    assert (said.basis, said.volume_m3) == (basis, Decimal(volume))
    check_estimate(said, today=TODAY, flow_m3h=None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (facts(method=VolumeMethod.MANUAL_METER), "estimate_method_wrong"),
        (facts(method=VolumeMethod.POWER_COEFFICIENT), "estimate_method_wrong"),
        (facts(month=Month(2023, 3)), "estimate_month_open"),
        (facts(factor=Decimal(0)), "estimate_number_impossible"),
        (facts(quantity=Decimal(-1)), "estimate_number_impossible"),
        (norm(factor=Decimal(10**12), quantity=Decimal(10**6)), "estimate_number_impossible"),
        (facts(quantity=Decimal(673)), "estimate_hours_impossible"),
        (facts(factor=Decimal("32.1")), "estimate_above_flow"),
        (norm(unit=""), "estimate_unit_missing"),
        (facts(paper=""), "estimate_basis_missing"),
    ],
    ids=["meter", "power", "open", "no-flow", "negative", "huge", "hours", "flow", "unit", "paper"],
)
def test_what_cannot_be_true_is_refused(said: EstimateFacts, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_estimate(said, today=TODAY, flow_m3h=32.0)


def test_all_hours_of_a_month_at_the_rated_flow_can_be_true() -> None:
    check_estimate(facts(quantity=Decimal(672)), today=TODAY, flow_m3h=32.0)
