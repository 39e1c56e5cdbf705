"""Tables of the field feature."""

from casebook.field.models.operations import (
    AwaitedFile,
    FieldDraft,
    FieldOperation,
    FieldReceipt,
    OperationStatus,
    OperationVariant,
    ReceiptText,
    RefusedFile,
)

__all__ = [
    "AwaitedFile",
    "FieldDraft",
    "FieldOperation",
    "FieldReceipt",
    "OperationStatus",
    "OperationVariant",
    "ReceiptText",
    "RefusedFile",
]
