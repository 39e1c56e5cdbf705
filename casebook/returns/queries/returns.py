"""Reading rounds and returns: one, pages of them, and all that was reported."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.db.paging import page
from casebook.kernel.errors import NotFound
from casebook.parties.models import Party
from casebook.parties.queries import matching
from casebook.returns.models import (
    PeriodicReturn,
    ReturnEvent,
    ReturnLine,
    ReturnLinkUse,
    ReturnRound,
    ReturnSubmission,
)
from casebook.returns.rules import OWED, ReturnState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from casebook.access import Actor
    from casebook.db.paging import Page
    from casebook.returns.rules import Link, Period

ROUND, RETURN = "return_round", "return"
"""Subject kinds."""
MOST_ROUNDS = 40


@dataclass(frozen=True, kw_only=True)
class ReturnFilter:
    """What a list is narrowed to; None and empty mean all."""

    round_id: UUID | None = None
    state: ReturnState | None = None
    text: str = ""


def reach(column: InstrumentedAttribute[str], actor: Actor) -> ColumnElement[bool]:
    """Return the condition that something lies in the actor's jurisdiction."""
    return column.between(actor.jurisdiction, f"{actor.jurisdiction}~")


def list_rounds(session: Session, county_code: str) -> list[ReturnRound]:
    """Return the rounds of a county, the one due last first."""
    query = select(ReturnRound).where(ReturnRound.county_code == county_code)
    return list(
        session.scalars(
            query.order_by(ReturnRound.due_on.desc(), ReturnRound.rowid.desc()).limit(MOST_ROUNDS)
        )
    )


def find_round(session: Session, county_code: str, period: Period) -> ReturnRound | None:
    """Return the round of a period, or None."""
    query = select(ReturnRound).where(
        ReturnRound.county_code == county_code,
        ReturnRound.kind == period.kind,
        ReturnRound.year == period.year,
        ReturnRound.number == period.number,
    )
    return session.scalar(query)


