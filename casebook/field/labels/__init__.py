"""Chinese words of the field feature."""

from casebook.field.labels import operations

LABELS = {**operations.LABELS}
MESSAGES = {**operations.MESSAGES}
