"""What a report leaves in the audit, the life of the closed-well report, sending what was made."""

from casebook.reports.actions.mailings import end_mailing, post_reports, set_mailing
from casebook.reports.actions.sending import LONGEST_RECIPIENT, note_personal_export, send_month
from casebook.reports.actions.well_reports import (
    answer_well_report,
    check_well_report,
    draft_well_report,
    send_well_report,
    take_back_well_report,
)

__all__ = [
    "LONGEST_RECIPIENT",
    "answer_well_report",
    "check_well_report",
    "draft_well_report",
    "end_mailing",
    "note_personal_export",
    "post_reports",
    "send_month",
    "send_well_report",
    "set_mailing",
    "take_back_well_report",
]
