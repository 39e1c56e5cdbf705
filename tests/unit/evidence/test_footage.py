from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.evidence.rules import (
    COLUMNS,
    MOST_INDEX_BYTES,
    MOST_INDEX_ROWS,
    IndexRow,
    check_clip,
    decode_index,
    read_index,
)
from casebook.kernel.errors import RuleBroken

HEADER = ",".join((*COLUMNS, "使用人"))
GOOD = f"ZFY-01,V0001.mp4,2023-06-01 10:00:00,2023-06-01 10:45:00,12,{'a' * 64},采集站 2 号盘,李明"


def one(row: str) -> str:
    (found,) = read_index(f"{HEADER}\n{row}")
    assert found.recording is None
    assert found.error is not None
    return found.error.code


def test_a_good_row() -> None:
    (found,) = read_index(f"{HEADER}\n{GOOD}")
    recording = found.recording
    assert recording is not None
    assert recording.started_at == datetime(2023, 6, 1, 2, tzinfo=UTC)
    assert recording.ended_at - recording.started_at == timedelta(minutes=45)
    assert (recording.clock_offset_s, recording.file_hash) == (12, "sha256:" + "a" * 64)
    assert (recording.device_no, recording.place, recording.user_name) == ("ZFY-01", "采集站 2 号盘", "李明")


def test_the_user_may_be_missing_and_slashes_are_read() -> None:
    row = GOOD.rpartition(",")[0].replace("-06-", "/06/").replace(",12,", ",,").replace("a" * 64, "A" * 64)
    (found,) = read_index(f"{','.join(COLUMNS)}\n{row}\n\n  ,\n")
    assert found.recording is not None
    assert (found.recording.clock_offset_s, found.recording.user_name) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ZFY-01", "", "footage_cell_empty"),
        ("ZFY-01", "Z" * 41, "footage_cell_long"),
        ("2023-06-01 10:00:00", "yesterday", "footage_time"),
        ("2023-06-01 10:45:00", "2023-06-01 09:45:00", "footage_span"),
        ("2023-06-01 10:45:00", "2023-06-03 09:45:00", "footage_span"),
        (",12,", ",soon,", "footage_offset"),
        (",12,", ",99999999999,", "footage_offset"),
        ("a" * 64, "a" * 63, "footage_hash"),
        ("a" * 64, "md5:1", "footage_hash"),
        ("采集站 2 号盘", " ", "footage_cell_empty"),
    ],
)
def test_a_bad_row_is_told_by_itself(old: str, new: str, code: str) -> None:
    assert one(GOOD.replace(old, new)) == code
    rows = read_index(f"{HEADER}\n{GOOD}\n{GOOD.replace(old, new)}")
    assert [row.recording is None for row in rows] == [False, True]
    assert [row.row for row in rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "footage_header"),
        ("a,b,c\n1,2,3", "footage_header"),
        (HEADER, "footage_no_rows"),
        (HEADER + ("\n" + GOOD) * (MOST_INDEX_ROWS + 1), "footage_too_many_rows"),
        (f'{HEADER}\n"{"x" * 200_000}', "footage_unreadable"),
    ],
)
def test_a_file_that_is_no_index(text: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        read_index(text)
    assert (refusal.value.code, refusal.value.field) == (code, "file")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert decode_index(HEADER.encode(encoding)) == HEADER


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x" * (MOST_INDEX_BYTES + 1), "file_too_large"),
        (b"a\0b", "table_not_text"),
        (b"\x81", "table_not_text"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        decode_index(data)
    assert refusal.value.code == code


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    rows: list[IndexRow] = []
    with suppress(RuleBroken):
        rows = read_index(f"{HEADER}\n{text}")
    assert all((row.recording is None) != (row.error is None) for row in rows)


def test_a_clip_lies_within_its_recording() -> None:
    start = datetime(2023, 6, 1, 2, tzinfo=UTC)
    end = start + timedelta(minutes=45)
    check_clip(start, end, started_at=start, ended_at=end)
    for from_at, to_at in (
        (start - timedelta(seconds=1), end),
        (start, end + timedelta(seconds=1)),
        (end, start),
        (start, start),
    ):
        with pytest.raises(RuleBroken) as refusal:
            check_clip(from_at, to_at, started_at=start, ended_at=end)
        assert refusal.value.code == "clip_outside_recording"
