"""Tasks of townships: publicity, self-check, sweep, pledge. Their life is that of departments' tasks."""

from __future__ import annotations

from enum import StrEnum

from casebook.cases.rules.tasks import TaskState
from casebook.kernel.errors import RuleBroken

MOST_DAYS = 120
"""Working days."""
MOST_WELLS = 300
"""Wells of one sweep in one township; more is a campaign of its own."""
LONGEST_TEXT = 1000


class TownshipTaskKind(StrEnum):
    """What a township is asked to do."""

    PUBLICITY = "publicity"
    """宣传 (rules.md 13.1, 14.1 003-37)."""
    SELF_CHECK = "self_check"
    SWEEP = "sweep"
    """举一反三: the same kind of problem at other wells (rules.md 13.3)."""
    PLEDGE = "pledge"
    """表态承诺, signed."""


NEEDS_PHOTOGRAPH = frozenset(
    {TownshipTaskKind.PUBLICITY, TownshipTaskKind.SELF_CHECK, TownshipTaskKind.PLEDGE}
)
"""What is not done without a picture; a sweep is answered well by well."""


class SweepFinding(StrEnum):
    """What a sweep found at one well."""

    CLEAR = "clear"
    SAME = "same"
    """A problem of the same kind."""
    OTHER = "other"
    """Another problem."""
    UNSEEN = "unseen"
    """Nobody could look: the note says why."""


def check_task(*, title: str, demand: str, days: int) -> None:
    """Refuse a task without words, or with a term that cannot be."""
    if not title.strip():
        raise RuleBroken("township_task_needs_title", field="title")
    if not demand.strip():
        raise RuleBroken("township_task_needs_demand", field="demand")
    if not 1 <= days <= MOST_DAYS:
        raise RuleBroken("township_task_days", field="days", most=MOST_DAYS)


def check_answer(kind: TownshipTaskKind, *, text: str, pictures: int, unseen: int) -> None:
    """Refuse an answer without words, without its photograph, or with wells that were not looked at."""
    if not text.strip():
        raise RuleBroken("township_answer_missing", field="text")
    if kind in NEEDS_PHOTOGRAPH and not pictures:
        raise RuleBroken("township_answer_needs_photograph", field="file")
    if unseen:
        raise RuleBroken("township_sweep_unfinished", field="text", n=unseen)


def check_finding(state: TaskState, finding: SweepFinding, note: str) -> None:
    """Refuse a result after the answer, or one that tells nothing of what was found."""
    if state is not TaskState.ASSIGNED:
        raise RuleBroken("township_sweep_answered")
    if finding is not SweepFinding.CLEAR and not note.strip():
        raise RuleBroken("township_finding_needs_note", field="note")
