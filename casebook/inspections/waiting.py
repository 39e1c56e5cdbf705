"""On the desk: records of field checks that are to be finished, mended, confirmed or reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.inspections import queries
from casebook.web.labels import label
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer the officer's own records, and to a reviewer those that wait for a verdict."""
    if actor.officer_id is not None and actor.can(Permission.INSPECTION_RECORD):
        yield from _own(session, actor.officer_id)
    if actor.can(Permission.INSPECTION_REVIEW):
        for inspection in queries.page_to_review(session, actor, size=MOST).items:
            yield _task(inspection, _("复核检查记录"), label(inspection.kind))


def _own(session: Session, officer_id: UUID) -> Iterator[Task]:
    for inspection, review in queries.list_returned(session, officer_id)[:MOST]:
        yield _task(inspection, _("修订被退回的检查记录"), review.note)
    for inspection in queries.list_to_confirm(session, officer_id, most=MOST):
        title = f"{label(inspection.kind)} {inspection.visited_on.isoformat()}"
        yield _task(inspection, _("确认我参加了这次检查"), title)
    for draft in queries.list_drafts_of(session, officer_id)[:MOST]:
        yield _task(draft, _("完成检查记录"), f"{label(draft.kind)} {draft.well.code}")


def _task(inspection: Inspection, step: str, title: str) -> Task:
    url = url_for("inspections.show", inspection_id=inspection.id)
    return Task(step=step, title=title, url=url, number=inspection.well.code)
