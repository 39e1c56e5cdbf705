"""On the desk: requests to decide, problems to strike off, leads to take up; where cases' clocks lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries
from casebook.cases.queries import desk
from casebook.cases.queries.performing import case_numbers_of_instalments, case_numbers_of_payments
from casebook.cases.queries.seats import case_numbers_of_seats
from casebook.deadlines.presenters import task_of_clock
from casebook.deadlines.queries import list_terms
from casebook.web.labels import label
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


_DECIDING = (Permission.CASE_REVIEW, Permission.CASE_DELIBERATE, Permission.DECISION_RECORD)


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer decides in casework."""
    if actor.can(Permission.TERM_APPROVE_EXTENSION):
        for asked, measure in desk.list_extensions_to_decide(session, actor, most=MOST):
            url = url_for("cases.decide_extension", extension_id=asked.id)
            yield Task(step=_("审批延期"), title=asked.reason, url=url, number=measure.order_no)
    if actor.can(Permission.PROBLEM_STRIKE_OFF):
        for problem in desk.list_problems_to_strike(session, actor, most=MOST):
            url = url_for("cases.strike_off", number=problem.number)
            yield Task(step=_("销号"), title=problem.description, url=url, number=problem.number)
    if actor.can(Permission.LEAD_DECIDE):
        for lead in desk.list_new_leads(session, actor, most=MOST):
            url = url_for("leads.show", number=lead.number)
            yield Task(step=_("处理线索"), title=lead.what, url=url, number=lead.number, place=lead.village)
    if any(actor.can(one) for one in _DECIDING):
        for case, step in desk.list_cases_to_decide(session, actor, on=today, most=MOST):
            url = url_for("cases.show", number=case.number)
            yield Task(step=label(step), title=case.cause, url=url, number=case.number)
    yield from _tasks(session, actor, today)


def _tasks(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer the tasks of one's own department, and the answers to judge."""
    if actor.can(Permission.TASK_ANSWER):
        found = queries.list_tasks_waiting(session, actor, most=MOST)
        terms = {one.subject_id: one for one in list_terms(session, [task.id for task, _number in found])}
        for task, _number in found:
            url = url_for("tasks.answer", task_id=task.id)
            step = str(_("回复任务"))
            yield task_of_clock(terms[task.id], today=today, url=url, step=step, title=task.what)
    if actor.can(Permission.PROBLEM_ASSIGN):
        for task, number in queries.list_tasks_to_accept(session, actor, most=MOST):
            url = url_for("tasks.show", task_id=task.id)
            yield Task(step=_("认可任务"), title=task.what, url=url, number=number)


def _numbered(
    endpoint: str, numbers: Callable[[Session, Sequence[UUID]], Mapping[UUID, str]]
) -> Callable[[Session, Collection[UUID]], Mapping[UUID, str]]:
    def addresses(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
        found = numbers(session, list(ids))
        return {one: url_for(endpoint, number=number) for one, number in found.items()}

    return addresses


def _task_pages(_session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return {one: url_for("tasks.show", task_id=one) for one in ids}


PAGES = {
    "problem": Page(Permission.PROBLEM_SEE, _numbered("cases.problem", queries.problem_numbers)),
    "case": Page(Permission.CASE_SEE, _numbered("cases.show", queries.case_numbers)),
    "case_party": Page(Permission.CASE_SEE, _numbered("cases.show", case_numbers_of_seats)),
    "lead": Page(Permission.LEAD_SEE, _numbered("leads.show", queries.lead_numbers)),
    "problem_task": Page(Permission.PROBLEM_SEE, _task_pages),
    "problem_recheck": Page(Permission.PROBLEM_SEE, _numbered("cases.problem", queries.numbers_of_rechecks)),
    "payment": Page(Permission.CASE_SEE, _numbered("cases.performance", case_numbers_of_payments)),
    "instalment": Page(Permission.CASE_SEE, _numbered("cases.performance", case_numbers_of_instalments)),
    "measure": Page(Permission.CASE_SEE, _numbered("cases.show", queries.case_numbers_of_measures)),
}
