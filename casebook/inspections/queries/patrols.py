"""Reading village patrols."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select

from casebook.db.paging import PAGE_SIZE, page
from casebook.inspections.models import Patrol, PatrolVisit
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.inspections.filed import PatrolState


@dataclass(frozen=True)
class PatrolFilter:
    """What a list of rounds is narrowed to; empty means all."""

    officer_id: UUID | None = None
    division_code: str = ""


@dataclass
class VillageCount:
    """How a round found the wells of one village."""

    division_code: str
    village: str
    states: dict[PatrolState, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many wells were looked at."""
        return sum(self.states.values())


def find_patrol(session: Session, patrol_id: UUID) -> Patrol | None:
    """Return a round, or None."""
    return session.scalar(select(Patrol).where(Patrol.id == patrol_id))


def get_patrol(session: Session, patrol_id: UUID, actor: Actor) -> Patrol:
    """Return a round in the actor's jurisdiction, or raise NotFound."""
    found = find_patrol(session, patrol_id)
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("patrol", patrol_id)
    return found


def find_visit(session: Session, visit_id: UUID) -> PatrolVisit | None:
    """Return a visit, or None."""
    return session.scalar(select(PatrolVisit).where(PatrolVisit.id == visit_id))


def list_visits(session: Session, patrol_id: UUID) -> list[PatrolVisit]:
    """Return the visits of a round in the order in which they were made."""
    query = select(PatrolVisit).where(PatrolVisit.patrol_id == patrol_id)
    return list(session.scalars(query.order_by(PatrolVisit.visited_at, PatrolVisit.id)))


def list_visits_by_well(session: Session, well_id: UUID, *, limit: int = 50) -> list[PatrolVisit]:
    """Return the last visits of patrols to a well, newest first."""
    query = select(PatrolVisit).where(PatrolVisit.well_id == well_id)
    return list(
        session.scalars(query.order_by(PatrolVisit.visited_at.desc(), PatrolVisit.id.desc()).limit(limit))
    )


def page_patrols(
    session: Session,
    *,
    actor: Actor,
    wanted: PatrolFilter,
    cursor: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Patrol]:
    """Return a page of rounds, newest first."""
    query = select(Patrol).where(
        Patrol.county_code == actor.county_code, Patrol.division_code.startswith(actor.jurisdiction)
    )
    if wanted.officer_id is not None:
        query = query.where(Patrol.officer_id == wanted.officer_id)
    if wanted.division_code:
        inside = PatrolVisit.division_code.startswith(wanted.division_code, autoescape=True)
        query = query.where(
            select(PatrolVisit.rowid).where(PatrolVisit.patrol_id == Patrol.id, inside).exists()
        )
    return page(
        session,
        query,
        columns=[Patrol.started_at, Patrol.id],
        key=lambda row: [row.started_at.isoformat(), row.id],
        cursor=cursor,
        descending=True,
        size=size,
        convert=lambda index, text: UUID(text) if index else datetime.fromisoformat(text),
    )


def count_by_village(session: Session, patrol_ids: Collection[UUID]) -> dict[UUID, list[VillageCount]]:
    """Return how each of these rounds found the wells, village by village."""
    place = (PatrolVisit.patrol_id, PatrolVisit.division_code, PatrolVisit.village)
    query = (
        select(*place, PatrolVisit.state, func.count(PatrolVisit.rowid))
        .where(PatrolVisit.patrol_id.in_(patrol_ids))
        .group_by(*place, PatrolVisit.state)
        .order_by(*place, PatrolVisit.state)
    )
    found: dict[UUID, list[VillageCount]] = {}
    for patrol_id, division_code, village, state, count in session.execute(query):
        villages = found.setdefault(patrol_id, [])
        if not villages or (villages[-1].division_code, villages[-1].village) != (division_code, village):
            villages.append(VillageCount(division_code, village))
        villages[-1].states[state] = count
    return found
