"""Checklists as data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.inspections.models import ChecklistVersion
from casebook.inspections.queries import CHECKLIST, find_checklist, list_checklists
from casebook.inspections.rules import STANDARD_CHECKLIST
from casebook.inspections.rules.editing import check_items, compare
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, NotFound, Refused, RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.rules import Item

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


MOST_TITLE = 100


def save_checklist(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    base: ChecklistVersion,
    title: str,
    items: Sequence[Item],
    valid_from: date,
    known_codes: Container[str],
) -> ChecklistVersion:
    """Make a new version of a county's checklist; the old ones stay with the records that answered them.

    Refused with all that is wrong with the items; Conflict when `base` is not the newest version any more.
    """
    actor.need(Permission.CHECKLIST_EDIT)
    actor.need_reach(base.county_code, "checklist", base.id)
    newest = list_checklists(session, base.county_code)[0]
    if newest.version != base.version:
        raise Conflict("checklist_changed")
    _check(base, title, items, valid_from, local_day(now), known_codes)
    made = ChecklistVersion(
        county_code=base.county_code,
        code=CHECKLIST,
        version=newest.version + 1,
        title=title.strip(),
        items=[item.as_data() for item in items],
        valid_from=valid_from,
    )
    session.add(made)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="checklist:save",
        subject=Subject("checklist", made.id, f"{made.title} 第{made.version}版", made.county_code),
        after={"version": made.version, "valid_from": valid_from, "items": len(items)},
    )
    return made


def _check(
    base: ChecklistVersion,
    title: str,
    items: Sequence[Item],
    valid_from: date,
    today: date,
    known_codes: Container[str],
) -> None:
    if not 0 < len(title.strip()) <= MOST_TITLE:
        raise RuleBroken("checklist_title", field="title")
    if valid_from < max(today, base.valid_from):
        raise RuleBroken("checklist_past", field="valid_from")
    wrong = check_items(items, known_codes)
    if wrong:
        raise Refused(wrong)
    has_moved = [item.code for item in items] != [item.code for item in base.questions]
    if not (compare(base.questions, items) or has_moved or title.strip() != base.title):
        raise RuleBroken("checklist_unchanged", field="title")
