"""一井一档: all that the system holds of a closed well, for its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.closures import queries as closures
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureStatus
from casebook.dossier.queries.well_gaps import COUNTED, well_file_gaps
from casebook.dossier.rules.well_file import YEARS
from casebook.evidence import queries as evidence
from casebook.evidence.rules import EvidenceStage
from casebook.inspections import queries as inspections
from casebook.inspections.queries import list_visits_by_well
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.ledger import queries as ledger
from casebook.quotas import queries as quotas
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import (
        ClosureConfirmation,
        ClosureFieldAcceptance,
        ClosurePlan,
        ClosurePlanEvent,
        ClosurePublication,
        ClosureRecheck,
        ClosureSignature,
        EmergencyOpening,
    )
    from casebook.closures.queries import WorksFound
    from casebook.closures.rules import PlanStep
    from casebook.dossier.rules.well_file import WellFileItem
    from casebook.evidence.models import EvidenceItem
    from casebook.inspections.models import Inspection, PatrolVisit
    from casebook.ledger.queries import Entry
    from casebook.quotas.models import AnnualVolume
    from casebook.wells.models import Well


@dataclass(frozen=True)
class WellFile:
    """The file of a closed well; volumes in m³ per year, before the year of closing, newest first."""

    well: Well
    township: str
    users: list[str]
    closure: Closure
    plan: ClosurePlan | None
    plan_events: dict[PlanStep, ClosurePlanEvent]
    works: WorksFound
    signatures: list[ClosureSignature]
    on_site: ClosureFieldAcceptance | None
    photographs: dict[EvidenceStage, list[EvidenceItem]]
    volumes: list[AnnualVolume]
    confirmations: list[ClosureConfirmation]
    entries: list[Entry]
    publication: ClosurePublication | None
    rechecks: list[ClosureRecheck]
    inspections: list[Inspection]
    patrols: list[PatrolVisit]
    """Visits after the closing."""
    emergencies: list[EmergencyOpening]
    missing: list[WellFileItem]

    @property
    def number(self) -> str:
        """The closing's number."""
        return self.closure.number


def get_well_file(session: Session, code: str, actor: Actor) -> WellFile:
    """Return the file of the closing of a well that stands, else of the latest one.

    NotFound for a well out of reach, RuleBroken `well_file_none` for one that was never reported closed.
    """
    well = wells.get_well(session, code, actor)
    known = closures.list_by_well(session, well.id)
    if not known:
        raise RuleBroken("well_file_none", well=well.code)
    closure = closures.find_live(session, well.id) or known[0]
    return _file_of(session, actor, well, closure)


def list_closed_codes(session: Session, actor: Actor, year: int) -> list[str]:
    """Return the codes of the wells whose closings of a year were accepted or booked, in order."""
    query = select(Closure.well_id).where(
        Closure.county_code == actor.county_code,
        Closure.division_code.startswith(actor.jurisdiction),
        Closure.closed_on.between(date(year, 1, 1), date(year, 12, 31)),
        Closure.status.in_((ClosureStatus.ACCEPTED, ClosureStatus.CONFIRMED)),
    )
    return sorted(one.code for one in wells.list_wells(session, set(session.scalars(query))).values())


def _file_of(session: Session, actor: Actor, well: Well, closure: Closure) -> WellFile:
    plan = closures.find_plan_of(session, closure.id)
    steps = _steps(session, plan)
    photographs = _photographs(session, closure)
    signatures = closures.list_signatures(session, closure.id)
    works = closures.works_of(session, closure, well)
    volumes = _volumes(session, well, closure)
    publication = closures.find_publication(session, closure.id)
    rechecks = closures.list_rechecks(session, closure.id)
    after = [one for one in inspections.list_by_well(session, well.id) if _is_after(one, closure)]
    patrols = [one for one in list_visits_by_well(session, well.id) if _is_later(one, closure)]
    return WellFile(
        well=well,
        township=regions.name_of(session, well.division_code),
        users=_users(session, well),
        closure=closure,
        plan=plan,
        plan_events=steps,
        works=works,
        signatures=signatures,
        on_site=closures.find_field_acceptance(session, closure.id),
        photographs=photographs,
        volumes=volumes,
        confirmations=closures.list_confirmations(session, closure.id),
        entries=ledger.list_entries_of_subject(session, closure.id, actor),
        publication=publication,
        rechecks=rechecks,
        inspections=after,
        patrols=patrols,
        emergencies=closures.list_emergencies(session, closure.id),
        missing=well_file_gaps(session, [closure])[closure.id],
    )


def _steps(session: Session, plan: ClosurePlan | None) -> dict[PlanStep, ClosurePlanEvent]:
    """Return the last event of each step of a line."""
    events = closures.list_plan_events(session, plan.id) if plan else []
    return {one.step: one for one in events if one.step is not None}


def _photographs(session: Session, closure: Closure) -> dict[EvidenceStage, list[EvidenceItem]]:
    items = [one for one in evidence.list_items(session, "closure", closure.id) if one.is_picture]
    return {stage: [one for one in items if one.stage is stage] for stage in EvidenceStage}


def _users(session: Session, well: Well) -> list[str]:
    return sorted({one.party.name for one in wells.list_parties(session, well.id)})


def _volumes(session: Session, well: Well, closure: Closure) -> list[AnnualVolume]:
    by_year = quotas.volumes_by_year(session, [well.id]).get(well.id, {})
    best = {
        year: next((found[one] for one in COUNTED if one in found), None) for year, found in by_year.items()
    }
    earlier = (best[year] for year in sorted(best, reverse=True) if year < closure.closed_on.year)
    return [one for one in earlier if one is not None][:YEARS]


def _is_after(one: Inspection, closure: Closure) -> bool:
    return one.submitted_at is not None and one.visited_on > closure.closed_on


def _is_later(one: PatrolVisit, closure: Closure) -> bool:
    return local_day(one.visited_at) > closure.closed_on
