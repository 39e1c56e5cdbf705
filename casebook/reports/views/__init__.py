"""Pages of reports."""

from casebook.reports.views import county, mailings, months, well_reports, workload
from casebook.reports.views.blueprint import blueprint

__all__ = ["blueprint", "county", "mailings", "months", "well_reports", "workload"]
