"""Tiers above the plan, laid marginally along the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.documents.rules import FORMS
from casebook.kernel.errors import RuleBroken
from casebook.returns.rules import Period, ReturnSettingKey, assess, check_taxed, read_value
from casebook.returns.rules.settings import DEFAULTS, parse_tiers
from casebook.returns.rules.taxing import deal_out

TIERS = parse_tiers(DEFAULTS[ReturnSettingKey.TIERS])
TAX_FROM = date(2017, 12, 1)
"""Shandong."""


@pytest.mark.parametrize(
    ("volume", "before", "plan", "within", "parts"),
    [
        (500, 0, 1000, 500, [0, 0, 0]),
        (1000, 0, 1000, 1000, [0, 0, 0]),
        (1200, 0, 1000, 1000, [200, 0, 0]),
        (1201, 0, 1000, 1000, [200, 1, 0]),
        (1400, 0, 1000, 1000, [200, 200, 0]),
        (2000, 0, 1000, 1000, [200, 200, 600]),
        (300, 900, 1000, 100, [200, 0, 0]),
        (300, 1100, 1000, 0, [100, 200, 0]),
        (300, 1500, 1000, 0, [0, 0, 300]),
        (10, 0, 0, 0, [0, 0, 10]),
        (0, 1500, 1000, 0, [0, 0, 0]),
    ],
)
def test_water_lies_in_its_tiers(volume: int, before: int, plan: int, within: int, parts: list[int]) -> None:
    found = assess(volume=volume, before=before, plan=plan, tiers=TIERS)
    assert (found.within, [one.litres for one in found.parts]) == (within, parts)
    assert (found.over, found.cumulative) == (volume - within, before + volume)


@given(
    st.lists(st.integers(0, 10**12), min_size=1, max_size=12),
    st.integers(0, 10**12),
    st.lists(st.integers(1, 99_999), unique=True, max_size=4).map(sorted),
)
def test_the_periods_of_a_year_sum_to_the_year(volumes: list[int], plan: int, ends: list[int]) -> None:
    """Each part is nothing or more, and nothing is counted twice or lost, whatever the tiers."""
    text = ",".join([*(f"{Decimal(end) / 100}:2" for end in ends), ":3"])
    tiers = parse_tiers(text) if all(end <= 999_999 for end in ends) else TIERS
    whole = assess(volume=sum(volumes), before=0, plan=plan, tiers=tiers)
    before, within, parts = 0, 0, [0] * len(tiers)
    for volume in volumes:
        one = assess(volume=volume, before=before, plan=plan, tiers=tiers)
        assert min(one.within, *(part.litres for part in one.parts)) >= 0
        assert one.within + sum(part.litres for part in one.parts) == volume
        before, within = before + volume, within + one.within
        parts = [known + part.litres for known, part in zip(parts, one.parts, strict=True)]
    assert (within, parts) == (whole.within, [part.litres for part in whole.parts])


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.integers(0, 10**12))
def test_what_intakes_are_dealt_sums_to_the_whole(volumes: list[int], litres: int) -> None:
    dealt = deal_out(litres, volumes)
    assert sum(dealt) == (litres if any(volumes) else 0)


@pytest.mark.parametrize("text", ["20:2,40:2.5,:3", " 20：2，40：2.5，：3 ", "20:2 40:2.5 :3"])
def test_tiers_are_read_as_they_are_typed(text: str) -> None:
    assert read_value(ReturnSettingKey.TIERS, text) == "20:2,40:2.5,:3"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "tax_tiers_unreadable"),
        ("20", "tax_tiers_unreadable"),
        ("20:x,:3", "tax_tiers_unreadable"),
        ("20%:2", "tax_tiers_unreadable"),
        ("20:2", "tax_tiers_open_end"),
        (":2,20:3", "tax_tiers_open_end"),
        ("40:2,20:3,:4", "tax_tiers_not_rising"),
        ("20:2,20:3,:4", "tax_tiers_not_rising"),
        ("0:2,:3", "tax_tiers_not_rising"),
        ("20:3,:2", "tax_tiers_not_rising"),
        (":0.5", "tax_tiers_not_rising"),
    ],
)
def test_tiers_that_make_no_sense_are_refused(text: str, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        read_value(ReturnSettingKey.TIERS, text)


@pytest.mark.parametrize(
    ("period", "is_taxed"), [("2017-11", False), ("2017Q4", False), ("2017-12", True), ("2018Q1", True)]
)
def test_before_the_tax_there_is_no_sheet(period: str, *, is_taxed: bool) -> None:
    if is_taxed:
        check_taxed(Period.parse(period), TAX_FROM)
        return
    with pytest.raises(RuleBroken, match="tax_sheet_before_tax"):
        check_taxed(Period.parse(period), TAX_FROM)


def test_nothing_in_the_house_asks_for_the_fee() -> None:
    """Since 2017-12-01 no notice of the fee may leave (rules.md 3.4, trap 13): there is no form for one."""
    assert [form.title for form in FORMS.values() if "水资源费" in form.title or "缴费" in form.title] == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (ReturnSettingKey.DUE_DAYS, "0"),
        (ReturnSettingKey.DUE_DAYS, "91"),
        (ReturnSettingKey.DUE_DAYS, "1.5"),
        (ReturnSettingKey.DUE_DAYS, "x"),
        (ReturnSettingKey.LEAST, "-1"),
        (ReturnSettingKey.LEAST, "NaN"),
        (ReturnSettingKey.DEVIATION, "5"),
        (ReturnSettingKey.DEVIATION, "Infinity"),
        (ReturnSettingKey.DEVIATION, "5%"),
    ],
)
def test_values_out_of_range_are_refused(key: ReturnSettingKey, text: str) -> None:
    with pytest.raises(RuleBroken, match="return_setting_value"):
        read_value(key, text)


@pytest.mark.parametrize("key", [ReturnSettingKey.SCOPE, ReturnSettingKey.PERIOD])
def test_a_choice_is_one_of_its_list(key: ReturnSettingKey) -> None:
    with pytest.raises(RuleBroken, match="return_setting_choice"):
        read_value(key, "everybody")
