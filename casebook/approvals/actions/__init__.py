"""Asking, answering on screen and on paper, and setting chains and substitutes."""

from casebook.approvals.actions.answering import answer, withdraw
from casebook.approvals.actions.asking import ask, subject_of
from casebook.approvals.actions.chains import end_substitute, name_substitute, set_chain
from casebook.approvals.actions.papers import PaperSignature, check_paper, enter_paper
from casebook.storage.actions import Scan

__all__ = [
    "PaperSignature",
    "Scan",
    "answer",
    "ask",
    "check_paper",
    "end_substitute",
    "enter_paper",
    "name_substitute",
    "set_chain",
    "subject_of",
    "withdraw",
]
