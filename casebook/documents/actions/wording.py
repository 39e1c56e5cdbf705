"""The bureau's own wording of a form: saved, put in force from a day, or given up for the house's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.documents import templates
from casebook.documents.models import TemplateVersion
from casebook.documents.rules import FORMS
from casebook.documents.rules.sandbox import check_template
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.rules import FormCode


def save_template(
    session: Session, *, actor: Actor, now: datetime, form: FormCode, source: str, note: str
) -> TemplateVersion:
    """Keep a new version of a form's wording; it is not in force yet.

    RuleBroken `template_faulty` for one that `check_template` finds fault with.
    """
    _need(actor)
    text = source.replace("\r\n", "\n").strip() + "\n"
    faults = check_template(FORMS[form], text)
    if faults:
        raise RuleBroken("template_faulty", field="source", count=len(faults))
    made = _add(session, actor, now, form, text, note)
    return _noted(session, actor, now, made, "template:save")


def activate_template(
    session: Session, *, actor: Actor, now: datetime, row: TemplateVersion, valid_from: date
) -> None:
    """Put a version in force from a day on; papers issued before keep their wording."""
    _need(actor)
    session.refresh(row, with_for_update=True)
    if row.valid_from is not None:
        raise RuleBroken("template_active", field="valid_from", first=row.valid_from)
    if valid_from < local_day(now):
        raise RuleBroken("template_from_past", field="valid_from")
    row.valid_from = valid_from
    _noted(session, actor, now, row, "template:activate")


def restore_default(
    session: Session, *, actor: Actor, now: datetime, form: FormCode, valid_from: date
) -> TemplateVersion:
    """Go back to the house's own wording from a day on; the bureau's versions stay."""
    _need(actor)
    if valid_from < local_day(now):
        raise RuleBroken("template_from_past", field="valid_from")
    made = _add(session, actor, now, form, "", "恢复系统模板")
    made.valid_from = valid_from
    return _noted(session, actor, now, made, "template:default")


def _need(actor: Actor) -> None:
    """Refuse who may not word forms, and a township: what is worded here is the whole county's."""
    actor.need(Permission.TEMPLATE_EDIT)
    actor.need_reach(actor.county_code, "template")


def _add(
    session: Session, actor: Actor, now: datetime, form: FormCode, source: str, note: str
) -> TemplateVersion:
    """Add the next version; two who save at once take turns."""
    hold(session, f"template:{actor.county_code}:{form}")
    versions = templates.list_versions(session, actor.county_code, form)
    made = TemplateVersion(
        county_code=actor.county_code,
        form=form,
        version=versions[0].version + 1 if versions else 1,
        source=source,
        source_hash=digest(source.encode()),
        note=note.strip(),
        saved_at=now,
        saved_by=actor.name,
    )
    session.add(made)
    return made


def _noted(
    session: Session, actor: Actor, now: datetime, row: TemplateVersion, action: str
) -> TemplateVersion:
    session.flush()
    subject = Subject("template", row.id, f"{row.form} {row.version}", row.county_code)
    after = {"version": row.version, "hash": row.source_hash, "valid_from": row.valid_from}
    record(session, actor=actor, now=now, action=action, subject=subject, after=after)
    return row
