"""What the files of closed wells lack (一井一档), for many at once by a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.closures import queries as closures
from casebook.closures.models import (
    ClosurePlan,
    ClosurePlanEvent,
    ClosurePublication,
    ClosureRecheck,
    ClosureSignature,
)
from casebook.closures.rules import (
    ClosureKind,
    ClosureStatus,
    PlanStep,
    ReplacementSource,
    WorkAnswer,
    WorkStep,
    check_fill,
)
from casebook.dossier.rules.well_file import YEARS, WellFileFacts, missing_of
from casebook.evidence import queries as evidence
from casebook.evidence.rules import EvidenceStage
from casebook.inspections import queries as inspections
from casebook.inspections.models import PatrolVisit
from casebook.kernel.clock import local_day
from casebook.quotas import queries as quotas
from casebook.quotas.rules import VolumeSource
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.closures.models import Closure
    from casebook.closures.rules import Works
    from casebook.dossier.rules.well_file import WellFileItem
    from casebook.evidence.queries import Picture
    from casebook.wells.models import Well

COUNTED = (VolumeSource.MEASURED, VolumeSource.REGISTER)
"""Whose yearly volumes go into a file, the better first."""
_POWER_STEPS = frozenset({WorkStep.POWER, WorkStep.POWER_OFF})


@dataclass(frozen=True)
class _Loaded:
    """What is known of all the closures, by closure or by well."""

    wells: Mapping[UUID, Well]
    works: Mapping[UUID, Works]
    steps: Mapping[UUID, set[PlanStep]]
    signatures: Mapping[UUID, int]
    pictures: Mapping[tuple[str, UUID], list[Picture]]
    with_permit: Collection[UUID]
    years: Mapping[UUID, list[int]]
    published: Collection[UUID]
    rechecks: Mapping[UUID, int]
    visits: Mapping[UUID, list[date]]
    """Days of submitted visits and patrols by well."""


def well_file_gaps(session: Session, known: Sequence[Closure]) -> dict[UUID, list[WellFileItem]]:
    """Return what the files of closures lack, in the order of its pages; a fixed number of statements."""
    if not known:
        return {}
    loaded = _load(session, known)
    return {one.id: missing_of(_facts(one, loaded)) for one in known}


def _load(session: Session, known: Sequence[Closure]) -> _Loaded:
    ids, well_ids = [one.id for one in known], {one.well_id for one in known}
    volumes = quotas.volumes_by_year(session, well_ids)
    publications = select(ClosurePublication.closure_id).where(ClosurePublication.closure_id.in_(ids))
    return _Loaded(
        wells=wells.list_wells(session, well_ids),
        works=closures.works_by_closure(session, ids),
        steps=_steps(session, ids),
        signatures=_counts(session, ClosureSignature, ids),
        pictures=evidence.pictures_of(session, {"closure": ids}),
        with_permit=set(quotas.permits_by_well(session, well_ids)),
        years={
            well_id: [year for year, found in by_year.items() if any(one in found for one in COUNTED)]
            for well_id, by_year in volumes.items()
        },
        published=set(session.scalars(publications)),
        rechecks=_counts(session, ClosureRecheck, ids, ClosureRecheck.done_on.is_not(None)),
        visits=_visits(session, well_ids),
    )


def _steps(session: Session, ids: Collection[UUID]) -> dict[UUID, set[PlanStep]]:
    query = (
        select(ClosurePlan.closure_id, ClosurePlanEvent.step)
        .join(ClosurePlanEvent, ClosurePlanEvent.plan_id == ClosurePlan.id)
        .where(ClosurePlan.closure_id.in_(ids))
    )
    found: dict[UUID, set[PlanStep]] = defaultdict(set)
    for closure_id, step in session.execute(query):
        if closure_id is not None and step is not None:
            found[closure_id].add(step)
    return found


def _counts(
    session: Session,
    table: type[ClosureSignature | ClosureRecheck],
    ids: Collection[UUID],
    *conditions: ColumnElement[bool],
) -> dict[UUID, int]:
    query = select(table.closure_id, func.count(table.rowid)).where(table.closure_id.in_(ids), *conditions)
    return dict(session.execute(query.group_by(table.closure_id)).all())


def _visits(session: Session, well_ids: Collection[UUID]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = defaultdict(list)
    for visit in inspections.list_submitted(session, well_ids):
        found[visit.well_id].append(visit.on)
    patrols = select(PatrolVisit.well_id, PatrolVisit.visited_at).where(PatrolVisit.well_id.in_(well_ids))
    for well_id, at in session.execute(patrols):
        if well_id is not None:
            found[well_id].append(local_day(at))
    return found


def _facts(closure: Closure, known: _Loaded) -> WellFileFacts:
    well, works = known.wells[closure.well_id], known.works.get(closure.id)
    steps = known.steps.get(closure.id, set())
    stages = [one.stage for one in known.pictures.get(("closure", closure.id), ())]
    years = [year for year in known.years.get(closure.well_id, ()) if year < closure.closed_on.year]
    later = [day for day in known.visits.get(closure.well_id, ()) if day > closure.closed_on]
    is_off = works is not None and any(
        one.step in _POWER_STEPS and one.answer is WorkAnswer.YES for one in works.steps
    )
    return WellFileFacts(
        has_report=True,
        has_works=works is not None,
        signatures=known.signatures.get(closure.id, 0),
        before=stages.count(EvidenceStage.BEFORE),
        during=stages.count(EvidenceStage.DURING),
        after=stages.count(EvidenceStage.AFTER),
        has_fill=closure.kind is not ClosureKind.PLUGGED or _is_filled(works, well),
        has_tag=works is not None and bool(works.tag_no),
        has_connection=closure.replacement_source is ReplacementSource.NONE_NEEDED
        or PlanStep.SUPPLY in steps,
        has_power_cut=PlanStep.CUT_POWER in steps or (is_off and not well.electricity_account),
        has_permit_change=PlanStep.PERMIT in steps or closure.well_id not in known.with_permit,
        years=min(len(years), YEARS),
        has_basis=bool(closure.basis_papers.strip()),
        is_booked=closure.status is ClosureStatus.CONFIRMED,
        is_published=closure.id in known.published,
        rechecks=known.rechecks.get(closure.id, 0) + len(later),
    )


def _is_filled(works: Works | None, well: Well) -> bool:
    if works is None or works.fill_m3 is None:
        return False
    fill = check_fill(works.fill_m3, casing_mm=well.casing_mm, depth_m=well.depth_m)
    return fill is not None and not fill.is_short
