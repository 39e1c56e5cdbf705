"""Leads (线索): what becomes of a hint before it is a problem (rules.md 6.1)."""

from __future__ import annotations

from enum import StrEnum


class LeadState(StrEnum):
    """How far a lead has come."""

    NEW = "new"
    TAKEN = "taken"
    """Officers go and verify it (核查)."""
    MERGED = "merged"
    """并案: of the same well or place as another open lead; it is verified there and answered by itself."""
    REFERRED = "referred"
    """转办: outside the agency's powers, sent to who has them."""
    UNFOUNDED = "unfounded"
    """不属实: looked into, nothing to it."""
    LISTED = "listed"
    """The verification put a problem on the list."""


class Satisfaction(StrEnum):
    """What a reporter said when visited back (回访)."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"
    """Nobody answered; it counts in no rate."""


LEAD_TRANSITIONS: dict[LeadState, frozenset[LeadState]] = {
    LeadState.NEW: frozenset({LeadState.TAKEN, LeadState.MERGED, LeadState.REFERRED, LeadState.UNFOUNDED}),
    LeadState.TAKEN: frozenset({LeadState.MERGED, LeadState.REFERRED, LeadState.UNFOUNDED, LeadState.LISTED}),
    LeadState.MERGED: frozenset(),
    LeadState.REFERRED: frozenset({LeadState.NEW}),
    LeadState.UNFOUNDED: frozenset(),
    LeadState.LISTED: frozenset(),
}
"""The whole life of a lead; a lead is never a finding, only a verification by two officers makes one."""

OPEN_LEADS = frozenset({LeadState.NEW, LeadState.TAKEN})
"""Leads that a further hint about the same well adds to."""
