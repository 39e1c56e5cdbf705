"""Counting the terms of a file again, from what started them, and not as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.deadlines.rules import Length, Span, compute, find_rule
from casebook.deadlines.rules.table import Certainty
from casebook.dossier.rules.file_facts import Window

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.deadlines.models import Term
    from casebook.deadlines.rules import Calendar
    from casebook.deadlines.rules.counting import Deadline


def count_again(term: Term, calendar: Calendar, *, until: date) -> Deadline:
    """Return what a term comes to; `until` ends a suspension that still stands."""
    rule = find_rule(term.rule)
    fixed = rule.certainty is Certainty.LAW and rule.length is not None
    length = rule.length if fixed and rule.length else Length(term.amount, term.unit)
    stops = [Span(one.from_on, one.until_on or max(until, one.from_on)) for one in term.suspensions]
    return compute(
        term.started_on,
        length,
        calendar=calendar,
        suspensions=stops,
        extension=term.extension,
        backward=rule.backward,
        roll=rule.roll,
    )


def windows_of(terms: Iterable[Term], calendar: Calendar, *, until: date) -> tuple[Window, ...]:
    """Return each term in days that was not cancelled, as it is kept and as it is counted again."""
    return tuple(
        Window(
            rule=one.rule,
            started_on=one.started_on,
            due_on=one.due_on,
            counted_on=count_again(one, calendar, until=until).due,
        )
        for one in terms
        if one.due_at is None and one.cancelled_at is None and _is_settled(one)
    )


def _is_settled(term: Term) -> bool:
    """Leave out what stands still: its day is not fixed yet."""
    return all(one.until_on is not None for one in term.suspensions)


def count_rule(rule_id: str, start: date | None, calendar: Calendar) -> date | None:
    """Return the due day of a rule whose length the table fixes; None without a start."""
    rule = find_rule(rule_id)
    if start is None or rule.length is None:
        return None
    counted = compute(start, rule.length, calendar=calendar, backward=rule.backward, roll=rule.roll)
    return counted.due
