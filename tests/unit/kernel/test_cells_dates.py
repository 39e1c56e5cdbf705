"""Dates of a cell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.cells import Cell, DatePrecision, DateReading, Unreadable, read_date

DAY, MONTH, YEAR = DatePrecision.DAY, DatePrecision.MONTH, DatePrecision.YEAR
years = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2011-07-01",
        "2011-7-1",
        "2011/7/1",
        "2011.7.1",
        "2011. 7. 1",
        "2011—07—01",
        "２０１１．０７．０１",
        "20110701",
        "2011 7 1",
        "2011年7月1日",
        "2011 年 07 月 01 日",
        "2011年7月1号",
        "2011年7月1",
        "二〇一一年七月一日",
        "2011-07-01 00:00:00",
        "2011-07-01T08:30",
        "2011年7月1日 8:30",
        20110701,
        20110701.0,
        40725,
        40725.0,
        40725.75,
        date(2011, 7, 1),
        datetime(2011, 7, 1, 8, 30),  # noqa: DTZ001 - sheets know no time zone
    ],
    ids=repr,
)
def test_days(cell: Cell) -> None:
    assert read_date(cell) == DateReading(date(2011, 7, 1), DAY)


@pytest.mark.parametrize(
    "cell",
    ["2011年7月", "2011年07月份", "2011-07", "2011.7", "2011/7", "201107", "二○一一年七月", 201107, 2011.7],
    ids=repr,
)
def test_months(cell: Cell) -> None:
    assert read_date(cell) == DateReading(date(2011, 7, 1), MONTH)


@pytest.mark.parametrize("cell", ["2011", "2011年", "二零一一年", 2011, 2011.0], ids=repr)
def test_years(cell: Cell) -> None:
    assert read_date(cell) == DateReading(date(2011, 1, 1), YEAR)


@pytest.mark.parametrize(
    ("cell", "on"),
    [
        ("一九九八年十月十日", date(1998, 10, 10)),
        ("一九九八年十二月三十一日", date(1998, 12, 31)),
        ("二〇二〇年二月二十九日", date(2020, 2, 29)),
    ],
)
def test_chinese_numerals(cell: str, on: date) -> None:
    assert read_date(cell) == DateReading(on, DAY)


@pytest.mark.parametrize("cell", [None, "", "—", "/", "无"], ids=repr)
def test_blank_is_no_date(cell: Cell) -> None:
    assert read_date(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "不详",
        "约九十年代",
        "约2011年",
        "2011年左右",
        "2011年春",
        "98年",
        "98-7-1",
        "九八年",
        "7/1/2011",
        "2011-07/01",
        "2011-02-30",
        "2011-13-01",
        "2011-00-01",
        "2011-7-0",
        "20111301",
        "1899年",
        "2101",
        "长期",
        "40725",
        "二〇一一年二月三十日",
        110701,
        1500,
        2011.1,
        0.5,
        99999,
        -2011,
        float("nan"),
        float("inf"),
        True,
        time(8, 30),
        timedelta(days=1),
        date(1899, 12, 31),
    ],
    ids=repr,
)
def test_what_is_no_date(cell: Cell) -> None:
    assert isinstance(read_date(cell), Unreadable)


@given(years, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]))
def test_every_form_reads_every_day(on: date, form: str) -> None:
    assert read_date(on.strftime(form)) == DateReading(on, DAY)


@given(st.dates(min_value=date(1928, 1, 1), max_value=date(2100, 12, 31)))
def test_a_day_number_reads_back(on: date) -> None:
    assert read_date(float((on - date(1899, 12, 30)).days)) == DateReading(on, DAY)


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(read_date(text), DateReading | Unreadable | None)


@pytest.mark.parametrize(
    ("cell", "last"),
    [
        ("2024年2月", "2024-02-29"),
        ("2023", "2023-12-31"),
        ("2023.06", "2023-06-30"),
        ("2023/6/3", "2023-06-03"),
    ],
)
def test_the_last_day_that_is_meant(cell: str, last: str) -> None:
    found = read_date(cell)
    assert isinstance(found, DateReading)
    assert found.last == date.fromisoformat(last)
