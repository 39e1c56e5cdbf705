"""Writing a clock's dates: the one place where stored dates come from the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.deadlines.rules import Alarm, Length, Span, compute, compute_hours, find_rule, soon_from
from casebook.kernel.clock import local_day
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.deadlines.models import Term
    from casebook.deadlines.rules import Calendar, Deadline


def deadline_of(term: Term, calendar: Calendar) -> Deadline:
    """Compute a clock's deadline from what is stored of it; an open suspension has no days to add yet."""
    rule = find_rule(term.rule)
    stops = [Span(stop.from_on, stop.until_on) for stop in term.suspensions if stop.until_on is not None]
    return compute(
        term.started_on,
        Length(term.amount, term.unit),
        calendar=calendar,
        suspensions=stops,
        extension=term.extension,
        backward=rule.backward,
        roll=rule.roll,
    )


def set_dates(term: Term, calendar: Calendar) -> None:
    """Compute and store raw, due, alarm and soon days, and the instant where hours are counted."""
    if term.begun_at is not None:
        _set_instant(term, term.begun_at)
        return
    deadline = deadline_of(term, calendar)
    is_raw = find_rule(term.rule).alarm is Alarm.RAW
    term.raw_on, term.due_on = deadline.raw, deadline.due
    term.alarm_on = deadline.raw if is_raw else deadline.due
    term.soon_on = soon_from(term.alarm_on, calendar)
    term.is_provisional = deadline.provisional


def _set_instant(term: Term, begun_at: datetime) -> None:
    term.due_at = compute_hours(begun_at, Length(term.amount, term.unit), extension=term.extension)
    term.raw_on = term.due_on = term.alarm_on = local_day(term.due_at)
    term.soon_on = term.started_on
    term.is_provisional = False


def subject_of(term: Term) -> Subject:
    """Return what the clock runs on, as the subject of an audit entry."""
    return Subject(term.subject_kind, term.subject_id, term.title, term.division_code)


def dates_of(term: Term) -> dict[str, object]:
    """Return what an audit entry tells of a clock."""
    return {
        "rule": term.rule,
        "raw_on": term.raw_on,
        "due_on": term.due_on,
        "extension": term.extension,
        "is_provisional": term.is_provisional,
        "is_suspended": any(stop.until_on is None for stop in term.suspensions),
        "met_on": term.met_on,
        "is_cancelled": term.cancelled_at is not None,
    }
