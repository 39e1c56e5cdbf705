"""On the desk: closures that wait for the next act of this officer's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from casebook.closures import queries
from casebook.web.labels import label
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer what is to be accepted, confirmed, or reported again."""
    for closure in queries.list_waiting(session, actor, most=MOST):
        url = url_for("closures.show", number=closure.number)
        yield Task(step=label(closure.status), title=label(closure.kind), url=url, number=closure.number)
