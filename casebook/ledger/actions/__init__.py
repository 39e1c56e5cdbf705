"""The only writers of the ledger: `post`, `reverse` for every correction, `close_month`."""

from casebook.ledger.actions.closing import LARGEST_FILE, MEDIA_TYPES, MadeMonth, close_month
from casebook.ledger.actions.posting import post, reverse

__all__ = ["LARGEST_FILE", "MEDIA_TYPES", "MadeMonth", "close_month", "post", "reverse"]
