"""On the desk: requests to decide, problems to strike off, leads to take up; where cases' clocks lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries
from casebook.cases.queries import desk
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
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


def _numbered(
    endpoint: str, numbers: Callable[[Session, Sequence[UUID]], Mapping[UUID, str]]
) -> Callable[[Session, Collection[UUID]], Mapping[UUID, str]]:
    def addresses(session: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
        found = numbers(session, list(ids))
        return {one: url_for(endpoint, number=number) for one, number in found.items()}

    return addresses


PAGES = {
    "problem": Page(Permission.PROBLEM_SEE, _numbered("cases.problem", queries.problem_numbers)),
    "case": Page(Permission.CASE_SEE, _numbered("cases.show", queries.case_numbers)),
    "measure": Page(Permission.CASE_SEE, _numbered("cases.show", queries.case_numbers_of_measures)),
}
