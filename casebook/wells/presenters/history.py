"""What happened to a well, told by all features on one line."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from casebook.kernel.clock import local_day
from casebook.web.labels import label
from casebook.web.wording import clauses, listed
from casebook.wells.rules import CLOSED, WellStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.cases.models import Case, Problem
    from casebook.closures.models import Closure
    from casebook.inspections.models import Inspection
    from casebook.wells.models import WellEvent

Entry = dict[str, Any]
"""One entry of the timeline component: on, title, body, who, url, icon, tone."""


def history(
    events: Iterable[WellEvent],
    inspections: Iterable[Inspection],
    problems: Iterable[Problem],
    cases: Iterable[Case],
    closures: Iterable[Closure],
) -> list[Entry]:
    """Return the entries, newest day first."""
    entries = [
        *map(_step, events),
        *map(_inspection, inspections),
        *(entry for row in problems for entry in _problem(row)),
        *(entry for row in cases for entry in _case(row)),
        *map(_closure, closures),
    ]
    return sorted(entries, key=itemgetter("on"), reverse=True)


def _step(event: WellEvent) -> Entry:
    first = event.from_status is None
    facts = {"after": label(event.to_status), "before": label(event.from_status)}
    title = _("登记入册：%(after)s", **facts) if first else _("%(before)s → %(after)s", **facts)
    return {
        "on": event.on,
        "title": title,
        "body": clauses(part for part in (event.reason, event.subject_title) if part),
        "who": event.actor_name,
        "icon": "plus" if first else "history",
        "tone": _tone(event.to_status),
    }


def _tone(status: WellStatus) -> str:
    if status in CLOSED:
        return "done"
    return "overdue" if status is WellStatus.NOT_FOUND else "neutral"


def _inspection(row: Inspection) -> Entry:
    return {
        "on": local_day(row.started_at),
        "title": label(row.kind),
        "body": row.situation,
        "url": url_for("inspections.show", inspection_id=row.id),
        "icon": "inspection",
        "tone": "on_track",
    }


def _problem(row: Problem) -> list[Entry]:
    about = {"url": url_for("cases.problem", number=row.number), "body": f"{row.code} {row.description}"}
    number = {"number": row.number}
    found = {
        "on": row.found_on,
        "title": _("列入问题清单 %(number)s", **number),
        "icon": "problem",
        "tone": "overdue",
    }
    entries = [found | about]
    if row.struck_off_on:
        gone = {
            "on": row.struck_off_on,
            "title": _("问题销号 %(number)s", **number),
            "icon": "check",
            "tone": "done",
        }
        entries.append(gone | about)
    return entries


def _case(row: Case) -> list[Entry]:
    about = {"url": url_for("cases.show", number=row.number), "body": row.cause, "icon": "case"}
    number = {"number": row.number}
    entries = [{"on": row.opened_on, "title": _("立案 %(number)s", **number), "tone": "due_soon"} | about]
    if row.closed_on:
        entries.append({"on": row.closed_on, "title": _("结案 %(number)s", **number), "tone": "done"} | about)
    return entries


def _closure(row: Closure) -> Entry:
    return {
        "on": row.closed_on,
        "title": _("封停 %(number)s", number=row.number),
        "body": listed([label(row.kind), label(row.status)]),
        "url": url_for("closures.show", number=row.number),
        "icon": "closure",
        "tone": "done",
    }
