"""On the desk: plans to approve and to issue, and cuts of next year's plans at their next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.presenters import task_of_clock
from casebook.deadlines.queries import list_terms
from casebook.plans import queries
from casebook.plans.rules import CutState, PlanState
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term
    from casebook.plans.models import PlanCut


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer approves, issues, tells and orders; of the whole county only."""
    if not actor.reaches(actor.county_code):
        return
    may_edit, may_approve = actor.can(Permission.PLAN_EDIT), actor.can(Permission.PLAN_APPROVE)
    if may_edit or may_approve:
        yield from _of_lines(session, actor, may_edit=may_edit, may_approve=may_approve)
        cuts = queries.list_cuts_underway(session, actor.county_code, MOST)
        clocks = {one.subject_id: one for one in list_terms(session, [cut.id for cut in cuts]) if _runs(one)}
        for cut in cuts:
            step = _step(cut, actor, today, may_edit=may_edit, may_approve=may_approve)
            if step:
                yield _task(cut, step, clocks.get(cut.id), today)


def _of_lines(session: Session, actor: Actor, *, may_edit: bool, may_approve: bool) -> Iterator[Task]:
    for year, state, count in queries.count_waiting_lines(session, actor.county_code):
        url = url_for("plans.index", year=year)
        title = _("%(year)s 年计划 %(n)s 条", year=year, n=count)
        if state is PlanState.PROPOSED and may_approve:
            yield Task(_("核定计划"), title, url)
        if state is PlanState.APPROVED and may_edit:
            yield Task(_("下达计划"), title, url)


def _step(cut: PlanCut, actor: Actor, today: date, *, may_edit: bool, may_approve: bool) -> str:
    """Return what this officer can do with a cut now; empty for nothing."""
    is_over = cut.defend_by is None or today > cut.defend_by
    is_ready = cut.state is CutState.DEFENDED or (cut.state is CutState.NOTIFIED and is_over)
    if is_ready and may_approve and actor.officer_id != cut.drafted_by_id:
        return str(_("审批核减"))
    if not may_edit:
        return ""
    steps = {CutState.DRAFTED: _("告知核减"), CutState.APPROVED: _("下达核减")}
    if cut.state is CutState.NOTIFIED and not is_over:
        return str(_("登记申辩"))
    return str(steps.get(cut.state, ""))


def _task(cut: PlanCut, step: str, clock: Term | None, today: date) -> Task:
    url = url_for("plans.cut", cut_id=cut.id)
    title = _("%(year)s 年计划核减：%(name)s", year=cut.year + 1, name=cut.party.name)
    if clock is not None:
        return task_of_clock(clock, today=today, url=url, step=step, title=title)
    return Task(step, title, url)


def _runs(term: Term) -> bool:
    return term.met_on is None and term.cancelled_at is None


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: url_for("plans.cut", cut_id=one) for one in ids}


PAGES = {"plan_cut": Page(Permission.PLAN_SEE, _addresses)}
