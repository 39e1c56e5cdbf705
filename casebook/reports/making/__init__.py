"""Reports as files: the ledger's month, the closed-well report, the county's month and year."""

from casebook.reports.making.county import MonthRow, month_report, year_months, year_report
from casebook.reports.making.files import KINDS, report_file
from casebook.reports.making.months import iterate_lines, make_month, signed, stored
from casebook.reports.making.parts import Report
from casebook.reports.making.well_reports import MadeWellReport, make_well_report

__all__ = [
    "KINDS",
    "MadeWellReport",
    "MonthRow",
    "Report",
    "iterate_lines",
    "make_month",
    "make_well_report",
    "month_report",
    "report_file",
    "signed",
    "stored",
    "year_months",
    "year_report",
]
