"""What is done to the calendar and to running terms."""

from casebook.deadlines.actions.calendars import (
    CalendarLoad,
    TermChange,
    load_calendar,
    load_official_calendar,
)
from casebook.deadlines.actions.settings import set_length
from casebook.deadlines.actions.terms import (
    approve_extension,
    cancel_term,
    decline_extension,
    extend_term,
    meet_term,
    reassign_term,
    request_extension,
    resume_term,
    start_term,
    suspend_term,
)

__all__ = [
    "CalendarLoad",
    "TermChange",
    "approve_extension",
    "cancel_term",
    "decline_extension",
    "extend_term",
    "load_calendar",
    "load_official_calendar",
    "meet_term",
    "reassign_term",
    "request_extension",
    "resume_term",
    "set_length",
    "start_term",
    "suspend_term",
]
