"""先行登记保存 (处罚法 56, rules.md 6.3): its life, what becomes of each thing, and when that is late."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

TERM_RULE = "D-03"
"""Seven working days from service to the decision what becomes of the things."""
MOST_THINGS = 200


class PreservationState(StrEnum):
    """How far a preservation has come."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    KEPT = "kept"
    """The notice is served; the clock runs."""
    DISPOSED = "disposed"
    """It is decided what becomes of every thing."""
    DROPPED = "dropped"
    """Given up before anything was served."""


_S = PreservationState
PRESERVATION_TRANSITIONS: dict[PreservationState, frozenset[PreservationState]] = {
    _S.REQUESTED: frozenset({_S.APPROVED, _S.DECLINED, _S.DROPPED}),
    _S.APPROVED: frozenset({_S.KEPT, _S.DROPPED}),
    _S.DECLINED: frozenset(),
    _S.KEPT: frozenset({_S.DISPOSED}),
    _S.DISPOSED: frozenset(),
    _S.DROPPED: frozenset(),
}


class KeptWhere(StrEnum):
    """Where a thing stays meanwhile."""

    ORIGINAL = "original"
    """就地保存: nobody may move or destroy it."""
    OTHER = "other"
    """异地保存."""


class Disposal(StrEnum):
    """What becomes of a thing within the term (rules.md 6.3)."""

    RELEASED = "released"
    """解除返还."""
    TESTED = "tested"
    """送检."""
    CONFISCATED = "confiscated"
    """没收."""
    TRANSFERRED = "transferred"
    """移送."""
    SECURED = "secured"
    """证据保全: the evidence is fixed by records, copies or photographs."""


@dataclass(frozen=True)
class Thing:
    """One thing on the list of a notice (rules.md 7.2, 15)."""

    name: str
    specification: str
    quantity: str
    condition: str
    kept_where: KeptWhere
    place: str


def step(now: PreservationState, to: PreservationState, number: str) -> None:
    """Refuse a step that the table does not have."""
    if to not in PRESERVATION_TRANSITIONS[now]:
        raise RuleBroken("preservation_state", number=number, status=now)


def check_request(reason: str, things: Sequence[Thing]) -> None:
    """Refuse a request without a reason, without things, or with one that is not described."""
    if not reason.strip():
        raise RuleBroken("preservation_needs_reason", field="reason", article="处罚法 56")
    if not things:
        raise RuleBroken("preservation_needs_things", field="things")
    if len(things) > MOST_THINGS:
        raise RuleBroken("preservation_too_many_things", field="things", most=MOST_THINGS)
    for row, thing in enumerate(things, start=1):
        if not (thing.name.strip() and thing.quantity.strip() and thing.place.strip()):
            raise RuleBroken("preservation_thing_incomplete", field="things", row=row)


def check_approver(requester: UUID | None, approver: UUID | None) -> None:
    """Refuse to let somebody approve their own request."""
    if requester is not None and requester == approver:
        raise RuleBroken("preservation_self_approved")


def check_service(served_on: date, *, approved_on: date, today: date) -> None:
    """Refuse a service before the approval or tomorrow."""
    if served_on > today:
        raise RuleBroken("preservation_served_in_future", field="served_on", on=served_on)
    if served_on < approved_on:
        raise RuleBroken("preservation_served_unapproved", field="served_on", approved_on=approved_on)


def check_servers(servers: Sequence[tuple[UUID, bool]]) -> None:
    """Refuse one officer twice, or one whose certificate is not valid on the day (处罚法 42, G1)."""
    if len({one for one, _certified in servers}) < 2:  # noqa: PLR2004 - two officers
        raise RuleBroken("preservation_needs_two", field="second", article="处罚法 42")
    if not all(is_certified for _one, is_certified in servers):
        raise RuleBroken("preservation_uncertified", field="second", article="处罚法 42")


def check_exhibit(name: str, quantity: str) -> None:
    """Refuse an exhibit that nobody could tell from another."""
    if not name.strip():
        raise RuleBroken("exhibit_needs_name", field="name")
    if not quantity.strip():
        raise RuleBroken("exhibit_needs_quantity", field="quantity")


def check_move(
    to_holder: str, to_place: str, reason: str, *, at: datetime, after: datetime, now: datetime
) -> None:
    """Refuse a hand-over to nobody, nowhere or without a reason, before the last one, or to come."""
    if not (to_holder.strip() and to_place.strip()):
        raise RuleBroken("exhibit_needs_receiver", field="to_holder")
    if not reason.strip():
        raise RuleBroken("exhibit_needs_reason", field="reason")
    if at > now:
        raise RuleBroken("exhibit_moved_in_future", field="at")
    if at < after:
        raise RuleBroken("exhibit_moved_backwards", field="at")


def check_transfer(receiver: str, reason: str) -> None:
    """Refuse a transfer to nobody or without a reason."""
    if not receiver.strip():
        raise RuleBroken("transfer_needs_receiver", field="receiver")
    if not reason.strip():
        raise RuleBroken("transfer_needs_reason", field="reason")


def check_disposal(disposed_on: date, *, served_on: date, today: date) -> None:
    """Refuse a disposal before the service or tomorrow; a late one is no fault of the record."""
    if disposed_on > today:
        raise RuleBroken("disposal_in_future", field="disposed_on", on=disposed_on)
    if disposed_on < served_on:
        raise RuleBroken("disposal_before_service", field="disposed_on", served_on=served_on)


def days_late(due_on: date, disposed_on: date | None, today: date) -> int:
    """Return by how many calendar days a thing's disposal is, or was, past its term."""
    return max(0, ((disposed_on or today) - due_on).days)
