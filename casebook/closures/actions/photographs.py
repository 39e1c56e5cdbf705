"""Photographs before, during and after; evidence keeps them, untouched, under the closure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.closures.actions.steps import hold, subject_of
from casebook.closures.rules import check_photographable
from casebook.evidence import actions as evidence
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import EvidenceStage, Upload


def add_photographs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    stage: EvidenceStage,
    uploads: Sequence[Upload],
    describes: str = "",
) -> list[EvidenceItem]:
    """Keep photographs of one stage until the closure is booked; all of them or none.

    Acceptance and booking lock what is there by then.
    """
    actor.need(Permission.CLOSURE_PHOTOGRAPH)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure)
    check_photographable(closure.status, closure.number)
    well = wells.get_well_by_id(session, closure.well_id)
    return evidence.add_photographs(
        session,
        actor=actor,
        now=now,
        subject=subject_of(closure, well.code),
        uploads=uploads,
        stage=stage,
        describes=describes,
    )
