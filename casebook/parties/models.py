"""Table of parties."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casebook.db import CountyRecord
from casebook.db.types import by_value
from casebook.kernel.identifiers import IdentifierKind
from casebook.parties.rules import PartyKind


class Party(CountyRecord):
    """Somebody who owns, manages or uses wells."""

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("county_code", "match_key"),
        CheckConstraint("(identifier = '') = (identifier_kind IS NULL)", name="identifier_has_kind"),
        Index("ix_party_name", "county_code", "name", "id"),
        Index(None, "county_code", "identifier"),
    )

    kind: Mapped[PartyKind] = mapped_column(by_value(PartyKind))
    name: Mapped[str] = mapped_column(String(120))
    identifier_kind: Mapped[IdentifierKind | None] = mapped_column(by_value(IdentifierKind))
    identifier: Mapped[str] = mapped_column(String(40), default="")
    is_identifier_sound: Mapped[bool | None]
    """Whether nothing is wrong with its form and check digit; None where there is no identifier."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    legal_rep: Mapped[str] = mapped_column(String(60), default="")
    """法定代表人 or 负责人 of an organisation, as its papers name them."""
    match_key: Mapped[str] = mapped_column(String(400))
    """What makes two mentions the same party; see `rules.match_key`."""
