"""The forms a clerk has a holiday notice in: a table, JSON, a calendar file (RFC 5545), or its own words.

Each becomes rows of date, is_working and name, with the line or entry that they come from. Dates may be
written as a span, both ends included.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from casebook.deadlines.rules.calendar import ONE_DAY
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[int, list[str]]

LONGEST_SPAN = timedelta(days=31)
_SATURDAY = 5
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SPAN = re.compile(rf"({_DATE.pattern})\s*(?:\.\.|~|～|至|到)\s*({_DATE.pattern})")
_TOLD = re.compile(r"\d{1,2}月\d{1,2}日[^,\n]*放假")
_YEAR = re.compile(r"(\d{4})\s*年")
_NAME = re.compile(r"^\s*(?:[一二三四五六七八九十]+\s*、)?\s*([^：:，。\d]{1,10})[：:]")
_ASIDE = re.compile(r"[（(][^）)]*[）)]")
_DAY = re.compile(
    r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:\s*(?:至|到|—|-|~)\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?"
)
_FREE, _WORKED = "0", "1"


def rows_of(text: str) -> Iterator[Row]:
    """Yield (line or entry, [date, is_working, name]) of a notice in whatever form; RuleBroken per form."""
    start = text.lstrip()
    if start.startswith(("[", "{")):
        return _of_json(start)
    if start.upper().startswith("BEGIN:VCALENDAR"):
        return _of_calendar_file(start)
    if _TOLD.search(text):
        return _of_words(text)
    return _of_table(text)


def read_date(line: int, text: str) -> date:
    """Return a written date; RuleBroken names the line."""
    match = _DATE.fullmatch(text)
    try:
        if match is not None:
            return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise RuleBroken("calendar_line_date", line=line, text=text) from error
    raise RuleBroken("calendar_line_date", line=line, text=text)


def _of_table(text: str) -> Iterator[Row]:
    reader = csv.reader(text.splitlines())
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        is_heading = reader.line_num == 1 and stripped[:1] in (["date"], ["日期"])
        if any(stripped) and not is_heading:
            yield from _spread(reader.line_num, stripped)


def _spread(line: int, cells: list[str]) -> Iterator[Row]:
    match = _SPAN.fullmatch(cells[0]) if cells else None
    if match is None:
        yield line, cells
        return
    first, last = read_date(line, match[1]), read_date(line, match[5])
    if not first <= last <= first + LONGEST_SPAN:
        raise RuleBroken("calendar_line_date", line=line, text=cells[0])
    for day in _days(first, last):
        yield line, [day.isoformat(), *cells[1:]]


def _days(first: date, last: date) -> Iterator[date]:
    return (first + ONE_DAY * k for k in range((last - first).days + 1))


def _of_json(text: str) -> Iterator[Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleBroken("calendar_json_unreadable", field="file") from error
    entries = found.get("days") if isinstance(found, dict) else found
    if not isinstance(entries, list):
        raise RuleBroken("calendar_json_unreadable", field="file")
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            raise RuleBroken("calendar_json_unreadable", field="file")
        yield from _spread(number, [str(entry.get("date", "")), _flag(entry), str(entry.get("name", ""))])


def _flag(entry: dict[str, Any]) -> str:
    """Return whether offices work, by either of the two names in use; nothing where neither is there."""
    if isinstance(entry.get("isOffDay"), bool):
        return _FREE if entry["isOffDay"] else _WORKED
    return str(entry.get("is_working", "")).lower()


def _of_calendar_file(text: str) -> Iterator[Row]:
    facts: dict[str, str] = {}
    number = 0
    for line in re.sub(r"\r?\n[ \t]", "", text).splitlines():
        name, _colon, value = line.partition(":")
        key = name.partition(";")[0].strip().upper()
        if key == "BEGIN":
            facts = {}
        elif key == "END" and value.strip().upper() == "VEVENT":
            number += 1
            yield from _of_event(number, facts)
        else:
            facts[key] = value.strip()


def _of_event(number: int, facts: dict[str, str]) -> Iterator[Row]:
    first = _compact_date(number, facts.get("DTSTART", ""))
    last = _compact_date(number, facts["DTEND"]) - ONE_DAY if "DTEND" in facts else first
    title = facts.get("SUMMARY", "")
    if last > first + LONGEST_SPAN:
        raise RuleBroken("calendar_line_date", line=number, text=facts["DTEND"])
    name = re.sub(r"[\s（(\[]*(?:放假|休|补班|上班|班).*$", "", title)
    for day in _days(first, max(first, last)):
        yield number, [day.isoformat(), _WORKED if "班" in title else _FREE, name]


def _compact_date(number: int, text: str) -> date:
    return read_date(number, f"{text[:4]}-{text[4:6]}-{text[6:8]}")


def _of_words(text: str) -> Iterator[Row]:
    """Read the notice itself: a festival's name, from which day to which 放假, and which days 上班."""
    found = _YEAR.search(text)
    if found is None:
        raise RuleBroken("calendar_words_year", field="file")
    year, name = int(found[1]), ""
    for number, line in enumerate(text.splitlines(), 1):
        named = _NAME.match(line)
        name = named[1].strip() if named else name
        for sentence in re.split(r"[。；;]", _ASIDE.sub("", line)):
            flag = _WORKED if "上班" in sentence else _FREE
            if "放假" in sentence or flag == _WORKED:
                yield from _of_sentence(number, sentence, year, flag, name)


def _of_sentence(number: int, sentence: str, year: int, flag: str, name: str) -> Iterator[Row]:
    for one in _DAY.finditer(sentence.partition("放假")[0] if flag == _FREE else sentence):
        first = read_date(number, f"{one[1] or year}-{one[2]}-{one[3]}")
        last = first
        if one[6]:
            last = read_date(number, f"{one[4] or first.year}-{one[5] or first.month}-{one[6]}")
        if not first <= last <= first + LONGEST_SPAN:
            raise RuleBroken("calendar_line_date", line=number, text=one[0])
        for day in _days(first, last):
            if day.year == year:
                yield number, [day.isoformat(), flag, name]
            elif (day.weekday() < _SATURDAY) is (flag == _FREE):
                # a neighbouring year's day that is not what its weekday says belongs to that year's notice
                raise RuleBroken("calendar_words_other_year", line=number, on=day, year=year)
