"""Reading claims, baselines and substitutes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVarTuple

from sqlalchemy import func, or_, select

from casebook.claims.models import (
    Baseline,
    Claim,
    ClaimEvent,
    ClaimPaper,
    SubstituteDraw,
    SubstituteSupply,
    SubstituteWater,
)
from casebook.claims.rules import BaselineStatus, ClaimStatus, MeasureKind
from casebook.db.paging import Page, page
from casebook.kernel.errors import NotFound
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.kernel.months import Month

_ZERO = Decimal("0.000")
Columns = TypeVarTuple("Columns")
AT_ONCE = 500


@dataclass(frozen=True)
class ClaimFilter:
    """What a list of claims is narrowed to; empty means all."""

    year: int | None = None
    division_code: str = ""
    kind: MeasureKind | None = None
    status: ClaimStatus | None = None


@dataclass(frozen=True)
class KindSum:
    """The claims of one kind: how many, and their m³ of a full year; refused and withdrawn ones left out."""

    kind: MeasureKind
    claims: int
    claimed_m3: Decimal
    booked_m3: Decimal
    booked_this_year_m3: Decimal


def get_claim(session: Session, number: str, actor: Actor) -> Claim:
    """Return a claim in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Claim).where(Claim.number == number))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("claim", number)
    return found


