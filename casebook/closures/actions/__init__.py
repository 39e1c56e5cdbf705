"""What is done to closures; only confirming and reopening post to the ledger."""

from casebook.closures.actions.accepting import Signature, accept_closure, return_closure
from casebook.closures.actions.confirming import confirm_closure, reopen_closure
from casebook.closures.actions.reporting import ClosureFacts, report_again, report_closure

__all__ = [
    "ClosureFacts",
    "Signature",
    "accept_closure",
    "confirm_closure",
    "reopen_closure",
    "report_again",
    "report_closure",
    "return_closure",
]
