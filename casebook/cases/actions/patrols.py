"""From a patrol's visit to a lead: only where something is off, and never to a finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.actions.leads import add_patrol_lead
from casebook.inspections import actions as inspections
from casebook.inspections.rules.patrols import signs_of
from casebook.wells.queries import get_well_by_id
from casebook.wells.rules import CLOSED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.evidence.rules import Upload
    from casebook.inspections.filed import FiledPatrolVisit
    from casebook.inspections.models import PatrolVisit


@dataclass(frozen=True)
class Seen:
    """A visit that was kept, and the lead that came of it."""

    visit: PatrolVisit
    lead: Lead | None

    def result(self) -> dict[str, object]:
        """Return what the tablet is told."""
        return {"visit": str(self.visit.id), "lead": self.lead.number if self.lead else None}


def file_patrol_visit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    visit_id: UUID,
    filed: FiledPatrolVisit,
    uploads: Sequence[Upload] = (),
) -> Seen:
    """Keep one visit of a patrol; what is off about it becomes a lead, or adds to the well's open one."""
    visit = inspections.record_visit(
        session,
        actor=actor,
        now=now,
        device_id=device_id,
        visit_id=visit_id,
        filed=filed,
        uploads=uploads,
    )
    well = None if visit.well_id is None else get_well_by_id(session, visit.well_id)
    signs = signs_of(
        visit.state,
        is_closure_intact=visit.is_closure_intact,
        is_closed=well is not None and well.status in CLOSED,
    )
    if not signs:
        return Seen(visit, None)
    return Seen(visit, add_patrol_lead(session, actor=actor, now=now, visit=visit, sign=signs[0]))
