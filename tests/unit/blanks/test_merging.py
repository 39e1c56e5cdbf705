"""Eighteen returns become one file, and what does not agree is told, never guessed."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from casebook.blanks.books.book import Book
from casebook.blanks.rules.cells import Area, Place
from casebook.blanks.rules.comparing import MismatchKind, Return, as_number, whose
from casebook.blanks.rules.merging import Merged, MergeMode, merge
from casebook.blanks.rules.places import Places
from tests.factories.blanks import SHEET, changed, monthly, saved

COUNTY = "371525"
COUNT = 18
NAMES = {f"3715251{index:02}": f"第{index:02}镇" for index in range(COUNT)}
PLACES = Places({COUNTY: "冠县", **NAMES}, COUNTY)
BLANK = monthly(["机井", "大口井", "渠井"])
"""Rows of kinds: every township fills the same cells."""
OWN = monthly(list(NAMES.values())[:4])


def filled(index: int, cells: dict[str, object], blank: bytes = BLANK) -> Return:
    code = list(NAMES)[index]
    return Return(f"{NAMES[code]}.xlsx", code, Book(changed(blank, cells)))


def usual(index: int, **cells: object) -> Return:
    return filled(index, {"C5": 2, "D5": 1, "E5": "1.5", "F5": 1 + index / 10, **cells})


def kinds(merged: Merged) -> set[tuple[MismatchKind, str, str]]:
    return {(one.kind, one.division, one.cell) for one in merged.conflicts}


def run(
    returns: list[Return], mode: MergeMode = MergeMode.SUM, areas: str = "", blank: bytes = BLANK
) -> Merged:
    wanted = [(SHEET, Area.parse(areas))] if areas else []
    return merge(Book(blank), returns, PLACES, mode, wanted)


def test_all_townships_are_summed() -> None:
    merged = run([usual(index) for index in range(COUNT)])
    assert kinds(merged) == set()
    assert merged.values == {
        SHEET: {
            Place(5, 3): Decimal(36),
            Place(5, 4): Decimal(18),
            Place(5, 5): Decimal(27),
            Place(5, 6): sum((Decimal(1) + Decimal(index) / 10 for index in range(COUNT)), Decimal(0)),
        }
    }
    made = Book(Book(BLANK).filled(merged.values))
    assert made.content(made.sheet(SHEET), Place(5, 3)).number == 36


def test_each_fault_is_told_and_the_others_are_summed() -> None:
    returns = [usual(index) for index in range(COUNT - 1)]
    returns[1] = usual(1, E5="约2万")
    returns[2] = usual(2, F5=12000)
    returns[3] = filled(3, {"C5": 2, "B6": "新加的一行"})
    returns[4] = filled(4, {"C5": 2, "E2": "单位：眼、立方米"})
    returns[5] = usual(5, C8=9)
    returns[6] = usual(6, G5="另有说明")
    returns += [usual(7, C5=3), Return("未知.xlsx", "", Book(BLANK))]
    merged = run(returns)
    codes = list(NAMES)
    assert kinds(merged) == {
        (MismatchKind.NOT_A_NUMBER, codes[1], "E5"),
        (MismatchKind.UNIT_ODD, codes[2], "F5"),
        (MismatchKind.LABEL_DIFFERS, codes[3], "B6"),
        (MismatchKind.UNIT_DIFFERS, codes[4], "E2"),
        (MismatchKind.TOTAL_WRONG, codes[5], "C8"),
        (MismatchKind.TEXT_LOST, codes[6], "G5"),
        (MismatchKind.SENT_UNLIKE, codes[7], "C5"),
        (MismatchKind.TOWNSHIP_UNKNOWN, "", ""),
        (MismatchKind.TOWNSHIP_MISSING, codes[17], ""),
    }
    assert [one.division for one in merged.used] == [
        code for code in codes[:17] if code not in [*codes[3:5], codes[7]]
    ]
    assert merged.values[SHEET][Place(5, 3)] == 2 * 14


def test_the_same_return_twice_counts_once() -> None:
    merged = run([usual(0), usual(0), *(usual(index) for index in range(1, COUNT))])
    assert kinds(merged) == {(MismatchKind.SENT_TWICE, next(iter(NAMES)), "")}
    assert merged.values[SHEET][Place(5, 4)] == COUNT


def test_printed_words_may_be_completed_and_what_is_no_amount_is_not_summed() -> None:
    head = {"A2": "填报单位：某镇", "H1": 2023, "E9": 20231130}
    merged = run([usual(index, **head) for index in range(COUNT)])
    assert kinds(merged) == set()
    assert not {Place(1, 8), Place(9, 5)} & set(merged.values[SHEET])


def test_rates_are_told_and_not_summed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(BLANK))
    book[SHEET]["D5"].number_format = "0.0%"
    blank = saved(book)
    returns = [
        Return(f"{name}.xlsx", code, Book(changed(blank, {"C5": 2, "D5": 0.855})))
        for code, name in list(NAMES.items())[1:4]
    ]
    merged = run(returns, blank=blank)
    assert merged.values == {SHEET: {Place(5, 3): Decimal(6)}}
    lost = [one for one in merged.conflicts if one.kind is MismatchKind.TEXT_LOST]
    assert [(one.cell, one.found) for one in lost] == [("D5", "85.5%")] * 3


def test_words_below_the_table_do_not_matter_but_its_sums_do() -> None:
    foot = merge_one(usual(0, A9="制表", D9=None))
    assert not {kind for kind, *_rest in foot} - {MismatchKind.TOWNSHIP_MISSING, MismatchKind.TEXT_LOST}
    below = merge_one(usual(1, B8="多一行", C8=3))
    assert (MismatchKind.LABEL_DIFFERS, list(NAMES)[1], "B8") in below


def merge_one(one: Return) -> set[tuple[MismatchKind, str, str]]:
    return kinds(run([one]))


def test_every_township_brings_its_own_row() -> None:
    returns = [filled(index, {f"C{5 + index}": 2, f"F{5 + index}": "无"}, OWN) for index in range(3)]
    returns[0] = filled(0, {"C5": 2, "C6": 7}, OWN)
    returns.append(filled(4, {"C5": 2}, OWN))
    merged = run(returns, MergeMode.OWN_ROW, "C5:F8", OWN)
    codes = list(NAMES)
    assert merged.values[SHEET] == {
        Place(5, 3): Decimal(2),
        Place(6, 3): Decimal(2),
        Place(6, 6): None,
        Place(7, 3): Decimal(2),
        Place(7, 6): None,
    }
    assert {one for one in kinds(merged) if one[0] is not MismatchKind.TOWNSHIP_MISSING} == {
        (MismatchKind.FOREIGN_ROW, codes[0], "C6"),
        (MismatchKind.ROW_MISSING, codes[4], "C5:F8"),
        (MismatchKind.FOREIGN_ROW, codes[4], "C5"),
    }


def test_rows_are_gathered_below_each_other() -> None:
    blank = changed(BLANK, dict.fromkeys(["A5", "A6", "A7", "B5", "B6", "B7"]))
    returns = [filled(index, {"B5": f"井{index}", "C5": index + 1}, blank) for index in (1, 0)]
    returns.append(filled(2, {"B5": "井2", "B6": "井3"}, blank))
    merged = run(returns, MergeMode.ROWS, "A5:F7", blank)
    rows = {(place.row, place.column): value for place, value in merged.values[SHEET].items()}
    assert rows == {(5, 2): "井0", (5, 3): 1, (6, 2): "井1", (6, 3): 2, (7, 2): "井2"}
    assert (MismatchKind.NO_ROOM, list(NAMES)[2], "A5:F7") in kinds(merged)


@pytest.mark.parametrize(
    ("value", "number", "is_blank"),
    [
        ("１２", Decimal(12), False),
        ("1,234.5", Decimal("1234.5"), False),
        ("—", None, True),
        ("无", None, True),
        ("12.5万", None, False),
        ("3眼", None, False),
        (0, Decimal(0), False),
        ("0371", None, False),
        ("371525199001010000", None, False),
        ("1E+999999999", None, False),
    ],
)
def test_numbers_are_read_as_people_type_them(value: object, number: Decimal | None, is_blank: bool) -> None:
    book = Book(changed(BLANK, {"C5": value}))
    assert as_number(book.content(book.sheet(SHEET), Place(5, 3))) == (number, is_blank)


def test_a_return_is_known_by_its_files_name_or_by_what_is_written_in_it() -> None:
    blank = Book(BLANK)
    by_name = Return("第03镇 11月.xlsx", "", Book(BLANK))
    by_head = Return("月报(2).xlsx", "", Book(changed(BLANK, {"A2": "填报单位：第05镇人民政府"})))
    neither = Return("月报.xlsx", "", Book(BLANK))
    assert [whose(blank, one, PLACES) for one in (by_name, by_head, neither)] == [
        "371525103",
        "371525105",
        "",
    ]


def test_subtotals_are_held_against_the_rows_next_to_them() -> None:
    blank = monthly(["机井", "大口井", "小计", "渠井"])
    good = filled(0, {"C5": 1, "C6": 2, "C7": 3, "C8": 4, "C9": 7}, blank)
    bad = filled(1, {"C5": 1, "C6": 2, "C7": 5, "C8": 4, "C9": 7}, blank)
    merged = run([good, bad], blank=blank)
    wrong = {one for one in kinds(merged) if one[0] is MismatchKind.TOTAL_WRONG}
    assert wrong == {(MismatchKind.TOTAL_WRONG, list(NAMES)[1], "C7")}
