"""Divisions as filters offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.regions import queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor


def offered_townships(session: Session, actor: Actor, asked: str | None = None) -> list[tuple[str, str]]:
    """Return the names of the townships in reach as choices.

    `asked` is what an address names: a code that is no township any more still means what it meant.
    """
    found = {one.code: one.name for one in queries.list_divisions(session, actor.county_code)}
    if asked and asked.isdigit() and asked.startswith(actor.county_code):
        found.setdefault(asked, asked)
    return [(code, name) for code, name in found.items() if actor.reaches(code)]
