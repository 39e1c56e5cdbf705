"""A user with its wells, and the years of which something is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.plans.models import PlanNode, ReclaimedUse
from casebook.plans.rules import IN_FORCE
from casebook.quotas.models import Permit, PermitWell
from casebook.quotas.rules import NOT_YET
from casebook.volumes.models import WellMonth
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def get_user(session: Session, party_id: UUID, actor: Actor) -> tuple[Party, list[Well]]:
    """Return a party with the wells within reach that it uses, by code.

    NotFound for one of another county, and for one without such a well to who does not reach the county.
    """
    party = session.scalar(select(Party).where(Party.id == party_id, Party.county_code == actor.county_code))
    if party is None:
        raise NotFound("party", party_id)
    query = (
        select(Well)
        .join(WellParty, WellParty.well_id == Well.id)
        .where(WellParty.party_id == party.id, WellParty.role == PartyRole.USER)
        .where(Well.division_code.startswith(actor.jurisdiction))
        .order_by(Well.code)
    )
    wells = list(session.scalars(query).unique())
    if not wells and not actor.reaches(party.county_code):
        raise NotFound("party", party_id)
    return party, wells


def list_water_years(
    session: Session, well_ids: Collection[UUID], *, party_id: UUID | None = None
) -> list[int]:
    """Return the years with a figure of one of the wells, or a plan of them or of the user, newest first."""
    taken = select(WellMonth.year).where(WellMonth.well_id.in_(well_ids), WellMonth.grade.is_not(None))
    whose = or_(PlanNode.well_id.in_(well_ids), PlanNode.party_id == party_id)
    planned = select(PlanNode.year).where(whose, PlanNode.state.in_(IN_FORCE))
    both = taken.union(planned).subquery()
    return list(session.scalars(select(both.c.year).order_by(both.c.year.desc())))


def list_user_permits(session: Session, party_id: UUID, well_ids: Collection[UUID]) -> list[Permit]:
    """Return the permits that a party holds or that its wells stand on, the longest valid first."""
    on_wells = select(PermitWell.permit_id).where(PermitWell.well_id.in_(well_ids))
    query = select(Permit).where(
        or_(Permit.holder_id == party_id, Permit.id.in_(on_wells)), Permit.status.not_in(NOT_YET)
    )
    order = Permit.valid_to.is_(None), Permit.valid_to.desc(), Permit.number
    return list(session.scalars(query.order_by(*order)).unique())


def list_reclaimed_uses(session: Session, party_id: UUID, year: int) -> dict[int, ReclaimedUse]:
    """Return the last version of each month of reclaimed water that a user took, by number of the month."""
    query = select(ReclaimedUse).where(ReclaimedUse.party_id == party_id, ReclaimedUse.year == year)
    return {row.month: row for row in session.scalars(query.order_by(ReclaimedUse.version))}
