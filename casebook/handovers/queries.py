"""Reading letters and statements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, or_, select

from casebook.access import Permission
from casebook.approvals import queries as approvals
from casebook.approvals.rules import ChainKind
from casebook.db.paging import page
from casebook.deadlines.models import Term
from casebook.handovers.models import Letter, LetterEvent, LetterStatement, LetterWell
from casebook.handovers.rules import (
    OPEN,
    Course,
    LetterKind,
    LetterState,
    last_days,
)
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.db.paging import Page

SUBJECT = "letter"
"""What a letter is called where clocks, approvals and acts are recorded."""


class Side(StrEnum):
    """Which letters a list shows."""

    MINE = "mine"
    """Those that my agency has to move."""
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    ALL = "all"


@dataclass(frozen=True)
class LetterFilter:
    """What a list of letters is narrowed to; None means all."""

    side: Side = Side.ALL
    kind: LetterKind | None = None
    state: LetterState | None = None
    is_overdue: bool = False


def get_letter(session: Session, letter_id: UUID, actor: Actor) -> Letter:
    """Return a letter that the actor may see, or raise NotFound."""
    found = session.scalar(select(Letter).where(Letter.id == letter_id, *_visible(actor)))
    if found is None:
        raise NotFound("letter", letter_id)
    return found


def find_letter(session: Session, letter_id: UUID) -> Letter | None:
    """Return a letter, or None."""
    return session.scalar(select(Letter).where(Letter.id == letter_id))


def is_sender(letter: Letter, actor: Actor) -> bool:
    """Say whether the actor belongs to the agency that sends it."""
    return actor.is_operator or actor.agency_id == letter.from_agency_id


def is_receiver(letter: Letter, actor: Actor) -> bool:
    """Say whether the actor belongs to the agency that it is sent to."""
    return letter.to_agency_id is not None and actor.agency_id == letter.to_agency_id


def list_replies(session: Session, letter_id: UUID) -> list[Letter]:
    """Return the letters that tell a letter's result or lift its limit, in their order."""
    query = select(Letter).where(Letter.in_reply_to_id == letter_id)
    return list(session.scalars(query.order_by(Letter.rowid)))


def list_events(session: Session, letter_id: UUID) -> list[LetterEvent]:
    """Return the steps of a letter in their order."""
    query = select(LetterEvent).where(LetterEvent.letter_id == letter_id)
    return list(session.scalars(query.order_by(LetterEvent.sequence)))


def get_event(session: Session, letter: Letter, event_id: UUID) -> LetterEvent:
    """Return a step of a letter, or raise NotFound."""
    query = select(LetterEvent).where(LetterEvent.id == event_id, LetterEvent.letter_id == letter.id)
    found = session.scalar(query)
    if found is None:
        raise NotFound("letter_event", event_id)
    return found


def last_sequence(session: Session, letter_id: UUID) -> int:
    """Return the number of a letter's last step; 0 before the first."""
    query = select(func.max(LetterEvent.sequence)).where(LetterEvent.letter_id == letter_id)
    return session.scalar(query) or 0


def find_approval(session: Session, letter: Letter) -> Approval | None:
    """Return the approval of a transfer: of the letter itself, else of the case that it is about."""
    own = approvals.find_latest(session, letter.id, ChainKind.TRANSFER)
    return own or approvals.find_latest(session, letter.subject_id, ChainKind.TRANSFER)


def open_limits(session: Session, well_ids: Collection[UUID]) -> dict[UUID, list[Letter]]:
    """Return by well the 限批函 in force: sent and neither returned nor lifted, the first sent first."""
    query = (
        select(LetterWell.well_id, Letter)
        .join(Letter, Letter.id == LetterWell.letter_id)
        .where(
            LetterWell.well_id.in_(well_ids),
            Letter.kind == LetterKind.PERMIT_LIMIT,
            Letter.state.in_([LetterState.SENT, LetterState.RECEIVED]),
        )
    )
    found: dict[UUID, list[Letter]] = {}
    for well_id, letter in session.execute(query.order_by(Letter.rowid, LetterWell.rowid)):
        found.setdefault(well_id, []).append(letter)
    return found


def list_awaiting_police(session: Session) -> list[Letter]:
    """Return the drafts of transfers to the police, whose clock of hours begins with the approval."""
    query = select(Letter).where(Letter.kind == LetterKind.POLICE, Letter.state == LetterState.DRAFT)
    return list(session.scalars(query.order_by(Letter.rowid)))


def list_waiting_for(session: Session, actor: Actor, limit: int) -> list[Letter]:
    """Return the letters that the actor's agency has to move, the longest under way first."""
    query = select(Letter).where(*_visible(actor), _is_held_by(actor), Letter.state != LetterState.DRAFT)
    return list(session.scalars(query.order_by(Letter.rowid).limit(limit)))


