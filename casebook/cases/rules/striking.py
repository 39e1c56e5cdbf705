"""What 销号 asks for (rules.md 6.1), and what a problem that came back is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.rules.checks import problem_step
from casebook.cases.rules.codes import CODES
from casebook.cases.rules.status import ProblemClass, ProblemStatus
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.cases.rules.codes import ProblemCode

UNSEALED = "P17"
"""已封停井私自启用: a relapse of whatever the well was closed for."""


@dataclass(frozen=True, slots=True)
class StrikeFacts:
    """All that striking off looks at."""

    code: ProblemCode
    status: ProblemStatus
    number: str
    problem_class: ProblemClass
    is_well_closed: bool
    has_ending: bool
    """A decision, a recorded 不予处罚, or the fourth exit."""
    has_pair: bool
    """Pictures of before and after it was put right."""
    has_receipt: bool
    """The authority that it was transferred to has taken it."""
    open_measures: int
    open_tasks: int
    rectified_by: UUID | None


def strike_off(facts: StrikeFacts, *, officer: UUID | None) -> None:
    """Refuse a striking off before its time, or by the officer who saw to the rectifying.

    Verified with a pair of pictures, ended in law where penal, with nothing open. A 退出 problem ends with
    its well plugged, mothballed or a monitoring well (rules.md 9). What another authority has taken over
    with a receipt is its own to prove.
    """
    problem_step(facts.status, ProblemStatus.STRUCK_OFF, facts.number)
    if facts.status is ProblemStatus.TRANSFERRED:
        _of_transferred(facts)
    else:
        _of_rectified(facts)
    if facts.open_tasks:
        raise RuleBroken("strike_off_open_tasks", count=facts.open_tasks)
    if officer is None or officer == facts.rectified_by:
        raise RuleBroken("strike_off_by_rectifier")


def _of_transferred(facts: StrikeFacts) -> None:
    if not facts.has_receipt:
        raise RuleBroken("strike_off_needs_receipt", number=facts.number)


def _of_rectified(facts: StrikeFacts) -> None:
    if facts.code.is_penal and facts.problem_class is not ProblemClass.KEEP and not facts.has_ending:
        raise RuleBroken("strike_off_needs_decision", article="处罚法 57", number=facts.number)
    if facts.problem_class is ProblemClass.EXIT and not facts.is_well_closed:
        raise RuleBroken("strike_off_needs_closed_well", article="748号 49", number=facts.number)
    if facts.open_measures:
        raise RuleBroken("strike_off_open_measures", count=facts.open_measures)
    if not facts.has_pair:
        raise RuleBroken("strike_off_needs_pair", article="处罚法 46", number=facts.number)


def relapse_codes(code: ProblemCode) -> tuple[str, ...]:
    """Return the codes of which a problem is a relapse (再犯): its own, or what its well was closed for."""
    if code.code != UNSEALED:
        return (code.code,)
    return tuple(row.code for row in CODES.values() if row.default_class is ProblemClass.EXIT)
