"""What can be done with papers."""

from casebook.documents.actions.files import (
    DOCX_TYPE,
    contents_of,
    frozen_contents,
    keep_rendered,
    tell_failures,
)
from casebook.documents.actions.issuing import RENDER_JOB, draft, issue, redraft, render_again, void
from casebook.documents.actions.numbers import MOST_RESERVED, reserve_numbers, void_reserved
from casebook.documents.actions.serving import (
    add_receipt,
    confirm_address,
    correct_delivery,
    note_failed_delivery,
    serve,
)
from casebook.documents.actions.stamping import (
    check_use,
    give_up_stamp,
    send_for_stamp,
    stamp,
    take_back_stamped,
)
from casebook.documents.actions.wording import activate_template, restore_default, save_template

__all__ = [
    "DOCX_TYPE",
    "MOST_RESERVED",
    "RENDER_JOB",
    "activate_template",
    "add_receipt",
    "check_use",
    "confirm_address",
    "contents_of",
    "correct_delivery",
    "draft",
    "frozen_contents",
    "give_up_stamp",
    "issue",
    "keep_rendered",
    "note_failed_delivery",
    "redraft",
    "render_again",
    "reserve_numbers",
    "restore_default",
    "save_template",
    "send_for_stamp",
    "serve",
    "stamp",
    "take_back_stamped",
    "tell_failures",
    "void",
    "void_reserved",
]
