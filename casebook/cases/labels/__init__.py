"""Words of problems with their tasks and exits, cases, measures, decisions, leads and orders."""

from casebook.cases.labels import casework, field, leads, problems
from casebook.cases.labels.casework import HANDED_OVER

LABELS = casework.LABELS | leads.LABELS | problems.LABELS
MESSAGES = casework.MESSAGES | field.MESSAGES | leads.MESSAGES | problems.MESSAGES

__all__ = ["HANDED_OVER", "LABELS", "MESSAGES"]
