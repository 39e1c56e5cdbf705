"""Letting a colleague make a visit that somebody planned and can no longer make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.actions.drafts import note
from casebook.inspections.actions.starting import on_record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.inspections.models import Inspection


def replace_officer(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, giver: Officer, taker: Officer
) -> None:
    """Put one officer on a draft in another's place, before anybody has arrived.

    The caller has asked for the permission. Once somebody was there the record names who was (处罚法 55).
    """
    if not inspection.is_draft or inspection.arrival_at is not None:
        raise RuleBroken("inspection_visited")
    row = next(one for one in inspection.officers if one.officer_id == giver.id)
    fresh = on_record(taker, row.part, local_day(now))
    row.officer_id, row.name = taker.id, fresh.name
    row.certificate_no, row.certificate_valid_to = fresh.certificate_no, fresh.certificate_valid_to
    if inspection.created_by == giver.id:
        inspection.created_by = taker.id
    session.flush()
    note(
        session,
        inspection,
        actor=actor,
        now=now,
        action="inspection:hand_over",
        before={"officer": giver.name},
        after={"officer": taker.name},
    )
