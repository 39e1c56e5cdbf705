"""Reading parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.errors import NotFound
from casebook.parties.models import Party

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

MOST_MATCHES = 500


def get_party(session: Session, party_id: UUID) -> Party:
    """Return a party, or raise NotFound."""
    found: Party | None = session.scalar(select(Party).where(Party.id == party_id))
    if found is None:
        raise NotFound("party", party_id)
    return found


def list_parties(session: Session, party_ids: Collection[UUID]) -> dict[UUID, Party]:
    """Return parties by id."""
    query = select(Party).where(Party.id.in_(party_ids)).order_by(Party.id)
    return {party.id: party for party in session.scalars(query)}


def matching(county_code: str, text: str) -> Select[UUID]:
    """Return the ids of parties whose name contains a text, or whose identifier is it; at most 500."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return (
        select(Party.id)
        .where(Party.county_code == county_code)
        .where(Party.name.like(pattern, escape="\\") | (Party.identifier == text.upper()))
        .limit(MOST_MATCHES)
    )


def list_named(session: Session, county_code: str, text: str) -> list[Party]:
    """Return the parties whose name or identifier is exactly this, by name; at most 500."""
    found = select(Party).where(Party.county_code == county_code)
    found = found.where((Party.name == text) | (Party.identifier == text.upper()))
    return list(session.scalars(found.order_by(Party.name, Party.id).limit(MOST_MATCHES)))


def list_names(session: Session, county_code: str) -> list[tuple[str, str, UUID]]:
    """Return (identifier, name, id) of every party of a county, the first registered first."""
    query = select(Party.identifier, Party.name, Party.id).where(Party.county_code == county_code)
    return list(session.execute(query.order_by(Party.rowid)))
