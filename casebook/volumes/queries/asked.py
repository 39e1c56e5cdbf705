"""Queries of figures: the list, one of them, and those about wells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.volumes.models import VolumeQuery
from casebook.volumes.rules import QueryState
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.volumes.rules import QueryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFilter:
    """What a list of queries is narrowed to; empty means all."""

    state: QueryState | None = QueryState.OPEN
    kind: QueryKind | None = None
    division_code: str = ""
    text: str = ""
    """What the well's code begins or ends with."""


def page_queries(
    session: Session, actor: Actor, wanted: QueryFilter, *, cursor: str | None = None
) -> Page[VolumeQuery]:
    """Return queries in the actor's reach, the newest first."""
    return page(
        session,
        _filtered(actor, wanted),
        columns=[VolumeQuery.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def count_queries(session: Session, actor: Actor, wanted: QueryFilter) -> int:
    """Return how many queries there are."""
    return session.scalar(select(func.count()).select_from(_filtered(actor, wanted).subquery())) or 0


def _filtered(actor: Actor, wanted: QueryFilter) -> Select[VolumeQuery]:
    row = VolumeQuery
    query = select(row).where(row.county_code == actor.county_code)
    if actor.jurisdiction != actor.county_code:
        query = query.where(row.division_code.startswith(actor.jurisdiction))
    if wanted.state is not None:
        query = query.where(row.state == wanted.state)
    if wanted.kind is not None:
        query = query.where(row.kind == wanted.kind)
    if wanted.division_code:
        query = query.where(row.division_code == wanted.division_code)
    if wanted.text:
        word = wanted.text
        fits = Well.code.startswith(word, autoescape=True) | Well.code.endswith(word, autoescape=True)
        query = query.join(Well, Well.id == row.well_id).where(fits)
    return query


def get_query(session: Session, query_id: UUID, actor: Actor) -> VolumeQuery:
    """Return one query; NotFound outside the jurisdiction."""
    found: VolumeQuery | None = session.scalar(select(VolumeQuery).where(VolumeQuery.id == query_id))
    if found is None:
        raise NotFound("volume_query", query_id)
    actor.need_reach(found.division_code, "volume_query", query_id)
    return found


def list_queries_of(
    session: Session, well_ids: Collection[UUID], *, state: QueryState | None = None
) -> list[VolumeQuery]:
    """Return the queries about some wells, the newest interval first."""
    query = select(VolumeQuery).where(VolumeQuery.well_id.in_(well_ids))
    if state is not None:
        query = query.where(VolumeQuery.state == state)
    return list(session.scalars(query.order_by(VolumeQuery.to_on.desc(), VolumeQuery.rowid.desc())))
