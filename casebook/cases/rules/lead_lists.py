"""Lists of a hotline (12345 工单): which column says what, and what a row tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.cells import Unreadable, normalise, read_date
from casebook.kernel.cells.text import clean, written
from casebook.kernel.clock import CHINA
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from casebook.intake.rules.table import Row
    from casebook.kernel.cells import Cell

MOST_ROWS = 1000
"""Of one file; a hotline's month is far below it."""
LONGEST = {"outer_no": 60, "place": 200, "village": 60, "reporter": 60, "contact": 120, "content": 4000}
"""As the lead and its form keep them."""


class Said(StrEnum):
    """What a column of such a list tells."""

    OUTER_NO = "outer_no"
    RECEIVED = "received"
    CONTENT = "content"
    TITLE = "title"
    TOWNSHIP = "township"
    VILLAGE = "village"
    PLACE = "place"
    WELL = "well"
    REPORTER = "reporter"
    CONTACT = "contact"


_WORDS: dict[Said, str] = {
    Said.OUTER_NO: r"(工单|受理|诉求|流水|事件|任务|转办)?(编号|单号|号)|工单|outerno",
    Said.RECEIVED: r"(来电|受理|登记|接收|派单|交办|转办|反映|诉求|收到)?(时间|日期)|receivedat",
    Said.CONTENT: r"(诉求|反映|来电|问题|工单|主要|事项|具体)?(内容|描述|情况)|反映事项|content",
    Said.TITLE: r"(诉求|工单|事项|问题)?(标题|名称|概述)|title",
    Said.TOWNSHIP: r"(所属|所在|事发)?(乡镇|镇街|街道|乡镇街道|镇办|区域)|township",
    Said.VILLAGE: r"(所属|所在|事发)?(村|村居|社区|村社区)|village",
    Said.PLACE: r"(事发|诉求|反映|问题|详细|具体|发生)?(地址|地点|位置)|place",
    Said.WELL: r"(取水)?(井)(编号|号)|well",
    Said.REPORTER: r"(来电人|诉求人|反映人|举报人|联系人|市民)(姓名)?|姓名|reporter",
    Said.CONTACT: r"(联系|来电|反映人|市民|手机)?(电话|号码|方式|电话号码|联系方式)|contact",
}
_PATTERNS = {said: re.compile(words) for said, words in _WORDS.items()}
_MARKS = re.compile(r"[\s()（）/、:：*]+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*$")


@dataclass(frozen=True, slots=True)
class Told:
    """What one row tells, before anybody looked whether it can be a lead."""

    number: int
    """Of the row, as the sheet shows it."""
    outer_no: str
    received_at: datetime
    content: str
    township: str = ""
    village: str = ""
    place: str = ""
    well: str = ""
    reporter: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken in, and why."""

    number: int
    reason: RuleBroken


def find_header(rows: Iterable[Row]) -> tuple[Row, dict[Said, int]]:
    """Return the first row that heads number, time and content, with the columns that it names.

    RuleBroken `lead_list_without_header` (field `file`) where none does.
    """
    for row in rows:
        columns: dict[Said, int] = {}
        for place, cell in enumerate(row.cells):
            said = _meaning(cell)
            if said is not None:
                columns.setdefault(said, place)
        if {Said.OUTER_NO, Said.RECEIVED, Said.CONTENT} <= columns.keys():
            return row, columns
    raise RuleBroken("lead_list_without_header", field="file")


def _meaning(cell: Cell) -> Said | None:
    text = _MARKS.sub("", normalise(cell)).lower()
    return next((said for said, pattern in _PATTERNS.items() if pattern.fullmatch(text)), None)


def read_rows(rows: Iterable[Row], header: Row, columns: Mapping[Said, int]) -> Iterator[Told | Refusal]:
    """Yield what each row below the header tells, or why it cannot be read; repeated headers are passed over.

    RuleBroken `lead_list_too_long` (field `file`) past `MOST_ROWS`.
    """
    count = 0
    for row in rows:
        is_blank = not any(clean(written(row.cell(place))) for place in columns.values())
        if row.index <= header.index or is_blank or _meaning(row.cell(columns[Said.CONTENT])) is Said.CONTENT:
            continue
        count += 1
        if count > MOST_ROWS:
            raise RuleBroken("lead_list_too_long", field="file", most=MOST_ROWS)
        try:
            yield _read(row, columns)
        except RuleBroken as reason:
            yield Refusal(row.number, reason)


def _read(row: Row, columns: Mapping[Said, int]) -> Told:
    def text(said: Said) -> str:
        return clean(written(row.cell(columns[said]))) if said in columns else ""

    number, content, title = text(Said.OUTER_NO), text(Said.CONTENT), text(Said.TITLE)
    if not number:
        raise RuleBroken("lead_outer_no_missing", field="outer_no")
    if not content and not title:
        raise RuleBroken("lead_needs_content", field="content")
    told = Told(
        number=row.number,
        outer_no=number,
        received_at=_moment(row.cell(columns[Said.RECEIVED])),
        content=f"{title}：{content}" if title and content and title not in content else content or title,
        township=text(Said.TOWNSHIP),
        village=text(Said.VILLAGE),
        place=text(Said.PLACE),
        well=text(Said.WELL).upper(),
        reporter=text(Said.REPORTER),
        contact=text(Said.CONTACT),
    )
    for name, most in LONGEST.items():
        if len(getattr(told, name)) > most:
            raise RuleBroken("lead_cell_too_long", field=name, most=most)
    return told


def _moment(cell: Cell) -> datetime:
    """Return when it was received, as Chinese time; a day without an hour from its beginning."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=CHINA)
    read = read_date(cell)
    if read is None or isinstance(read, Unreadable):
        raise RuleBroken("lead_time_unreadable", field="received_at", written=clean(written(cell))[:40])
    found = _CLOCK.search(normalise(cell)) if isinstance(cell, str) else None
    hour, minute = (int(found[1]), int(found[2])) if found else (0, 0)
    if hour > time.max.hour or minute > time.max.minute:
        raise RuleBroken("lead_time_unreadable", field="received_at", written=clean(written(cell))[:40])
    return datetime.combine(read.on, time(hour, minute), tzinfo=CHINA)
