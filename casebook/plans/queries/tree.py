"""Reading the tree of plans: lines, what hangs below them, their versions, transfers, and the basis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.plans.models import PlanEvent, PlanNode, PlanTransfer
from casebook.plans.rules import ZERO, Level, PlanState
from casebook.quotas.queries import volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole, PermitExemption

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.quotas.models import AnnualVolume
    from casebook.quotas.rules import WaterSource

BASIS_YEARS = 3
"""Use of so many years before is shown beside a plan (山东节水条例 11)."""


def get_node(session: Session, node_id: UUID, actor: Actor) -> PlanNode:
    """Return a plan line that the actor may see, or raise NotFound."""
    found = session.scalar(select(PlanNode).where(PlanNode.id == node_id))
    is_county = found is not None and found.level is Level.COUNTY and found.county_code == actor.county_code
    if found is None or not (is_county or actor.reaches(found.division_code)):
        raise NotFound("plan", node_id)
    return found


def find_node(session: Session, node_id: UUID) -> PlanNode | None:
    """Return a plan line, or None."""
    return session.scalar(select(PlanNode).where(PlanNode.id == node_id))


def list_years(session: Session, county_code: str) -> list[int]:
    """Return the years that have plans, the newest first."""
    query = select(PlanNode.year).where(PlanNode.county_code == county_code, PlanNode.level == Level.COUNTY)
    return list(session.scalars(query.distinct().order_by(PlanNode.year.desc())))


def list_totals(session: Session, county_code: str, year: int) -> list[PlanNode]:
    """Return the control totals of a year by source, dropped ones left out."""
    query = select(PlanNode).where(
        PlanNode.county_code == county_code,
        PlanNode.year == year,
        PlanNode.level == Level.COUNTY,
        PlanNode.state != PlanState.DROPPED,
    )
    return list(session.scalars(query.order_by(PlanNode.source)))


def find_total(session: Session, county_code: str, year: int, source: WaterSource) -> PlanNode | None:
    """Return the control total of a source, or None where none was set."""
    totals = list_totals(session, county_code, year)
    return next((node for node in totals if node.source is source), None)


def list_townships(session: Session, county_code: str, year: int) -> list[PlanNode]:
    """Return the plans of townships of a year, by township and source."""
    query = select(PlanNode).where(
        PlanNode.county_code == county_code,
        PlanNode.year == year,
        PlanNode.level == Level.TOWNSHIP,
        PlanNode.state != PlanState.DROPPED,
    )
    return list(session.scalars(query.order_by(PlanNode.division_code, PlanNode.source)))


def count_waiting_lines(session: Session, county_code: str) -> list[tuple[int, PlanState, int]]:
    """Return how many lines of each year wait to be approved or issued, by year and state."""
    query = (
        select(PlanNode.year, PlanNode.state, func.count(PlanNode.rowid))
        .where(
            PlanNode.county_code == county_code,
            PlanNode.state.in_((PlanState.PROPOSED, PlanState.APPROVED)),
        )
        .group_by(PlanNode.year, PlanNode.state)
        .order_by(PlanNode.year.desc(), PlanNode.state)
    )
    return [(year, state, count) for year, state, count in session.execute(query)]


def page_children(
    session: Session, node: PlanNode, actor: Actor, *, cursor: str | None = None
) -> Page[PlanNode]:
    """Return a page of what hangs below a line, by key; a township's officers see their own."""
    query = select(PlanNode).where(PlanNode.parent_id == node.id, PlanNode.state != PlanState.DROPPED)
    if not actor.reaches(node.county_code):
        within = PlanNode.division_code.between(actor.jurisdiction, f"{actor.jurisdiction}~")
        query = query.where(within)
    return page(
        session,
        query,
        columns=[PlanNode.key, PlanNode.rowid],
        key=lambda row: [row.key, row.rowid],
        cursor=cursor,
    )


def dealt_out(session: Session, node_ids: Collection[UUID]) -> dict[UUID, Decimal]:
    """Return what was dealt out from each line; lines with nothing below are zero."""
    query = (
        select(PlanNode.parent_id, func.sum(PlanNode.planned_m3))
        .where(PlanNode.parent_id.in_(node_ids), PlanNode.state != PlanState.DROPPED)
        .group_by(PlanNode.parent_id)
    )
    found = dict.fromkeys(node_ids, ZERO)
    for parent_id, volume in session.execute(query):
        if parent_id is not None:
            found[parent_id] = Decimal(volume)
    return found


