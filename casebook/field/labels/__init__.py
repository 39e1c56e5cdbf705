"""Chinese words of the field feature."""

from casebook.field.labels import operations, outboxes, packages, uploads

LABELS = {**operations.LABELS}
MESSAGES = {**operations.MESSAGES, **outboxes.MESSAGES, **packages.MESSAGES, **uploads.MESSAGES}
