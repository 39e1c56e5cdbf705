"""Reading lists of electronic permits and what became of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.quotas.models import Permit, PermitList, PermitListEntry
from casebook.quotas.queries.register import GRANTED
from casebook.quotas.rules import Listed

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.quotas.rules import Verdict

MOST_LISTS = 20


def our_list(session: Session, county_code: str) -> list[Listed]:
    """Return the county's granted permits as a list says them, by number."""
    query = select(Permit).where(Permit.county_code == county_code, GRANTED).order_by(Permit.number)
    return [listed_of(permit) for permit in session.scalars(query)]


def listed_of(permit: Permit) -> Listed:
    """Return a permit as a list says it."""
    return Listed(
        number=permit.number,
        holder=permit.holder.name if permit.holder else "",
        identifier=permit.holder.identifier if permit.holder else "",
        volume_m3=permit.permitted_m3,
        valid_from=permit.valid_from,
        valid_to=permit.valid_to,
    )


def list_lists(session: Session, actor: Actor) -> list[PermitList]:
    """Return the county's last lists, the newest first."""
    query = select(PermitList).where(PermitList.county_code == actor.county_code)
    return list(session.scalars(query.order_by(PermitList.rowid.desc()).limit(MOST_LISTS)))


def get_list(session: Session, list_id: UUID, actor: Actor) -> PermitList:
    """Return a list of the actor's county, or raise NotFound."""
    found = session.scalar(select(PermitList).where(PermitList.id == list_id))
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("permit_list", list_id)
    return found


def page_entries(
    session: Session, list_id: UUID, verdict: Verdict | None, *, cursor: str | None = None
) -> Page[PermitListEntry]:
    """Return a page of a list's entries in their order."""
    query = select(PermitListEntry).where(PermitListEntry.list_id == list_id)
    if verdict is not None:
        query = query.where(PermitListEntry.verdict == verdict)
    return page(
        session,
        query,
        columns=[PermitListEntry.sequence],
        key=lambda row: [row.sequence],
        cursor=cursor,
    )


def list_entries(session: Session, list_id: UUID, verdicts: Collection[Verdict]) -> list[PermitListEntry]:
    """Return a list's entries of some verdicts in their order."""
    query = select(PermitListEntry).where(
        PermitListEntry.list_id == list_id, PermitListEntry.verdict.in_(verdicts)
    )
    return list(session.scalars(query.order_by(PermitListEntry.sequence)))
