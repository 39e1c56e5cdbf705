"""Chinese words of the field feature."""

from casebook.field.labels import operations, outboxes, uploads

LABELS = {**operations.LABELS}
MESSAGES = {**operations.MESSAGES, **outboxes.MESSAGES, **uploads.MESSAGES}
