"""Keeping parties: each once, changes audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, delete, insert, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db import Base
from casebook.kernel import ids
from casebook.kernel.errors import RuleBroken
from casebook.kernel.identifiers import read_identifier
from casebook.kernel.subjects import Subject
from casebook.parties.models import Party
from casebook.parties.rules import PartyKind, kind_of, match_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

KEYS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """What is known of a party where it is mentioned."""

    name: str
    identifier: str = ""
    phone: str = ""
    address: str = ""
    kind: PartyKind | None = None
    """None: told from identifier and name."""
    legal_rep: str = ""

    def columns(self, county_code: str) -> dict[str, Any]:
        """Return the values of a row."""
        read = read_identifier(self.identifier)
        identifier = read.value if read else ""
        return {
            "county_code": county_code,
            "kind": self.kind or kind_of(self.name, read),
            "name": self.name,
            "identifier_kind": read.kind if read else None,
            "identifier": identifier,
            "is_identifier_sound": read.is_valid if read else None,
            "phone": self.phone,
            "address": self.address,
            "legal_rep": self.legal_rep,
            "match_key": match_key(self.name, identifier, self.phone, self.address),
        }


def find_or_create(session: Session, *, county_code: str, facts: PartyFacts) -> Party:
    """Return the party that the facts name, stored now if it is new."""
    (party_id,) = find_or_create_many(session, county_code=county_code, facts=[facts])
    return session.scalars(select(Party).where(Party.id == party_id)).one()


def find_or_create_many(session: Session, *, county_code: str, facts: Sequence[PartyFacts]) -> list[UUID]:
    """Return the ids of the parties that the facts name, in their order; new ones are stored in bulk.

    A known party stays as it is: `update_party` changes telephone and address.
    """
    rows = [fact.columns(county_code) for fact in facts]
    known = _known(session, county_code, {row["match_key"] for row in rows})
    fresh = {row["match_key"]: row for row in rows if row["match_key"] not in known}
    for key, row in fresh.items():
        known[key] = row["id"] = ids.new_id()
    if fresh:
        session.execute(insert(Party), list(fresh.values()))
    return [known[row["match_key"]] for row in rows]


def _known(session: Session, county_code: str, keys: Iterable[str]) -> dict[str, UUID]:
    wanted = sorted(keys)
    found: dict[str, UUID] = {}
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        query = select(Party.match_key, Party.id).where(
            Party.county_code == county_code, Party.match_key.in_(wanted[start : start + KEYS_AT_ONCE])
        )
        found.update((row.match_key, row.id) for row in session.execute(query))
    return found


_EDITABLE = ("name", "identifier", "phone", "address", "legal_rep")


def update_party(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    party: Party,
    changes: Mapping[str, str],
    reason: str = "",
) -> bool:
    """Change name, identifier, telephone, address or who stands for it; say whether anything changed."""
    actor.need_reach(party.county_code, "party", party.id)
    if not (actor.can(Permission.WELL_EDIT) or actor.can(Permission.WELL_IMPORT)):
        actor.need(Permission.WELL_EDIT)
    facts = PartyFacts(**{name: changes.get(name, getattr(party, name)) for name in _EDITABLE})
    row = facts.columns(party.county_code)
    before = {name: getattr(party, name) for name in row if getattr(party, name) != row[name]}
    if not before:
        return False
    taken = _known(session, party.county_code, [row["match_key"]])
    if taken and taken[row["match_key"]] != party.id:
        raise RuleBroken("party_exists", field="name")
    for name in before:
        setattr(party, name, row[name])
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="party:edit",
        subject=subject_of(party),
        before=before,
        after={name: row[name] for name in before},
        reason=reason,
    )
    return True


def remove_unused(session: Session, *, actor: Actor, party_ids: Sequence[UUID]) -> None:
    """Remove those of the parties that nothing points at: only for rolling back an import."""
    actor.need(Permission.WELL_IMPORT)
    unused = [Party.id.not_in(select(column).where(column.is_not(None))) for column in _pointing_at_parties()]
    for start in range(0, len(party_ids), KEYS_AT_ONCE):
        some = party_ids[start : start + KEYS_AT_ONCE]
        session.execute(delete(Party).where(Party.id.in_(some), *unused))


def _pointing_at_parties() -> list[Column[Any]]:
    keys = (key for table in Base.metadata.sorted_tables for key in table.foreign_keys)
    return [key.parent for key in keys if key.target_fullname == "party.id"]


def subject_of(party: Party) -> Subject:
    """Return the party as what an act is about; its name never enters a chain."""
    return Subject("party", party.id, str(party.id)[:8], party.county_code)
