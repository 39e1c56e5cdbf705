"""Reports as sheets and as pages."""

from casebook.reports.presenters.months import (
    MonthLine,
    entry_columns,
    month_lines,
    month_points,
    next_to_close,
    place_columns,
)
from casebook.reports.presenters.well_reports import (
    WellReportPage,
    correction_columns,
    sum_columns,
    sum_rows,
    well_line_columns,
    well_report_page,
    well_report_words,
)
from casebook.reports.presenters.work_ledger import work_ledger_columns
from casebook.reports.presenters.workload import age_words, work_sheets

__all__ = [
    "MonthLine",
    "WellReportPage",
    "age_words",
    "correction_columns",
    "entry_columns",
    "month_lines",
    "month_points",
    "next_to_close",
    "place_columns",
    "sum_columns",
    "sum_rows",
    "well_line_columns",
    "well_report_page",
    "well_report_words",
    "work_ledger_columns",
    "work_sheets",
]
