"""Rows read by the column say what they say read one by one; heaps of rows come back in order."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.volumes.files import spool as spools
from casebook.volumes.files import tables
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import in_blocks, text_rows
from casebook.volumes.rules import ImportKind, ReadingFault
from casebook.volumes.rules.blocks import Block
from casebook.volumes.rules.cells import Bad, Fault, Row, read_key, read_month
from casebook.volumes.rules.columns import find_head
from casebook.volumes.rules.readers import ReadingReader, reader_of_readings

if TYPE_CHECKING:
    from casebook.kernel.cells import Cell

TODAY = date(2024, 3, 1)
HEADER: list[Cell] = ["水井编号", "水表编号", "抄表日期", "表底数(m³)", "抄表方式", "备注"]
BARE: list[Cell] = ["井号", "日期", "累计水量(万m³)"]

_wells = st.sampled_from(["W1", " w1 ", "W2", "Ｗ３", "合计", "审核人：王", "", None, 12.0])
_meters = st.sampled_from(["S1", "s1", "", None, "ＳＢ２", 7])
_days = st.sampled_from(
    ["2023-05-25", "2023/5/25", "2023年5月25日 08:30", "2023-05", "45071", "2024-03-02", "2023-02-30", ""]
) | st.sampled_from(
    [None, 45071, 45071.5, datetime(2023, 5, 25, 6, 0), date(2023, 5, 25)]  # noqa: DTZ001 - as sheets hold it
)
_dials = st.sampled_from(
    [
        "100",
        "0",
        "12.5",
        "12.345",
        "12.3456",
        "999999999999.999",
        "9999999999999",
        "-3",
        "三百",
        "1e3",
        "１２",
    ]
) | st.sampled_from(["1,234.5", "12.300000", "7 m³", "", " ", None, 12.5, 45, "nan", "1_000"])
_ways = st.sampled_from(["人工", "在线", "", None, "远传", 1])
_remarks = st.sampled_from(["", "翻转", "新表起码", "旧表止码", None, "无"])


def reader(header: list[Cell]) -> ReadingReader:
    head = find_head(ImportKind.READINGS, [header])
    assert head is not None
    return reader_of_readings(head, TODAY)


@given(st.lists(st.tuples(_wells, _meters, _days, _dials, _ways, _remarks), min_size=1, max_size=8))
def test_by_the_column_as_one_by_one(rows: list[tuple[Cell, ...]]) -> None:
    lines = [(number, list(cells)) for number, cells in enumerate(rows, start=2)]
    lines[0][1].pop()  # a row may end early
    for read in (reader(HEADER), reader(["a", "井号", "日期", "表底", "b", "c"]), reader(BARE)):
        singly = [read(line, cells) for line, cells in lines]
        many = read.many(Block.of(lines))
        assert sorted(many.rows.each()) == sorted(one for one in singly if isinstance(one, Row))
        assert many.faults == [one for one in singly if isinstance(one, Fault)]


def test_days_before_any_meter_are_refused() -> None:
    read = reader(HEADER)
    for on, hint in (
        ("1948-12-31", "too_early"),
        ("0023-05-25", "too_early"),
        ("1900年1月1日", "too_early"),
        ("", "blank"),
    ):
        found = read(2, ["W1", "S1", on, "100"])
        assert isinstance(found, Fault)
        assert (found.code, found.hint) == (ReadingFault.DATE_UNREADABLE, hint)
    assert isinstance(read(2, ["W1", "S1", "1949-01-01", "100"]), Row)
    with pytest.raises(Bad) as month:
        read_month("194812")
    assert month.value.hint == "too_early"


@pytest.mark.parametrize(
    "words", ["合计", "填表人：王", "抄表人：", "抄表员 王", "统计人", "经办人：", "审批："]
)
def test_totals_and_signatures_are_no_rows(words: str) -> None:
    assert reader(HEADER)(9, [words]) is None


def test_a_number_that_became_an_amount_is_the_number() -> None:
    assert (read_key("3712767385.0"), read_key(3712767385.0), read_key("12.0")) == (
        "3712767385",
        "3712767385",
        "12.0",
    )


def test_heaps_come_back_by_well_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(spools, "ROWS_OF_A_PIECE", 20)
    lines = [
        (line, [f"W{line % 30}", "S", f"2023-0{9 - line // 30 % 9}-25", str(line), "人工", ""])
        for line in range(2, 302)
    ]
    with open_spool() as spool:
        spool.fill(in_blocks(lines), reader(HEADER))
        pieces = list(spool.pieces())
        assert spool.rows == sum(map(len, pieces)) == 300
        assert len(pieces) > 3
        seen = [key for piece in pieces for key in piece.keys]
        assert sorted(seen) == sorted({f"W{number}" for number in range(30)})
        for piece in pieces:
            rows = list(piece.each())
            assert rows == sorted(rows, key=lambda row: (row.key, row.day, row.line))


def test_lines_of_a_text_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block ends anywhere: in a line, in a character, in a quoted cell; old encodings in between."""
    lines = ["a,b", '1,"x', 'y"', "", "2,水", '3,"q,r"', "4,é\r"]
    data = "\n".join(lines).encode() + b"\n" + "5,地下水\n".encode("gb18030") + "6,末".encode()
    whole = list(text_rows(io.BytesIO(data)))
    for block in range(1, 25):
        monkeypatch.setattr("casebook.volumes.files.tables.BLOCK", block)
        assert list(text_rows(io.BytesIO(data))) == whole
    assert whole == [
        (1, ["a", "b"]),
        (2, ["1", "x\ny"]),
        (5, ["2", "水"]),
        (6, ["3", "q,r"]),
        (7, ["4", "é"]),
        (8, ["5", "地下水"]),
        (9, ["6", "末"]),
    ]
