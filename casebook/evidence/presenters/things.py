"""Preservations and exhibits as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.deadlines import queries as deadlines
from casebook.deadlines.presenters import TermView, term_view
from casebook.evidence.presenters.subjects import page_of_subject
from casebook.evidence.rules import PRESERVATION_TRANSITIONS, TERM_RULE, PreservationState, days_late
from casebook.parties.rules import masked_mention
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.models import Term
    from casebook.evidence.models import Exhibit, Preservation, PreservedThing


@dataclass(frozen=True)
class ThingView:
    """One thing of a list; `late` is how many days its disposal is or was past the term."""

    thing: PreservedThing
    kept: str
    late: int


@dataclass(frozen=True)
class PreservationLine:
    """One line of the list of preservations."""

    row: Preservation
    open_things: int
    term: TermView | None


@dataclass(frozen=True)
class PreservationPage:
    """All that the page of a preservation shows."""

    row: Preservation
    subject_url: str | None
    receiver: str
    """Masked for those who may not see personal data."""
    things: list[ThingView]
    term: TermView | None
    may_decide: bool
    may_serve: bool
    may_dispose: bool
    may_drop: bool


@dataclass(frozen=True)
class ExhibitLine:
    """One line of the list of exhibits."""

    row: Exhibit
    place: str


@dataclass(frozen=True)
class MoveView:
    """One hand-over; names are masked for those who may not see personal data."""

    at: datetime
    before: str
    after: str
    place: str
    reason: str
    recorded_by: str


@dataclass(frozen=True)
class ExhibitPage:
    """All that the page of an exhibit shows."""

    row: Exhibit
    subject_url: str | None
    moves: list[MoveView]


def preservation_lines(session: Session, rows: Sequence[Preservation], today: date) -> list[PreservationLine]:
    """Return lines of a list; one query for all clocks."""
    terms = _terms(session, [row.id for row in rows])
    return [
        PreservationLine(
            row,
            len(row.open_things),
            term_view(terms[row.id], today=today) if row.id in terms else None,
        )
        for row in rows
    ]


def preservation_page(session: Session, row: Preservation, actor: Actor, today: date) -> PreservationPage:
    """Return the page of a preservation, with what this officer may do next."""
    term = _terms(session, [row.id]).get(row.id)
    steps = PRESERVATION_TRANSITIONS[row.status]
    edits = actor.can(Permission.EVIDENCE_EDIT)
    return PreservationPage(
        row=row,
        subject_url=page_of_subject(row.about),
        receiver=_named(row.receiver, actor),
        things=[_thing(term, thing, today) for thing in row.things],
        term=term_view(term, today=today, calendar=deadlines.get_calendar(session)) if term else None,
        may_decide=PreservationState.APPROVED in steps
        and actor.can(Permission.DECISION_RECORD)
        and actor.officer_id != row.requested_by_id,
        may_serve=PreservationState.KEPT in steps and edits,
        may_dispose=PreservationState.DISPOSED in steps and edits,
        may_drop=PreservationState.DROPPED in steps and edits,
    )


def exhibit_lines(rows: Sequence[Exhibit]) -> list[ExhibitLine]:
    """Return lines of a list: where each exhibit is now."""
    return [ExhibitLine(row, row.moves[-1].to_place) for row in rows]


def exhibit_page(row: Exhibit, actor: Actor) -> ExhibitPage:
    """Return the page of an exhibit, its hand-overs newest first."""
    moves = [
        MoveView(
            at=move.at,
            before=_named(move.from_holder, actor) or "—",
            after=_named(move.to_holder, actor),
            place=move.to_place,
            reason=move.reason,
            recorded_by=move.recorded_by,
        )
        for move in reversed(row.moves)
    ]
    return ExhibitPage(row, page_of_subject(row.about), moves)


def _named(name: str, actor: Actor) -> str:
    """Return a name as this officer may read it."""
    return name if actor.can(Permission.PARTY_SEE_PERSONAL) else masked_mention(name)


def _terms(session: Session, ids: Sequence[UUID]) -> dict[UUID, Term]:
    return {term.subject_id: term for term in deadlines.list_terms(session, ids) if term.rule == TERM_RULE}


def _thing(term: Term | None, thing: PreservedThing, today: date) -> ThingView:
    late = days_late(term.alarm_on, thing.disposed_on, today) if term else 0
    return ThingView(thing, f"{label(thing.kept_where)}　{thing.place}", late)
