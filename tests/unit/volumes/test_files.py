"""Headers, cells, encodings: what a file of readings or electricity says, and which rows are refused."""

from __future__ import annotations

import io
import tempfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from casebook.kernel.errors import RuleBroken
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import in_blocks, open_table, text_rows
from casebook.volumes.rules import ImportKind, ReadingMark, ReadingWay
from casebook.volumes.rules.cells import (
    Fault,
    Row,
    read_key,
    read_mark,
    read_moment,
    read_way,
)
from casebook.volumes.rules.columns import Column, find_head, missing_columns
from casebook.volumes.rules.readers import reader_of_electricity, reader_of_readings

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.kernel.cells import Cell

TODAY = date(2024, 3, 1)
HEADER = ["水井编号", "水表编号", "抄表日期", "表底数(m³)", "抄表方式", "备注"]


def read(row: list[Cell], *, header: list[Cell] | None = None) -> Row | Fault | None:
    head = find_head(ImportKind.READINGS, [header or list(HEADER)])
    assert head is not None
    return reader_of_readings(head, TODAY)(2, row)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (HEADER, 6),
        (["井号", "表号", "抄表时间", "读数", "采集方式", "说明"], 6),
        (["取水井编号", "抄见日期", "本期表底"], 3),
        (["机井编号", "日期", "累计流量（m³）"], 3),
        (["取水口编码", "监测时间", "累计水量/m3"], 3),
        (["取水口编码", "监测时间", "水位"], 2),
        (["Well Code", "Date", "Reading"], 3),
    ],
    ids=["guanxian", "short", "bare", "flow", "slash", "lacking", "english"],
)
def test_headers_in_many_spellings(header: list[Cell], columns: int) -> None:
    head = find_head(ImportKind.READINGS, [["某县抄表登记"], [], header])
    if columns < 3:
        assert head is None
        assert missing_columns(ImportKind.READINGS, [header]) == [Column.DIAL]
    else:
        assert head is not None
        assert (head.row, len(head.places)) == (2, columns)


@pytest.mark.parametrize(
    ("rows", "factor"),
    [
        ([["井号", "日期", "表底数"]], 1),
        ([["井号", "日期", "表底数(万m³)"]], 10_000),
        ([["井号", "日期", "表底数（万立方米）"]], 10_000),
        ([["单位：万m³"], ["井号", "日期", "表底数"]], 10_000),
        ([["单位：万m³"], ["井号", "日期", "表底数(m3)"]], 1),
        ([["井号", "日期", "表底数(升)"]], Decimal("0.001")),
    ],
    ids=["none", "wan", "wan-words", "note", "header-wins", "litres"],
)
def test_the_unit_comes_from_the_header_or_a_note_above(rows: list[list[Cell]], factor: Decimal) -> None:
    head = find_head(ImportKind.READINGS, rows)
    assert head is not None
    assert head.factor == factor


@pytest.mark.parametrize(
    ("cell", "litres"),
    [
        ("977700.4", 977_700_400),
        ("12", 12_000),
        (12.5, 12_500),
        ("１２．５", 12_500),
        ("1,234.5", 1_234_500),
        ("0.1234", 123),
        ("12m³", 12_000),
        ("0.5万", 5_000_000),
        ("0", 0),
    ],
)
def test_dials_are_read_to_the_litre(cell: Cell, litres: int) -> None:
    found = read(["W1", "S1", "2023-05-25", cell])
    assert isinstance(found, Row)
    assert found.amount == litres


def test_ten_thousand_cubic_metres_of_the_header_are_multiplied() -> None:
    found = read(["W1", "2023-05-25", "1.2345"], header=["井号", "日期", "表底数(万m³)"])
    assert isinstance(found, Row)
    assert found.amount == 12_345_000


@pytest.mark.parametrize(
    ("on", "dial", "code", "hint"),
    [
        ("2023-05-25", "-3", "number_unreadable", "negative"),
        ("2023-05-25", "12a4", "number_unreadable", ""),
        ("2023-05-25", "约300", "number_unreadable", ""),
        ("2023-05-25", "", "number_unreadable", "blank"),
        ("2023-05-25", "9" * 14, "number_unreadable", "too_large"),
        ("2023-05-25", "12kWh", "number_unreadable", ""),
        ("2023-02-30", "5", "date_unreadable", ""),
        ("去年", "5", "date_unreadable", ""),
        ("2023-05", "5", "date_unreadable", "no_day"),
        ("", "5", "date_unreadable", "blank"),
        ("2024-03-02", "5", "date_in_future", "future"),
        ("2099/1/1", "5", "date_in_future", "future"),
    ],
)
def test_what_is_refused(on: str, dial: str, code: str, hint: str) -> None:
    found = read(["W1", "S1", on, dial])
    assert isinstance(found, Fault)
    assert (found.code.value, found.hint) == (code, hint)


