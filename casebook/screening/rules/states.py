"""What becomes of a hit, and when one that was put aside comes back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from casebook.kernel.errors import RuleBroken

GROWTH = Decimal("0.2")
"""A dismissed hit comes back when it has grown by more than this share, or its facts are others."""


class HitState(StrEnum):
    """Where a hit stands. It says nothing about the user: 涉嫌 until two officers were there."""

    OPEN = "hit_open"
    KNOWN = "hit_known"
    """Of the same well the same problem is on the list already."""
    LEAD = "hit_lead"
    """Handed on as a lead (线索)."""
    DISMISSED = "hit_dismissed"
    """Put aside with a reason, which is remembered."""
    ENDED = "hit_ended"
    """The figures no longer say it."""


_S = HitState
TRANSITIONS: dict[HitState, frozenset[HitState]] = {
    _S.OPEN: frozenset({_S.KNOWN, _S.LEAD, _S.DISMISSED, _S.ENDED}),
    _S.KNOWN: frozenset({_S.OPEN, _S.ENDED}),
    _S.LEAD: frozenset({_S.OPEN, _S.KNOWN}),
    _S.DISMISSED: frozenset({_S.OPEN}),
    _S.ENDED: frozenset({_S.OPEN, _S.KNOWN}),
}
"""A lead's hit opens again when the lead was settled and the figures are materially others by then."""


class Change(StrEnum):
    """What a later run of a day says of a hit."""

    NEW = "hit_new"
    GONE = "hit_gone"
    OTHER = "hit_other_figures"


class ListKind(StrEnum):
    """Lists of other offices that rules look at."""

    BUSINESSES = "businesses"
    TAP_ACCOUNTS = "tap_accounts"
    RECLAIMED_BUYERS = "reclaimed_buyers"
    DISCHARGES = "discharges"


class RouteState(StrEnum):
    """Where a day's route stands."""

    PLANNED = "route_planned"
    DROPPED = "route_dropped"


ROUTE_TRANSITIONS: dict[RouteState, frozenset[RouteState]] = {
    RouteState.PLANNED: frozenset({RouteState.DROPPED}),
    RouteState.DROPPED: frozenset(),
}


def is_material(old_facts: str, old_measure: Decimal, facts: str, measure: Decimal) -> bool:
    """Say whether a hit is another one than the one that was decided: other facts, or grown by a fifth."""
    return facts != old_facts or measure > old_measure * (1 + GROWTH)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run knows of a hit that it sees again."""

    has_problem: bool
    is_material: bool
    """Its figures are materially others than those that were decided."""
    is_lead_open: bool


def next_state(state: HitState, seen: Seen) -> HitState:
    """Return where a hit stands after a run that said it again."""
    if state is HitState.DISMISSED:
        return HitState.OPEN if seen.is_material else state
    if state is HitState.LEAD and (seen.is_lead_open or not (seen.has_problem or seen.is_material)):
        return state
    return HitState.KNOWN if seen.has_problem else HitState.OPEN


def check_step(state: HitState, to: HitState) -> None:
    """Refuse a step that is not in the table."""
    if to not in TRANSITIONS[state]:
        raise RuleBroken("screening_step", before=state, after=to)
