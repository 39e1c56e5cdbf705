"""Leads (线索): what becomes of a hint before it is a problem (rules.md 6.1)."""

from __future__ import annotations

from enum import StrEnum


class LeadState(StrEnum):
    """How far a lead has come."""

    NEW = "new"
    TAKEN = "taken"
    """Officers go and verify it (核查)."""
    UNFOUNDED = "unfounded"
    """不属实: looked into, nothing to it."""
    LISTED = "listed"
    """The verification put a problem on the list."""


LEAD_TRANSITIONS: dict[LeadState, frozenset[LeadState]] = {
    LeadState.NEW: frozenset({LeadState.TAKEN, LeadState.UNFOUNDED}),
    LeadState.TAKEN: frozenset({LeadState.UNFOUNDED, LeadState.LISTED}),
    LeadState.UNFOUNDED: frozenset(),
    LeadState.LISTED: frozenset(),
}
"""The whole life of a lead; a lead is never a finding, only a verification by two officers makes one."""

OPEN_LEADS = frozenset({LeadState.NEW, LeadState.TAKEN})
"""Leads that a further hint about the same well adds to."""
