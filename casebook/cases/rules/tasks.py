"""Tasks of departments (rules.md 13.1), who is in charge, risk of unrest: what must hold."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.rules.status import Disposition, ProblemStatus
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID


class TaskState(StrEnum):
    """How far a department's task is."""

    ASSIGNED = "assigned"
    ANSWERED = "answered"
    """The department says it is done; who gave the task looks at it."""
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


TASK_TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.ASSIGNED: frozenset({TaskState.ANSWERED, TaskState.WITHDRAWN}),
    TaskState.ANSWERED: frozenset({TaskState.ACCEPTED, TaskState.ASSIGNED, TaskState.WITHDRAWN}),
    TaskState.ACCEPTED: frozenset(),
    TaskState.WITHDRAWN: frozenset(),
}
"""The whole life of a task; an answer that does not do goes back."""


class Duty(StrEnum):
    """What a department answers for in groundwater (rules.md 13.1)."""

    WATER_SCHEDULING = "water_scheduling"
    ENFORCEMENT = "enforcement"
    PRICE = "price"
    SUBSIDY = "subsidy"
    ENVIRONMENT = "environment"
    INDUSTRY = "industry"
    HOUSING = "housing"
    PERMIT = "permit"
    SUPPLY = "supply"
    TOWNSHIP = "township"
    POLICE = "police"
    TAX = "tax"
    NATURAL_RESOURCES = "natural_resources"
    AGRICULTURE = "agriculture"
    POWER = "power"
    OTHER = "other"


class UnrestRisk(StrEnum):
    """How likely a forced step stirs a village up (风险评估; rules.md 14.3 000-10)."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


NEEDS_PLAN = frozenset({UnrestRisk.MID, UnrestRisk.HIGH})
"""Where a forced step waits for a plan (处置预案)."""


def check_task(*, due_on: date, today: date, what: str) -> None:
    """Refuse a task without words or due before it is given."""
    if not what.strip():
        raise RuleBroken("task_needs_words", field="what")
    if due_on < today:
        raise RuleBroken("task_due_past", field="due_on")


def check_answer(*, text: str, agency: UUID | None, of: UUID) -> None:
    """Refuse an answer without words, or from another department than the task's."""
    if agency != of:
        raise RuleBroken("task_of_other_agency")
    if not text.strip():
        raise RuleBroken("task_answer_missing", field="text")


def check_acceptance(*, answered_by: UUID | None, officer: UUID | None) -> None:
    """Refuse that one takes one's own answer for done."""
    if officer is None or officer == answered_by:
        raise RuleBroken("task_accepted_by_answerer")


def check_unrest(risk: UnrestRisk, plan: str) -> None:
    """Refuse an assessed risk without the plan that it calls for."""
    if risk in NEEDS_PLAN and not plan.strip():
        raise RuleBroken("unrest_needs_plan", field="plan")


def check_forced(risk: UnrestRisk | None, plan: str, number: str, *, in_village: bool) -> None:
    """Refuse a forced step in a village before its risk of unrest was assessed and planned for."""
    if not in_village:
        return
    if risk is None:
        raise RuleBroken("unrest_not_assessed", number=number)
    if risk in NEEDS_PLAN and not plan.strip():
        raise RuleBroken("unrest_plan_missing", number=number)


def check_transfer(*, to: str, paper: str) -> None:
    """Refuse a transfer without a receiver or its letter."""
    if not to.strip():
        raise RuleBroken("problem_transfer_receiver", field="to")
    if not paper.strip():
        raise RuleBroken("problem_transfer_paper", field="paper")


WAYS: dict[ProblemStatus, Disposition] = {
    ProblemStatus.RECTIFYING: Disposition.RECTIFY,
    ProblemStatus.SEALING: Disposition.CLOSE_WELL,
}
"""Steps that begin the work of a disposition without a case."""
