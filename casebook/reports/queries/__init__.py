"""What reports are made of, and where they went."""

from casebook.reports.queries.mailings import (
    get_mailing,
    list_gone_out,
    list_mailings,
    list_running_mailings,
)
from casebook.reports.queries.months import find_sending, list_sendings
from casebook.reports.queries.well_reports import (
    find_last_version,
    get_well_report,
    list_well_report_events,
    list_well_reports,
    state_wells,
)
from casebook.reports.queries.work_ledger import LedgerLine, iterate_lines
from casebook.reports.queries.workload import AgeRow, Workload, WorkStatistics, work_statistics

__all__ = [
    "AgeRow",
    "LedgerLine",
    "WorkStatistics",
    "Workload",
    "find_last_version",
    "find_sending",
    "get_mailing",
    "get_well_report",
    "iterate_lines",
    "list_gone_out",
    "list_mailings",
    "list_running_mailings",
    "list_sendings",
    "list_well_report_events",
    "list_well_reports",
    "state_wells",
    "work_statistics",
]
