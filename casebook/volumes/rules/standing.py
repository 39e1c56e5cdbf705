"""How each reading of a well stands, and what a round answers."""

from __future__ import annotations

from enum import StrEnum

from casebook.volumes.rules.kinds import ReadingMark

TURNING = frozenset({ReadingMark.NONE, ReadingMark.ROLLOVER})
"""Marks that a correction may put in each other's place; what begins or ends a meter stays so."""


class ReadingState(StrEnum):
    """How a reading stands among its revisions."""

    USED = "reading_used"
    QUERIED = "reading_queried"
    """It counts, and a query asks about an interval that it opens or closes."""
    SUPERSEDED = "reading_superseded"
    TAKEN_BACK = "reading_taken_back"


class RoundResult(StrEnum):
    """What became of a row of a round."""

    ACCEPTED = "round_accepted"
    UNCHANGED = "round_unchanged"
    REFUSED = "round_refused"