def get_return(session: Session, return_id: UUID, actor: Actor) -> PeriodicReturn:
    """Return a return in the actor's jurisdiction; NotFound otherwise."""
    query = select(PeriodicReturn).where(
        PeriodicReturn.id == return_id, reach(PeriodicReturn.division_code, actor)
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(RETURN, return_id)
    return found


def get_by_link(session: Session, link: Link) -> PeriodicReturn:
    """Return the return that a link opens; NotFound for a former edition of it, and for what is not owed."""
    query = select(PeriodicReturn).where(
        PeriodicReturn.id == link.return_id,
        PeriodicReturn.link_version == link.version,
        PeriodicReturn.state != ReturnState.VOID,
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("return_link")
    return found


def page_returns(
    session: Session, actor: Actor, wanted: ReturnFilter, *, cursor: str | None = None, size: int = 50
) -> Page[PeriodicReturn]:
    """Return a page of returns by the user's name."""
    return page(
        session,
        select(PeriodicReturn)
        .join(Party, Party.id == PeriodicReturn.party_id)
        .where(*_conditions(actor, wanted)),
        columns=[Party.name, PeriodicReturn.rowid],
        key=lambda row: [row.party.name, row.rowid],
        cursor=cursor,
        size=size,
    )


def count_returns(session: Session, actor: Actor, wanted: ReturnFilter) -> int:
    """Return how many returns a filter means."""
    query = select(func.count(PeriodicReturn.rowid)).where(*_conditions(actor, wanted))
    return session.scalar(query) or 0


def count_states(session: Session, actor: Actor, round_id: UUID) -> dict[ReturnState, int]:
    """Return how many returns of a round are in each state; states without any are left out."""
    query = select(PeriodicReturn.state, func.count(PeriodicReturn.rowid)).where(
        PeriodicReturn.round_id == round_id, reach(PeriodicReturn.division_code, actor)
    )
    return dict(session.execute(query.group_by(PeriodicReturn.state)).all())


def _conditions(actor: Actor, wanted: ReturnFilter) -> list[ColumnElement[bool]]:
    found = [
        PeriodicReturn.county_code == actor.county_code,
        reach(PeriodicReturn.division_code, actor),
    ]
    if wanted.round_id is not None:
        found.append(PeriodicReturn.round_id == wanted.round_id)
    if wanted.state is not None:
        found.append(PeriodicReturn.state == wanted.state)
    if wanted.text:
        found.append(PeriodicReturn.party_id.in_(matching(actor.county_code, wanted.text)))
    return found


def list_owed(session: Session, round_id: UUID) -> list[PeriodicReturn]:
    """Return what of a round has not come, in the order it was asked for."""
    query = select(PeriodicReturn).where(PeriodicReturn.round_id == round_id, PeriodicReturn.state.in_(OWED))
    return list(session.scalars(query.order_by(PeriodicReturn.rowid)))


def list_returns_of_user(session: Session, party_id: UUID, year: int, actor: Actor) -> list[PeriodicReturn]:
    """Return what a user owes or reported for the periods of a year, the earliest first."""
    query = (
        select(PeriodicReturn)
        .join(ReturnRound, ReturnRound.id == PeriodicReturn.round_id)
        .where(
            PeriodicReturn.party_id == party_id,
            ReturnRound.year == year,
            reach(PeriodicReturn.division_code, actor),
        )
        .order_by(ReturnRound.due_on, PeriodicReturn.rowid)
    )
    return list(session.scalars(query))


def is_owed_in(session: Session, round_id: UUID) -> bool:
    """Say whether anything of a round has not come yet."""
    query = select(PeriodicReturn.rowid).where(
        PeriodicReturn.round_id == round_id, PeriodicReturn.state.in_(OWED)
    )
    return session.scalar(query.limit(1)) is not None


def asked_in(session: Session, round_id: UUID) -> set[UUID]:
    """Return the users that a round asked."""
    return set(session.scalars(select(PeriodicReturn.party_id).where(PeriodicReturn.round_id == round_id)))


def list_past_due(session: Session, county_code: str, today: date) -> list[PeriodicReturn]:
    """Return what should have come before today and is not noted as late yet, locked.

    A user's report may come in at this moment: the lock reads anew what it waited for, so that a return
    that has just come is not among them.
    """
    query = (
        select(PeriodicReturn)
        .join(ReturnRound, ReturnRound.id == PeriodicReturn.round_id)
        .where(
            PeriodicReturn.county_code == county_code,
            PeriodicReturn.state == ReturnState.DUE,
            ReturnRound.due_on < today,
        )
    )
    locked = query.order_by(PeriodicReturn.rowid).with_for_update(of=PeriodicReturn)
    return list(session.scalars(locked))


def list_events(session: Session, return_id: UUID) -> list[ReturnEvent]:
    """Return the steps of a return in their order."""
    query = select(ReturnEvent).where(ReturnEvent.return_id == return_id)
    return list(session.scalars(query.order_by(ReturnEvent.sequence)))


def last_sequences(session: Session, return_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many steps each return has made; those without any are left out."""
    query = select(ReturnEvent.return_id, func.max(ReturnEvent.sequence))
    wanted = ReturnEvent.return_id.in_(return_ids)
    return dict(session.execute(query.where(wanted).group_by(ReturnEvent.return_id)).all())


def list_submissions(session: Session, return_id: UUID) -> list[ReturnSubmission]:
    """Return every report for a return, newest first."""
    query = select(ReturnSubmission).where(ReturnSubmission.return_id == return_id)
    return list(session.scalars(query.order_by(ReturnSubmission.version.desc())))


def last_submission(session: Session, return_id: UUID) -> int:
    """Return how many reports there are for a return."""
    query = select(func.max(ReturnSubmission.version)).where(ReturnSubmission.return_id == return_id)
    return session.scalar(query) or 0


def lines_of(session: Session, submission_ids: Collection[UUID]) -> dict[UUID, list[ReturnLine]]:
    """Return the lines of reports, in their order."""
    query = select(ReturnLine).where(ReturnLine.submission_id.in_(submission_ids))
    found: dict[UUID, list[ReturnLine]] = defaultdict(list)
    for line in session.scalars(query.order_by(ReturnLine.submission_id, ReturnLine.place)):
        found[line.submission_id].append(line)
    return dict(found)


def lines_in_force(session: Session, row: PeriodicReturn) -> list[ReturnLine]:
    """Return the lines of the report that counts, none before there is one."""
    if row.submission_id is None:
        return []
    return lines_of(session, [row.submission_id]).get(row.submission_id, [])


def get_photographed(session: Session, row: PeriodicReturn, line_id: UUID) -> ReturnLine:
    """Return a line of a return that has a photograph; NotFound otherwise."""
    query = (
        select(ReturnLine)
        .join(ReturnSubmission, ReturnSubmission.id == ReturnLine.submission_id)
        .where(
            ReturnSubmission.return_id == row.id,
            ReturnLine.id == line_id,
            ReturnLine.photograph_hash.is_not(None),
        )
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("photograph", line_id)
    return found


def dials_before(session: Session, row: PeriodicReturn) -> dict[UUID, Decimal]:
    """Return by well the dial that the return of the period before says, where it says one."""
    before = find_round(session, row.county_code, row.round.period.plus(-1))
    if before is None:
        return {}
    query = (
        select(ReturnLine.well_id, ReturnLine.dial_m3)
        .join(PeriodicReturn, PeriodicReturn.submission_id == ReturnLine.submission_id)
        .where(PeriodicReturn.round_id == before.id, PeriodicReturn.party_id == row.party_id)
    )
    return {
        well_id: dial for well_id, dial in session.execute(query) if well_id is not None and dial is not None
    }


def count_uses(
    session: Session,
    county_code: str,
    on: date,
    *,
    return_id: UUID | None = None,
    mark: str | None = None,
    was_refused: bool = False,
) -> int:
    """Return how many reports came, or were refused, on a day: of one return, or from one address."""
    query = select(func.count(ReturnLinkUse.rowid)).where(
        ReturnLinkUse.county_code == county_code,
        ReturnLinkUse.used_on == on,
        ReturnLinkUse.was_refused.is_(was_refused),
    )
    if return_id is not None:
        query = query.where(ReturnLinkUse.return_id == return_id)
    if mark is not None:
        query = query.where(ReturnLinkUse.caller_mark == mark)
    return session.scalar(query) or 0


def count_in_states(session: Session, actor: Actor, states: Collection[ReturnState]) -> int:
    """Return how many returns of all rounds are in some states."""
    query = select(func.count(PeriodicReturn.rowid)).where(
        PeriodicReturn.county_code == actor.county_code,
        reach(PeriodicReturn.division_code, actor),
        PeriodicReturn.state.in_(states),
    )
    return session.scalar(query) or 0


def periods_of_rounds(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the period of each of these rounds, as it reads."""
    rows = session.scalars(select(ReturnRound).where(ReturnRound.id.in_(ids)))
    return {row.id: str(row.period) for row in rows}
