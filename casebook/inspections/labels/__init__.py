"""Words of field checks."""

from casebook.inspections.labels import visits

LABELS = visits.LABELS
MESSAGES = visits.MESSAGES
