"""Reports as sheets and as pages."""

from casebook.reports.presenters.months import (
    MonthLine,
    entry_columns,
    month_lines,
    next_to_close,
    place_columns,
)
from casebook.reports.presenters.work_ledger import work_ledger_columns

__all__ = [
    "MonthLine",
    "entry_columns",
    "month_lines",
    "next_to_close",
    "place_columns",
    "work_ledger_columns",
]
