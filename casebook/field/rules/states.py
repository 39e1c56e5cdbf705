"""Where an operation can stand, and what may follow."""

from __future__ import annotations

from enum import StrEnum


class OperationState(StrEnum):
    """Where an operation stands (docs/field-protocol.md)."""

    RECEIVED = "received"
    """Everything is here; it is applied at once, or again after the server failed on it."""
    WAITING_FILES = "waiting_files"
    WAITING_RECORD = "waiting_record"
    APPLIED = "applied"
    REFUSED = "refused"
    QUARANTINED = "quarantined"
    CONFLICT = "conflict"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more happens by itself."""
        return self in _SETTLED


_SETTLED = frozenset(
    {OperationState.APPLIED, OperationState.REFUSED, OperationState.QUARANTINED, OperationState.CONFLICT}
)

TRANSITIONS: dict[OperationState, frozenset[OperationState]] = {
    OperationState.RECEIVED: frozenset(
        {
            OperationState.RECEIVED,
            OperationState.WAITING_RECORD,
            OperationState.APPLIED,
            OperationState.REFUSED,
            OperationState.CONFLICT,
        }
    ),
    OperationState.WAITING_FILES: frozenset({OperationState.RECEIVED, OperationState.REFUSED}),
    OperationState.WAITING_RECORD: frozenset({OperationState.RECEIVED}),
    OperationState.QUARANTINED: frozenset(
        {OperationState.WAITING_FILES, OperationState.RECEIVED, OperationState.REFUSED}
    ),
    OperationState.REFUSED: frozenset({OperationState.WAITING_FILES, OperationState.RECEIVED}),
    OperationState.APPLIED: frozenset(),
    OperationState.CONFLICT: frozenset(),
}
"""Quarantined and refused ones are taken up again when an officer in the office releases them."""
