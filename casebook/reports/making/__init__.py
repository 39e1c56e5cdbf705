"""Reports as files: the ledger's month, the closed-well report, the county's month and year."""

from casebook.reports.making.months import iterate_lines, make_month, signed, stored
from casebook.reports.making.well_reports import MadeWellReport, make_well_report

__all__ = ["MadeWellReport", "iterate_lines", "make_month", "make_well_report", "signed", "stored"]
