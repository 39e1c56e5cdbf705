"""Reclaimed water left unused: whatever is unknown speaks for the user."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.errors import RuleBroken
from casebook.plans.rules import (
    Answer,
    Availability,
    Condition,
    MonthUse,
    NoCut,
    Reckoned,
    SettingKey,
    availability,
    reckon_cut,
    shortfall,
)
from casebook.plans.rules.settings import Setting, in_force, read_value

YES = dict.fromkeys(Condition, Answer.YES)
M3 = st.integers(0, 10**9).map(lambda litres: Decimal(litres).scaleb(-3))
MONTHS = st.dictionaries(st.integers(1, 12), st.builds(MonthUse, M3, st.booleans(), M3))
SHARE = st.integers(1, 100).map(lambda percent: Decimal(percent) / 100)


def metered(each: str = "0", **outages: str) -> dict[int, MonthUse]:
    return {
        month: MonthUse(Decimal(each), is_metered=True, outage_m3=Decimal(outages.get(f"m{month}", "0")))
        for month in range(1, 13)
    }


def reckoned(**changes: object) -> Reckoned:
    facts: dict[str, object] = {
        "minimum_m3": Decimal(12_000),
        "answers": YES,
        "months": metered("600"),
        "alpha": Decimal(1),
        "cap": Decimal("0.2"),
        "plan_m3": Decimal(100_000),
    }
    return reckon_cut(**{**facts, **changes})


def test_the_cut_is_alpha_times_the_shortfall_up_to_the_cap() -> None:
    assert reckoned().cut_m3 == 4_800
    assert reckoned(alpha=Decimal("0.5")).cut_m3 == 2_400
    assert reckoned(plan_m3=Decimal(10_000)).cut_m3 == 2_000


def test_what_the_supplier_failed_to_give_is_not_missed() -> None:
    assert reckoned(months=metered("600", m7="1800")).cut_m3 == 3_000


def test_residents_water_is_never_cut() -> None:
    assert reckoned(plan_m3=Decimal(10_000), domestic_m3=Decimal(9_000)).cut_m3 == 200
    none = reckoned(plan_m3=Decimal(10_000), domestic_m3=Decimal(10_000))
    assert (none.cut_m3, none.reason) == (0, NoCut.DOMESTIC)


@pytest.mark.parametrize("condition", list(Condition))
def test_one_unknown_condition_and_there_is_no_cut(condition: Condition) -> None:
    unknown = reckoned(answers={**YES, condition: Answer.UNKNOWN})
    assert (unknown.cut_m3, unknown.reason) == (0, NoCut.UNKNOWN)
    without = reckoned(answers={one: Answer.YES for one in Condition if one is not condition})
    assert without.reason is NoCut.UNKNOWN
    outside = reckoned(answers={**YES, condition: Answer.NO})
    assert (outside.cut_m3, outside.reason) == (0, NoCut.NOT_AVAILABLE)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"alpha": None}, NoCut.NO_SETTING),
        ({"cap": None}, NoCut.NO_SETTING),
        ({"plan_m3": None}, NoCut.NO_PLAN),
        ({"minimum_m3": None}, NoCut.NO_MINIMUM),
        ({"months": metered("1000")}, NoCut.NO_SHORTFALL),
    ],
)
def test_why_there_is_no_cut(changes: dict[str, object], reason: NoCut) -> None:
    found = reckoned(**changes)
    assert (found.cut_m3, found.reason) == (0, reason)


def test_months_without_a_meter_count_as_their_share_of_the_least_use() -> None:
    months = metered("0")
    months[3] = MonthUse(Decimal(200), is_metered=False)
    del months[4]
    found = shortfall(Decimal(12_000), months)
    assert found.excused_m3 == 2_000
    assert found.shortfall_m3 == 10_000


def test_an_estimate_above_the_share_counts_whole() -> None:
    months = metered("0") | {3: MonthUse(Decimal(5_000), is_metered=False)}
    assert shortfall(Decimal(12_000), months).shortfall_m3 == 7_000


@given(M3, MONTHS, st.integers(1, 12), M3)
def test_an_estimate_never_counts_against_the_user(
    minimum: Decimal, months: dict[int, MonthUse], month: int, estimate: Decimal
) -> None:
    without = {number: use for number, use in months.items() if number != month}
    estimated = without | {month: MonthUse(estimate, is_metered=False)}
    assert shortfall(minimum, estimated).shortfall_m3 <= shortfall(minimum, without).shortfall_m3
    nothing = without | {month: MonthUse(Decimal(0), is_metered=True)}
    assert shortfall(minimum, without).shortfall_m3 <= shortfall(minimum, nothing).shortfall_m3


@given(M3, MONTHS, SHARE, SHARE, M3, st.integers(0, 100))
def test_a_cut_stays_within_all_its_bounds(
    minimum: Decimal, months: dict[int, MonthUse], alpha: Decimal, cap: Decimal, plan: Decimal, part: int
) -> None:
    domestic = (plan * part / 100).quantize(Decimal("0.001"))
    found = reckon_cut(
        minimum_m3=minimum,
        answers=YES,
        months=months,
        alpha=alpha,
        cap=cap,
        plan_m3=plan,
        domestic_m3=domestic,
    )
    assert 0 <= found.cut_m3 <= plan - domestic
    assert found.cut_m3 <= cap * (plan - domestic)
    assert found.shortfall is not None
    assert found.cut_m3 <= alpha * found.shortfall.shortfall_m3
    assert (found.cut_m3 > 0) is (found.reason is None)


def test_availability_in_one_word() -> None:
    assert availability(YES) is Availability.AVAILABLE
    assert availability({}) is Availability.UNKNOWN
    assert availability({**YES, Condition.SERVED: Answer.NO}) is Availability.NOT_AVAILABLE


def test_alpha_and_cap_have_no_default() -> None:
    from datetime import date  # noqa: PLC0415 - only here

    begun = Setting(SettingKey.CUT_ALPHA, Decimal("0.8"), date(2023, 1, 1), "冠政办〔2023〕5号")
    found = in_force([begun], date(2023, 1, 1))
    assert found[SettingKey.CUT_ALPHA] is begun
    assert SettingKey.CUT_CAP not in found
    assert SettingKey.CUT_ALPHA not in in_force([begun], date(2022, 12, 31))


@pytest.mark.parametrize("text", ["", "abc", "0", "-0.1", "1.01", "nan", "Infinity"])
def test_a_share_is_a_fraction(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_value(SettingKey.CUT_CAP, text)
    assert refused.value.code == "plan_setting_value"
