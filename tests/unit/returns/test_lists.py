"""The tax office's list as offices write it, and a reason for each row that cannot be used."""

from __future__ import annotations

from decimal import Decimal

import pytest

from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.returns.rules import TaxFault, read_tax_list
from casebook.returns.rules.lists import read_span

HEAD = ["纳税人识别号", "纳税人名称", "所属期", "实际取用水量（m³）"]


def read(*rows: list[object], head: list[object] | None = None) -> object:
    table = [["水资源税申报"], head or HEAD, *rows]
    return read_tax_list(list(enumerate(table, start=1)), 2023)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", 1, 12),
        ("2023年", 1, 12),
        ("2023年度", 1, 12),
        ("2023年第1季度", 1, 3),
        ("2023年四季度", 10, 12),
        ("2023Q2", 4, 6),
        ("2023-05", 5, 5),
        ("2023年5月", 5, 5),
        ("2023.05", 5, 5),
        ("2023年1-3月", 1, 3),
        ("2023-01至2023-03", 1, 3),
        ("2023年7月至9月", 7, 9),
    ],
)
def test_periods_as_they_are_written(text: str, first: int, last: int) -> None:
    assert read_span(text) == (Month(2023, first), Month(2023, last))


@pytest.mark.parametrize("text", ["", "第一季度", "2023年13月", "2023年5-3月", "2023Q5", "一年", None])
def test_what_is_no_period(text: str | None) -> None:
    assert read_span(text) is None


def test_a_list_is_read_with_its_units() -> None:
    found = read(
        ["913715250000695428", "冠县甲厂", "2023年第1季度", "0.3"], head=[*HEAD[:3], "取用水量（万m³）"]
    )
    (line,) = found.lines
    assert (line.line, line.volume_m3, line.first, line.last) == (
        3, Decimal("3000.000"), Month(2023, 1), Month(2023, 3),
    )  # fmt: skip


def test_a_list_without_periods_is_about_the_year() -> None:
    (line,) = read(["冠县甲厂", 1200], head=["单位名称", "申报水量"]).lines
    assert (line.first.month, line.last.month, line.volume_m3) == (1, 12, 1200)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["", "", "2023Q1", 5], TaxFault.NOBODY),
        (["", "甲", "某季", 5], TaxFault.PERIOD_UNREADABLE),
        (["", "甲", "2022Q4", 5], TaxFault.OTHER_YEAR),
        (["", "甲", "2022-12至2023-01", 5], TaxFault.OTHER_YEAR),
        (["", "甲", "2023Q1", "约五方"], TaxFault.VOLUME_UNREADABLE),
        (["", "甲", "2023Q1", -5], TaxFault.VOLUME_UNREADABLE),
        (["", "甲", "2023Q1", ""], TaxFault.VOLUME_UNREADABLE),
        (["", "甲" * 121, "2023Q1", 5], TaxFault.TEXT_UNREADABLE),
    ],
)
def test_each_refused_row_has_its_reason(row: list[object], fault: TaxFault) -> None:
    found = read(row)
    assert [(one.line, one.fault) for one in found.refused] == [(3, fault)]
    assert found.lines == []


def test_sums_and_repeats_are_not_counted() -> None:
    row = ["", "甲", "2023Q1", 5]
    found = read(row, row, ["", "甲", "2023Q2", 5], ["", "合计", "", 15], ["", "", "", ""])
    assert ([one.line for one in found.lines], found.repeated, found.rows) == ([3, 5], 1, 3)


def test_a_file_without_header_is_refused() -> None:
    with pytest.raises(RuleBroken, match="tax_list_no_header"):
        read(["a"], head=["姓名", "金额"])
