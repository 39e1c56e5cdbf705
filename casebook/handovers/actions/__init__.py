"""Drafting, sending, answering and closing letters, and confirming statements."""

from casebook.handovers.actions.answering import (
    Answer,
    Receipt,
    answer_letter,
    ask_more,
    close_letter,
    give_receipt,
)
from casebook.handovers.actions.courses import subject_of
from casebook.handovers.actions.drafting import (
    Addressed,
    Wording,
    ask_approval,
    draft_letter,
    withdraw_letter,
)
from casebook.handovers.actions.sending import send_letter, start_hand_over_clocks
from casebook.handovers.actions.statements import confirm_statement

__all__ = [
    "Addressed",
    "Answer",
    "Receipt",
    "Wording",
    "answer_letter",
    "ask_approval",
    "ask_more",
    "close_letter",
    "confirm_statement",
    "draft_letter",
    "give_receipt",
    "send_letter",
    "start_hand_over_clocks",
    "subject_of",
    "withdraw_letter",
]
