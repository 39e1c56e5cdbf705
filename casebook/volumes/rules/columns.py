"""The columns of a file of readings or of electricity, found by their headers and units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.cells import Cell, Unit, fold, read_number
from casebook.volumes.rules.kinds import ImportKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HEAD_ROWS = 40
"""Rows among which a header is looked for."""


class Column(StrEnum):
    """What a column holds."""

    WELL = "well"
    METER = "meter"
    DATE = "date"
    DIAL = "dial"
    WAY = "way"
    REMARK = "remark"
    ACCOUNT = "account"
    MONTH = "month"
    ENERGY = "energy"


NEEDED = {
    ImportKind.READINGS: (Column.WELL, Column.DATE, Column.DIAL),
    ImportKind.ELECTRICITY: (Column.ACCOUNT, Column.MONTH, Column.ENERGY),
}
OFFERED = {
    ImportKind.READINGS: (*NEEDED[ImportKind.READINGS], Column.METER, Column.WAY, Column.REMARK),
    ImportKind.ELECTRICITY: NEEDED[ImportKind.ELECTRICITY],
}
_UNITS = {Column.DIAL: Unit.CUBIC_METRE, Column.ENERGY: Unit.KILOWATT_HOUR}
_WORDS = {
    Column.WELL: r"(取水|水源|机|水|自备)?井(的)?(编号|编码|号|代码)|取水(口|工程)(编号|编码)|井"
    r"|well(code|no|number|id)?",
    Column.METER: r"(水|远传|计量)?表(具|计)?(编号|号|编码|号码|出厂编号)|计量(设施|设备|装置)编号"
    r"|meter(no|number|id)?",
    Column.DATE: r"(抄表|抄见|读数|采集|监测|记录|上报|数据|观测)?(日期|时间)|抄表日|date|time|timestamp",
    Column.DIAL: r"(水表|本期|本次|本月|当前|累计|抄见|抄表)*(表底数?|表底读数|读数|示数|止码|底数|表码|行码"
    r"|表数|累计流量|累计水量|累计取水量|流量|水量)|正向累计(流量|水量)|reading|dial|index|cumulative",
    Column.WAY: r"(抄表|采集|读数|计量|抄录)(方式|方法|途径)|数据来源|way|method",
    Column.REMARK: r"备注|说明|情况说明|抄表备注|remark|remarks|note|notes",
    Column.ACCOUNT: r"(电表|电力|用电|供电|电费|客户|电)?(户号|用户编号|客户编号|账号|户名编号)|用户号"
    r"|account(no|number)?",
    Column.MONTH: r"(用电|电费|计费|抄表|统计|账单|结算)?(年月|月份|账期)|month|period",
    Column.ENERGY: r"(总|月|本月|当月|本期|合计|有功)*(用电量|电量|用电|抄见电量|计费电量|结算电量)"
    r"|kwh|energy",
}
_PATTERNS = {column: re.compile(words) for column, words in _WORDS.items()}
_BRACKETED = re.compile(r"[(\[【〔<{]([^()\[\]【】〔〕<>{}]*)[)\]】〕>}]")
_UNIT_BEHIND = re.compile(r"[/:,]((?:单位)?[^/:,]+)$")
_MARKS = re.compile(r"[\s*★※:：、,，。.;；_\-#]+")
_UNIT_NOTE = re.compile(r"单位[:为]([^,;、]+)")


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a sheet that was understood."""

    row: int
    """Its place among the rows that were looked at."""
    places: Mapping[Column, int]
    """Of each column its place in a row, from 0."""
    factor: Decimal
    """What one in the column of figures counts: 10 000 under 万m³."""


def find_head(kind: ImportKind, rows: Iterable[Sequence[Cell]]) -> Head | None:
    """Return the first row that names every needed column; None where no row does.

    A unit comes from the header, or where it names none from a note above it (单位：万m³).
    """
    noted: Decimal | None = None
    for index, cells in enumerate(rows):
        places, units = _columns(kind, cells)
        if all(column in places for column in NEEDED[kind]):
            return Head(index, places, units or noted or Decimal(1))
        noted = _noted_unit(kind, cells) or noted
        if index + 1 == HEAD_ROWS:
            return None
    return None


def missing_columns(kind: ImportKind, rows: Iterable[Sequence[Cell]]) -> list[Column]:
    """Return what the row that understands most of the file lacks."""
    best: set[Column] = set()
    for index, cells in enumerate(rows):
        found = set(_columns(kind, cells)[0])
        if len(found & set(NEEDED[kind])) > len(best):
            best = found
        if index + 1 == HEAD_ROWS:
            break
    return [column for column in NEEDED[kind] if column not in best]


def _columns(kind: ImportKind, cells: Sequence[Cell]) -> tuple[dict[Column, int], Decimal | None]:
    places: dict[Column, int] = {}
    factor: Decimal | None = None
    for index, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        words, notes = _apart(cell)
        column = next((one for one in OFFERED[kind] if _PATTERNS[one].fullmatch(words)), None)
        if column is not None and column not in places:
            places[column] = index
            if column in _UNITS:
                factor = _unit(notes, _UNITS[column])
    return places, factor


def _apart(cell: str) -> tuple[str, list[str]]:
    """Return a header's word and the notes beside it: 表底数(m³), 累计水量/万m³, 读数：单位 m³."""
    folded = fold(cell)
    notes = _BRACKETED.findall(folded)
    word = _BRACKETED.sub("", folded)
    if behind := _UNIT_BEHIND.search(word):
        notes.append(behind[1])
        word = word[: behind.start()]
    return _MARKS.sub("", word), notes


def _noted_unit(kind: ImportKind, cells: Sequence[Cell]) -> Decimal | None:
    unit = _UNITS[NEEDED[kind][-1]]
    notes = [note for cell in cells if isinstance(cell, str) for note in _UNIT_NOTE.findall(fold(cell))]
    return _unit(notes, unit)


def _unit(notes: Iterable[str], unit: Unit) -> Decimal | None:
    for note in notes:
        factor = read_number(f"1{note.removeprefix('单位').strip(':为')}", unit)
        if isinstance(factor, Decimal):
            return factor
    return None
