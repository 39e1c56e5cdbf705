"""Words of problems, cases, measures, decisions, leads and orders."""

from casebook.cases.labels import casework, field
from casebook.cases.labels.casework import HANDED_OVER

LABELS = casework.LABELS | field.LABELS
MESSAGES = casework.MESSAGES | field.MESSAGES

__all__ = ["HANDED_OVER", "LABELS", "MESSAGES"]
