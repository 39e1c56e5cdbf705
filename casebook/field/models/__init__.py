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
from casebook.field.models.packages import WorkPackage, WorkPackagePart

__all__ = [
    "AwaitedFile",
    "FieldDraft",
    "FieldOperation",
    "FieldReceipt",
    "OperationStatus",
    "OperationVariant",
    "ReceiptText",
    "RefusedFile",
    "WorkPackage",
    "WorkPackagePart",
]