@pytest.mark.parametrize(
    ("cell", "day", "second"),
    [
        ("2023-05-25", date(2023, 5, 25), -1),
        ("2023/5/25", date(2023, 5, 25), -1),
        ("2023年5月25日", date(2023, 5, 25), -1),
        ("20230525", date(2023, 5, 25), -1),
        ("２０２３－０５－２５", date(2023, 5, 25), -1),
        (45071, date(2023, 5, 25), -1),
        (45071.0, date(2023, 5, 25), -1),
        ("45071", date(2023, 5, 25), -1),
        (date(2023, 5, 25), date(2023, 5, 25), -1),
        (datetime(2023, 5, 25), date(2023, 5, 25), -1),  # noqa: DTZ001 - a sheet's days have no zone
        (datetime(2023, 5, 25, 8, 30), date(2023, 5, 25), 30_600),  # noqa: DTZ001 - as above
        ("2023-05-25 08:30", date(2023, 5, 25), 30_600),
        ("2023-05-25T23:00:05", date(2023, 5, 25), 82_805),
        ("2023-05-25 00:00:00", date(2023, 5, 25), -1),
    ],
)
def test_moments(cell: Cell, day: date, second: int) -> None:
    assert read_moment(cell) == (day.toordinal(), second)


@pytest.mark.parametrize(
    "row",
    [
        [None, None, None, None],
        ["合计", "", "", "12345"],
        ["合计", "", "2023-12-25", "12345"],
        ["填报人：刘建国", None, None, None],
        ["", "", "", ""],
    ],
    ids=["empty", "total", "total-with-date", "signature", "blank"],
)
def test_rows_that_hold_no_data(row: list[Cell]) -> None:
    assert read(row) is None


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("翻转", ReadingMark.ROLLOVER),
        ("水表过零", ReadingMark.ROLLOVER),
        ("旧表止码", ReadingMark.OLD_CLOSING),
        ("换表，旧表底数", ReadingMark.OLD_CLOSING),
        ("新表起码", ReadingMark.NEW_OPENING),
        ("旧表止码、新表起码", ReadingMark.NONE),
        ("正常", ReadingMark.NONE),
        (None, ReadingMark.NONE),
    ],
)
def test_remarks(words: str | None, mark: ReadingMark) -> None:
    assert read_mark(words) is mark


def test_ways_and_keys() -> None:
    assert [read_way(word) for word in ("在线", "远传", "人工", "")] == [
        ReadingWay.ONLINE,
        ReadingWay.ONLINE,
        ReadingWay.MANUAL,
        None,
    ]
    assert [read_key(cell) for cell in (" sb 0１ ", "'0012", 12.0, None, "无")] == [
        "SB01",
        "0012",
        "12",
        "",
        "",
    ]


TEXT = "井号,日期,表底数\nW1,2023-05-25,1\nＷ2,2023-05-25,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    rows = list(text_rows(io.BytesIO(TEXT.encode(encoding))))
    assert rows[0] == (1, ["井号", "日期", "表底数"])
    assert rows[2] == (3, ["Ｗ2", "2023-05-25", "2"])


