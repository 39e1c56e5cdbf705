"""One way to move a publication: state, event and audit entry are written together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.audit.actions import record
from casebook.cases.actions.steps import hold as hold_case
from casebook.deadlines import queries as clocks
from casebook.deadlines.actions import cancel_term, meet_term
from casebook.kernel.errors import Conflict
from casebook.publications import queries
from casebook.publications.models import PublicationEvent
from casebook.publications.rules import step as check_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor, Permission
    from casebook.publications.models import Publication
    from casebook.publications.rules import PublicationState

SUBJECT = queries.SUBJECT


@dataclass(frozen=True)
class Move:
    """Where a publication goes, on which day, in which words; `facts` go beside the audit chain."""

    to: PublicationState
    on: date
    what: str
    act: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def hold(
    session: Session,
    row: Publication,
    *,
    actor: Actor,
    permission: Permission,
    base_version: int | None = None,
) -> None:
    """Lock the case and its publication and read both anew; Conflict when it is no longer the one seen."""
    actor.need(permission)
    actor.need_reach(row.division_code, SUBJECT, row.id)
    hold_case(session, row.case)
    session.refresh(row, with_for_update={"of": type(row)})
    if base_version is not None and base_version != row.version:
        raise Conflict("publication_moved_meanwhile")


def move(session: Session, row: Publication, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Take a publication to a state; the table decides whether it may."""
    before = row.state
    check_step(before, taken.to)
    row.state, row.version = taken.to, row.version + 1
    session.flush()
    note(session, row, taken, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action=taken.act,
        subject=queries.subject_of(row),
        before={"state": before},
        after={"state": taken.to, "on": taken.on, **taken.facts},
    )


def note(session: Session, row: Publication, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Write an event of a publication."""
    session.add(
        PublicationEvent(
            publication_id=row.id,
            sequence=queries.last_sequence(session, row.id) + 1,
            to_state=taken.to,
            at=now,
            on=taken.on,
            what=taken.what[:900],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()


def end_clock(
    session: Session, row: Publication, *, actor: Actor, now: datetime, on: date | None, reason: str = ""
) -> None:
    """Meet the clock of a publication on a day, or cancel it with the reason why nothing is published."""
    for term in clocks.list_terms(session, [row.id]):
        if term.is_running and on is not None:
            meet_term(session, actor=actor, now=now, term=term, on=max(on, term.started_on))
        elif term.is_running:
            cancel_term(session, actor=actor, now=now, term=term, reason=reason)
