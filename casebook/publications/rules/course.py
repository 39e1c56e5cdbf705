"""Which decisions are published, by when, and how a publication moves (处罚法 48; 国办发〔2018〕118号).

The law asks for decisions of some social weight to be made public, and for one that was changed, revoked
or found unlawful to be taken back within three days with the reason. The seven and twenty working days are
not verified: they are clocks D-21 and D-21.other of the table of terms, and settings of the county.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.cases.acts import DisputeResult
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

LONGEST_PLACE, LONGEST_REASON = 300, 500
PENALTY_CLOCK, OTHER_CLOCK, TAKE_BACK_CLOCK = "D-21", "D-21.other", "D-20"

OWES: dict[FormCode, str] = {
    FormCode.F27: PENALTY_CLOCK,
    FormCode.F29: PENALTY_CLOCK,
    FormCode.F28: OTHER_CLOCK,
    FormCode.F35: OTHER_CLOCK,
    FormCode.F36A: OTHER_CLOCK,
    FormCode.F38B: OTHER_CLOCK,
}
"""Decisions whose service makes a publication due, each with its clock: penalties in seven working days;
不予处罚, 代履行, 强制执行 and 责令封井 in twenty.
"""


class PublicationState(StrEnum):
    """How far a publication has come."""

    OWED = "owed"
    """The decision was served; its text is still to be redacted."""
    PROPOSED = "proposed"
    """One officer has proposed what is hidden, or that nothing is published."""
    CONFIRMED = "confirmed"
    """A second one agreed: text and PDF are frozen."""
    PUBLISHED = "published"
    TAKEN_DOWN = "taken_down"
    EXEMPT = "exempt"
    """Not published, on a ground that a second officer agreed to."""


TRANSITIONS: dict[PublicationState, frozenset[PublicationState]] = {
    PublicationState.OWED: frozenset({PublicationState.PROPOSED}),
    PublicationState.PROPOSED: frozenset(
        {PublicationState.OWED, PublicationState.CONFIRMED, PublicationState.EXEMPT}
    ),
    PublicationState.CONFIRMED: frozenset({PublicationState.OWED, PublicationState.PUBLISHED}),
    PublicationState.PUBLISHED: frozenset({PublicationState.TAKEN_DOWN}),
    PublicationState.TAKEN_DOWN: frozenset(),
    PublicationState.EXEMPT: frozenset(),
}
"""What follows what. Back to owed: returned by the second officer, or a frozen text that must change."""


class Ground(StrEnum):
    """Why a decision is not published."""

    CLASSIFIED = "classified"
    """State secrets."""
    SAFETY = "safety"
    """Would endanger public, economic or social safety."""
    MINOR = "minor"
    """The party is a minor."""
    LITTLE_WEIGHT = "little_weight"
    """Of no social weight (处罚法 48 asks for those that have some)."""
    GONE = "gone"
    """The decision was changed, revoked or found unlawful before it was published."""


class DownCause(StrEnum):
    """Why a publication is taken down."""

    REVOKED = "revoked"
    CHANGED = "changed"
    UNLAWFUL = "unlawful"
    MISTAKE = "mistake"
    """The decision stands, what was published was wrong."""
    REPAIRED = "repaired"
    """信用修复 was granted."""
    EXPIRED = "expired"
    """The longest time of publication is over."""


BY_RESULT: dict[DisputeResult, DownCause] = {
    DisputeResult.REVOKED: DownCause.REVOKED,
    DisputeResult.CHANGED: DownCause.CHANGED,
    DisputeResult.UNLAWFUL: DownCause.UNLAWFUL,
}
"""Ends of a review or suit after which what was published is taken back (处罚法 48)."""


class RepairState(StrEnum):
    """How far an application for 信用修复 has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REPAIR_TRANSITIONS: dict[RepairState, frozenset[RepairState]] = {
    RepairState.ASKED: frozenset({RepairState.GRANTED, RepairState.REFUSED, RepairState.WITHDRAWN}),
    RepairState.GRANTED: frozenset(),
    RepairState.REFUSED: frozenset(),
    RepairState.WITHDRAWN: frozenset(),
}


class CountsFrom(StrEnum):
    """From which day the time to publish counts: not verified, a setting of the county."""

    SERVICE = "service"
    DECISION = "decision"


def clock_of(form: FormCode) -> str | None:
    """Return the clock that a served paper starts, or None where it is not published."""
    return OWES.get(form)


def step(present: PublicationState, to: PublicationState) -> None:
    """Hold that a publication may come to a state."""
    if to not in TRANSITIONS[present]:
        raise RuleBroken("publication_out_of_order", state=present, to=to)


def step_repair(present: RepairState, to: RepairState) -> None:
    """Hold that an application for repair may come to a state."""
    if to not in REPAIR_TRANSITIONS[present]:
        raise RuleBroken("repair_out_of_order", state=present, to=to)


def check_second(first: UUID | None, second: UUID | None) -> None:
    """Hold that who agrees is not who proposed."""
    if second is None or first == second:
        raise RuleBroken("publication_same_person")


def check_words(text: str, *, field: str = "reason") -> str:
    """Return a reason that somebody has to give."""
    words = text.strip()
    if not words or len(words) > LONGEST_REASON:
        raise RuleBroken("publication_needs_words", field=field, most=LONGEST_REASON)
    return words


def check_place(place: str) -> str:
    """Return where something was published, as an address or the name of a board."""
    words = place.strip()
    if not words or len(words) > LONGEST_PLACE:
        raise RuleBroken("publication_needs_place", field="place", most=LONGEST_PLACE)
    return words


def check_day(on: date, *, after: date, today: date) -> None:
    """Hold that a day lies between its cause and today."""
    if on > today:
        raise RuleBroken("publication_day_ahead", field="on", on=on)
    if on < after:
        raise RuleBroken("publication_day_too_early", field="on", on=on, after=after)


def check_ground(ground: Ground, *, is_gone: bool) -> None:
    """Hold that a decision that still stands is not passed over as one that is gone."""
    if ground is Ground.GONE and not is_gone:
        raise RuleBroken("publication_not_gone", field="ground", article="处罚法 48")


def check_cause(cause: DownCause, *, found: frozenset[DownCause], is_repaired: bool, is_over: bool) -> None:
    """Hold that the cause of taking down is on file: a result of review or suit, a repair, the time over.

    `found` are the causes that reviews and suits of the case brought.
    """
    if cause in BY_RESULT.values() and cause not in found:
        raise RuleBroken("down_without_result", field="cause", article="处罚法 48")
    if cause is DownCause.REPAIRED and not is_repaired:
        raise RuleBroken("down_without_repair", field="cause")
    if cause is DownCause.EXPIRED and not is_over:
        raise RuleBroken("down_before_time", field="cause")
