"""Review and suit: what they do to fine, surcharge and court window (处罚法 73; 复议法 63; 行诉法 77)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.cases.acts import DisputeKind, DisputeResult
from casebook.deadlines.rules import Span
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Dispute:
    """A review or suit as the acts tell it."""

    id: UUID
    party: UUID
    kind: DisputeKind
    begun_on: date
    ended_on: date | None = None
    result: DisputeResult | None = None
    fine_fen: int | None = None
    must_remake: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.ended_on is None

    def span(self, on: date) -> Span | None:
        """Return its days up to one, both ends included; None where it had not begun."""
        last = min(on, self.ended_on or on)
        return Span(self.begun_on, last) if self.begun_on <= last else None

    def ended(
        self, on: date, result: DisputeResult, fine_fen: int | None = None, *, must_remake: bool = False
    ) -> Dispute:
        """Return it as it ended."""
        return replace(self, ended_on=on, result=result, fine_fen=fine_fen, must_remake=must_remake)


def pauses(disputes: Iterable[Dispute], party: UUID, on: date) -> tuple[Span, ...]:
    """Return the days on which no surcharge grows for a party."""
    found = (one.span(on) for one in disputes if one.party == party)
    return tuple(span for span in found if span is not None)


def fine_after(disputes: Iterable[Dispute], party: UUID, fine_fen: int) -> int:
    """Return a party's fine after all that reviews and suits made of it."""
    for one in disputes:
        if one.party != party:
            continue
        if one.result is DisputeResult.REVOKED:
            fine_fen = 0
        elif one.result is DisputeResult.CHANGED and one.fine_fen is not None:
            fine_fen = one.fine_fen
    return fine_fen


def is_revoked(disputes: Iterable[Dispute], party: UUID) -> bool:
    """Say whether the decision against a party was revoked."""
    return any(one.result is DisputeResult.REVOKED for one in disputes if one.party == party)


def terms_ended_on(
    disputes: Iterable[Dispute],
    *,
    review_due: date | None,
    suit_due: date | None,
    after_review_due: date | None,
) -> date | None:
    """Return the day on which all terms of review and suit had ended, or None where that is not known.

    After a review its party may still sue within fifteen days; a suit that ended ends the dispute; one that
    was taken back leaves the terms as they were.
    """
    days = [due for due in (review_due, suit_due) if due is not None]
    every = list(disputes)
    if any(one.is_open for one in every):
        return None
    if not every:
        return max(days) if suit_due is not None else None
    last = max(every, key=lambda one: (one.ended_on, one.begun_on))
    assert last.ended_on is not None  # none of them is open
    if last.result is DisputeResult.WITHDRAWN:
        return max([last.ended_on, *days])
    if last.kind is DisputeKind.REVIEW:
        return after_review_due
    return last.ended_on


def check_ending(result: DisputeResult, *, fine_fen: int | None, present_fen: int, must_remake: bool) -> None:
    """Hold that a change says the new fine, which is never heavier, and that only revocation is made anew."""
    if result is DisputeResult.CHANGED:
        if fine_fen is None:
            raise RuleBroken("dispute_needs_fine", field="yuan")
        if fine_fen >= present_fen:
            raise RuleBroken("dispute_heavier", field="yuan", article="复议法 63；行诉法 77")
    elif fine_fen is not None:
        raise RuleBroken("dispute_fine_unchanged", field="yuan")
    if must_remake and result is not DisputeResult.REVOKED:
        raise RuleBroken("dispute_remake_only_revoked", field="must_remake")
