"""Proposing, issuing, answering and closing steps of the ladder, and setting its triggers."""

from casebook.supervision.actions.answering import (
    Reply,
    Talk,
    add_sweep,
    close_step,
    finish_sweep,
    record_talk,
    reply_step,
    return_reply,
)
from casebook.supervision.actions.issuing import Paper, drop_step, issue_step
from casebook.supervision.actions.proposing import propose, propose_all
from casebook.supervision.actions.settings import set_trigger
from casebook.supervision.actions.steps import subject_of

__all__ = [
    "Paper",
    "Reply",
    "Talk",
    "add_sweep",
    "close_step",
    "drop_step",
    "finish_sweep",
    "issue_step",
    "propose",
    "propose_all",
    "record_talk",
    "reply_step",
    "return_reply",
    "set_trigger",
    "subject_of",
]
