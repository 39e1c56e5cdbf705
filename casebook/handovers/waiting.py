"""On the desk: letters that the officer's agency has to move; where letters' clocks lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.handovers import queries
from casebook.handovers.rules import LetterKind, LetterState
from casebook.web.waiting import MOST, Page, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.handovers.models import Letter


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer the letters to take in, to answer, to mend or to close."""
    may_move = actor.can(Permission.HANDOVER_SEND) or actor.can(Permission.HANDOVER_ANSWER)
    if not may_move or not actor.can(Permission.HANDOVER_SEE):
        return
    for letter in queries.list_waiting_for(session, actor, MOST):
        is_limit = letter.kind is LetterKind.PERMIT_LIMIT and letter.state is LetterState.RECEIVED
        if not is_limit:
            yield Task(
                step=_step(letter, actor), title=letter.title, url=_url(letter.id), number=letter.number or ""
            )


def _step(letter: Letter, actor: Actor) -> str:
    if letter.state is LetterState.SENT and queries.is_sender(letter, actor):
        return str(_("录入回执"))
    words = {
        LetterState.SENT: _("受理来函"),
        LetterState.RECEIVED: _("答复来函"),
        LetterState.RETURNED: _("处理退函"),
        LetterState.ANSWERED: _("核对复函"),
    }
    return str(words[letter.state])


def _url(letter_id: UUID) -> str:
    return url_for("handovers.show", letter_id=letter_id)


def _addresses(_session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    return {one: _url(one) for one in ids}


PAGES = {queries.SUBJECT: Page(Permission.HANDOVER_SEE, _addresses)}
