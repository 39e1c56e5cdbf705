"""Pages of reports."""

from casebook.reports.views import months, well_reports
from casebook.reports.views.blueprint import blueprint

__all__ = ["blueprint", "months", "well_reports"]
