"""The second look at a submitted record: its states, what a reviewer should see, who may say what."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from uuid import UUID


class Verdict(StrEnum):
    """What a reviewer says of a record."""

    APPROVED = "approved"
    RETURNED = "returned"
    """The officers file it anew; the record stays as it is."""


class ReviewState(StrEnum):
    """Where a submitted record is on its way through the review."""

    TO_REVIEW = "to_review"
    APPROVED = "approved"
    RETURNED = "returned"
    REPLACED = "replaced"
    """Returned, and filed anew."""


REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.TO_REVIEW: frozenset({ReviewState.APPROVED, ReviewState.RETURNED}),
    ReviewState.APPROVED: frozenset(),
    ReviewState.RETURNED: frozenset({ReviewState.REPLACED}),
    ReviewState.REPLACED: frozenset(),
}
"""The review of a record; a later look at the well is another record."""


class Flag(StrEnum):
    """What a reviewer should look at first."""

    SECOND_DECLARED = "second_declared"
    """The second officer has not signed or confirmed."""
    MISMATCH = "mismatch"
    """A photograph contradicts its record."""
    FAR = "far"
    CHAT = "chat"
    """Pictures forwarded through a chat program are among the evidence."""
    CLOCK = "clock"
    PHOTOGRAPHS = "photographs"
    """An item has fewer photographs than its checklist asks for."""


def state_of(verdict: Verdict | None, *, is_replaced: bool) -> ReviewState:
    """Return where a submitted record stands, by its last verdict."""
    if verdict is None:
        return ReviewState.TO_REVIEW
    if verdict is Verdict.APPROVED:
        return ReviewState.APPROVED
    return ReviewState.REPLACED if is_replaced else ReviewState.RETURNED


def check_verdict(
    verdict: Verdict,
    note: str,
    *,
    state: ReviewState,
    reviewer: UUID | None,
    officers: frozenset[UUID],
    is_second_confirmed: bool,
) -> None:
    """Refuse a verdict that was given already, by one of the record's officers, or without its ground."""
    if ReviewState(verdict.value) not in REVIEW_TRANSITIONS[state]:
        raise RuleBroken("review_done", field="verdict")
    if reviewer is None or reviewer in officers:
        raise RuleBroken("review_own", field="verdict")
    if verdict is Verdict.RETURNED and not note.strip():
        raise RuleBroken("review_needs_note", field="note")
    if verdict is Verdict.APPROVED and not is_second_confirmed:
        raise RuleBroken("review_second_declared", field="verdict", article="处罚法 42")
