"""Taking evidence in, correcting its card, withdrawing and locking it, and noting who looked."""

from casebook.evidence.actions.cards import describe_item, fill_card, lock_item, lock_items, withdraw_item
from casebook.evidence.actions.custody import as_subject
from casebook.evidence.actions.exhibits import Described, hand_over, register_exhibit
from casebook.evidence.actions.exhibits import subject_of as subject_of_exhibit
from casebook.evidence.actions.footage import IndexAnswer, add_clip, import_index
from casebook.evidence.actions.leaving import copy_item, correct_item, note_export, transfer_item
from casebook.evidence.actions.looking import make_preview, seal_looks
from casebook.evidence.actions.monitoring import add_device, cite_device, publish_location, review_device
from casebook.evidence.actions.photographs import add_photographs
from casebook.evidence.actions.preserving import approve, decline, dispose, drop, request_preservation, serve
from casebook.evidence.actions.preserving import subject_of as subject_of_preservation
from casebook.evidence.actions.taking import PREVIEW_JOB, add_filed, add_final, add_item

__all__ = [
    "PREVIEW_JOB",
    "Described",
    "IndexAnswer",
    "add_clip",
    "add_device",
    "add_filed",
    "add_final",
    "add_item",
    "add_photographs",
    "approve",
    "as_subject",
    "cite_device",
    "copy_item",
    "correct_item",
    "decline",
    "describe_item",
    "dispose",
    "drop",
    "fill_card",
    "hand_over",
    "import_index",
    "lock_item",
    "lock_items",
    "make_preview",
    "note_export",
    "publish_location",
    "register_exhibit",
    "request_preservation",
    "review_device",
    "seal_looks",
    "serve",
    "subject_of_exhibit",
    "subject_of_preservation",
    "transfer_item",
    "withdraw_item",
]
