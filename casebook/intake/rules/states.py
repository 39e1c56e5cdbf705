"""Where an import stands, and what becomes of a line."""

from enum import StrEnum


class BatchState(StrEnum):
    """Where an import is."""

    UPLOADED = "uploaded"
    """The file is kept; its columns await their mapping."""
    PREVIEWED = "previewed"
    """Judged against the register of that moment; nothing is applied."""
    APPLYING = "applying"
    """A job is at it, or was and failed."""
    APPLIED = "applied"
    ROLLED_BACK = "rolled_back"


WAITING = frozenset({BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.APPLYING})
"""Nothing of the batch is in the register yet."""


class LineOutcome(StrEnum):
    """What becomes of a line."""

    REFUSED = "refused"
    ACCEPTED = "accepted"
