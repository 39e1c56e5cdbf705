"""The blueprint of papers, and what several handlers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casebook.audit.actions import record_look
from casebook.documents import queries
from casebook.kernel import clock
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside, current_session

if TYPE_CHECKING:
    from uuid import UUID

    from werkzeug.wrappers import Response

    from casebook.documents.models import Document
    from casebook.web.forms import Form

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("documents", __name__, url_prefix="/documents")


def load(document_id: UUID) -> Document:
    """Return a paper that the reader may see."""
    return queries.get_document(current_session(), document_id, current_actor())


def look(document: Document, what: str) -> None:
    """Log that a reader sees a paper, which names people; a refused form writes nothing."""
    if request.method == "GET":
        with beside() as session:
            record_look(
                session, actor=current_actor(), now=clock.now(), subject=document.as_subject(), what=what
            )


def back_to(document_id: UUID, said: str) -> Response:
    """Go back to the paper with a word of success."""
    flash(said, "success")
    return redirect(url_for("documents.show", document_id=document_id))


def answer(template: str, form: Form, **more: object) -> tuple[str, int]:
    """Answer a form that was opened or refused."""
    shown = render_template(template, form=form, **more)
    return shown, 409 if form.conflict is not None else 422 if form.errors else 200
