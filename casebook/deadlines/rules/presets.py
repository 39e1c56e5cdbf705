"""In which days a law counts: rules.md 5.1."""

from __future__ import annotations

from enum import StrEnum

from casebook.deadlines.rules.counting import Unit


class Law(StrEnum):
    """Whose definition of 日 holds."""

    PENALTY = "penalty"
    """行政处罚法 85."""
    COERCION = "coercion"
    """行政强制法 69."""
    REVIEW = "review"
    """行政复议法 88."""
    LICENSING = "licensing"
    """行政许可法 82."""
    OTHER = "other"


_COERCION_LIMIT = 10
_WORKING = {Law.PENALTY: {2, 3, 5, 7}, Law.REVIEW: {3, 5, 7, 10}}


def unit_for_days(days: int, law: Law = Law.PENALTY) -> Unit:
    """Return the unit that the law means when it says so many 日.

    Orders to correct (责令改正) are counted by the Penalty Law unless the document says otherwise.
    """
    is_working = (
        law is Law.LICENSING
        or (law is Law.COERCION and days <= _COERCION_LIMIT)
        or days in _WORKING.get(law, ())
    )
    return Unit.WORKING_DAY if is_working else Unit.CALENDAR_DAY