def others_below(session: Session, parent_id: UUID, node_id: UUID | None) -> Decimal:
    """Return what is dealt out from a line to all but one of those below."""
    query = select(func.sum(PlanNode.planned_m3)).where(
        PlanNode.parent_id == parent_id, PlanNode.state != PlanState.DROPPED
    )
    if node_id is not None:
        query = query.where(PlanNode.id != node_id)
    return session.scalar(query) or ZERO


def planned_of_party(
    session: Session, node: PlanNode, sources: Collection[WaterSource], party_id: UUID
) -> Decimal:
    """Return what a user's other lines of the same year plan, in all townships."""
    return _others(session, node, sources, PlanNode.party_id == party_id, PlanNode.level == Level.USER)


def planned_of_wells(
    session: Session, node: PlanNode, sources: Collection[WaterSource], well_ids: Collection[UUID]
) -> Decimal:
    """Return what the other lines of wells plan for the same year."""
    return _others(session, node, sources, PlanNode.well_id.in_(well_ids))


def _others(
    session: Session, node: PlanNode, sources: Collection[WaterSource], *whose: ColumnElement[bool]
) -> Decimal:
    query = select(func.sum(PlanNode.planned_m3)).where(
        PlanNode.county_code == node.county_code,
        PlanNode.year == node.year,
        PlanNode.source.in_(sources),
        PlanNode.state != PlanState.DROPPED,
        PlanNode.id != node.id,
        *whose,
    )
    return session.scalar(query) or ZERO


def is_exempt(session: Session, party_id: UUID) -> bool:
    """Say whether a user has wells and none of them needs a permit (取水条例 4)."""
    query = select(Well.exemption).join(WellParty, WellParty.well_id == Well.id)
    found = set(
        session.scalars(query.where(WellParty.party_id == party_id, WellParty.role == PartyRole.USER))
    )
    return bool(found) and PermitExemption.NONE not in found


def list_events(session: Session, node_id: UUID) -> list[PlanEvent]:
    """Return the versions and steps of a line in their order."""
    query = select(PlanEvent).where(PlanEvent.node_id == node_id).order_by(PlanEvent.sequence)
    return list(session.scalars(query))


def last_event(session: Session, node_id: UUID) -> PlanEvent | None:
    """Return the last event of a line, or None."""
    query = select(PlanEvent).where(PlanEvent.node_id == node_id)
    return session.scalar(query.order_by(PlanEvent.sequence.desc()).limit(1))


def list_transfers(session: Session, node_id: UUID) -> list[PlanTransfer]:
    """Return the transfers from or to a line, the newest first."""
    query = select(PlanTransfer).where((PlanTransfer.from_id == node_id) | (PlanTransfer.to_id == node_id))
    return list(session.scalars(query.order_by(PlanTransfer.rowid.desc())))


def list_neighbours(session: Session, node: PlanNode) -> list[PlanNode]:
    """Return the lines beside one, to which water can be transferred."""
    query = select(PlanNode).where(
        PlanNode.parent_id == node.parent_id, PlanNode.id != node.id, PlanNode.state != PlanState.DROPPED
    )
    return list(session.scalars(query.order_by(PlanNode.key))) if node.parent_id else []


@dataclass(frozen=True, slots=True)
class Basis:
    """What a user took in a year, as far as it is known."""

    year: int
    volume_m3: Decimal
    wells: int
    known: int
    """Wells that have a figure for the year."""


def wells_of_parties(session: Session, party_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Return the wells that each party uses, by code."""
    query = (
        select(WellParty.party_id, WellParty.well_id)
        .join(Well, Well.id == WellParty.well_id)
        .where(WellParty.party_id.in_(party_ids), WellParty.role == PartyRole.USER)
        .order_by(Well.code)
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for party_id, well_id in session.execute(query):
        found[party_id].append(well_id)
    return dict(found)


def basis_of_wells(
    session: Session,
    well_ids: Collection[UUID],
    year: int,
    metered: Mapping[UUID, Mapping[int, Decimal]] | None = None,
) -> list[Basis]:
    """Return the use of the three years before a plan's year.

    `metered` are whole years by meters and power, which an upper room knows; they come before what
    registers say.
    """
    known = metered or {}
    volumes = volumes_by_year(session, well_ids)
    found = []
    for before in range(year - BASIS_YEARS, year):
        figures = [
            _figure(volumes.get(one, {}).get(before, {}), known.get(one, {}).get(before)) for one in well_ids
        ]
        told = [one for one in figures if one is not None]
        found.append(Basis(before, sum(told, ZERO), len(well_ids), len(told)))
    return found


def _figure(stated: Mapping[VolumeSource, AnnualVolume], metered: Decimal | None) -> Decimal | None:
    row = stated.get(VolumeSource.MEASURED) or stated.get(VolumeSource.REGISTER)
    if metered is not None or row is None:
        return metered
    return row.volume_m3
