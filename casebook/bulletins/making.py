"""Monday's page as data and as files: what is drawn stands in the data, which are kept with their hash."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

import orjson
from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.bulletins import queries
from casebook.bulletins.labels import COLUMNS, week_words
from casebook.bulletins.rules import Light, SettingKind, light_of, light_of_days
from casebook.documents.pictures import picture_of
from casebook.documents.rendering import render_sheets
from casebook.kernel import clock
from casebook.kernel.hashing import canonical_json
from casebook.oversight.rules import DEFINITIONS, Indicator, Unit, elapsed
from casebook.supervision.rules import Lapse
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from casebook.bulletins.queries.figures import Places
    from casebook.bulletins.rules import Due, Limits, Measure, Person

MOST_BYTES = 500_000
"""Of the picture."""
_MOST_LINES = 44
"""Rows of both tables that an A4 takes; fewer are tried where long words need more room."""


@dataclass(frozen=True)
class MadePage:
    """Monday's page: what it says, both files, and how many lights of each colour there are."""

    due: Due
    made_at: datetime
    facts: bytes
    pdf: bytes
    picture: bytes
    lights: Counter[str]


def make_page(session: Session, *, county_code: str, due: Due, now: datetime, is_demo: bool) -> MadePage:
    """Return a week's page as things stand now."""
    with force_locale("zh"):
        facts = _facts(session, county_code, due, now)
    pdf = draw(facts, is_demo=is_demo)
    return MadePage(
        due=due,
        made_at=now,
        facts=canonical_json(facts),
        pdf=pdf,
        picture=picture_of(pdf, most_bytes=MOST_BYTES),
        lights=Counter(cell["light"] for place in facts["places"] for cell in place["cells"].values()),
    )


def draw(facts: dict[str, Any], *, is_demo: bool) -> bytes:
    """Return the page as a PDF of one sheet; red lines that it has no room for are counted at its foot."""
    shown = max(_MOST_LINES - len(facts["places"]), 1)
    made_at = datetime.fromisoformat(facts["made_at"])
    while True:
        made, sheets = render_sheets(
            "letters/monday.html", facts=facts, made_at=made_at, shown=shown, is_demo=is_demo
        )
        if sheets == 1 or shown <= 0:
            return made
        shown = shown * 3 // 4


def _facts(session: Session, county_code: str, due: Due, now: datetime) -> dict[str, Any]:
    today = clock.local_day(now)
    limits, people = queries.limits_of(session, county_code), queries.people_of(session, county_code)
    places = queries.measures_of(session, county_code, today.year)
    matters = queries.list_overdue(session, county_code, today)
    earlier = queries.list_mondays(session, county_code)
    longest: dict[str, int] = defaultdict(int)
    for one in matters:
        for code in (one.township, county_code):
            longest[code] = max(longest[code], one.behind.degree)
    rows = [_place(code, places, longest[code], limits=limits, today=today) for code in places]
    reds = [
        *_red_figures(rows, people, _Streaks(earlier, due), today),
        *_red_matters(matters, places, people, limits),
    ]
    indicators = [one for one in Indicator if any(row["cells"][one.value]["light"] != "none" for row in rows)]
    return {
        "county": {"code": county_code, "name": places[county_code][0]},
        "week": week_words(due.week),
        "monday": due.week.monday.isoformat(),
        "sunday": due.week.sunday.isoformat(),
        "due_at": clock.rfc3339(due.at),
        "made_at": clock.rfc3339(now),
        "on": today.isoformat(),
        "year": today.year,
        "elapsed": f"{elapsed(today.year, today) * 100:.1f}",
        "limits": limits.facts(),
        "is_verified": queries.find_setting(session, county_code, SettingKind.LIGHTS) is not None,
        "columns": [{"key": one.value, "title": str(COLUMNS[one])} for one in indicators],
        "places": rows,
        "red": sorted(reds, key=lambda one: (-one["days"], one["place"], one["what"])),
        "missing": [week_words(week) for week in queries.list_missing(session, earlier, now)],
    }


