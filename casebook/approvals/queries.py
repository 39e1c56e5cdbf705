"""Reading chains, approvals and substitutes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from casebook.accounts import queries as accounts
from casebook.accounts.models import Officer
from casebook.approvals.models import (
    Approval,
    ApprovalBar,
    ApprovalChain,
    ApprovalOpinion,
    ApprovalPaper,
    ApprovalSubstitute,
)
from casebook.approvals.rules import (
    DEFAULT_CHAINS,
    ApprovalState,
    Candidate,
    ChainKind,
    Given,
    PaperState,
    Position,
    Question,
    Seat,
    may_sit,
    position_from,
    seat_of,
)
from casebook.db.paging import page
from casebook.kernel.clock import local_day
from casebook.kernel.errors import NotFound, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


class Whose(StrEnum):
    """Which approvals a list shows."""

    WAITING = "waiting"
    ASKED = "asked"
    TO_CHECK = "to_check"
    ALL = "all"


@dataclass(frozen=True)
class ApprovalFilter:
    """What a list of approvals is narrowed to; None means all."""

    whose: Whose = Whose.ALL
    kind: ChainKind | None = None
    state: ApprovalState | None = None


@dataclass(frozen=True)
class Asked:
    """What was frozen when it was asked."""

    title: str
    text: str
    facts: tuple[tuple[str, str], ...]
    positions: tuple[Position, ...]


def get_approval(session: Session, approval_id: UUID, actor: Actor) -> Approval:
    """Return an approval within reach, or raise NotFound."""
    found = session.scalar(select(Approval).where(Approval.id == approval_id))
    if found is None:
        raise NotFound("approval", approval_id)
    actor.need_reach(found.division_code, "approval", approval_id)
    return found


def find_latest(session: Session, subject_id: UUID, kind: ChainKind) -> Approval | None:
    """Return the last time that this was asked of a subject, whatever became of it."""
    query = select(Approval).where(Approval.subject_id == subject_id, Approval.kind == kind)
    return session.scalar(query.order_by(Approval.round.desc()).limit(1))


def is_approved(session: Session, subject_id: UUID, kind: ChainKind) -> bool:
    """Say whether the last approval of this kind was given."""
    found = find_latest(session, subject_id, kind)
    return found is not None and found.state is ApprovalState.APPROVED


def approved_on(session: Session, subject_id: UUID, kind: ChainKind) -> date | None:
    """Return the day on which the last approval of this kind was given; None when it was not."""
    found = find_latest(session, subject_id, kind)
    return found.ended_on if found is not None and found.state is ApprovalState.APPROVED else None


def list_for(session: Session, subject_ids: Collection[UUID]) -> list[Approval]:
    """Return every approval about these subjects, in the order in which they were asked."""
    query = select(Approval).where(Approval.subject_id.in_(subject_ids))
    return list(session.scalars(query.order_by(Approval.asked_at, Approval.rowid)))


def asked_of(approval: Approval) -> Asked:
    """Return what was frozen, read from the very bytes that were hashed."""
    body: dict[str, Any] = json.loads(approval.body)
    return Asked(
        title=body["title"],
        text=body["text"],
        facts=tuple((name, value) for name, value in body["facts"]),
        positions=tuple(position_from(one) for one in body["positions"]),
    )


def question_of(approval: Approval) -> Question:
    """Return an approval as its rules see it."""
    return Question(
        positions=asked_of(approval).positions,
        asker_id=approval.asked_by_id,
        agency_id=approval.agency_id,
        barred=frozenset(bar.officer_id for bar in approval.bars),
        given=tuple(Given(one.position, one.officer_id, one.verdict) for one in approval.opinions),
    )


def candidate_of(officer: Officer) -> Candidate:
    """Return an officer as one who might answer."""
    return Candidate(officer.id, officer.roles, officer.agency_id)


def list_absent(session: Session, officer_id: UUID, on: date) -> list[Officer]:
    """Return the officers whose named substitute this one is on a day, by the day they were named."""
    query = select(ApprovalSubstitute.absent_id).where(
        ApprovalSubstitute.substitute_id == officer_id, _holds(on)
    )
    ids = list(session.scalars(query.order_by(ApprovalSubstitute.named_at, ApprovalSubstitute.rowid)))
    known = accounts.officers_by_id(session, ids) if ids else {}
    return [known[one] for one in ids if one in known]


def _holds(on: date) -> ColumnElement[bool]:
    until = func.coalesce(ApprovalSubstitute.ended_on, ApprovalSubstitute.until_on)
    return and_(ApprovalSubstitute.from_on <= on, until >= on)


def find_seat(session: Session, approval: Approval, actor: Actor, on: date) -> Seat | None:
    """Return where the actor would answer now, or None."""
    if actor.officer_id is None or approval.state is not ApprovalState.REQUESTED:
        return None
    me = Candidate(actor.officer_id, actor.roles, actor.agency_id)
    absent = [candidate_of(one) for one in list_absent(session, actor.officer_id, on)]
    try:
        return seat_of(question_of(approval), me, absent)
    except RuleBroken:
        return None


def list_waiting_for(session: Session, actor: Actor, limit: int, *, on: date) -> list[Approval]:
    """Return what waits for the actor's own answer, the longest waiting first; `on` is today."""
    if actor.officer_id is None:
        return []
    query = select(Approval).where(*_reach(actor), _waits_for(session, actor, on))
    return list(session.scalars(query.order_by(Approval.turn_since, Approval.rowid).limit(limit)))


