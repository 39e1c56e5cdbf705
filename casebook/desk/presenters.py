"""Tasks as the desk shows them: grouped by day, each with its next step and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.cases import queries as cases
from casebook.deadlines.presenters import term_view
from casebook.evidence.actions.preserving import SUBJECT as PRESERVATION
from casebook.web.labels import label
from casebook.web.wording import translated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.deadlines.models import Term
    from casebook.desk.queries import Waiting
    from casebook.inspections.models import Inspection

THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Task:
    """One thing that waits."""

    step: str
    title: str
    url: str
    number: str = ""
    place: str = ""
    due_on: date | None = None
    alarm_on: date | None = None
    days_left: int | None = None
    state: str = "on_track"
    provisional: bool = False


@dataclass(frozen=True)
class Group:
    """Tasks of one span of days."""

    title: str
    tasks: list[Task]


def groups(session: Session, waiting: Waiting, *, today: date) -> list[Group]:
    """Return the tasks, past-due first."""
    timed = list(_of_terms(session, waiting.terms, today=today))
    spans = [
        (_("已逾期"), [one for one in timed if _before(one, today)]),
        (_("今天"), [one for one in timed if one.alarm_on == today]),
        (_("七天内"), [one for one in timed if _between(one, today, today + THIS_WEEK)]),
        (_("等我办理"), list(_untimed(waiting))),
        (_("以后"), [one for one in timed if one.alarm_on and one.alarm_on > today + THIS_WEEK]),
    ]
    return [Group(str(title), tasks) for title, tasks in spans if tasks]


def _before(task: Task, today: date) -> bool:
    return task.alarm_on is not None and task.alarm_on < today


def _between(task: Task, after: date, until: date) -> bool:
    return task.alarm_on is not None and after < task.alarm_on <= until


def _of_terms(session: Session, terms: Sequence[Term], *, today: date) -> Iterator[Task]:
    urls = _urls(session, terms)
    for term in terms:
        view = term_view(term, today=today)
        number, _blank, title = view.title.partition(" ")
        yield Task(
            step=view.rule_title,
            title=translated(title) or number,
            url=urls.get((term.subject_kind, term.subject_id), url_for("desk.show")),
            number=number,
            due_on=view.due_on,
            alarm_on=term.alarm_on,
            days_left=view.days_left,
            state=view.badge,
            provisional=view.provisional,
        )


def _urls(session: Session, terms: Sequence[Term]) -> dict[tuple[str, UUID], str]:
    """Return where each clock's subject lives; one query for each kind of subject."""
    ids = {kind: [term.subject_id for term in terms if term.subject_kind == kind] for kind in _PAGES}
    found = {}
    for kind, (numbers, endpoint) in _PAGES.items():
        for subject_id, number in numbers(session, ids[kind]).items():
            found[(kind, subject_id)] = url_for(endpoint, number=number)
    for term in terms:
        if term.subject_kind == PRESERVATION:
            url = url_for("evidence.preservation", preservation_id=term.subject_id)
            found[(PRESERVATION, term.subject_id)] = url
    return found


_PAGES = {
    "problem": (cases.problem_numbers, "cases.problem"),
    "case": (cases.case_numbers, "cases.show"),
    "measure": (cases.case_numbers_of_measures, "cases.show"),
}
"""Where the subjects of clocks are shown."""


def _records(waiting: Waiting) -> Iterator[Task]:
    for inspection, verdict in waiting.returned:
        yield _record(inspection, _("修订被退回的检查记录"), verdict.note)
    for inspection in waiting.to_confirm:
        title = f"{label(inspection.kind)} {inspection.visited_on.isoformat()}"
        yield _record(inspection, _("确认我参加了这次检查"), title)
    for inspection in waiting.to_review:
        yield _record(inspection, _("复核检查记录"), label(inspection.kind))


def _register(waiting: Waiting) -> Iterator[Task]:
    conflicts, proposals = waiting.register
    if conflicts:
        title = _("%(n)s 项与登记册或另一份更正不同", n=conflicts)
        yield Task(step=_("裁定登记更正"), title=title, url=url_for("wells.conflicts"))
    if proposals:
        title = _("%(n)s 眼井的定位与登记不同", n=proposals)
        yield Task(step=_("决定井位建议"), title=title, url=url_for("wells.proposals"))


def _record(inspection: Inspection, step: str, title: str) -> Task:
    url = url_for("inspections.show", inspection_id=inspection.id)
    return Task(step=step, title=title, url=url, number=inspection.well.code)


def _untimed(waiting: Waiting) -> Iterator[Task]:
    for draft in waiting.drafts:
        yield Task(
            step=_("完成检查记录"),
            title=f"{label(draft.kind)} {draft.well.code}",
            url=url_for("inspections.show", inspection_id=draft.id),
            number=draft.well.code,
        )
    yield from _records(waiting)
    yield from _register(waiting)
    for asked, measure in waiting.extensions:
        yield Task(
            step=_("审批延期"),
            title=asked.reason,
            url=url_for("cases.decide_extension", extension_id=asked.id),
            number=measure.order_no,
        )
    for problem in waiting.verified:
        yield Task(
            step=_("销号"),
            title=problem.description,
            url=url_for("cases.strike_off", number=problem.number),
            number=problem.number,
        )
    for closure in waiting.closures:
        yield Task(
            step=label(closure.status),
            title=label(closure.kind),
            url=url_for("closures.show", number=closure.number),
            number=closure.number,
        )
