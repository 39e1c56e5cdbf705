"""The index of body cameras: reading its rows, and where a clip lies in a recording."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.kernel.clock import CHINA
from casebook.kernel.errors import RuleBroken
from casebook.storage.rules import MEBIBYTE, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_INDEX_BYTES = 2 * MEBIBYTE
MOST_INDEX_ROWS = 5000
COLUMNS = ("设备编号", "文件名", "开始时间", "结束时间", "时钟偏差秒", "SHA-256", "存放位置")
"""The header of an index; a column `使用人` may follow."""
USER_COLUMN = "使用人"
LONGEST_RECORDING = timedelta(hours=24)
MOST_OFFSET_S = 366 * 24 * 3600

_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.IGNORECASE)
_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
_LONGEST = {"设备编号": 40, "文件名": 120, "存放位置": 200, USER_COLUMN: 60}


@dataclass(frozen=True)
class Recording:
    """One recording as its camera's index names it."""

    device_no: str
    file_name: str
    started_at: datetime
    ended_at: datetime
    clock_offset_s: int
    """The camera's clock minus the true time."""
    file_hash: str
    place: str
    user_name: str = ""


@dataclass(frozen=True)
class IndexRow:
    """One row of an index: a recording, or why it is none."""

    row: int
    recording: Recording | None = None
    error: RuleBroken | None = None


def decode_index(data: bytes) -> str:
    """Return the text of an index file: UTF-8, or GB 18030 from older offices."""
    if len(data) > MOST_INDEX_BYTES:
        raise RuleBroken("file_too_large", field="file", most=MOST_INDEX_BYTES // MEBIBYTE)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleBroken("table_not_text", field="file")


def read_index(text: str) -> list[IndexRow]:
    """Read an index row by row; RuleBroken (field `file`) when its header or its length is not as agreed."""
    reader = csv.reader(text.splitlines())
    header = [cell.strip() for cell in next(reader, [])]
    if tuple(header[: len(COLUMNS)]) != COLUMNS:
        raise RuleBroken("footage_header", field="file", columns="、".join(COLUMNS))
    found: list[IndexRow] = []
    for number, cells in _rows(reader):
        if len(found) == MOST_INDEX_ROWS:
            raise RuleBroken("footage_too_many_rows", field="file", most=MOST_INDEX_ROWS)
        found.append(_read_row(number, dict(zip(header, (cell.strip() for cell in cells), strict=False))))
    if not found:
        raise RuleBroken("footage_no_rows", field="file")
    return found


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise RuleBroken("footage_unreadable", field="file") from None


def _read_row(number: int, cells: dict[str, str]) -> IndexRow:
    try:
        return IndexRow(number, recording=_recording(cells))
    except RuleBroken as error:
        return IndexRow(number, error=error)


def _recording(cells: dict[str, str]) -> Recording:
    started_at, ended_at = _time(cells, "开始时间"), _time(cells, "结束时间")
    if not started_at < ended_at <= started_at + LONGEST_RECORDING:
        raise RuleBroken("footage_span")
    return Recording(
        device_no=_text(cells, "设备编号"),
        file_name=safe_name(_text(cells, "文件名")),
        started_at=started_at,
        ended_at=ended_at,
        clock_offset_s=_seconds(cells.get("时钟偏差秒", "")),
        file_hash=_hash(cells.get("SHA-256", "")),
        place=_text(cells, "存放位置"),
        user_name=_text(cells, USER_COLUMN, is_needed=False),
    )


def _text(cells: dict[str, str], column: str, *, is_needed: bool = True) -> str:
    found = cells.get(column, "")
    if is_needed and not found:
        raise RuleBroken("footage_cell_empty", column=column)
    if len(found) > _LONGEST[column]:
        raise RuleBroken("footage_cell_long", column=column, most=_LONGEST[column])
    return found


def _time(cells: dict[str, str], column: str) -> datetime:
    for form in _TIMES:
        try:
            return datetime.strptime(cells.get(column, ""), form).replace(tzinfo=CHINA)
        except ValueError:
            continue
    raise RuleBroken("footage_time", column=column, text=cells.get(column, "")[:40])


def _seconds(text: str) -> int:
    try:
        found = int(text or "0")
    except ValueError:
        raise RuleBroken("footage_offset", text=text[:40]) from None
    if abs(found) > MOST_OFFSET_S:
        raise RuleBroken("footage_offset", text=text[:40])
    return found


def _hash(text: str) -> str:
    found = _HASH.fullmatch(text)
    if found is None:
        raise RuleBroken("footage_hash", text=text[:40])
    return f"sha256:{found[1].lower()}"


def check_clip(from_at: datetime, to_at: datetime, *, started_at: datetime, ended_at: datetime) -> None:
    """Refuse a clip that does not lie within its recording; all four by the camera's clock."""
    if not started_at <= from_at < to_at <= ended_at:
        raise RuleBroken("clip_outside_recording", field="from_at")
