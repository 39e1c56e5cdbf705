"""Spans, bindings, how a figure is written, whose row it is, what is proposed, what a new edition changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casebook.blanks.books.book import Book
from casebook.blanks.rules.binding import Bound, Rounding, Scale, as_asked, check_bound
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span, Window, window
from casebook.blanks.rules.cells import Area, Place, parse_area
from casebook.blanks.rules.filling import CellFate, fill_cells, listed, slots, values, wanted
from casebook.blanks.rules.places import Places
from casebook.blanks.rules.proposing import figure_of, propose
from casebook.blanks.rules.rebinding import Change, changes, kept
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from tests.factories.blanks import SHEET, TOWNSHIPS, changed, monthly

COUNTY = "371525"
NAMES = {COUNTY: "冠县"} | {f"37152510{index}": name for index, name in enumerate(TOWNSHIPS)}
PLACES = Places(NAMES, COUNTY)
NOVEMBER = Month(2023, 11)


def bound(area: str, figure: FigureId = FigureId.WELLS_BOOKED, **traits: object) -> Bound:
    facts = {"sheet": SHEET, "area": Area.parse(area), "figure": figure, "span": Span.TO_DATE}
    return Bound(**{**facts, **traits})


def test_every_figure_is_in_the_catalogue() -> None:
    assert set(CATALOGUE) == set(FigureId)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.MONTH, (2023, 11, 1), (2023, 11, 30)),
        (Span.TO_DATE, (2023, 1, 1), (2023, 11, 30)),
        (Span.YEAR, (2023, 1, 1), (2023, 12, 31)),
        (Span.LAST_MONTH, (2023, 10, 1), (2023, 10, 31)),
        (Span.LAST_TO_DATE, (2022, 1, 1), (2022, 11, 30)),
        (Span.LAST_YEAR, (2022, 1, 1), (2022, 12, 31)),
        (Span.M02, (2023, 2, 1), (2023, 2, 28)),
        (Span.M12, (2023, 12, 1), (2023, 12, 31)),
    ],
)
def test_spans_are_seen_from_the_month(span: Span, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    assert window(span, NOVEMBER) == Window(date(*first), date(*last))


def test_last_month_of_january_lies_in_the_year_before() -> None:
    assert window(Span.LAST_MONTH, Month(2023, 1)).first == date(2022, 12, 1)


@pytest.mark.parametrize("text", ["C6", "$C$6:C23", "c6：f20", "F20:C6"])
def test_areas_are_read_as_people_write_them(text: str) -> None:
    assert Area.parse(text).first == Place(6, 3)


@pytest.mark.parametrize("text", ["", "6C", "C0", "C6:C7:C8", "C6-C9", "ZZZZ1", "A1048577", "XFE1"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="blank_area"):
        parse_area(text, field="area", most=10)


@pytest.mark.parametrize(
    ("value", "scale", "decimals", "rounding", "written"),
    [
        ("1150000", Scale.TEN_THOUSAND, 2, Rounding.HALF_UP, "115.00"),
        ("12345", Scale.TEN_THOUSAND, 3, Rounding.HALF_UP, "1.235"),
        ("12345", Scale.TEN_THOUSAND, 3, Rounding.HALF_EVEN, "1.234"),
        ("12399", Scale.TEN_THOUSAND, 2, Rounding.DOWN, "1.23"),
        ("0.5", Scale.ONE, 0, Rounding.HALF_UP, "1"),
        ("0.5", Scale.ONE, 0, Rounding.HALF_EVEN, "0"),
        ("-0.4", Scale.ONE, 0, Rounding.HALF_UP, "0"),
        ("250000000", Scale.HUNDRED_MILLION, 1, Rounding.HALF_UP, "2.5"),
    ],
)
def test_figures_are_scaled_and_rounded_as_asked(
    value: str, scale: Scale, decimals: int, rounding: Rounding, written: str
) -> None:
    one = bound("C6", scale=scale, decimals=decimals, rounding=rounding)
    assert str(as_asked(one, Decimal(value))) == written


def test_a_rate_in_a_cell_of_per_cent_is_a_hundredth() -> None:
    assert as_asked(bound("C6", decimals=1), Decimal("87.5"), in_hundredths=True) == Decimal("0.875")


WRONG = {
    "blank_span": bound("C6", FigureId.WELLS_ALL, span=Span.MONTH),
    "blank_decimals": bound("C6", decimals=7),
    "blank_scale": bound("C6", scale=Scale.TEN_THOUSAND),
    "blank_figure_of_county": bound("C6", FigureId.COUNTY_NAME, division="371525100"),
    "blank_not_a_line": bound("C6:D7", names=Area.parse("A6:B7")),
    "blank_needs_names": bound("C6:C9"),
    "blank_names_beside": bound("C6:C9", names=Area.parse("B5:B8")),
    "blank_bound_already": bound("C20:C22", names=Area.parse("B20:B22")),
}


@pytest.mark.parametrize("code", WRONG)
def test_bindings_that_could_not_be_filled_are_refused(code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        check_bound(WRONG[code], [bound("C22")])


def test_a_row_can_be_bound_as_a_column_can() -> None:
    check_bound(bound("C6:F6", names=Area.parse("C5:F5")), [bound("C7")])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("东镇", "371525100"),
        (" 东　镇 ", "371525100"),
        ("1.东镇人民政府", "371525100"),
        ("371525100", "371525100"),
        ("371525100000", "371525100"),
        ("合 计", COUNTY),
        ("冠县", COUNTY),
        ("小计", None),
        ("某镇", None),
        ("", None),
    ],
)
def test_rows_are_known_by_name_or_code(text: str, code: str | None) -> None:
    assert PLACES.find(text) == code


def test_short_names_are_known_unless_two_have_them() -> None:
    places = Places(
        {COUNTY: "冠县", "371525101": "清泉街道", "371525102": "清水镇", "371525103": "清水乡"}, COUNTY
    )
    assert places.find("清泉") == "371525101"
    assert places.find("清水") is None
    assert places.find_in("清泉街道办事处11月月报.xlsx") == "371525101"
    assert places.find_in("汇总.xlsx") is None


def test_a_line_is_filled_by_its_rows_names() -> None:
    book = Book(changed(monthly(), {"B7": "某镇"}))
    one = bound("D5:D9", names=Area.parse("B5:B9"))
    found = slots(book, [one], PLACES)
    assert [(slot.outcome, slot.division) for slot in found] == [
        (CellFate.FILLED, "371525100"),
        (CellFate.FILLED, "371525101"),
        (CellFate.NO_DIVISION, ""),
        (CellFate.FILLED, "371525103"),
        (CellFate.FORMULA, COUNTY),
    ]
    key = one.figure, one.span
    assert wanted(found) == {key}
    cells = fill_cells(book, found, {key: {"371525100": Decimal(3), "371525101": Decimal(0)}})
    assert values(cells) == {SHEET: {Place(5, 4): Decimal(3), Place(6, 4): Decimal(0), Place(8, 4): None}}
    lines = listed(cells, NOVEMBER)
    assert [line["outcome"] for line in lines] == ["filled", "filled", "no_division", "no_figure", "formula"]
    assert lines[0] | {"cell": "D5", "value": "3", "written": "3", "last": "2023-11-30"} == lines[0]


def test_days_are_written_as_the_cell_shows_them() -> None:
    book = Book(monthly())
    one = bound("E10", FigureId.FILLED_ON)
    (cell,) = fill_cells(
        book, slots(book, [one], PLACES), {(one.figure, one.span): {COUNTY: date(2023, 12, 4)}}
    )
    assert cell.written == "2023年12月4日"


def test_the_usual_form_is_proposed_whole() -> None:
    found = propose(Book(monthly()), PLACES, [])
    told = {(str(one.bound.area), one.bound.figure, one.bound.scale) for one in found}
    assert told == {
        ("C5:C9", FigureId.WELLS_TARGET, Scale.ONE),
        ("D5:D9", FigureId.WELLS_BOOKED, Scale.ONE),
        ("E5:E9", FigureId.REDUCTION_TARGET, Scale.TEN_THOUSAND),
        ("F5:F9", FigureId.REDUCTION_BOOKED, Scale.TEN_THOUSAND),
        ("B2", FigureId.REPORTING_UNIT, Scale.ONE),
        ("B10", FigureId.FILLED_BY, Scale.ONE),
        ("E10", FigureId.FILLED_ON, Scale.ONE),
    }
    for one in found:
        check_bound(one.bound, [])


def test_what_is_bound_is_not_proposed_again() -> None:
    book = Book(monthly())
    known = [one.bound for one in propose(book, PLACES, [])]
    assert propose(book, PLACES, known) == []


@pytest.mark.parametrize(
    ("words", "figure"),
    [
        ("封填机井 完成 眼数", FigureId.WELLS_BOOKED),
        ("年度压采任务（万m3）", FigureId.REDUCTION_TARGET),
        ("压减水量 完成率", FigureId.REDUCTION_RATE),
        ("查处违法案件 立案（件）", FigureId.CASES_OPENED),
        ("罚款金额（万元）", FigureId.FINES_DECIDED),
        ("再生水利用率", FigureId.RECLAIMED_RATE),
        ("实际取水量 万立方米", FigureId.VOLUME_TAKEN),
        ("排查发现问题数", FigureId.PROBLEMS_FOUND),
        ("备注", None),
        ("人口", None),
    ],
)
def test_words_name_figures(words: str, figure: FigureId | None) -> None:
    assert figure_of(words) == figure


def test_a_new_edition_tells_what_changed() -> None:
    old = Book(monthly())
    new = Book(changed(monthly(), {"D4": "本月完成", "D5": "=C5"}))
    bindings = [bound("D5"), bound("E5"), bound("A1", sheet="旧表")]
    told = {(one.kind, one.cell, one.new) for one in changes(old, new, bindings[:2])}
    assert told == {(Change.WORDS, "D4", "本月完成"), (Change.CELL_TAKEN, "D5", "")}
    assert kept(new, bindings) == [bindings[1]]