def page_letters(
    session: Session, actor: Actor, wanted: LetterFilter, *, today: date, cursor: str | None
) -> Page[Letter]:
    """Return a page of the letters that the actor may see, the last drafted first."""
    return page(
        session,
        _filtered(actor, wanted, today),
        columns=[Letter.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def count_letters(session: Session, actor: Actor, wanted: LetterFilter, *, today: date) -> int:
    """Return how many letters a list would show."""
    return session.scalar(select(func.count()).select_from(_filtered(actor, wanted, today).subquery())) or 0


def _filtered(actor: Actor, wanted: LetterFilter, today: date) -> Select[Any]:
    query = select(Letter).where(*_visible(actor))
    sides = {
        Side.MINE: _is_held_by(actor),
        Side.INCOMING: and_(Letter.to_agency_id == actor.agency_id, Letter.state != LetterState.DRAFT),
        Side.OUTGOING: Letter.from_agency_id == actor.agency_id,
    }
    if wanted.side in sides:
        query = query.where(sides[wanted.side])
    if wanted.kind is not None:
        query = query.where(Letter.kind == wanted.kind)
    if wanted.state is not None:
        query = query.where(Letter.state == wanted.state)
    if wanted.is_overdue:
        query = query.where(_is_overdue(today))
    return query


def _is_overdue(today: date) -> ColumnElement[bool]:
    is_running = and_(Term.met_on.is_(None), Term.cancelled_at.is_(None))
    return exists().where(Term.subject_id == Letter.id, is_running, Term.alarm_on < today)


def _is_held_by(actor: Actor) -> ColumnElement[bool]:
    """Say in SQL what `rules.holder_of` says."""
    is_open_limit = and_(Letter.kind == LetterKind.PERMIT_LIMIT, Letter.state == LetterState.RECEIVED)
    by_sender = or_(
        Letter.state.in_([LetterState.DRAFT, LetterState.RETURNED, LetterState.ANSWERED]), is_open_limit
    )
    by_receiver = or_(
        Letter.state == LetterState.SENT, and_(Letter.state == LetterState.RECEIVED, ~is_open_limit)
    )
    # what goes to an agency outside casebook is moved by the sender's hand in every state
    is_outside = and_(Letter.to_agency_id.is_(None), Letter.state.in_(sorted(OPEN)))
    return or_(
        and_(Letter.from_agency_id == actor.agency_id, or_(by_sender, is_outside)),
        and_(Letter.to_agency_id == actor.agency_id, by_receiver),
    )


def _visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Letters of one's own agency; casework sees all within reach. A draft is its author's agency's."""
    found = [Letter.county_code == actor.county_code, Letter.division_code.startswith(actor.jurisdiction)]
    is_from = Letter.from_agency_id == actor.agency_id
    is_sent = Letter.state != LetterState.DRAFT
    if actor.can(Permission.CASE_SEE):
        return [*found, or_(is_sent, is_from)]
    return [*found, or_(is_from, and_(is_sent, Letter.to_agency_id == actor.agency_id))]


@dataclass(frozen=True)
class Exchange:
    """The letters between an agency and another in both directions; `other_id` None for one outside."""

    other_id: UUID | None
    other_name: str
    incoming: tuple[Course, ...]
    """What the agency owes the other."""
    outgoing: tuple[Course, ...]
    """What the other owes the agency."""


def list_exchanges(session: Session, agency_id: UUID, *, last: date) -> list[Exchange]:
    """Return what an agency exchanged with every other up to a day, by the other's name."""
    query = select(Letter).where(
        or_(Letter.from_agency_id == agency_id, Letter.to_agency_id == agency_id),
        Letter.sent_on <= last,
    )
    sides: dict[tuple[UUID | None, str], tuple[list[Course], list[Course]]] = {}
    for letter in session.scalars(query.order_by(Letter.rowid)).unique():
        is_ours = letter.from_agency_id == agency_id
        name = letter.to_name if is_ours else letter.from_agency.name
        other = (letter.to_agency_id if is_ours else letter.from_agency_id, name)
        incoming, outgoing = sides.setdefault(other, ([], []))
        (outgoing if is_ours else incoming).append(course_of(letter))
    return [
        Exchange(other_id, name, tuple(incoming), tuple(outgoing))
        for (other_id, name), (incoming, outgoing) in sorted(sides.items(), key=lambda one: one[0][1])
    ]


def get_exchange(session: Session, agency_id: UUID, other_name: str, *, last: date) -> Exchange:
    """Return what an agency exchanged with one other up to a day, or raise NotFound."""
    for one in list_exchanges(session, agency_id, last=last):
        if one.other_name == other_name:
            return one
    raise NotFound("letter_statement", other_name)


def course_of(letter: Letter) -> Course:
    """Return when a letter was sent, and when nothing was owed on it any more."""
    assert letter.sent_on is not None  # only sent letters are counted
    is_in_force = letter.kind is LetterKind.PERMIT_LIMIT
    settled = [letter.answered_on, letter.ended_on, letter.received_on if is_in_force else None]
    return Course(letter.sent_on, last_days(settled))


def list_confirmations(
    session: Session, county_code: str, month: date, agency_ids: Sequence[UUID | None]
) -> list[LetterStatement]:
    """Return what was confirmed of a month by or towards these agencies, the earliest first."""
    query = select(LetterStatement).where(
        LetterStatement.county_code == county_code,
        LetterStatement.month == month,
        or_(LetterStatement.agency_id.in_(agency_ids), LetterStatement.other_id.in_(agency_ids)),
    )
    return list(session.scalars(query.order_by(LetterStatement.rowid)))
