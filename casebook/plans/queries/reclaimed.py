"""Reading reclaimed water: least use, offers, monthly use, and cuts of next year's plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.plans.models import (
    PlanCut,
    PlanCutEvent,
    PlanNode,
    ReclaimedMinimum,
    ReclaimedOffer,
    ReclaimedUse,
)
from casebook.plans.rules import (
    CHANGEABLE,
    CUT_ENDED,
    Answer,
    Condition,
    CutState,
    Level,
    MonthUse,
    PlanState,
)
from casebook.quotas.rules import CONVENTIONAL

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.rules import WaterSource


def list_users(session: Session, county_code: str, year: int) -> list[Party]:
    """Return the users with a least use in a year, by name."""
    ids = select(ReclaimedMinimum.party_id).where(
        ReclaimedMinimum.county_code == county_code, ReclaimedMinimum.year == year
    )
    return list(session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.name, Party.id)))


def minimums_of(session: Session, county_code: str, year: int) -> dict[UUID, ReclaimedMinimum]:
    """Return the last version of each user's least use in a year."""
    query = select(ReclaimedMinimum).where(
        ReclaimedMinimum.county_code == county_code, ReclaimedMinimum.year == year
    )
    return {row.party_id: row for row in session.scalars(query.order_by(ReclaimedMinimum.version))}


def offers_of(session: Session, county_code: str, year: int) -> dict[UUID, ReclaimedOffer]:
    """Return the last version of whether reclaimed water was available to each user in a year."""
    query = select(ReclaimedOffer).where(
        ReclaimedOffer.county_code == county_code, ReclaimedOffer.year == year
    )
    return {row.party_id: row for row in session.scalars(query.order_by(ReclaimedOffer.version))}


def uses_of(session: Session, county_code: str, year: int) -> dict[UUID, dict[int, ReclaimedUse]]:
    """Return the last version of each user's months of a year."""
    query = select(ReclaimedUse).where(ReclaimedUse.county_code == county_code, ReclaimedUse.year == year)
    found: dict[UUID, dict[int, ReclaimedUse]] = {}
    for row in session.scalars(query.order_by(ReclaimedUse.version)):
        found.setdefault(row.party_id, {})[row.month] = row
    return found


def answers_of(offer: ReclaimedOffer | None) -> dict[Condition, Answer]:
    """Return the answers of an offer; without one all are unknown."""
    if offer is None:
        return {}
    return {condition: getattr(offer, condition.value) for condition in Condition}


def months_of(rows: dict[int, ReclaimedUse]) -> dict[int, MonthUse]:
    """Return the months as the rules take them."""
    return {month: MonthUse(row.used_m3, row.is_metered, row.outage_m3) for month, row in rows.items()}


def last_version(session: Session, table: Any, party_id: UUID, year: int, **month: int) -> int:  # noqa: ANN401 - three tables
    """Return the last version of what was said of a user and year."""
    query = select(table.version).where(table.party_id == party_id, table.year == year)
    for name, value in month.items():
        query = query.where(getattr(table, name) == value)
    return session.scalar(query.order_by(table.version.desc()).limit(1)) or 0


def get_user(session: Session, party_id: UUID, year: int, actor: Actor) -> Party:
    """Return a user with a least use in the actor's county, or raise NotFound."""
    users = list_users(session, actor.county_code, year) if actor.reaches(actor.county_code) else []
    found = next((one for one in users if one.id == party_id), None)
    if found is None:
        raise NotFound("party", party_id)
    return found


def plans_to_cut(session: Session, party_id: UUID, year: int) -> list[PlanNode]:
    """Return a user's plans of conventional water of a year, groundwater first."""
    query = select(PlanNode).where(
        PlanNode.party_id == party_id,
        PlanNode.year == year,
        PlanNode.level == Level.USER,
        PlanNode.source.in_(CONVENTIONAL),
        PlanNode.state.in_(CHANGEABLE | {PlanState.APPROVED}),
    )
    return list(session.scalars(query.order_by(PlanNode.source, PlanNode.rowid)))


def lines_of_party(
    session: Session, party_id: UUID, year: int, source: WaterSource, state: PlanState
) -> list[PlanNode]:
    """Return a user's lines of a year and source that stand in a state."""
    query = select(PlanNode).where(
        PlanNode.party_id == party_id,
        PlanNode.year == year,
        PlanNode.level == Level.USER,
        PlanNode.source == source,
        PlanNode.state == state,
    )
    return list(session.scalars(query.order_by(PlanNode.rowid)))


def get_cut(session: Session, cut_id: UUID, actor: Actor) -> PlanCut:
    """Return a cut of the actor's county, or raise NotFound."""
    found = session.scalar(select(PlanCut).where(PlanCut.id == cut_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("plan_cut", cut_id)
    return found


def list_cuts(session: Session, county_code: str, year: int) -> list[PlanCut]:
    """Return the cuts for what was missed in a year, the newest first."""
    query = select(PlanCut).where(PlanCut.county_code == county_code, PlanCut.year == year)
    return list(session.scalars(query.order_by(PlanCut.rowid.desc())))


UNDERWAY = (CutState.DRAFTED, CutState.NOTIFIED, CutState.DEFENDED, CutState.APPROVED)


def list_cuts_underway(session: Session, county_code: str, most: int) -> list[PlanCut]:
    """Return the cuts that somebody has still to move, the oldest first."""
    query = select(PlanCut).where(PlanCut.county_code == county_code, PlanCut.state.in_(UNDERWAY))
    return list(session.scalars(query.order_by(PlanCut.rowid).limit(most)))


def find_open_cut(session: Session, party_id: UUID, year: int) -> PlanCut | None:
    """Return the cut of a user and year that was neither dropped nor reversed, or None."""
    query = select(PlanCut).where(
        PlanCut.party_id == party_id, PlanCut.year == year, PlanCut.state.not_in(CUT_ENDED)
    )
    return session.scalar(query)


def list_cut_events(session: Session, cut_id: UUID) -> list[PlanCutEvent]:
    """Return the steps of a cut in their order."""
    query = select(PlanCutEvent).where(PlanCutEvent.cut_id == cut_id)
    return list(session.scalars(query.order_by(PlanCutEvent.sequence)))
