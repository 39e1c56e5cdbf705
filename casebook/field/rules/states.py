"""Where an operation can stand, and what may follow."""

from __future__ import annotations

from enum import StrEnum

from casebook.kernel.errors import RuleBroken


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


class Flag(StrEnum):
    """What is remarkable about an operation without being a fault of it."""

    GAP = "gap"
    """The operation that the device made before this one has not arrived."""
    SERVER_ERROR = "server_error"
    """The server failed on it and tries again by itself."""
    CLOCK = "clock"
    """The device's clock was wrong; its instants were put right."""


def flags_of(
    state: OperationState,
    *,
    is_first: bool,
    is_before_here: bool,
    attempts: int,
    is_clock_off: bool,
) -> tuple[Flag, ...]:
    """Return what an answer remarks."""
    found = {
        Flag.GAP: not is_first and not is_before_here,
        Flag.SERVER_ERROR: state is OperationState.RECEIVED and attempts > 0,
        Flag.CLOCK: is_clock_off,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def check_step(present: OperationState, to: OperationState) -> None:
    """Refuse a step that the table does not know; being received and looked at counts as one step."""
    after = TRANSITIONS[present]
    through = TRANSITIONS[OperationState.RECEIVED] if OperationState.RECEIVED in after else frozenset()
    if to is not present and to not in after | through:
        raise RuleBroken("operation_settled", state=present)
