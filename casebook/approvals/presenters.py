"""Approvals as their pages and the printed form show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals import queries
from casebook.approvals.actions.papers import signatures_of
from casebook.approvals.rules import SLOW_DAYS, STUCK_DAYS, ApprovalState, PaperState
from casebook.web.waiting import addresses_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval, ApprovalOpinion, ApprovalPaper, ApprovalSubstitute
    from casebook.approvals.queries import Asked, ChainInForce
    from casebook.approvals.rules import Position, Verdict

_HASH_SHOWN = 16


@dataclass(frozen=True)
class ApprovalLine:
    """One line of the list."""

    row: Approval
    turn: str
    """Title of the position whose turn it is; empty once it has ended."""
    days: int
    tone: str
    subject_url: str | None


@dataclass(frozen=True)
class SeatView:
    """One position of the form with the opinions that it has."""

    position: Position
    opinions: tuple[ApprovalOpinion, ...]
    is_turn: bool
    missing: int


@dataclass(frozen=True)
class SignatureView:
    """One signature that was read off a paper."""

    position: str
    name: str
    verdict: Verdict
    words: str
    signed_on: date


@dataclass(frozen=True)
class PaperView:
    """An entry from paper."""

    row: ApprovalPaper
    signatures: tuple[SignatureView, ...]
    may_check: bool


@dataclass(frozen=True)
class ApprovalPage:
    """All that the page of one approval shows."""

    row: Approval
    asked: Asked
    seats: tuple[SeatView, ...]
    papers: tuple[PaperView, ...]
    agency: str
    subject_url: str | None
    turn: str
    days: int
    tone: str
    code: str
    """Beginning of the hash, as the printed form bears it."""
    stands_for: str
    """Whose place the reader would take."""
    may_answer: bool
    may_withdraw: bool
    may_enter: bool
    rounds: tuple[Approval, ...]
    """The other times that the same was asked."""


@dataclass(frozen=True)
class SubstituteView:
    """One substitution in words."""

    row: ApprovalSubstitute
    absent: str
    substitute: str
    is_running: bool


@dataclass(frozen=True)
class ChainView:
    """One chain as the list of chains shows it."""

    chain: ChainInForce
    steps: str


def approval_lines(
    session: Session, rows: Sequence[Approval], actor: Actor, now: datetime
) -> list[ApprovalLine]:
    """Return the lines of a list; a fixed number of statements."""
    urls = addresses_of(session, actor, {(row.subject_kind, row.subject_id) for row in rows})
    return [
        ApprovalLine(
            row=row,
            turn=_turn(row, queries.asked_of(row)),
            days=queries.days_waiting(row, now),
            tone=tone_of(queries.days_waiting(row, now)),
            subject_url=urls.get((row.subject_kind, row.subject_id)),
        )
        for row in rows
    ]


def approval_page(session: Session, row: Approval, actor: Actor, now: datetime, today: date) -> ApprovalPage:
    """Return one approval as its page shows it."""
    asked = queries.asked_of(row)
    seat = queries.find_seat(session, row, actor, today)
    is_open = row.state is ApprovalState.REQUESTED
    waits_for_check = any(paper.state is PaperState.TO_CHECK for paper in row.papers)
    days = queries.days_waiting(row, now)
    subject = (row.subject_kind, row.subject_id)
    others = queries.list_for(session, [row.subject_id])
    may_answer = seat is not None and actor.can(Permission.APPROVAL_ANSWER) and not waits_for_check
    return ApprovalPage(
        row=row,
        asked=asked,
        seats=seat_views(row, asked),
        papers=tuple(_paper_view(session, row, paper, asked, actor) for paper in row.papers),
        agency=accounts.get_agency(session, row.agency_id).name,
        subject_url=addresses_of(session, actor, {subject}).get(subject),
        turn=_turn(row, asked),
        days=days,
        tone=tone_of(days),
        code=code_of(row),
        stands_for=_name(session, seat.stands_for) if seat is not None else "",
        may_answer=may_answer,
        may_withdraw=is_open and actor.officer_id == row.asked_by_id,
        may_enter=is_open and actor.can(Permission.APPROVAL_ENTER) and not waits_for_check,
        rounds=tuple(one for one in others if one.kind is row.kind and one.id != row.id),
    )


def seat_views(row: Approval, asked: Asked) -> tuple[SeatView, ...]:
    """Return the positions of a form with what stands in each."""
    views = []
    for place, position in enumerate(asked.positions):
        opinions = tuple(one for one in row.opinions if one.position == place)
        missing = max(position.how_many - len(opinions), 0) if row.state is ApprovalState.REQUESTED else 0
        views.append(SeatView(position, opinions, row.turn == place, missing))
    return tuple(views)


def open_places(row: Approval) -> list[int]:
    """Return the positions that are still to be signed, one entry for each signature, in their order."""
    seats = seat_views(row, queries.asked_of(row))
    return [place for place, seat in enumerate(seats) for _one in range(seat.missing)]


def code_of(row: Approval) -> str:
    """Return the beginning of the hash of what was asked, in groups, as paper and screen show it."""
    digits = row.body_hash.partition(":")[2][:_HASH_SHOWN]
    return " ".join(digits[place : place + 4] for place in range(0, len(digits), 4))


def tone_of(days: int) -> str:
    """Return the tone of a wait of so many days."""
    if days >= STUCK_DAYS:
        return "overdue"
    return "due_soon" if days >= SLOW_DAYS else "on_track"


def chain_views(chains: Sequence[ChainInForce]) -> list[ChainView]:
    """Return chains with their positions in one line."""
    return [ChainView(one, " → ".join(_seat_words(seat) for seat in one.positions)) for one in chains]


def substitute_views(
    session: Session, rows: Sequence[ApprovalSubstitute], today: date
) -> list[SubstituteView]:
    """Return substitutions with the names of both."""
    ids = [row.absent_id for row in rows] + [row.substitute_id for row in rows]
    names = accounts.officers_by_id(session, ids) if ids else {}
    return [
        SubstituteView(
            row,
            names[row.absent_id].name,
            names[row.substitute_id].name,
            row.from_on <= today and row.ended_on is None,
        )
        for row in rows
    ]


def _seat_words(seat: Position) -> str:
    return seat.title if seat.how_many == 1 else f"{seat.title} ×{seat.how_many}"


def _turn(row: Approval, asked: Asked) -> str:
    return "" if row.turn is None else asked.positions[row.turn].title


def _name(session: Session, officer_id: UUID | None) -> str:
    return "" if officer_id is None else accounts.get_officer(session, officer_id).name


def _paper_view(
    session: Session, row: Approval, paper: ApprovalPaper, asked: Asked, actor: Actor
) -> PaperView:
    signatures = signatures_of(paper)
    names = accounts.officers_by_id(session, [one.officer_id for one in signatures])
    places = open_places(row)
    titles = [asked.positions[place].title for place in places] + [""] * len(signatures)
    is_waiting = paper.state is PaperState.TO_CHECK
    is_second = actor.officer_id is not None and actor.officer_id != paper.entered_by_id
    return PaperView(
        row=paper,
        signatures=tuple(
            SignatureView(
                titles[index] if is_waiting else "",
                names[one.officer_id].name,
                one.verdict,
                one.words,
                one.signed_on,
            )
            for index, one in enumerate(signatures)
        ),
        may_check=is_waiting and is_second and actor.can(Permission.APPROVAL_ENTER),
    )
