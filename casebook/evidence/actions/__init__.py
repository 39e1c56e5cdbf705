"""Taking evidence in, correcting its card, withdrawing and locking it, and noting who looked."""

from casebook.evidence.actions.cards import describe_item, lock_item, lock_items, withdraw_item
from casebook.evidence.actions.custody import as_subject
from casebook.evidence.actions.looking import make_preview, seal_looks
from casebook.evidence.actions.taking import PREVIEW_JOB, add_filed, add_item, add_photographs

__all__ = [
    "PREVIEW_JOB",
    "add_filed",
    "add_item",
    "add_photographs",
    "as_subject",
    "describe_item",
    "lock_item",
    "lock_items",
    "make_preview",
    "seal_looks",
    "withdraw_item",
]
