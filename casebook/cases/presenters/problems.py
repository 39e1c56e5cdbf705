"""A problem's page beside its case: in charge, tasks, risk, looks back, relapse; submissions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission as P
from casebook.accounts import queries as accounts
from casebook.cases import queries
from casebook.cases.rules import CaseStatus, ProblemStatus
from casebook.cases.rules.small_acts import SubmissionState
from casebook.cases.rules.tasks import TaskState
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import term_view
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.cases.models import (
        Case,
        ExemptItem,
        ExemptSubmission,
        Problem,
        ProblemRecheck,
        ProblemTask,
        ProblemTaskEvent,
    )
    from casebook.deadlines.presenters import TermView
    from casebook.wells.models import Well

OPEN_TASKS = frozenset({TaskState.ASSIGNED, TaskState.ANSWERED})


@dataclass(frozen=True)
class TaskLine:
    """One task with its department and its clock."""

    task: ProblemTask
    agency: str
    term: TermView | None
    number: str
    """Of the problem."""


@dataclass(frozen=True)
class RecheckLine:
    """One look back with its clock."""

    recheck: ProblemRecheck
    term: TermView


@dataclass(frozen=True)
class ProblemAside:
    """What stands beside the facts of a problem."""

    leader: str
    lead_number: str
    predecessor: str
    relapses: list[Problem]
    """Problems that are relapses of this one."""
    rechecks: list[RecheckLine]
    tasks: list[TaskLine]
    submission: ExemptSubmission | None


def aside_of(session: Session, problem: Problem, *, today: date) -> ProblemAside:
    """Return what stands beside a problem's facts."""
    leaders = accounts.officers_by_id(session, [problem.leader_id] if problem.leader_id else [])
    leads = queries.lead_numbers(session, [problem.lead_id] if problem.lead_id else [])
    former = queries.problem_numbers(session, [problem.predecessor_id] if problem.predecessor_id else [])
    rechecks = queries.list_rechecks(session, problem.id)
    terms = _terms(session, [one.id for one in rechecks], today)
    states = (*SubmissionState,)
    return ProblemAside(
        leader=next((one.name for one in leaders.values()), ""),
        lead_number=next(iter(leads.values()), ""),
        predecessor=next(iter(former.values()), ""),
        relapses=queries.list_relapses(session, problem.id),
        rechecks=[RecheckLine(one, terms[one.id]) for one in rechecks],
        tasks=task_lines(session, queries.list_tasks(session, problem.id), problem.county_code, today=today),
        submission=queries.find_submission_of(session, problem.id, states),
    )


def _terms(session: Session, subject_ids: Sequence[UUID], today: date) -> dict[UUID, TermView]:
    found = deadlines.list_terms(session, subject_ids) if subject_ids else []
    return {one.subject_id: term_view(one, today=today) for one in found}


def task_lines(
    session: Session, tasks: Sequence[ProblemTask], county_code: str, *, today: date
) -> list[TaskLine]:
    """Return lines for a list of tasks; a fixed number of queries whatever its length."""
    agencies: Mapping[UUID, Agency] = {
        one.id: one for one in (accounts.list_agencies(session, county_code) if tasks else [])
    }
    terms = _terms(session, [one.id for one in tasks], today)
    numbers = queries.problem_numbers(session, [one.problem_id for one in tasks])
    return [
        TaskLine(
            task=one,
            agency=agencies[one.agency_id].name if one.agency_id in agencies else "",
            term=terms.get(one.id) if one.state in OPEN_TASKS else None,
            number=numbers.get(one.problem_id, ""),
        )
        for one in tasks
    ]


@dataclass(frozen=True)
class TaskPage:
    """One task with all that happened to it."""

    line: TaskLine
    problem: Problem
    events: list[ProblemTaskEvent]
    actions: list[dict[str, str]]


