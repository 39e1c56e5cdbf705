"""The words of a report: why a row is refused and how to mend it, what a query asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.volumes.labels import CAUSES, QUESTIONS, REFUSALS
from casebook.volumes.rules import QueryKind, ReadingFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casebook.volumes.rules import MonthVolume, YearVolume


def entry_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer to a row as a report shows it, with its reason in words."""
    if body["result"] == "refused":
        return {**body, "reason": refusal_text(ReadingFault(body["code"]), body["hint"], body["written"])}
    kind = QueryKind(body["code"])
    return {**body, "reason": query_text(kind, body["from"], body["to"], body["facts"])}


def refusal_text(code: ReadingFault, hint: str, written: str) -> str:
    """Return why a row is refused and how to mend it."""
    kind, _colon, known = hint.partition(":")
    words = REFUSALS.get((code, kind), REFUSALS.get((code, "")))
    return str(words) % {"written": written, "known": known or hint}


def query_text(kind: QueryKind, opened: str, closed: str, facts: Mapping[str, str]) -> str:
    """Return what a query asks, with its figures and the guess at a cause; days as ISO text."""
    text = str(QUESTIONS[kind]) % {**facts, "opened": opened, "closed": closed}
    return text + str(CAUSES.get((kind, facts.get("cause", "")), ""))


def year_json(code: str, year: YearVolume) -> dict[str, Any]:
    """Return a well's year as `casebook volumes show --json` prints it; m³ as text with three decimals."""
    return {
        "well": code,
        "year": year.year,
        "months": [month_json(month) for month in year.months],
        "total_m3": str(year.total_m3),
        "missing_months": [str(month) for month in year.missing_months],
        "by_grade": by_grade(year),
        "is_complete": year.is_complete,
    }


def month_json(volume: MonthVolume) -> dict[str, Any]:
    """Return a month; one without a figure has none, never 0."""
    return {
        "month": str(volume.month),
        "m3": None if volume.m3 is None else str(volume.m3),
        "grade": None if volume.grade is None else volume.grade.value.upper(),
        "method": None if volume.method is None else volume.method.value,
        "flags": [flag.value for flag in volume.flags],
    }


def by_grade(year: YearVolume) -> dict[str, str]:
    """Return what of a year's total each grade is."""
    grades = sorted({month.grade for month in year.months if month.grade is not None})
    return {
        grade.value.upper(): str(sum(month.m3 or 0 for month in year.months if month.grade is grade))
        for grade in grades
    }
