"""On the desk: tasks to answer, answers to judge, and what one gave and nobody answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.campaigns import queries
from casebook.deadlines.presenters import task_of_clock
from casebook.deadlines.queries import terms_by_id
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer's agency answers, and what this officer judges."""
    if actor.can(Permission.CAMPAIGN_ANSWER) and actor.agency_id is not None:
        found = queries.list_to_answer(session, actor, MOST)
        terms = terms_by_id(session, [one.term_id for one in found])
        for task in found:
            url = url_for("campaigns.township_task", task_no=task.number)
            term, step = terms[task.term_id], str(_("回复任务"))
            yield task_of_clock(term, today=today, url=url, step=step, title=task.title)
    if actor.can(Permission.CAMPAIGN_EDIT):
        for task in queries.list_to_accept(session, actor, MOST):
            url = url_for("campaigns.township_task", task_no=task.number)
            yield Task(step=_("认可任务"), title=task.title, url=url, number=task.number)
        if actor.officer_id is not None:
            late = queries.list_overdue(session, today, given_by=actor.officer_id)[:MOST]
            terms = terms_by_id(session, [one.term_id for one in late])
            for task in late:
                url = url_for("campaigns.township_task", task_no=task.number)
                step = str(_("催办乡镇任务"))
                yield task_of_clock(terms[task.term_id], today=today, url=url, step=step, title=task.title)


def _addresses(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    numbers = queries.township_task_numbers(session, ids)
    return {one: url_for("campaigns.township_task", task_no=number) for one, number in numbers.items()}


PAGES = {"township_task": Page(Permission.CAMPAIGN_SEE, _addresses)}
