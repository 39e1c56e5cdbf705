"""Permits as their pages show them; names of citizens are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from casebook.access import Permission
from casebook.deadlines.queries import get_calendar
from casebook.deadlines.rules import Length, Unit, compute
from casebook.handovers.queries import open_limits
from casebook.kernel.errors import RuleBroken
from casebook.parties.presenters import masked
from casebook.plans import queries as plans
from casebook.quotas import queries
from casebook.quotas.rules import (
    RENEWAL_DAYS,
    Aspect,
    Finding,
    Looked,
    PermitStep,
    Standing,
    findings,
    next_steps,
    village_bundle,
)
from casebook.volumes.presenters import yearly_facts
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.rules import Deadline
    from casebook.quotas.models import Permit, PermitEvent, PermitListEntry
    from casebook.quotas.rules import PermitStatus, WaterSource
    from casebook.volumes.presenters import YearlyFacts
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit in a list."""

    id: UUID
    number: str
    holder: str
    volume_m3: Decimal | None
    wells: int
    valid_to: date | None
    status: PermitStatus
    standing: Standing
    findings: tuple[Finding, ...]


def permit_lines(session: Session, permits: Sequence[Permit], today: date) -> list[PermitLine]:
    """Return the lines of a list; a fixed number of statements."""
    ids = [permit.id for permit in permits]
    wells = queries.count_wells(session, ids)
    volumes = queries.volumes_of_permits(session, ids)
    return [
        PermitLine(
            id=permit.id,
            number=permit.number,
            holder=holder_name(permit),
            volume_m3=permit.permitted_m3,
            wells=wells.get(permit.id, 0),
            valid_to=permit.valid_to,
            status=permit.status,
            standing=permit.validity.standing(today),
            findings=findings(looked_at(permit, wells.get(permit.id, 0), volumes.get(permit.id)), today),
        )
        for permit in permits
    ]


def holder_name(permit: Permit) -> str:
    """Return the name of a permit's holder, hidden where a citizen's."""
    return masked(permit.holder).name if permit.holder else ""


def looked_at(permit: Permit, wells: int, volumes: dict[int, Decimal] | None) -> Looked:
    """Return a permit as the rules look at it."""
    return Looked(
        validity=permit.validity,
        permitted_m3=permit.permitted_m3,
        wells=wells,
        use=permit.use,
        holder=permit.holder.kind if permit.holder else None,
        list_paper=permit.list_paper,
        renewal_asked_on=permit.renewal_asked_on,
        volumes=volumes,
    )


@dataclass(frozen=True, slots=True)
class PermitPage:
    """All that a permit's page shows."""

    permit: Permit
    holder: str
    standing: Standing
    findings: tuple[Finding, ...]
    wells: tuple[Well, ...]
    volumes: tuple[dict[str, Any], ...]
    """By year, as a chart takes them."""
    events: tuple[PermitEvent, ...]
    changes: tuple[tuple[datetime, str, str], ...]
    """When, who, and what it said before."""
    renewal: Deadline | None
    """Last day to ask for a renewal in time, with how it came about."""
    steps: tuple[PermitStep, ...]
    is_village_bundle: bool
    may_edit: bool


def permit_page(session: Session, permit: Permit, actor: Actor, today: date) -> PermitPage:
    """Return a permit as its page shows it."""
    wells = tuple(queries.list_wells_of(session, permit.id))
    volumes = queries.volumes_of_permits(session, [permit.id]).get(permit.id, {})
    may_edit = actor.can(Permission.PERMIT_EDIT) and actor.reaches(permit.county_code)
    kind = permit.holder.kind if permit.holder else None
    return PermitPage(
        permit=permit,
        holder=holder_name(permit),
        standing=permit.validity.standing(today),
        findings=findings(looked_at(permit, len(wells), volumes), today),
        wells=wells,
        volumes=tuple(_years(yearly_facts(session, wells, today), wells)),
        events=tuple(queries.list_events(session, permit.id)),
        changes=tuple(
            (change.replaced_at, change.actor_name, change.facts.get("permitted_m3") or "—")
            for change in queries.list_changes(session, permit.id)
        ),
        renewal=_renewal(session, permit.valid_to),
        steps=next_steps(permit.status) if may_edit else (),
        is_village_bundle=village_bundle(kind, len(wells)),
        may_edit=may_edit,
    )


def _years(facts: YearlyFacts, wells: tuple[Well, ...]) -> Iterator[dict[str, Any]]:
    for year in facts.years:
        total = facts.total(wells, year)
        yield {"label": str(year), "value": total.m3, "quality": total.made_of}


def _renewal(session: Session, valid_to: date | None) -> Deadline | None:
    """Return the last day to ask for a renewal (D-24); None where the calendar does not reach it."""
    if valid_to is None:
        return None
    try:
        length = Length(RENEWAL_DAYS, Unit.CALENDAR_DAY)
        return compute(valid_to, length, calendar=get_calendar(session), backward=True)
    except RuleBroken:
        return None


@dataclass(frozen=True, slots=True)
class Above:
    """What rooms above the permits know where water is to be taken."""

    total_left_m3: Decimal | None
    halted_by: tuple[str, ...]


def above_facts(
    session: Session, county_code: str, year: int, source: WaterSource, well_ids: Sequence[UUID]
) -> Above:
    """Return what is left of the control total, and the letters that halt approvals."""
    total = plans.find_total(session, county_code, year, source)
    left = None if total is None else total.planned_m3 - plans.dealt_out(session, [total.id])[total.id]
    letters = open_limits(session, well_ids) if well_ids else {}
    numbers = [letter.number or "—" for some in letters.values() for letter in some]
    return Above(left, tuple(dict.fromkeys(numbers)))


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A permit of either side of a reconciliation."""

    entry: PermitListEntry
    holder: str
    rows: tuple[tuple[str, str, str], ...]
    """What is compared: its name, theirs, ours."""
    faults: tuple[str, ...]


def entry_lines(entries: Sequence[PermitListEntry], faults: type[Any]) -> list[EntryLine]:
    """Return the lines of a reconciliation; only what differs is told twice."""
    shown = []
    for entry in entries:
        told = entry.theirs or entry.ours
        rows = tuple(
            (label(Aspect(one)), str(entry.theirs.get(one, "—")), str(entry.ours.get(one, "—")))
            for one in entry.differences
        )
        names = tuple(label(faults(one)) for one in entry.faults)
        shown.append(EntryLine(entry, str(told.get("holder", "")) or _("未写明"), rows, names))
    return shown
