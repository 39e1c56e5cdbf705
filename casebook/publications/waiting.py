"""On the desk: decisions to redact, to agree to, to publish, to take down; repairs to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.presenters import task_of_clock
from casebook.deadlines.queries import list_terms
from casebook.publications import queries
from casebook.publications.rules import PublicationState
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.publications.models import Publication


def waiting(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    """Offer what this officer can move: with the clock that runs on it."""
    if not actor.can(Permission.PUBLICATION_SEE):
        return
    if actor.can(Permission.PUBLICATION_EDIT) or actor.can(Permission.PUBLICATION_DECIDE):
        yield from _owing(session, actor, today)
    if actor.can(Permission.PUBLICATION_EDIT):
        yield from _to_take_down(session, actor, today)
    if actor.can(Permission.PUBLICATION_DECIDE):
        yield from _to_decide(session, actor, today)


def _owing(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    rows = [(row, _step(row, actor)) for row in queries.list_owing(session, actor, MOST)]
    mine = [(row, step) for row, step in rows if step]
    terms = list_terms(session, [row.id for row, _step_ in mine]) if mine else []
    running = {one.subject_id: one for one in terms if one.is_running}
    for row, step in mine:
        term = running.get(row.id)
        if term is not None:
            yield task_of_clock(term, today=today, url=_url(row.id), step=step, title=row.cause_words)
        else:
            yield Task(step=step, title=row.cause_words, url=_url(row.id), number=row.number)


def _step(row: Publication, actor: Actor) -> str:
    """Return the verb of what the officer can do with an owed publication; nothing where it is another's."""
    may_edit = actor.can(Permission.PUBLICATION_EDIT)
    may_decide = actor.can(Permission.PUBLICATION_DECIDE) and row.proposed_by_id != actor.officer_id
    if row.state is PublicationState.OWED and may_edit:
        return str(_("拟定公示文本"))
    if row.state is PublicationState.PROPOSED and may_decide:
        return str(_("复核公示文本"))
    if row.state is PublicationState.CONFIRMED and may_edit:
        return str(_("登记公示"))
    return ""


def _to_take_down(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    for row, term in queries.list_to_take_down(session, actor, MOST):
        step, title = str(_("撤下公示")), row.cause_words
        if term is not None:
            yield task_of_clock(term, today=today, url=_url(row.id), step=step, title=title)
        else:
            yield Task(step=step, title=title, url=_url(row.id), number=row.number)


def _to_decide(session: Session, actor: Actor, today: date) -> Iterator[Task]:
    rows = queries.list_repairs_to_decide(session, actor, MOST)
    terms = list_terms(session, [row.id for row in rows]) if rows else []
    running = {one.subject_id: one for one in terms if one.is_running}
    for row in rows:
        step, about, term = str(_("决定信用修复")), row.publication, running.get(row.id)
        if term is not None:
            url = _url(row.publication_id)
            yield task_of_clock(term, today=today, url=url, step=step, title=about.cause_words)
        else:
            yield Task(step=step, title=about.cause_words, url=_url(row.publication_id), number=about.number)


def _url(publication_id: UUID) -> str:
    return url_for("publications.show", publication_id=publication_id)


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(one) for one in ids}


def _of_repairs(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(about) for one, about in queries.publications_of_repairs(session, ids).items()}


PAGES = {
    queries.SUBJECT: Page(Permission.PUBLICATION_SEE, _addresses),
    queries.REPAIR: Page(Permission.PUBLICATION_SEE, _of_repairs),
}
