"""Acts on baselines, substitute waters and claims; what closures ask before they book."""

from casebook.claims.actions.baselines import BaselineFacts, draft_baseline, drop_baseline, lock_baseline
from casebook.claims.actions.booking import admissible_for_closure, draw, give_back, hold_reductions
from casebook.claims.actions.claims import (
    ClaimFacts,
    change_claim,
    decide_claim,
    draft_claim,
    judged,
    submit_claim,
    withdraw_claim,
)
from casebook.claims.actions.papers import add_paper
from casebook.claims.actions.substitutes import (
    SubstituteFacts,
    add_substitute,
    change_substitute,
    note_supply,
)

__all__ = [
    "BaselineFacts",
    "ClaimFacts",
    "SubstituteFacts",
    "add_paper",
    "add_substitute",
    "admissible_for_closure",
    "change_claim",
    "change_substitute",
    "decide_claim",
    "draft_baseline",
    "draft_claim",
    "draw",
    "drop_baseline",
    "give_back",
    "hold_reductions",
    "judged",
    "lock_baseline",
    "note_supply",
    "submit_claim",
    "withdraw_claim",
]
