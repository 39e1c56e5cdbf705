"""The write side of imports: taking a file in, mapping its columns, applying it, taking it back."""

from casebook.intake.actions.applying import apply_batch
from casebook.intake.actions.batches import (
    choose_sheet,
    discard_batch,
    map_columns,
    open_batch,
    preview_batch,
    request_apply,
    request_preview,
)
from casebook.intake.actions.rolling_back import roll_back

__all__ = [
    "apply_batch",
    "choose_sheet",
    "discard_batch",
    "map_columns",
    "open_batch",
    "preview_batch",
    "request_apply",
    "request_preview",
    "roll_back",
]
