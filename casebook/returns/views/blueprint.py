"""The blueprint that the pages of returns hang on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from casebook.audit.actions import record_look
from casebook.kernel import clock
from casebook.web.guard import current_actor
from casebook.web.lifecycle import beside

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from casebook.kernel.subjects import Subject

    Answer = str | Response | tuple[str, int]

blueprint = Blueprint("returns", __name__, url_prefix="/returns")


def note_look(subject: Subject, what: str) -> None:
    """Log who reads what is said of a user."""
    with beside() as session:
        record_look(session, actor=current_actor(), now=clock.now(), subject=subject, what=what)