def _place(code: str, places: Places, overdue: int, *, limits: Limits, today: date) -> dict[str, Any]:
    name, measures = places[code]
    cells = {one.indicator.value: _cell(one, limits, today) for one in measures}
    cells["overdue"] = {
        "light": light_of_days(overdue, limits).value,
        "figure": _("%(n)s 天", n=overdue) if overdue else "0",
    }
    return {"code": code, "name": name, "cells": cells}


def _cell(measure: Measure, limits: Limits, today: date) -> dict[str, Any]:
    points = measure.points_behind(elapsed(today.year, today))
    light = light_of(points, limits)
    return {
        "light": light.value,
        "figure": _figure(measure),
        "points": None if points is None else f"{points}",
        "days": measure.days_behind(today.year, today),
    }


def _figure(measure: Measure) -> str:
    """Return what stands in a cell: wells of wells, or per cent."""
    if measure.target is None:
        return "—"
    if measure.value is None:
        return str(_("无数据"))
    unit = DEFINITIONS[measure.indicator].unit
    if unit is Unit.WELLS:
        return f"{measure.value:f}/{measure.target:f}"
    if unit is Unit.PERCENT:
        return f"{measure.value:f}%"
    share = measure.value * 100 / measure.target if measure.target else Decimal(100)
    return f"{share.to_integral_value(ROUND_FLOOR)}%"


class _Streaks:
    """For how long a figure has been red on the pages before this one, without a break."""

    def __init__(self, pages: list[Any], due: Due) -> None:
        self._pages = [orjson.loads(one.facts) for one in pages if one.monday < due.week.monday]

    def days(self, code: str, key: str, today: date) -> int:
        """Return the days since the first page of the present row of reds; 0 where this is the first."""
        since = today.isoformat()
        for page in self._pages:
            lights = [one["cells"][key]["light"] for one in page["places"] if one["code"] == code]
            if Light.RED.value not in lights:
                break
            since = page["on"]
        return (today - date.fromisoformat(since)).days


def _red_figures(
    rows: list[dict[str, Any]], people: dict[str, Person], streaks: _Streaks, today: date
) -> Iterator[dict[str, Any]]:
    """Yield a line for each red figure: days behind the time gone, or where none applies days it was red."""
    for row in rows:
        for indicator in Indicator:
            cell = row["cells"][indicator.value]
            if cell["light"] != Light.RED.value:
                continue
            behind = cell["days"]
            days = streaks.days(row["code"], indicator.value, today) if behind is None else behind
            yield {
                "place": row["name"],
                "what": str(label(indicator)),
                "figure": _(
                    "%(figure)s，差 %(points)s 个百分点", figure=cell["figure"], points=cell["points"]
                ),
                "person": _person(people, row["code"]),
                "days": days,
                "days_words": _("已红 %(n)s 天", n=days) if behind is None else _("落后 %(n)s 天", n=days),
            }


def _red_matters(
    matters: list[queries.Matter], places: Places, people: dict[str, Person], limits: Limits
) -> Iterator[dict[str, Any]]:
    """Yield a line for each matter that is overdue for longer than red allows."""
    for one in matters:
        days = one.behind.degree
        if light_of_days(days, limits) is not Light.RED:
            continue
        yield {
            "place": places[one.township][0] if one.township in places else one.behind.unit,
            "what": str(label(Lapse(one.behind.lapse))),
            "figure": one.behind.subject.title,
            "person": one.person or _person(people, one.township) or one.behind.unit,
            "days": days,
            "days_words": _("逾期 %(n)s 天", n=days),
        }


def _person(people: dict[str, Person], code: str) -> str:
    found = people.get(code)
    return " ".join(part for part in (found.name, found.post) if part) if found else ""