def get_claim_by_id(session: Session, claim_id: UUID, actor: Actor) -> Claim:
    """Return a claim in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Claim).where(Claim.id == claim_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("claim", claim_id)
    return found


def get_baseline(session: Session, baseline_id: UUID, actor: Actor) -> Baseline:
    """Return a baseline in the actor's jurisdiction, or raise NotFound."""
    found = session.scalar(select(Baseline).where(Baseline.id == baseline_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("baseline", baseline_id)
    return found


def get_substitute(session: Session, substitute_id: UUID, actor: Actor) -> SubstituteWater:
    """Return a substitute water for who sees the whole county that it belongs to, or raise NotFound."""
    found = find_substitute(session, substitute_id)
    if found is None or not actor.reaches(found.county_code):
        raise NotFound("substitute", substitute_id)
    return found


def find_substitute(session: Session, substitute_id: UUID | None) -> SubstituteWater | None:
    """Return the substitute water that a closure or claim names; None where it names none."""
    if substitute_id is None:
        return None
    return session.scalar(select(SubstituteWater).where(SubstituteWater.id == substitute_id))


def page_claims(
    session: Session, *, actor: Actor, wanted: ClaimFilter, cursor: str | None = None
) -> Page[Claim]:
    """Return a page of claims, newest number first."""
    query = _filtered(select(Claim), wanted, actor)
    columns = [Claim.number]
    return page(session, query, columns=columns, key=lambda row: [row.number], cursor=cursor, descending=True)


def iterate_claims(session: Session, wanted: ClaimFilter, actor: Actor) -> Iterator[Claim]:
    """Yield all claims that a filter means, by number, some at a time."""
    query, last = _filtered(select(Claim), wanted, actor).order_by(Claim.number).limit(AT_ONCE), ""
    while rows := list(session.scalars(query.where(Claim.number > last))):
        last = rows[-1].number
        yield from rows


def sums_by_kind(session: Session, wanted: ClaimFilter, actor: Actor) -> list[KindSum]:
    """Return the sums of the same claims by kind, in the order of the kinds."""
    figures = (
        func.count(Claim.id),
        func.sum(Claim.claimed_m3),
        func.sum(Claim.booked_m3),
        func.sum(Claim.booked_this_year_m3),
    )
    query = select(Claim.kind, *figures).where(
        Claim.status.not_in([ClaimStatus.REFUSED, ClaimStatus.WITHDRAWN])
    )
    rows = session.execute(_filtered(query, wanted, actor).group_by(Claim.kind)).all()
    found = {kind: KindSum(kind, n, *(one or _ZERO for one in sums)) for kind, n, *sums in rows}
    return [found[kind] for kind in MeasureKind if kind in found]


def booked_by_kind(session: Session, actor: Actor, year: int) -> dict[MeasureKind, Decimal]:
    """Return the m³ booked for a year in the actor's jurisdiction, by kind; what no claim booked is 封井."""
    totals = ledger.totals(session, actor.county_code, year, kinds=WATER, division=actor.jurisdiction)
    sums = sums_by_kind(session, ClaimFilter(year=year, status=ClaimStatus.ACCEPTED), actor)
    found = {one.kind: one.booked_m3 for one in sums}
    return {MeasureKind.SEALING: totals.full_year_m3 - sum(found.values(), _ZERO), **found}


def list_years(session: Session, actor: Actor) -> list[int]:
    """Return the years that there are claims for, newest first."""
    query = select(Claim.year).where(Claim.county_code == actor.county_code).distinct()
    return list(session.scalars(query.order_by(Claim.year.desc())))


def list_events(session: Session, claim_id: UUID) -> list[ClaimEvent]:
    """Return the steps of a claim, in order."""
    query = select(ClaimEvent).where(ClaimEvent.claim_id == claim_id)
    return list(session.scalars(query.order_by(ClaimEvent.sequence)))


def list_waiting(session: Session, actor: Actor, status: ClaimStatus, *, most: int) -> list[Claim]:
    """Return the oldest claims of a status in the actor's jurisdiction."""
    query = _filtered(select(Claim), ClaimFilter(status=status), actor)
    return list(session.scalars(query.order_by(Claim.number).limit(most)))


def page_baselines(
    session: Session, *, actor: Actor, status: BaselineStatus | None, cursor: str | None = None
) -> Page[Baseline]:
    """Return a page of baselines, the newest first."""
    query = select(Baseline).where(
        Baseline.county_code == actor.county_code,
        Baseline.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    if status is not None:
        query = query.where(Baseline.status == status)
    return page(
        session,
        query,
        columns=[Baseline.drafted_at, Baseline.id],
        key=lambda row: [row.drafted_at, row.id],
        cursor=cursor,
        descending=True,
    )


def list_locked(session: Session, actor: Actor, *, most: int, named: UUID | None) -> list[Baseline]:
    """Return the newest standing baselines of a jurisdiction, and the one that was named where it stands."""
    query = select(Baseline).where(
        Baseline.county_code == actor.county_code,
        Baseline.division_code.startswith(actor.jurisdiction, autoescape=True),
        Baseline.status == BaselineStatus.LOCKED,
    )
    rows = list(session.scalars(query.order_by(Baseline.drafted_at.desc(), Baseline.id).limit(most)))
    if named is None or named in {row.id for row in rows}:
        return rows
    return [*session.scalars(query.where(Baseline.id == named)), *rows]


def list_claims_of(session: Session, baseline_id: UUID) -> list[Claim]:
    """Return the claims that rest on a baseline, by number."""
    return list(session.scalars(select(Claim).where(Claim.baseline_id == baseline_id).order_by(Claim.number)))


def papers_of(session: Session, *subject_ids: UUID) -> list[ClaimPaper]:
    """Return the papers of baselines or claims, in the order in which they came."""
    about = or_(ClaimPaper.baseline_id.in_(subject_ids), ClaimPaper.claim_id.in_(subject_ids))
    return list(session.scalars(select(ClaimPaper).where(about).order_by(ClaimPaper.rowid)))


def get_paper(session: Session, paper_id: UUID, actor: Actor) -> ClaimPaper:
    """Return a paper of a baseline or claim in the actor's jurisdiction, or raise NotFound."""
    division = func.coalesce(Baseline.division_code, Claim.division_code)
    query = (
        select(ClaimPaper, division)
        .outerjoin(Baseline, Baseline.id == ClaimPaper.baseline_id)
        .outerjoin(Claim, Claim.id == ClaimPaper.claim_id)
    )
    found = session.execute(query.where(ClaimPaper.id == paper_id)).first()
    if found is None or not actor.reaches(found[1]):
        raise NotFound("claim_paper", paper_id)
    return found[0]


def list_substitutes(session: Session, county_code: str) -> list[SubstituteWater]:
    """Return the substitute waters of a county by name."""
    query = select(SubstituteWater).where(SubstituteWater.county_code == county_code)
    return list(session.scalars(query.order_by(SubstituteWater.name)))


def list_supply(session: Session, substitute_id: UUID) -> list[SubstituteSupply]:
    """Return the newest figure of each month that a substitute was metered, newest month first."""
    query = select(SubstituteSupply).where(SubstituteSupply.substitute_id == substitute_id)
    rows = session.scalars(query.order_by(SubstituteSupply.version))
    newest = {(row.year, row.month): row for row in rows}
    return [newest[key] for key in sorted(newest, reverse=True)]


def count_supply_versions(session: Session, substitute_id: UUID, month: Month) -> int:
    """Return how many figures a month of a substitute has had."""
    query = select(func.count()).select_from(SubstituteSupply)
    of_month = SubstituteSupply.year == month.year, SubstituteSupply.month == month.month
    return session.scalar(query.where(SubstituteSupply.substitute_id == substitute_id, *of_month)) or 0


def list_draws(session: Session, substitute_id: UUID) -> list[SubstituteDraw]:
    """Return what was booked against a substitute, given back or not, in order."""
    query = select(SubstituteDraw).where(SubstituteDraw.substitute_id == substitute_id)
    return list(session.scalars(query.order_by(SubstituteDraw.booked_on, SubstituteDraw.id)))


def find_draw(session: Session, subject_id: UUID) -> SubstituteDraw | None:
    """Return what a claim or closure took of a substitute and has not given back."""
    query = select(SubstituteDraw).where(SubstituteDraw.subject_id == subject_id)
    return session.scalar(query.where(SubstituteDraw.returned_on.is_(None)))


def _filtered(query: Select[*Columns], wanted: ClaimFilter, actor: Actor) -> Select[*Columns]:
    query = query.where(
        Claim.county_code == actor.county_code,
        Claim.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    if wanted.year is not None:
        query = query.where(Claim.year == wanted.year)
    if wanted.division_code:
        query = query.where(Claim.division_code.startswith(wanted.division_code, autoescape=True))
    if wanted.kind is not None:
        query = query.where(Claim.kind == wanted.kind)
    if wanted.status is not None:
        query = query.where(Claim.status == wanted.status)
    return query