def task_page(
    session: Session, task: ProblemTask, problem: Problem, actor: Actor, *, today: date
) -> TaskPage:
    """Return a task's page."""
    (line,) = task_lines(session, [task], problem.county_code, today=today)
    is_own = actor.agency_id == task.agency_id and actor.can(P.TASK_ANSWER)
    may_judge = actor.can(P.PROBLEM_ASSIGN) and actor.officer_id != task.answered_by_id
    offered = [
        (is_own and task.state is TaskState.ASSIGNED, _("回复任务"), "tasks.answer"),
        (may_judge and task.state is TaskState.ANSWERED, _("认可"), "tasks.accept"),
        (may_judge and task.state is TaskState.ANSWERED, _("退回"), "tasks.send_back"),
        (actor.can(P.PROBLEM_ASSIGN) and task.state in OPEN_TASKS, _("撤回任务"), "tasks.withdraw"),
    ]
    found = [
        {"label": str(words), "url": url_for(endpoint, task_id=task.id)}
        for may, words, endpoint in offered
        if may
    ]
    return TaskPage(line, problem, queries.list_task_events(session, [task.id]), found)


def problem_actions(problem: Problem, case: Case | None, actor: Actor) -> list[dict[str, str]]:
    """Return what may be done with a problem now; the first is the main one.

    `case` is its newest: while its filing is asked for nobody asks again.
    """
    status, S = problem.status, ProblemStatus  # noqa: N806 - a short name for a table
    begins = status in {S.LISTED, S.RECTIFYING}
    files = begins and (case is None or case.status is not CaseStatus.FILING)
    offered = [
        (files and status is S.LISTED, P.CASE_OPEN, _("立案"), "cases.open_case"),
        (begins or status is S.SEALING, P.PROBLEM_EDIT, _("报告整改完成"), "cases.rectified"),
        (files and status is S.RECTIFYING, P.CASE_OPEN, _("立案"), "cases.open_case"),
        (status is S.RECTIFIED, P.MEASURE_VERIFY, _("记录复查结果"), "cases.verify_problem"),
        (status is S.VERIFIED, P.PROBLEM_STRIKE_OFF, _("销号"), "cases.strike_off"),
        (
            status is S.TRANSFERRED and problem.transfer_taken_on is not None,
            P.PROBLEM_STRIKE_OFF,
            _("销号"),
            "cases.strike_off",
        ),
        (
            status is S.TRANSFERRED and problem.transfer_taken_on is None,
            P.HANDOVER_SEND,
            _("登记移送回执"),
            "cases.transfer_receipt",
        ),
        (begins, P.PROBLEM_EDIT, _("开始整改或封停"), "cases.start_way"),
        (begins or status is S.IN_CASE, P.HANDOVER_SEND, _("移送"), "cases.transfer"),
        (begins and case is None, P.CASE_ENTER_HISTORY, _("补录历史案卷"), "cases.enter_history"),
        (status is not S.STRUCK_OFF, P.PROBLEM_ASSIGN, _("包案与责任人"), "cases.in_charge"),
        (status is not S.STRUCK_OFF, P.PROBLEM_ASSIGN, _("交办部门任务"), "tasks.new"),
        (status is not S.STRUCK_OFF, P.PROBLEM_EDIT, _("评估矛盾风险"), "cases.unrest"),
        (status is not S.STRUCK_OFF, P.PROBLEM_EDIT, _("调整分类与处置"), "cases.reclassify"),
    ]
    return [
        {"label": str(words), "url": _address(endpoint, problem.number)}
        for may, permission, words, endpoint in offered
        if may and actor.can(permission)
    ]


def _address(endpoint: str, number: str) -> str:
    if endpoint in {"cases.open_case", "cases.enter_history"}:
        return url_for(endpoint, problem=number)
    return url_for(endpoint, number=number)


@dataclass(frozen=True)
class SubmissionLine:
    """One submission in the list."""

    submission: ExemptSubmission
    township: str
    count: int


def submission_lines(session: Session, found: Sequence[ExemptSubmission]) -> list[SubmissionLine]:
    """Return lines for a list of submissions; a fixed number of queries whatever its length."""
    counts = queries.count_items(session, [one.id for one in found])
    names = regions.names(session, found[0].county_code) if found else {}
    return [
        SubmissionLine(one, names.get(one.division_code, one.division_code), counts.get(one.id, 0))
        for one in found
    ]


@dataclass(frozen=True)
class SmallLine:
    """One problem of a submission."""

    item: ExemptItem
    problem: Problem
    well: Well


def small_lines(session: Session, submission: ExemptSubmission) -> list[SmallLine]:
    """Return the problems of a submission with their wells."""
    found = queries.list_items_of(session, submission.id)
    by_well = wells.list_wells(session, {problem.well_id for _item, problem in found})
    return [SmallLine(item, problem, by_well[problem.well_id]) for item, problem in found]