def list_to_check(session: Session, actor: Actor, limit: int) -> list[Approval]:
    """Return the approvals with an entry from paper that somebody other than the actor made."""
    query = select(Approval).where(*_reach(actor), _to_check(actor))
    return list(session.scalars(query.order_by(Approval.turn_since, Approval.rowid).limit(limit)))


def page_approvals(
    session: Session, actor: Actor, wanted: ApprovalFilter, *, on: date, cursor: str | None
) -> Page[Approval]:
    """Return a page of approvals, the last asked first."""
    query = select(Approval).where(*_reach(actor), *_conditions(session, actor, wanted, on))
    return page(
        session,
        query,
        columns=[Approval.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def _conditions(
    session: Session, actor: Actor, wanted: ApprovalFilter, on: date
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.whose is Whose.WAITING:
        found.append(_waits_for(session, actor, on))
    if wanted.whose is Whose.ASKED:
        found.append(Approval.asked_by_id == actor.officer_id)
    if wanted.whose is Whose.TO_CHECK:
        found.append(_to_check(actor))
    if wanted.kind is not None:
        found.append(Approval.kind == wanted.kind)
    if wanted.state is not None:
        found.append(Approval.state == wanted.state)
    return found


def _reach(actor: Actor) -> list[ColumnElement[bool]]:
    county = Approval.county_code == actor.county_code
    if len(actor.jurisdiction) <= len(actor.county_code):
        return [county]
    return [county, Approval.division_code.startswith(actor.jurisdiction)]


def _to_check(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        ApprovalPaper.approval_id == Approval.id,
        ApprovalPaper.state == PaperState.TO_CHECK,
        ApprovalPaper.entered_by_id != actor.officer_id,
    )


def _waits_for(session: Session, actor: Actor, on: date) -> ColumnElement[bool]:
    """Say in SQL what `rules.seat_of` says of one row."""
    me = actor.officer_id
    seats = [_sits(actor.roles, actor.agency_id)]
    if me is not None:
        absent = list_absent(session, me, on)
        seats += [and_(Approval.turn_substitutes, _sits(one.roles, one.agency_id)) for one in absent]
    answered = and_(ApprovalOpinion.approval_id == Approval.id, ApprovalOpinion.officer_id == me)
    is_barred = exists().where(ApprovalBar.approval_id == Approval.id, ApprovalBar.officer_id == me)
    return and_(
        Approval.state == ApprovalState.REQUESTED,
        or_(*seats),
        ~exists().where(answered, or_(~Approval.turn_earlier, ApprovalOpinion.position == Approval.turn)),
        or_(Approval.turn_asker, and_(Approval.asked_by_id != me, ~is_barred)),
    )


def _sits(roles: Collection[object], agency_id: UUID | None) -> ColumnElement[bool]:
    is_near = or_(~Approval.turn_own_agency, Approval.agency_id == agency_id)
    return and_(Approval.turn_role.in_(sorted(roles, key=str)), is_near)


def get_paper(session: Session, approval: Approval, paper_id: UUID) -> ApprovalPaper:
    """Return an entry from paper of an approval, or raise NotFound."""
    query = select(ApprovalPaper).where(
        ApprovalPaper.id == paper_id, ApprovalPaper.approval_id == approval.id
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("approval_paper", paper_id)
    return found


@dataclass(frozen=True)
class ChainInForce:
    """The chain of a kind that an agency has to go through; without a row it is ours."""

    kind: ChainKind
    positions: tuple[Position, ...]
    row: ApprovalChain | None

    @property
    def is_own(self) -> bool:
        """Whether the county has set it."""
        return self.row is not None


def find_chain(
    session: Session, *, county_code: str, kind: ChainKind, agency_id: UUID | None, on: date
) -> ChainInForce:
    """Return the chain in force on a day: the agency's own, else the county's, else the default."""
    rows = session.scalars(_versions(county_code).where(ApprovalChain.kind == kind)).all()
    return _in_force(kind, rows, agency_id, on)


def chains_in_force(
    session: Session, *, county_code: str, agency_id: UUID | None, on: date
) -> list[ChainInForce]:
    """Return the chain of every kind that is in force on a day."""
    rows = session.scalars(_versions(county_code)).all()
    return [_in_force(kind, [row for row in rows if row.kind is kind], agency_id, on) for kind in ChainKind]


def list_versions(session: Session, county_code: str, kind: ChainKind) -> list[ApprovalChain]:
    """Return every version of a kind's chain, the newest first."""
    return list(session.scalars(_versions(county_code).where(ApprovalChain.kind == kind)))


def last_version(session: Session, county_code: str, kind: ChainKind) -> int:
    """Return the number of the newest version of a kind's chain; 0 when there is none."""
    query = select(func.max(ApprovalChain.version)).where(
        ApprovalChain.county_code == county_code, ApprovalChain.kind == kind
    )
    return session.scalar(query) or 0


def _versions(county_code: str) -> Select[Any]:
    query = select(ApprovalChain).where(ApprovalChain.county_code == county_code)
    return query.order_by(ApprovalChain.version.desc(), ApprovalChain.rowid)


def _in_force(
    kind: ChainKind, rows: Sequence[ApprovalChain], agency_id: UUID | None, on: date
) -> ChainInForce:
    valid = [row for row in rows if row.valid_from <= on]
    own = next((row for row in valid if row.agency_id is not None and row.agency_id == agency_id), None)
    row = own or next((row for row in valid if row.agency_id is None), None)
    if row is None or not row.positions:
        return ChainInForce(kind, DEFAULT_CHAINS[kind], None)
    return ChainInForce(kind, tuple(position_from(one) for one in row.positions), row)


def list_substitutes(session: Session, actor: Actor, *, on: date) -> list[ApprovalSubstitute]:
    """Return the substitutes of officers within reach, named for today or later, by their first day."""
    until = func.coalesce(ApprovalSubstitute.ended_on, ApprovalSubstitute.until_on)
    query = (
        select(ApprovalSubstitute)
        .join(Officer, Officer.id == ApprovalSubstitute.absent_id)
        .where(
            ApprovalSubstitute.county_code == actor.county_code,
            Officer.jurisdiction.startswith(actor.jurisdiction),
            until >= on,
        )
    )
    return list(session.scalars(query.order_by(ApprovalSubstitute.from_on, ApprovalSubstitute.rowid)))


def get_substitute(session: Session, substitute_id: UUID, actor: Actor) -> ApprovalSubstitute:
    """Return a naming of an absent officer within reach, or raise NotFound."""
    query = select(ApprovalSubstitute).where(
        ApprovalSubstitute.id == substitute_id, ApprovalSubstitute.county_code == actor.county_code
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("approval_substitute", substitute_id)
    accounts.get_officer_within(session, found.absent_id, actor)
    return found


def list_signers(session: Session, approval: Approval, place: int, on: date) -> list[Officer]:
    """Return the officers who may sign a position on paper, by agency and name, substitutes among them."""
    question = question_of(approval)
    alone = Question(
        question.positions[place : place + 1], question.asker_id, question.agency_id, question.barred
    )
    officers = accounts.list_officers(session, county_code=approval.county_code)
    by_id = {one.id: candidate_of(one) for one in officers}
    absent: dict[UUID, list[Candidate]] = {}
    named = select(ApprovalSubstitute).where(
        ApprovalSubstitute.county_code == approval.county_code, _holds(on)
    )
    for one in session.scalars(named.order_by(ApprovalSubstitute.rowid)):
        absent.setdefault(one.substitute_id, []).append(by_id[one.absent_id])
    return [
        one for one in officers if one.is_active and may_sit(alone, by_id[one.id], absent.get(one.id, ()))
    ]


def days_waiting(approval: Approval, now: datetime) -> int:
    """Return for how many days the present position has had it; 0 once it has ended."""
    if approval.state is not ApprovalState.REQUESTED:
        return 0
    return (local_day(now) - local_day(approval.turn_since)).days
