"""Service (送达, rules.md 5.5): seven modes, and when a paper counts as served (民诉法 87–95)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

NOTICE_DAYS = 30
"""After so many days a public notice counts as service, on the raw day (民诉法 95; D-22)."""
_SERVERS = 2


class DeliveryMode(StrEnum):
    """How a paper reaches its receiver."""

    DIRECT = "direct"
    LEFT = "left"
    ELECTRONIC = "electronic"
    MAIL = "mail"
    ENTRUSTED = "entrusted"
    PASSED_ON = "passed_on"
    PUBLIC = "public"


ARTICLES = {
    DeliveryMode.DIRECT: "民诉法 88",
    DeliveryMode.LEFT: "民诉法 89",
    DeliveryMode.ELECTRONIC: "民诉法 90",
    DeliveryMode.MAIL: "民诉法 91",
    DeliveryMode.ENTRUSTED: "民诉法 91",
    DeliveryMode.PASSED_ON: "民诉法 92、93、94",
    DeliveryMode.PUBLIC: "民诉法 95",
}


class ReceiverKind(StrEnum):
    """Who takes a paper (民诉法 88)."""

    SELF = "self"
    FAMILY = "family"
    """An adult who lives in the household; natural persons only."""
    LEGAL_REP = "legal_rep"
    MAIL_CLERK = "mail_clerk"
    AGENT = "agent"
    """An agent, or somebody named to receive papers."""


_OF_UNITS = frozenset({ReceiverKind.LEGAL_REP, ReceiverKind.MAIL_CLERK})
CITIZEN = "自然人"


@dataclass(frozen=True)
class DeliveryFacts:
    """What the receipt (送达回证) says."""

    mode: DeliveryMode
    on: date
    """The day it was handed over, left, arrived, was signed for, or was published."""
    server_ids: tuple[UUID, ...]
    """The two officers who serve."""
    receiver: str = ""
    """Who took it; the addressee of a paper that was left or published."""
    receiver_kind: ReceiverKind | None = None
    relation: str = ""
    """Of whoever took it to the addressee."""
    place: str = ""
    refusal: str = ""
    """Why it was not taken (留置)."""
    witness: str = ""
    """Name and office of who saw it (留置)."""
    video: str = ""
    """Number of the recording or photographs, where nobody witnessed (留置)."""
    tracking_no: str = ""
    """Of the letter (邮寄)."""
    through: str = ""
    """Who served in our place or passed it on (委托, 转交), or where it was published (公告)."""
    ground: str = ""
    """Why it is published: not to be found, or which ways failed (公告)."""
    confirmation_id: UUID | None = None
    """The address confirmation that allows it (电子)."""
    receipt_hash: str = ""
    """Scan of the signed receipt, as it is stored."""
    remark: str = ""


@dataclass(frozen=True)
class Server:
    """One who serves, as the day had it."""

    id: UUID
    name: str
    certificate_no: str
    is_certified: bool


@dataclass(frozen=True)
class ConfirmedAddress:
    """What a party confirmed (送达地址确认书): where papers reach it, and whether by electronic means."""

    party_name: str
    receiver: str
    address: str
    phone: str
    confirmed_on: date
    allows_electronic: bool = False
    electronic_address: str = ""
    scan_hash: str = ""


def served_on(mode: DeliveryMode, on: date) -> date:
    """Return the day a paper counts as served: the day itself, after a public notice 30 days later.

    Source: 民诉法 87 (the day on the receipt), 90 (arrival), 91 (receipt of the letter), 95 (notice).
    """
    return on + timedelta(days=NOTICE_DAYS) if mode is DeliveryMode.PUBLIC else on


def check_delivery(
    facts: DeliveryFacts,
    *,
    servers: Sequence[Server],
    not_before: date,
    today: date,
    party_kind: str,
    confirmed: ConfirmedAddress | None,
) -> None:
    """Refuse a delivery that proves nothing, with all that is wrong.

    `not_before` is the day the paper was ready, `party_kind` the addressee's, `confirmed` the address
    confirmation that the facts name.
    """
    faults = [
        *_day(facts, not_before, today),
        *_who_serves(servers),
        *_who_receives(facts, party_kind),
        *_by_mode(facts, confirmed),
    ]
    if faults:
        raise Refused(faults)


def check_address(address: ConfirmedAddress, *, today: date) -> None:
    """Refuse an address confirmation that names nobody, no place, or no electronic address it consents to."""
    faults = [
        RuleBroken("address_incomplete", field=name, article="民诉法 90")
        for name in ("party_name", "receiver", "address", "phone")
        if not getattr(address, name).strip()
    ]
    if address.allows_electronic and not address.electronic_address.strip():
        faults.append(
            RuleBroken("address_electronic_missing", field="electronic_address", article="民诉法 90")
        )
    if address.confirmed_on > today:
        faults.append(RuleBroken("address_in_future", field="confirmed_on"))
    if faults:
        raise Refused(faults)


def _day(facts: DeliveryFacts, not_before: date, today: date) -> list[RuleBroken]:
    if facts.on < not_before:
        return [RuleBroken("delivery_too_early", field="on", first=not_before)]
    if facts.on > today:
        return [RuleBroken("delivery_in_future", field="on")]
    return []


def _who_serves(servers: Sequence[Server]) -> list[RuleBroken]:
    if len({server.id for server in servers}) != _SERVERS:
        return [RuleBroken("delivery_needs_two", field="second", article="处罚法 42")]
    return [
        RuleBroken("delivery_uncertified", field="second", article="处罚法 42", name=server.name)
        for server in servers
        if not server.is_certified
    ]


def _who_receives(facts: DeliveryFacts, party_kind: str) -> list[RuleBroken]:
    if not facts.receiver.strip():
        return [RuleBroken("delivery_needs_receiver", field="receiver")]
    if facts.mode in {DeliveryMode.LEFT, DeliveryMode.PUBLIC}:
        return []
    if facts.receiver_kind is None:
        return [RuleBroken("delivery_needs_receiver_kind", field="receiver_kind", article="民诉法 88")]
    unfit = _OF_UNITS if party_kind == CITIZEN else {ReceiverKind.FAMILY}
    if party_kind and facts.receiver_kind in unfit:
        return [RuleBroken("delivery_receiver_unfit", field="receiver_kind", article="民诉法 88")]
    if facts.receiver_kind is ReceiverKind.FAMILY and not facts.relation.strip():
        return [RuleBroken("delivery_needs_relation", field="relation", article="民诉法 88")]
    return []


def _by_mode(facts: DeliveryFacts, confirmed: ConfirmedAddress | None) -> list[RuleBroken]:
    match facts.mode:
        case DeliveryMode.LEFT:
            return _left(facts)
        case DeliveryMode.ELECTRONIC:
            return _electronic(facts, confirmed)
        case DeliveryMode.PUBLIC:
            return _public(facts)
    return _by_hand_or_mail(facts)


def _by_hand_or_mail(facts: DeliveryFacts) -> list[RuleBroken]:
    mode = facts.mode
    if mode is DeliveryMode.DIRECT and facts.refusal.strip():
        return [RuleBroken("delivery_refused_is_left", field="mode", article="民诉法 89")]
    if mode is DeliveryMode.MAIL and not facts.tracking_no.strip():
        return [RuleBroken("delivery_needs_tracking", field="tracking_no", article="民诉法 91")]
    if mode in {DeliveryMode.ENTRUSTED, DeliveryMode.PASSED_ON} and not facts.through.strip():
        return [RuleBroken("delivery_needs_through", field="through", article=ARTICLES[mode])]
    return []


def _left(facts: DeliveryFacts) -> list[RuleBroken]:
    faults = []
    if not facts.refusal.strip():
        faults.append(RuleBroken("delivery_needs_refusal", field="refusal", article="民诉法 89"))
    if not facts.witness.strip() and not facts.video.strip():
        faults.append(RuleBroken("delivery_needs_witness", field="witness", article="民诉法 89"))
    return faults


def _electronic(facts: DeliveryFacts, confirmed: ConfirmedAddress | None) -> list[RuleBroken]:
    if confirmed is None or not confirmed.allows_electronic or confirmed.confirmed_on > facts.on:
        return [RuleBroken("delivery_needs_consent", field="confirmation", article="民诉法 90")]
    return []


def _public(facts: DeliveryFacts) -> list[RuleBroken]:
    faults = []
    if not facts.ground.strip():
        faults.append(RuleBroken("delivery_needs_ground", field="ground", article="民诉法 95"))
    if not facts.through.strip():
        faults.append(RuleBroken("delivery_needs_board", field="through", article="民诉法 95"))
    return faults
