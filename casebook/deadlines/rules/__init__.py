"""Pure decisions on dates: the calendar, the counting, the table of rules, the state of a clock."""

from casebook.deadlines.rules.calendar import Calendar, DayException, DayKind, Year, YearStatus
from casebook.deadlines.rules.counting import (
    Deadline,
    Length,
    Span,
    Step,
    Unit,
    Why,
    compute,
    compute_hours,
    merge,
)
from casebook.deadlines.rules.states import Hours, TermState, days_left, soon_from, state_of
from casebook.deadlines.rules.table import ORDER_TERM, RECTIFICATION_TERM, RULES, Alarm, Rule, find_rule

__all__ = [
    "ORDER_TERM",
    "RECTIFICATION_TERM",
    "RULES",
    "Alarm",
    "Calendar",
    "DayException",
    "DayKind",
    "Deadline",
    "Hours",
    "Length",
    "Rule",
    "Span",
    "Step",
    "TermState",
    "Unit",
    "Why",
    "Year",
    "YearStatus",
    "compute",
    "compute_hours",
    "days_left",
    "find_rule",
    "merge",
    "soon_from",
    "state_of",
]
