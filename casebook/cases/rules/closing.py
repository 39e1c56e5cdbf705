"""By which of its conditions a case is closed (rules.md 6.2) [M]."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.acts import Handling
from casebook.cases.rules.status import CaseStatus

if TYPE_CHECKING:
    from casebook.cases.rules.facts import CaseFacts


class ClosingGround(StrEnum):
    """The conditions of 结案."""

    PERFORMED = "performed"
    COURT_ENDED = "court_ended"
    NO_PENALTY = "no_penalty"
    TRANSFERRED = "transferred"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"


_BY_STATUS = {
    CaseStatus.TRANSFERRED: ClosingGround.TRANSFERRED,
    CaseStatus.TERMINATED: ClosingGround.TERMINATED,
    CaseStatus.WITHDRAWN: ClosingGround.WITHDRAWN,
}


def ground_of(facts: CaseFacts) -> ClosingGround:
    """Return the condition that holds; whether it is met is the gate's question."""
    if facts.status in _BY_STATUS:
        return _BY_STATUS[facts.status]
    if facts.closing.court_ended:
        return ClosingGround.COURT_ENDED
    return ClosingGround.NO_PENALTY if facts.outcome is Handling.NO_PENALTY else ClosingGround.PERFORMED
