"""What can be done with papers."""

from casebook.documents.actions.issuing import RENDER_JOB, draft, issue, redraft, render_again, void
from casebook.documents.actions.serving import add_receipt, confirm_address, note_failed_delivery, serve
from casebook.documents.actions.stamping import (
    check_use,
    give_up_stamp,
    send_for_stamp,
    stamp,
    take_back_stamped,
)

__all__ = [
    "RENDER_JOB",
    "add_receipt",
    "check_use",
    "confirm_address",
    "draft",
    "give_up_stamp",
    "issue",
    "note_failed_delivery",
    "redraft",
    "render_again",
    "send_for_stamp",
    "serve",
    "stamp",
    "take_back_stamped",
    "void",
]
