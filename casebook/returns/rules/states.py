"""The life of a return: who asked for it moves it on, the user who owes it fills it in."""

from __future__ import annotations

from enum import StrEnum

from casebook.kernel.errors import RuleBroken


class ReturnState(StrEnum):
    """How far a return is."""

    DUE = "return_due"
    LATE = "return_late"
    """The due day is past and nothing has come."""
    RECEIVED = "return_received"
    NIL = "return_nil"
    """Received: no water was taken."""
    UNDER_QUERY = "return_under_query"
    ACCEPTED = "return_accepted"
    VOID = "return_void"
    """Asked for by mistake, or the user owes none."""


_S = ReturnState
_CAME = frozenset({_S.RECEIVED, _S.NIL})
RETURN_TRANSITIONS: dict[ReturnState, frozenset[ReturnState]] = {
    _S.DUE: _CAME | {_S.LATE, _S.VOID},
    _S.LATE: _CAME | {_S.VOID},
    _S.RECEIVED: _CAME | {_S.UNDER_QUERY, _S.ACCEPTED, _S.VOID},
    _S.NIL: _CAME | {_S.UNDER_QUERY, _S.ACCEPTED, _S.VOID},
    _S.UNDER_QUERY: _CAME | {_S.ACCEPTED, _S.VOID},
    _S.ACCEPTED: frozenset({_S.UNDER_QUERY}),
    _S.VOID: frozenset({_S.DUE}),
}
"""Until it is accepted the user may send it again; an accepted one opens only by a query with its reason."""

OWED = frozenset({_S.DUE, _S.LATE})
TOLD = frozenset({_S.RECEIVED, _S.NIL, _S.UNDER_QUERY, _S.ACCEPTED})
"""States in which the user has said something."""
WAITING = _CAME
"""What an officer has to look at."""
DECIDED_BY_OFFICERS = (_S.ACCEPTED, _S.UNDER_QUERY, _S.VOID, _S.DUE)
NEED_REASON = frozenset({_S.UNDER_QUERY, _S.VOID, _S.DUE})


def check_step(state: ReturnState, to: ReturnState) -> None:
    """Refuse a step that the table does not have: RuleBroken `return_step_out_of_order`."""
    if to not in RETURN_TRANSITIONS[state]:
        raise RuleBroken("return_step_out_of_order", state=state, to=to)


def is_open_to_user(state: ReturnState) -> bool:
    """Say whether the user may send the return now."""
    return bool(RETURN_TRANSITIONS[state] & _CAME)
