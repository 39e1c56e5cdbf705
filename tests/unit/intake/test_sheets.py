"""Opening spreadsheets in the child process: what comes out, and what is refused."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter

from casebook.intake.rules.table import Merge, Row
from casebook.intake.sheets import reader
from casebook.intake.sheets.child import MOST_ROWS
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import RuleBroken

MOMENT = datetime(2011, 7, 1, 12, 30)  # noqa: DTZ001 - a sheet's times have no zone


def workbook(cells: dict[str, object], *, title: str = "台账") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for place, value in cells.items():
        book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_rows(data: bytes, *, is_text: bool = False) -> list[Row]:
    with read_sheets(io.BytesIO(data), is_text=is_text) as file:
        return list(file.rows(0))


def refusal(data: bytes, *, is_text: bool = False) -> str:
    with pytest.raises(RuleBroken) as refused, read_sheets(io.BytesIO(data), is_text=is_text):
        pass
    assert refused.value.field == "file"
    return refused.value.code


def test_cells_keep_their_kind_and_place() -> None:
    cells = {
        "B3": "字",
        "C3": 3,
        "D3": 3.5,
        "E3": date(2011, 7, 1),
        "F3": MOMENT,
        "G3": time(12, 30),
        "H3": True,
        "B5": "下面",
    }
    kept, below = first_rows(workbook(cells))
    assert kept == Row(2, [None, "字", 3.0, 3.5, date(2011, 7, 1), MOMENT, "12:30:00", True])
    assert (below.number, below.cells) == (5, [None, "下面"])


def test_a_formula_is_its_value_and_a_text_is_no_formula() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=1+1", None, 2)
    sheet.write_string("B1", "=cmd|'/c calc'!A1")
    sheet.write_string("C1", "'=1+1")  # what our own exports make of =1+1
    book.close()
    (row,) = first_rows(stream.getvalue())
    assert row.cells == [2.0, "=cmd|'/c calc'!A1", "=1+1"]


def test_sheets_with_their_names_merges_and_visibility() -> None:
    book = openpyxl.Workbook()
    book.active.title = "一"
    book.active.append(["甲"])
    book.active.merge_cells("A1:C2")
    book.create_sheet("二").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    with read_sheets(io.BytesIO(stream.getvalue()), is_text=False) as file:
        heads = [(head.name, head.is_hidden, head.row_count, head.merges) for head in file.heads]
        assert heads == [("一", False, 1, (Merge(0, 0, 1, 2),)), ("二", True, 0, ())]
        assert list(file.rows(1)) == []
        assert [row.cells for row in file.rows(0)] == [["甲"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables(encoding: str, mark: str) -> None:
    text = f'井编号{mark}备注\r\n371525104JJ00001{mark}"两行\n一格"\r\n'
    rows = first_rows(text.encode(encoding), is_text=True)
    assert [row.cells for row in rows] == [["井编号", "备注"], ["371525104JJ00001", "两行\n一格"]]


def test_what_is_no_spreadsheet() -> None:
    assert refusal(b"PK\x03\x04 no workbook") == "sheet_unreadable"
    assert refusal(b"") == "sheet_unreadable"
    assert refusal(b"\xff\xfe\xfd\x81", is_text=True) == "sheet_unreadable"


def test_a_cell_far_off_is_refused_without_filling_the_memory() -> None:
    assert refusal(workbook({"A1": "甲", "XFD1048576": "乙"})) == "sheet_too_large"


def test_too_many_rows_and_columns_are_refused() -> None:
    assert refusal(b"1,2\n" * (MOST_ROWS + 1), is_text=True) == "sheet_too_large"
    assert refusal(b",".join([b"1"] * 400), is_text=True) == "sheet_too_large"


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.001)
    assert refusal(workbook({"A1": "甲"})) == "sheet_too_large"


def test_the_child_learns_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> None:
        seen.update(options, command=command)
        raise KeyboardInterrupt

    monkeypatch.setattr(reader.subprocess, "run", run)
    with pytest.raises(KeyboardInterrupt), read_sheets(io.BytesIO(b"x"), is_text=True):
        pass
    assert seen["env"] == {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    assert "-I" in seen["command"]
