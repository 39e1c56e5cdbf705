"""Words of field checks."""

from casebook.inspections.labels import field, papers, visits

LABELS = visits.LABELS | field.LABELS | papers.LABELS
MESSAGES = visits.MESSAGES | field.MESSAGES | papers.MESSAGES
