"""On the desk: claims that wait for the next act of this officer's role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.claims import queries
from casebook.claims.rules import BaselineStatus, ClaimStatus
from casebook.web.labels import label
from casebook.web.waiting import MOST, Task

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor

_STEPS = {
    ClaimStatus.SUBMITTED: Permission.CLAIM_DECIDE,
    ClaimStatus.RETURNED: Permission.CLAIM_EDIT,
}


def waiting(session: Session, actor: Actor, _today: date) -> Iterator[Task]:
    """Offer what is to be judged, mended, or locked by somebody else than who wrote it."""
    for status, permission in _STEPS.items():
        claims = queries.list_waiting(session, actor, status, most=MOST) if actor.can(permission) else []
        for claim in claims:
            is_own = actor.officer_id in {claim.edited_by_id, claim.submitted_by_id}
            if status is ClaimStatus.RETURNED or not is_own:
                url = url_for("claims.show", number=claim.number)
                yield Task(step=label(status), title=label(claim.kind), url=url, number=claim.number)
    if actor.can(Permission.CLAIM_DECIDE):
        page = queries.page_baselines(session, actor=actor, status=BaselineStatus.DRAFT)
        for row in page.items[:MOST]:
            if row.drafted_by_id != actor.officer_id:
                url = url_for("claims.baseline", baseline_id=row.id)
                yield Task(step=_("锁定基线"), title=queries.owner_of(row), url=url)
