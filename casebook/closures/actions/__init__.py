"""What is done to closures; only confirming, reopening and 历史补录 post to the ledger."""

from casebook.closures.actions.accepting import Signature, accept_closure, return_closure
from casebook.closures.actions.aftercare import draw_rechecks, note_recheck, publish_closure
from casebook.closures.actions.checking import check_return, claim_json, return_subject
from casebook.closures.actions.confirming import confirm_closure, parts_for, parts_of
from casebook.closures.actions.emergency import (
    ask_emergency,
    decide_emergency,
    lapse_emergency,
    open_emergency,
    seal_emergency,
    subject_of_emergency,
)
from casebook.closures.actions.field import accept_in_field
from casebook.closures.actions.history import import_history, line_subject, post_history, take_back_history
from casebook.closures.actions.photographs import add_photographs
from casebook.closures.actions.programme import (
    close_plan,
    plan_wells,
    settle_permit,
    subject_of_plan,
    take_plan_step,
)
from casebook.closures.actions.reopening import reopen_closure
from casebook.closures.actions.reporting import ClosureFacts, facts_of, report_again, report_closure

__all__ = [
    "ClosureFacts",
    "Signature",
    "accept_closure",
    "accept_in_field",
    "add_photographs",
    "ask_emergency",
    "check_return",
    "claim_json",
    "close_plan",
    "confirm_closure",
    "decide_emergency",
    "draw_rechecks",
    "facts_of",
    "import_history",
    "lapse_emergency",
    "line_subject",
    "note_recheck",
    "open_emergency",
    "parts_for",
    "parts_of",
    "plan_wells",
    "post_history",
    "publish_closure",
    "reopen_closure",
    "report_again",
    "report_closure",
    "return_closure",
    "return_subject",
    "seal_emergency",
    "settle_permit",
    "subject_of_emergency",
    "subject_of_plan",
    "take_back_history",
    "take_plan_step",
]
