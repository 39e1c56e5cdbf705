"""Parties as pages show them: masked unless the reader may see personal data and asked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.parties import rules

if TYPE_CHECKING:
    from uuid import UUID

    from casebook.parties.models import Party
    from casebook.parties.rules import PartyKind


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party's words, hidden where they must be."""

    kind: PartyKind
    name: str
    identifier: str
    is_identifier_sound: bool | None
    phone: str
    address: str
    is_masked: bool
    """Whether something is hidden."""
    id: UUID | None = None


def plain(party: Party) -> PartyView:
    """Return a party with nothing hidden; the look must be recorded."""
    return PartyView(
        kind=party.kind,
        name=party.name,
        identifier=party.identifier,
        is_identifier_sound=party.is_identifier_sound,
        phone=party.phone,
        address=party.address,
        is_masked=False,
        id=party.id,
    )


def masked(party: Party) -> PartyView:
    """Return a party with its personal data hidden."""
    name = rules.masked_name(party.name, party.kind)
    identifier = rules.masked_identifier(party.identifier, party.kind, party.identifier_kind)
    phone = rules.masked_phone(party.phone)
    address = rules.masked_address(party.address, party.kind)
    shown, stored = (
        (name, identifier, phone, address),
        (party.name, party.identifier, party.phone, party.address),
    )
    return PartyView(
        kind=party.kind,
        name=name,
        identifier=identifier,
        is_identifier_sound=party.is_identifier_sound,
        phone=phone,
        address=address,
        is_masked=shown != stored,
        id=party.id,
    )
