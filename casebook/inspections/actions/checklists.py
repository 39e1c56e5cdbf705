"""Checklists as data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from casebook.inspections.models import ChecklistVersion
from casebook.inspections.queries import CHECKLIST, find_checklist
from casebook.inspections.rules import STANDARD_CHECKLIST
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ALWAYS = date(2000, 1, 1)
"""The first version holds for visits of any day, also those that are entered from paper."""


def ensure_checklist(session: Session, county_code: str, *, on: date) -> ChecklistVersion:
    """Return the county's checklist in force on a day; a county without any gets the first version."""
    return find_checklist(session, county_code, on) or _first(session, county_code, on)


def _first(session: Session, county_code: str, on: date) -> ChecklistVersion:
    first = ChecklistVersion(
        county_code=county_code,
        code=CHECKLIST,
        version=1,
        title="取水井现场检查表",
        items=[item.as_data() for item in STANDARD_CHECKLIST],
        valid_from=ALWAYS,
    )
    try:
        with session.begin_nested():
            session.add(first)
    except IntegrityError:  # somebody else made it at the same time
        known = find_checklist(session, county_code, on)
        if known is None:
            raise NotFound("checklist", county_code) from None
        return known
    return first
