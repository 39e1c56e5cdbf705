"""Chinese words of the field feature."""

from casebook.field.labels import operations, uploads

LABELS = {**operations.LABELS}
MESSAGES = {**operations.MESSAGES, **uploads.MESSAGES}
