"""Words of field checks."""

from casebook.inspections.labels import field, visits

LABELS = visits.LABELS | field.LABELS
MESSAGES = visits.MESSAGES | field.MESSAGES