def test_a_file_pasted_together_from_two_encodings() -> None:
    data = (
        "井号,备注\nW1,翻转\n".encode("gb18030")
        + "W2,旧表止码\n".encode()
        + "W3,新表起码\n".encode("gb18030")
    )
    assert [cells[1] for _line, cells in text_rows(io.BytesIO(data))] == [
        "备注",
        "翻转",
        "旧表止码",
        "新表起码",
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_quotes_and_line_numbers(delimiter: str) -> None:
    lines = ["井号,日期,备注", 'W1,2023-05-25,"两行\n备注"', "", "W2,2023-05-25,x", 'W3,2023-05-25,"a,b"']
    data = "\r\n".join(lines).replace(",", delimiter).encode()
    rows = list(text_rows(io.BytesIO(data)))
    assert [line for line, _cells in rows] == [1, 2, 5, 6]
    assert rows[1][1][2] == "两行\n备注"
    assert rows[3][1][2] == f"a{delimiter}b"


def test_a_lone_quotation_mark_swallows_few_lines() -> None:
    lines = ["井号,日期,备注", 'W1,2023-05-25,"', *(f"W{n},2023-05-25," for n in range(2, 60))]
    assert len(list(text_rows(io.BytesIO("\n".join(lines).encode())))) >= 39


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_that_end_as_on_old_macintoshes(encoding: str) -> None:
    rows = list(text_rows(io.BytesIO(TEXT.replace("\n", "\r").encode(encoding))))
    assert [line for line, _cells in rows] == [1, 2, 3]
    assert rows[2][1] == ["Ｗ2", "2023-05-25", "2"]


def test_many_lines_of_an_old_macintosh() -> None:
    line = "W1,2023-05-25,1\r"
    assert sum(1 for _row in text_rows(io.BytesIO(line.encode() * 400_000))) == 400_000


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_file_padded_with_nothing(encoding: str) -> None:
    rows = list(text_rows(io.BytesIO(TEXT.encode(encoding) + bytes(3000))))
    assert [cells for _line, cells in rows[:3]][2] == ["Ｗ2", "2023-05-25", "2"]
    assert not any(cell for _line, cells in rows[3:] for cell in cells)


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_row_that_was_cut_off_is_not_whole(end: str) -> None:
    text = f"井号,日期,表底数,备注\nW1,2023-05-25,1000,\nW2,2023-05-25,119{end}"
    cells = list(text_rows(io.BytesIO(text.encode())))[-1][1]
    assert cells[2] == ("119" if end else "119…")
    whole = f"{text.removesuffix(end)},"
    assert list(text_rows(io.BytesIO(whole.encode())))[-1][1][2] == "119"


def test_nothing_is_left_of_a_spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even while it is in use: a process that is killed leaves no copy of a county's readings."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with open_spool() as spool:
        spool.ask(1, "gap", {})
        assert not list(tmp_path.iterdir())
        assert len(list(spool.entries())) == 1


def test_electricity_rows() -> None:
    head = find_head(ImportKind.ELECTRICITY, [["电表户号", "年月", "用电量(kWh)"]])
    assert head is not None
    row = reader_of_electricity(head, TODAY)
    found = [row(2, ["3716304131", on, "10.8"]) for on in ("202101", "2021年1月", 202101, "2021-01")]
    assert {(one.key, one.day, one.amount) for one in found if isinstance(one, Row)} == {
        ("3716304131", date(2021, 1, 1).toordinal(), 10_800)
    }
    faults = [
        row(2, ["3716304131", on, kwh]) for on, kwh in (("202113", "1"), ("202404", "1"), ("202101", "x"))
    ]
    assert [fault.code.value for fault in faults if isinstance(fault, Fault)] == [
        "month_unreadable",
        "month_unreadable",
        "number_unreadable",
    ]


def test_a_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    path = tmp_path / "抄表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write_row(0, 0, ["本表由乡镇填报"])
        sheet = book.add_worksheet("抄表")
        sheet.write_row(0, 0, ["2023年抄表登记"])
        sheet.write_row(1, 0, HEADER)
        sheet.write_row(2, 0, ["W1", "S1", 45071, 12.5, "人工", "翻转"])
    with open_table(path, ImportKind.READINGS) as table, open_spool() as spool:
        spool.fill(table.blocks, reader_of_readings(table.head, TODAY))
        (row,) = spool.sorted()
    assert (row.line, row.key, row.amount, row.mark) == (3, "W1", 12_500, ReadingMark.ROLLOVER)
    assert date.fromordinal(row.day) == date(2023, 5, 25)


def test_a_file_without_the_columns_says_which_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("井号,日期\nW1,2023-05-25\n", encoding="utf-8")
    with (
        pytest.raises(RuleBroken, match="readings_columns_missing") as raised,
        open_table(path, ImportKind.READINGS),
    ):
        pass
    assert raised.value.facts["column"] is Column.DIAL


def test_the_spool_sorts_by_well_time_and_swap() -> None:
    rows = [
        ["W2", "2023-05-25", "1", ""],
        ["W1", "2023-06-25", "2", ""],
        ["W1", "2023-05-25", "0", "新表起码"],
        ["W1", "2023-05-25", "9", "旧表止码"],
        ["W1", "2023-05-25", "x", ""],
    ]
    head = find_head(ImportKind.READINGS, [["井号", "日期", "表底数", "备注"]])
    assert head is not None
    with open_spool() as spool:
        spool.fill(in_blocks(enumerate(rows, start=2)), reader_of_readings(head, TODAY))
        assert [row.line for row in spool.sorted()] == [5, 4, 3, 2]
        assert (spool.rows, dict(spool.refused)) == (5, {"number_unreadable": 1})
        assert [entry["row"] for entry in spool.entries()] == [6]
