"""Words of problems, cases, measures and decisions."""

from casebook.cases.labels import casework
from casebook.cases.labels.casework import HANDED_OVER

LABELS = casework.LABELS
MESSAGES = casework.MESSAGES

__all__ = ["HANDED_OVER", "LABELS", "MESSAGES"]
