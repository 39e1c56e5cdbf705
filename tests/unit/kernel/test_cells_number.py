"""Numbers of a cell."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.cells import Cell, Unit, Unreadable, read_number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (22.0, "22"),
        (22, "22"),
        (0, "0"),
        (26.1, "26.1"),
        (0.1 + 0.2, "0.3"),
        ("41.9", "41.9"),
        ("４１．９", "41.9"),
        ("２２９０", "2290"),
        ("0.5938万", "5938"),
        ("12.0678 万", "120678"),
        ("1.2亿", "120000000"),
        ("３，２８９", "3289"),
        ("1,234,567.89", "1234567.89"),
        ("'3289", "3289"),
        ("-22.4", "-22.4"),
        ("+3", "3"),
        (".5", "0.5"),
        ("32.", "32"),
        ("32。5", "32.5"),
        ("325mm", "325"),
        ("22.5 米", "22.5"),
        ("22.5（米）", "22.5"),
        ("5938m³", "5938"),
        ("5938 立方米", "5938"),
        ("0.5938万m³/年", "5938"),
        ("40m³/h", "40"),
        ("7.5KW", "7.5"),
        ("123亩", "123"),
        ("１２㎥", "12"),
    ],
)
def test_numbers_people_write(cell: Cell, value: str) -> None:
    assert read_number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", [None, "", " ", "-", "—", "/", "无"], ids=repr)
def test_blank_is_no_number(cell: Cell) -> None:
    assert read_number(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "约3289",
        "3000左右",
        "100-200",
        "100～200",
        ">100",
        "3000+",
        "不详",
        "1 191",
        "12,34",
        "1.2.3",
        "1.2E+05",
        "三十二",
        "32米5",
        "2.5公斤",
        "2.5km",
        "#N/A",
        "nan",
        "inf",
        "=1+1",
        "٣٢",
        "9" * 41,
        float("nan"),
        float("inf"),
        True,
        False,
        date(2023, 3, 1),
        time(8, 30),
    ],
    ids=repr,
)
def test_what_is_no_number(cell: Cell) -> None:
    assert isinstance(read_number(cell), Unreadable)


def test_the_refusal_says_what_is_written() -> None:
    assert read_number("约 3289\n") == Unreadable("约 3289")
    assert read_number("9" * 100) == Unreadable("9" * 80)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("325mm", Unit.METRE, "0.325"),
        ("0.3m", Unit.MILLIMETRE, "300"),
        ("30cm", Unit.MILLIMETRE, "300"),
        ("2公顷", Unit.MU, "30"),
        ("10L/s", Unit.CUBIC_METRE_PER_HOUR, "36"),
        ("40 吨/小时", Unit.CUBIC_METRE_PER_HOUR, "40"),
        ("7500W", Unit.KILOWATT, "7.5"),
        ("1200度", Unit.KILOWATT_HOUR, "1200"),
        ("1500升", Unit.CUBIC_METRE, "1.5"),
        ("0.54万方", Unit.CUBIC_METRE, "5400"),
    ],
)
def test_a_written_unit_is_converted(cell: str, unit: Unit, value: str) -> None:
    assert read_number(cell, unit) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("325mm", Unit.CUBIC_METRE), ("40m³", Unit.METRE), ("12亩", Unit.KILOWATT)],
)
def test_another_quantity_is_unreadable(cell: str, unit: Unit) -> None:
    assert isinstance(read_number(cell, unit), Unreadable)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (0.5379, "5379"),
        ("0.5379", "5379"),
        ("0.5379万", "5379"),
        ("0.5379万m³", "5379"),
        ("5379m³", "5379"),
        (3, "30000"),
    ],
    ids=repr,
)
def test_a_column_in_ten_thousands(cell: Cell, value: str) -> None:
    assert read_number(cell, Unit.CUBIC_METRE, bare=Decimal(10_000)) == Decimal(value)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_every_plain_or_grouped_spelling_reads_back(value: Decimal) -> None:
    assert read_number(str(value)) == value
    assert read_number(f"{value:,}") == value
    assert read_number(f" {value} m³ ", Unit.CUBIC_METRE) == value


@given(st.floats(min_value=-1e9, max_value=1e9).map(lambda value: round(value, 4)))
def test_a_float_keeps_what_the_sheet_shows(value: float) -> None:
    assert read_number(value) == Decimal(str(value))


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text: str) -> None:
    assert isinstance(read_number(text), Decimal | Unreadable | None)
