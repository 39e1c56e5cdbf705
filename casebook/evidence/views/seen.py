"""What several handlers share: an item looked at, the subject of a new record, the answer to a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from casebook.access import Permission
from casebook.audit.actions import record_look
from casebook.cases import queries as cases
from casebook.cases.actions.steps import subject_of_case
from casebook.evidence import queries
from casebook.evidence.actions import as_subject
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.ids import parse_id
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.evidence.models import EvidenceItem
    from casebook.kernel.subjects import Subject
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]


def seen_item(item_id: UUID, what: str) -> EvidenceItem:
    """Return an item that the officer may see, and log that they do."""
    actor = current_actor()
    item = queries.get_item(current_session(), item_id, actor)
    with beside() as session:
        record_look(session, actor=actor, now=clock.now(), subject=as_subject(item), what=what)
    return item


def note_personal(subject: Subject, what: str) -> None:
    """Log that a reader who may see personal data does; all others are shown masked names.

    A refused form writes nothing and holds SQLite's only write lock: its page logs nothing again.
    """
    actor = current_actor()
    if request.method == "GET" and actor.can(Permission.PARTY_SEE_PERSONAL):
        with beside() as session:
            record_look(session, actor=actor, now=clock.now(), subject=subject, what=what)


def item_of(item_id: UUID) -> EvidenceItem:
    """Return an item that the officer may see, for a step that custody and audit note by themselves."""
    return queries.get_item(current_session(), item_id, current_actor())


def wanted_subject() -> tuple[Subject, EvidenceItem | None]:
    """Return the record that the address names, by one of its items or by a case's number.

    Raises NotFound when it names none in reach.
    """
    item_id = parse_id(request.args.get("item", ""))
    if item_id is not None:
        item = item_of(item_id)
        return item.about.as_subject(), item
    number = request.args.get("case", "").strip()
    if not number:
        raise NotFound("subject")
    return subject_of_case(cases.get_case(current_session(), number, current_actor())), None


def answer(template: str, form: Form, **more: object) -> Answer:
    """Answer a form that was opened or refused."""
    page = render_template(template, form=form, **more)
    return page, 409 if form.conflict is not None else 422 if form.errors else 200
