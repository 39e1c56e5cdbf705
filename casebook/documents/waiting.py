"""On the desk: one's own papers to finish and to serve, and what waits for the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.documents import queries
from casebook.documents.rules import DocumentState
from casebook.web.labels import label
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.models import Document


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer an officer's own papers, and to the keeper of the seal what is to be stamped."""
    if actor.can(Permission.DOCUMENT_STAMP):
        for paper in queries.page_to_stamp(session, actor).items[:MOST]:
            is_out = paper.state is DocumentState.STAMPING
            yield _task(paper, _("核对用印") if is_out else _("用印"))
    if actor.officer_id is not None and actor.can(Permission.DOCUMENT_MAKE):
        for paper in queries.list_waiting_of(session, actor, most=MOST):
            is_draft = paper.state is DocumentState.DRAFT
            yield _task(paper, _("完成文书") if is_draft else _("送达文书"))


def _task(paper: Document, step: str) -> Task:
    url = url_for("documents.show", document_id=paper.id)
    number = paper.number or paper.subject_title.partition(" ")[0]
    return Task(step=step, title=label(paper.form), url=url, number=number)
