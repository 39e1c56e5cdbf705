"""The divisions that can be chosen as a place: those of the county, and those that agencies act in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.regions import queries as regions
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def place_choices(session: Session, actor: Actor, codes: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return (code, name and code) of the places within reach; the county is there before any import."""
    names = regions.names(session, actor.county_code)
    known = sorted({actor.jurisdiction, *codes, *names})
    return [
        (code, with_aside(names[code], code) if code in names else code)
        for code in known
        if actor.reaches(code)
    ]
