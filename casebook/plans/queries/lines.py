"""What users and wells may take: the seam that volumes, returns and screening ask."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.plans.models import PlanEvent, PlanNode
from casebook.plans.rules import IN_FORCE, Level, PlanLine, PlanState, combine
from casebook.quotas.rules import GROUNDWATER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
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
    on: date | None = None,
) -> dict[UUID, PlanLine]:
    """Return the issued plan of each user, all townships together; users without one are left out.

    `sources` are groundwater where nothing is said, since that is what wells are measured against.
    `on` asks for the plan as it was on a day (see `plans_of_wells`); without it the present one.
    """
    whose = (PlanNode.county_code == county_code, PlanNode.level == Level.USER, PlanNode.source.in_(sources))
    found: dict[UUID, list[PlanLine]] = defaultdict(list)
    for some in _slices(party_ids):
        nodes = _nodes(session, year, *whose, PlanNode.party_id.in_(some))
        for node, line in _lines(session, nodes, on):
            if node.party_id is not None:
                found[node.party_id].append(line)
    return {party_id: combine(lines) for party_id, lines in found.items()}


def plans_of_wells(
    session: Session, well_ids: Collection[UUID], year: int, *, on: date | None = None
) -> dict[UUID, PlanLine]:
    """Return the issued groundwater plan of each well that has one of its own.

    `on` asks for the plan as it was on a day: what was adjusted, moved or cut afterwards does not count,
    nor one that was issued later in its year. One that was entered when its year was over is taken to
    have been so from the start.
    """
    found: dict[UUID, list[PlanLine]] = defaultdict(list)
    for some in _slices(well_ids):
        nodes = _nodes(session, year, PlanNode.well_id.in_(some), PlanNode.source.in_(GROUNDWATER))
        for node, line in _lines(session, nodes, on):
            if node.well_id is not None:
                found[node.well_id].append(line)
    return {well_id: combine(lines) for well_id, lines in found.items()}


def _nodes(session: Session, year: int, *whose: ColumnElement[bool]) -> list[PlanNode]:
    query = select(PlanNode).where(PlanNode.year == year, PlanNode.state != PlanState.DROPPED, *whose)
    return list(session.scalars(query.order_by(PlanNode.rowid)))


def _lines(
    session: Session, nodes: Sequence[PlanNode], on: date | None
) -> Iterator[tuple[PlanNode, PlanLine]]:
    """Yield the issued lines among these, as they are now or as they were on a day."""
    later = {} if on is None or not nodes else _events_of_moved(session, [node.id for node in nodes], on)
    for node in nodes:
        events = later.get(node.id)
        if events is None or on is None:
            if node.state in IN_FORCE:
                yield node, line_of(node)
            continue
        issued = [one for one in events if one.to_state in IN_FORCE]
        known = [one for one in issued if one.on <= on]
        held = known[-1:] or [one for one in issued[:1] if one.on.year > node.year]
        for one in held:
            yield node, PlanLine(one.planned_m3, _months(one.months), node.source.value)


def _events_of_moved(session: Session, node_ids: Collection[UUID], on: date) -> dict[UUID, list[PlanEvent]]:
    """Return all steps, in their order, of the lines that moved after a day."""
    found: dict[UUID, list[PlanEvent]] = defaultdict(list)
    moved = select(PlanEvent.node_id).where(PlanEvent.node_id.in_(node_ids), PlanEvent.on > on)
    query = select(PlanEvent).where(PlanEvent.node_id.in_(moved))
    for event in session.scalars(query.order_by(PlanEvent.node_id, PlanEvent.sequence)):
        found[event.node_id].append(event)
    return found


def plans_by_source(
    session: Session, county_code: str, year: int, party_id: UUID, *, within: str
) -> dict[WaterSource, PlanLine]:
    """Return a user's issued plan of each source, of the townships within a jurisdiction."""
    query = select(PlanNode).where(
        PlanNode.county_code == county_code,
        PlanNode.party_id == party_id,
        PlanNode.level == Level.USER,
        PlanNode.year == year,
        PlanNode.state.in_(IN_FORCE),
        PlanNode.division_code.startswith(within),
    )
    found: dict[WaterSource, list[PlanNode]] = defaultdict(list)
    for node in session.scalars(query.order_by(PlanNode.rowid)):
        found[node.source].append(node)
    return {source: combine([line_of(node) for node in nodes]) for source, nodes in found.items()}


def line_of(node: PlanNode) -> PlanLine:
    """Return a plan line as its figures."""
    return PlanLine(node.planned_m3, _months(node.months), node.source.value)


def _months(months: Iterable[str]) -> tuple[Decimal, ...]:
    return tuple(Decimal(month) for month in months)


def _slices(ids: Collection[UUID]) -> Iterable[list[UUID]]:
    wanted = sorted(ids)
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
