"""Text of a cell: cleaned, normalised, folded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.cells import Cell, Unreadable, fold, is_blank, normalise, read_text, written


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("井", "井"),
        (True, "TRUE"),
        (7, "7"),
        (3771455418.0, "3771455418"),
        (115.424296, "115.424296"),
        (0.1 + 0.2, "0.3"),
        (date(2023, 3, 1), "2023-03-01"),
        (datetime(2023, 3, 1), "2023-03-01"),  # noqa: DTZ001 - sheets know no time zone
        (datetime(2023, 3, 1, 8, 30), "2023-03-01 08:30:00"),  # noqa: DTZ001 - as above
        (time(8, 30), "08:30:00"),
        (timedelta(hours=2), "2:00:00"),
        (float("nan"), "NaN"),
        (371525199001010000.0, "371525199001010000"),
        (0.0000001, "0.0000001"),
    ],
)
def test_a_cell_as_a_person_sees_it(cell: Cell, text: str) -> None:
    assert written(cell) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  冠县　水利局\t", "冠县 水利局"),
        ("３７１５２５１０４ＪＪ０００３７", "371525104JJ00037"),
        ("10–12", "10-12"),
        ("３２。５", "32.5"),
        ("−22.4", "-22.4"),
        ("m³", "m3"),
        ("（高德）", "(高德)"),
        ("\ufeff井\u200b深", "井深"),
        ("井\r\n深", "井 深"),
    ],
)
def test_normalised_for_reading(cell: str, text: str) -> None:
    assert normalise(cell) == text


def test_headers_compare_without_case_blanks_or_width() -> None:
    assert fold("水泵功率（ＫＷ）") == fold(" 水泵 功率(kw)")


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "—", "——", "/", "／", "无", "N/A", "\u3000"], ids=repr)
def test_blank_marks(cell: Cell) -> None:
    assert is_blank(cell)
    assert read_text(cell) is None


@pytest.mark.parametrize("cell", [0, 0.0, False, "0", "无水", "-1"], ids=repr)
def test_what_is_not_blank(cell: Cell) -> None:
    assert not is_blank(cell)


def test_a_mark_can_be_a_value() -> None:
    assert read_text("无", marks_are_blank=False) == "无"
    assert read_text(" \u200b", marks_are_blank=False) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("特种行业（洗车）", "特种行业（洗车）"),
        ("ＳＢ０９１０２０９６", "SB09102096"),
        ("柳林镇\x00小王庄\x07村", "柳林镇小王庄村"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("\ue000某", "\ue000某"),
        ("\ud800某", "某"),
        (3764044512.0, "3764044512"),
    ],
)
def test_text_to_be_stored(cell: Cell, text: str) -> None:
    assert read_text(cell) == text


def test_too_long_a_text_is_refused_not_cut() -> None:
    assert read_text("井" * 200) == "井" * 200
    assert read_text("井" * 201) == Unreadable("井" * 80)
    assert read_text("井井井", limit=2) == Unreadable("井井井")


@given(st.text())
def test_cleaning_is_stable_and_leaves_nothing_invisible(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(character in once for character in "\x00\u200b\ufeff\n\t")
    assert once == once.strip()
