"""Keeping norms, plans, reclaimed water and cuts."""

from casebook.plans.actions.county import NormFacts, set_norm, set_plan_setting
from casebook.plans.actions.cuts import (
    Step,
    approve_cut,
    defend_cut,
    draft_cut,
    drop_cut,
    notify_cut,
    order_cut,
    reckon,
    reverse_cut,
)
from casebook.plans.actions.holding import Act
from casebook.plans.actions.lines import (
    PLAIN,
    Figures,
    Transfer,
    Whose,
    adjust_line,
    deal_out,
    revise_line,
    set_total,
    take_plan_step,
    transfer_water,
)
from casebook.plans.actions.reclaimed import (
    OfferFacts,
    UseFacts,
    note_offer,
    note_use,
    set_minimum,
)

__all__ = [
    "PLAIN",
    "Act",
    "Figures",
    "NormFacts",
    "OfferFacts",
    "Step",
    "Transfer",
    "UseFacts",
    "Whose",
    "adjust_line",
    "approve_cut",
    "deal_out",
    "defend_cut",
    "draft_cut",
    "drop_cut",
    "note_offer",
    "note_use",
    "notify_cut",
    "order_cut",
    "reckon",
    "reverse_cut",
    "revise_line",
    "set_minimum",
    "set_norm",
    "set_plan_setting",
    "set_total",
    "take_plan_step",
    "transfer_water",
]
