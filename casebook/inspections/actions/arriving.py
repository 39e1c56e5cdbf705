"""What a filed visit stands on: well, checklist, officers on the day, when and where they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.accounts.queries import officers_by_id
from casebook.inspections.actions.checklists import ALWAYS
from casebook.inspections.actions.presence import Presence, read_presence
from casebook.inspections.queries import CHECKLIST, find_checklist_version
from casebook.inspections.rules import Present
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.inspections.filed import FiledInspection
    from casebook.inspections.models import ChecklistVersion
    from casebook.inspections.rules import Item
    from casebook.wells.models import Well


@dataclass(frozen=True)
class Arrival:
    """A filed visit's ground."""

    well: Well
    checklist: ChecklistVersion
    questions: tuple[Item, ...]
    """Of the checklist."""
    officers: tuple[Officer, ...]
    """Who keeps the record, then the second officer where one is named."""
    started_at: datetime
    arrival_at: datetime
    presence: Presence

    @property
    def on(self) -> date:
        """The Chinese day of the visit."""
        return local_day(self.arrival_at)

    @property
    def present(self) -> list[Present]:
        """The officers and whether their certificates are valid on the day of the visit."""
        return [Present(one.name, one.is_certified(self.on)) for one in self.officers]


def arrive(session: Session, *, actor: Actor, filed: FiledInspection, far_limit_m: float) -> Arrival:
    """Return what a filed visit stands on; refused where well, checklist, officer or position cannot be."""
    well = _well(session, actor, filed.well)
    if local_day(filed.arrival_at) < ALWAYS:
        raise RuleBroken("inspection_arrival_too_early", field="arrival_at", first=ALWAYS.isoformat())
    checklist = _checklist(session, actor, filed.checklist)
    return Arrival(
        well=well,
        checklist=checklist,
        questions=checklist.questions,
        officers=_officers(session, actor, filed, well),
        started_at=filed.started_at,
        arrival_at=filed.arrival_at,
        presence=read_presence(session, well, filed.presence, far_limit_m),
    )


def _well(session: Session, actor: Actor, well_id: UUID) -> Well:
    well = get_well_by_id(session, well_id)
    actor.need_reach(well.division_code, "well", well_id)
    return well


def _checklist(session: Session, actor: Actor, checklist_id: UUID) -> ChecklistVersion:
    found = find_checklist_version(session, checklist_id)
    if found is None or found.code != CHECKLIST:
        raise RuleBroken("inspection_checklist_gone", field="checklist")
    if found.county_code != actor.county_code:
        raise RuleBroken("inspection_checklist_elsewhere", field="checklist")
    return found


def _officers(session: Session, actor: Actor, filed: FiledInspection, well: Well) -> tuple[Officer, ...]:
    assert actor.officer_id is not None
    wanted = [actor.officer_id] + ([filed.second.officer] if filed.second else [])
    if len(set(wanted)) < len(wanted):
        raise RuleBroken("inspection_officers_same", field="second", article="处罚法 42")
    known = officers_by_id(session, wanted)
    for officer_id in wanted:
        officer = known.get(officer_id)
        if officer is None or officer.county_code != well.county_code:
            raise NotFound("officer", officer_id)
        if not well.division_code.startswith(officer.jurisdiction):
            raise RuleBroken("inspection_second_elsewhere", field="second", name=officer.name)
    return tuple(known[officer_id] for officer_id in wanted)
