"""Returns, the reconciliation and tax sheets as pages show them."""

from casebook.returns.presenters.reconciliation import (
    ReconciledLine,
    reconciled_lines,
    reconciliation_columns,
)
from casebook.returns.presenters.returns import (
    IntakeView,
    ReturnPage,
    intake_views,
    link_text,
    return_lines,
    return_page,
)
from casebook.returns.presenters.sheets import SheetView, draft_view, sheet_lines, sheet_view, tier_words

__all__ = [
    "IntakeView",
    "ReconciledLine",
    "ReturnPage",
    "SheetView",
    "draft_view",
    "intake_views",
    "link_text",
    "reconciled_lines",
    "reconciliation_columns",
    "return_lines",
    "return_page",
    "sheet_lines",
    "sheet_view",
    "tier_words",
]
