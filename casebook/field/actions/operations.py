"""The doors of sync: what views, commands and background work call."""

from casebook.field.actions.deciding import reject, release
from casebook.field.actions.receiving import Received, carry, file_arrived, file_refused, receive
from casebook.field.actions.retrying import retry_unsettled

__all__ = [
    "Received",
    "carry",
    "file_arrived",
    "file_refused",
    "receive",
    "reject",
    "release",
    "retry_unsettled",
]
