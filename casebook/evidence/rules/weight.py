"""What an item can carry: a finding and a decision, or a lead only (处罚法 40, 41, 46; rules.md 5.4, G15)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.evidence.rules.items import EvidenceKind, EvidenceMethod, EvidenceOrigin
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


class ReviewKind(StrEnum):
    """The two reviews that an electronic monitoring device needs before its data count (处罚法 41)."""

    LEGAL = "legal"
    TECHNICAL = "technical"


REVIEWERS = {ReviewKind.LEGAL: Role.LEGAL_REVIEWER, ReviewKind.TECHNICAL: Role.CASE_HEAD}
"""Who gives each review."""


class Doubt(StrEnum):
    """Why an item supports leads only."""

    NOT_ORIGINAL = "not_original"
    """It came through a chat program: 非原始载体."""
    DEVICE_UNNAMED = "device_unnamed"
    """Data taken out of a system, without saying which device they come from."""
    LEGAL_REVIEW_MISSING = "legal_review_missing"
    TECHNICAL_REVIEW_MISSING = "technical_review_missing"
    LOCATION_UNPUBLISHED = "location_unpublished"


_MISSING = {
    ReviewKind.LEGAL: Doubt.LEGAL_REVIEW_MISSING,
    ReviewKind.TECHNICAL: Doubt.TECHNICAL_REVIEW_MISSING,
}


@dataclass(frozen=True)
class Review:
    """One review: what it found on a day, and for which days that holds, both included."""

    kind: ReviewKind
    is_passed: bool
    reviewed_on: date
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class DeviceStanding:
    """What speaks for a monitoring device: its reviews in the order they were given, its published place."""

    reviews: tuple[Review, ...] = ()
    published_on: date | None = None

    def doubts(self, on: date) -> list[Doubt]:
        """Return what was missing on the day that the data are of."""
        found = [_MISSING[kind] for kind in ReviewKind if not self._passed(kind, on)]
        if self.published_on is None or self.published_on > on:
            found.append(Doubt.LOCATION_UNPUBLISHED)
        return found

    def _passed(self, kind: ReviewKind, on: date) -> bool:
        """Say whether the newest review that speaks about a day was passed."""
        about = [one for one in self.reviews if one.kind is kind and one.valid_from <= on <= one.valid_to]
        newest = max(enumerate(about), key=lambda pair: (pair[1].reviewed_on, pair[0]), default=None)
        return newest is not None and newest[1].is_passed


def doubts_of(
    *,
    origin: EvidenceOrigin,
    kind: EvidenceKind,
    method: EvidenceMethod | None,
    device: DeviceStanding | None,
    on: date,
) -> list[Doubt]:
    """Return why an item cannot carry a finding; empty when it can. `on` is the day that it is of."""
    found = [] if origin.is_original_carrier else [Doubt.NOT_ORIGINAL]
    if kind is not EvidenceKind.ELECTRONIC:
        return found
    if device is not None:
        return found + device.doubts(on)
    return [*found, Doubt.DEVICE_UNNAMED] if method is EvidenceMethod.EXTRACT else found


def check_grounds(doubts: Iterable[Sequence[Doubt]]) -> None:
    """Refuse a finding or decision whose every piece of evidence supports leads only.

    Without any evidence other rules speak. Raises RuleBroken.
    """
    found = list(doubts)
    if found and all(found):
        raise RuleBroken("evidence_supports_leads_only", article="处罚法 40、41、46")


def check_review(kind: ReviewKind, reviewed_on: date, valid_from: date, valid_to: date, today: date) -> None:
    """Refuse a review of tomorrow, or one whose last day comes before its first."""
    if reviewed_on > today:
        raise RuleBroken("review_in_future", field="reviewed_on", kind=kind)
    if valid_to < valid_from:
        raise RuleBroken("review_span_reversed", field="valid_to", kind=kind)
