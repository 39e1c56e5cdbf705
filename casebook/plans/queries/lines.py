"""What users and wells may take: the seam that volumes, returns and screening ask."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.plans.models import PlanNode
from casebook.plans.rules import IN_FORCE, Level, PlanLine, combine
from casebook.quotas.rules import GROUNDWATER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.quotas.rules import WaterSource

AT_ONCE = 500


def plans_of_parties(
    session: Session,
    county_code: str,
    year: int,
    party_ids: Collection[UUID],
    *,
    sources: Collection[WaterSource] = GROUNDWATER,
) -> dict[UUID, PlanLine]:
    """Return the issued plan of each user, all townships together; users without one are left out.

    `sources` are groundwater where nothing is said, since that is what wells are measured against.
    """
    wanted = PlanNode.county_code == county_code
    found: dict[UUID, list[PlanNode]] = defaultdict(list)
    for some in _slices(party_ids):
        query = select(PlanNode).where(wanted, PlanNode.party_id.in_(some), PlanNode.level == Level.USER)
        query = query.where(PlanNode.year == year, PlanNode.source.in_(sources), PlanNode.state.in_(IN_FORCE))
        for node in session.scalars(query.order_by(PlanNode.rowid)):
            if node.party_id is not None:
                found[node.party_id].append(node)
    return {party_id: combine([line_of(node) for node in nodes]) for party_id, nodes in found.items()}


def plans_of_wells(session: Session, well_ids: Collection[UUID], year: int) -> dict[UUID, PlanLine]:
    """Return the issued groundwater plan of each well that has one of its own."""
    found: dict[UUID, list[PlanNode]] = defaultdict(list)
    for some in _slices(well_ids):
        query = select(PlanNode).where(PlanNode.well_id.in_(some), PlanNode.year == year)
        query = query.where(PlanNode.source.in_(GROUNDWATER), PlanNode.state.in_(IN_FORCE))
        for node in session.scalars(query.order_by(PlanNode.rowid)):
            if node.well_id is not None:
                found[node.well_id].append(node)
    return {well_id: combine([line_of(node) for node in nodes]) for well_id, nodes in found.items()}


def line_of(node: PlanNode) -> PlanLine:
    """Return a plan line as its figures."""
    return PlanLine(node.planned_m3, tuple(Decimal(month) for month in node.months), node.source.value)


def _slices(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    wanted = sorted(ids)
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
