"""What must hold before a step of a problem, a case or a measure; each breach names article and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from casebook.cases.rules.status import (
    MEASURE_TRANSITIONS,
    PROBLEM_TRANSITIONS,
    CaseStatus,
    Disposition,
    MeasureStatus,
    ProblemClass,
    ProblemStatus,
)
from casebook.cases.rules.workflow import CASE_TRANSITIONS
from casebook.kernel.errors import RuleBroken
from casebook.kernel.texts import msgid

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from casebook.cases.rules.codes import ProblemCode

Status = TypeVar("Status", bound=StrEnum)


@dataclass(frozen=True)
class Proposal:
    """What the rules propose for a new problem; an officer confirms or changes it with a reason."""

    problem_class: ProblemClass
    disposition: Disposition
    reason: str


def propose(code: ProblemCode, *, is_exempt: bool) -> Proposal:
    """Propose class and disposition of a problem (rules.md 9, class rules).

    A well that needs no permit (取水条例 4) stays on the register; for want of a permit alone
    it is kept and nothing is ordered.
    """
    if is_exempt and code.code in {"P01", "P02"}:
        return Proposal(ProblemClass.KEEP, Disposition.FIX_NOW, msgid("免于办理取水许可，登记后保留"))
    return Proposal(code.default_class, code.disposition, msgid("按问题类型的默认分类"))


def step(table: Mapping[Status, frozenset[Status]], present: Status, to: Status, *, what: str) -> None:
    """Refuse a step that the transition table does not have."""
    if to not in table[present]:
        raise RuleBroken("step_out_of_order", what=what, present=present, to=to)


def problem_step(present: ProblemStatus, to: ProblemStatus, number: str) -> None:
    """Refuse a step that a problem cannot take."""
    step(PROBLEM_TRANSITIONS, present, to, what=number)


def case_step(present: CaseStatus, to: CaseStatus, number: str) -> None:
    """Refuse a step that a case cannot take."""
    step(CASE_TRANSITIONS, present, to, what=number)


def measure_step(present: MeasureStatus, to: MeasureStatus, order_no: str) -> None:
    """Refuse a step that a measure cannot take."""
    step(MEASURE_TRANSITIONS, present, to, what=order_no)


def not_before(day: date, cause: date, *, field: str, cause_name: str) -> None:
    """Refuse a date before its cause."""
    if day < cause:
        raise RuleBroken("date_before_cause", field=field, cause=cause.isoformat(), cause_name=cause_name)


def not_after_today(day: date, today: date, *, field: str) -> None:
    """Refuse a date in the future."""
    if day > today:
        raise RuleBroken("date_in_future", field=field)


def two_officers(first: UUID, second: UUID, *, field: str) -> None:
    """Hold that an act of enforcement has two officers (处罚法 42, G1)."""
    if first == second:
        raise RuleBroken("second_officer_same", field=field, article="处罚法 42")
