"""Reading runs and hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, or_, select

from casebook.db.paging import PAGE_SIZE, page
from casebook.kernel.errors import NotFound
from casebook.screening.models import (
    ScreeningHit,
    ScreeningHitEvent,
    ScreeningHitVersion,
    ScreeningRun,
    ScreeningRunHit,
)
from casebook.screening.rules.states import HitState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules.codes import Severity
    from casebook.db.paging import Page
    from casebook.screening.rules import RuleId


@dataclass(frozen=True)
class HitFilter:
    """What a list of hits is narrowed to; empty means all."""

    rule: RuleId | None = None
    severity: Severity | None = None
    state: HitState | None = None
    division_code: str = ""
    officer_id: UUID | None = None
    text: str = ""


def _reached(actor: Actor) -> Select[ScreeningHit]:
    return select(ScreeningHit).where(
        ScreeningHit.county_code == actor.county_code,
        ScreeningHit.division_code.startswith(actor.jurisdiction),
    )


def _filtered(actor: Actor, wanted: HitFilter) -> Select[ScreeningHit]:
    query = _reached(actor)
    for column, value in (
        (ScreeningHit.rule, wanted.rule),
        (ScreeningHit.severity, wanted.severity),
        (ScreeningHit.state, wanted.state),
        (ScreeningHit.assigned_to_id, wanted.officer_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.division_code:
        query = query.where(ScreeningHit.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.text:
        query = query.where(ScreeningHit.subject_title.contains(wanted.text, autoescape=True))
    return query


def page_hits(
    session: Session, actor: Actor, wanted: HitFilter, *, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ScreeningHit]:
    """Return a page of hits in the actor's reach, the gravest with most water first."""
    return page(
        session,
        _filtered(actor, wanted),
        columns=[ScreeningHit.rank, ScreeningHit.id],
        key=lambda row: [row.rank, row.id],
        cursor=cursor,
        descending=True,
        size=size,
        convert=lambda index, part: UUID(part) if index else part,
    )


def count_hits(session: Session, actor: Actor, wanted: HitFilter) -> int:
    """Return how many hits a filter leaves."""
    query = _filtered(actor, wanted).order_by(None).with_only_columns(func.count())
    return session.scalar(query) or 0


def count_open_by_rule(session: Session, actor: Actor) -> dict[RuleId, int]:
    """Return how many hits of each rule wait for somebody."""
    query = _reached(actor).where(ScreeningHit.state == HitState.OPEN)
    counted = query.with_only_columns(ScreeningHit.rule, func.count()).group_by(ScreeningHit.rule)
    return {row[0]: row[1] for row in session.execute(counted)}


def get_hit(session: Session, hit_id: UUID, actor: Actor) -> ScreeningHit:
    """Return a hit in the actor's reach, or raise NotFound."""
    found = session.scalar(select(ScreeningHit).where(ScreeningHit.id == hit_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("screening_hit", hit_id)
    return found


def get_hits(session: Session, hit_ids: Collection[UUID], actor: Actor) -> list[ScreeningHit]:
    """Return these hits by id; NotFound when one of them is none or out of reach."""
    found = list(
        session.scalars(_reached(actor).where(ScreeningHit.id.in_(hit_ids)).order_by(ScreeningHit.id))
    )
    missing = set(hit_ids) - {one.id for one in found}
    if missing:
        raise NotFound("screening_hit", min(missing))
    return found


def get_version(session: Session, version_id: UUID) -> ScreeningHitVersion:
    """Return the figures of a hit, or raise NotFound."""
    found = session.scalar(select(ScreeningHitVersion).where(ScreeningHitVersion.id == version_id))
    if found is None:
        raise NotFound("screening_hit_version", version_id)
    return found


def versions_by_hit(session: Session, hits: Collection[ScreeningHit]) -> dict[UUID, ScreeningHitVersion]:
    """Return the figures that stand of each hit."""
    wanted = [hit.version_id for hit in hits]
    rows = session.scalars(select(ScreeningHitVersion).where(ScreeningHitVersion.id.in_(wanted)))
    return {row.hit_id: row for row in rows}


def list_events(session: Session, hit_id: UUID) -> list[ScreeningHitEvent]:
    """Return the course of a hit in order."""
    query = select(ScreeningHitEvent).where(ScreeningHitEvent.hit_id == hit_id)
    return list(session.scalars(query.order_by(ScreeningHitEvent.sequence)))


def last_event(session: Session, hit_id: UUID) -> int:
    """Return the number of a hit's last step, 0 before the first."""
    query = select(func.max(ScreeningHitEvent.sequence)).where(ScreeningHitEvent.hit_id == hit_id)
    return session.scalar(query) or 0


def list_hits_of_well(session: Session, well_id: UUID) -> list[ScreeningHit]:
    """Return what screening ever said of a well, the gravest first."""
    query = select(ScreeningHit).where(ScreeningHit.well_id == well_id)
    return list(session.scalars(query.order_by(ScreeningHit.rank.desc(), ScreeningHit.id)))


def list_hits_of_user(
    session: Session, party_id: UUID, well_ids: Collection[UUID], *, most: int = 50
) -> list[ScreeningHit]:
    """Return what screening says of a user or its wells and nobody has settled yet, the gravest first."""
    query = select(ScreeningHit).where(
        or_(ScreeningHit.party_id == party_id, ScreeningHit.well_id.in_(well_ids)),
        ScreeningHit.state.in_((HitState.OPEN, HitState.LEAD, HitState.KNOWN)),
    )
    return list(session.scalars(query.order_by(ScreeningHit.rank.desc(), ScreeningHit.id).limit(most)))


def page_runs(
    session: Session, actor: Actor, *, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page[ScreeningRun]:
    """Return a page of the county's runs, newest first; whoever has a part of the county sees none."""
    query = select(ScreeningRun).where(ScreeningRun.county_code.startswith(actor.jurisdiction))
    return page(
        session,
        query,
        columns=[ScreeningRun.number],
        key=lambda row: [row.number],
        cursor=cursor,
        descending=True,
        size=size,
    )


def get_run(session: Session, number: int, actor: Actor) -> ScreeningRun:
    """Return a run of the actor's county, or raise NotFound."""
    found = session.scalar(
        select(ScreeningRun).where(
            ScreeningRun.county_code.startswith(actor.jurisdiction), ScreeningRun.number == number
        )
    )
    if found is None:
        raise NotFound("screening_run", number)
    return found


def page_run_hits(
    session: Session,
    run: ScreeningRun,
    actor: Actor,
    *,
    rule: RuleId | None = None,
    cursor: str | None = None,
) -> Page[ScreeningHit]:
    """Return a page of what a run said in the actor's reach, the gravest first."""
    query = (
        _reached(actor)
        .join(ScreeningHitVersion, ScreeningHitVersion.hit_id == ScreeningHit.id)
        .join(ScreeningRunHit, ScreeningRunHit.version_id == ScreeningHitVersion.id)
        .where(ScreeningRunHit.run_id == run.id)
    )
    if rule is not None:
        query = query.where(ScreeningHit.rule == rule)
    return page(
        session,
        query,
        columns=[ScreeningHit.rank, ScreeningHit.id],
        key=lambda row: [row.rank, row.id],
        cursor=cursor,
        descending=True,
        convert=lambda index, part: UUID(part) if index else part,
    )
