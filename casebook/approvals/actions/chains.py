"""Setting the chains of a county, and naming substitutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals import queries
from casebook.approvals.models import ApprovalChain, ApprovalSubstitute
from casebook.approvals.rules import check_chain, check_substitute
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.rules import ChainKind, Position


def set_chain(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: ChainKind,
    agency_id: UUID | None,
    positions: Sequence[Position] | None,
    paper: str,
    valid_from: date,
) -> ApprovalChain:
    """Set a new version of a chain from a day on; None gives back the default.

    What is on its way already keeps the chain that it was asked of.
    """
    actor.need(Permission.CHAIN_EDIT)
    actor.need_reach(actor.county_code, "county", actor.county_code)
    if agency_id is not None:
        accounts.get_agency_within(session, agency_id, actor)
    _check(positions, paper, valid_from, local_day(now))
    hold(session, f"approval_chain:{actor.county_code}:{kind}")
    row = ApprovalChain(
        county_code=actor.county_code,
        kind=kind,
        agency_id=agency_id,
        version=queries.last_version(session, actor.county_code, kind) + 1,
        valid_from=valid_from,
        positions=[one.plain() for one in positions or ()],
        paper=paper.strip()[:200],
        set_by=actor.name,
        set_at=now,
    )
    session.add(row)
    session.flush()
    subject = Subject("approval_chain", row.id, f"{kind.value} v{row.version}", actor.county_code)
    facts = {"positions": row.positions, "paper": row.paper, "valid_from": valid_from, "agency": agency_id}
    record(session, actor=actor, now=now, action="chain:set", subject=subject, after=facts)
    return row


def _check(positions: Sequence[Position] | None, paper: str, valid_from: date, today: date) -> None:
    if positions is not None:
        check_chain(positions)
    if not paper.strip():
        raise RuleBroken("chain_needs_paper", field="paper")
    if valid_from < today:
        raise RuleBroken("chain_backdated", field="valid_from", today=today)


def name_substitute(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    absent_id: UUID,
    substitute_id: UUID,
    from_on: date,
    until_on: date,
    paper: str,
) -> ApprovalSubstitute:
    """Name who answers in an absent officer's place from one day to another, both included."""
    actor.need(Permission.CHAIN_EDIT)
    absent = accounts.get_officer_within(session, absent_id, actor)
    substitute = accounts.get_officer_within(session, substitute_id, actor)
    check_substitute(
        absent=queries.candidate_of(absent),
        substitute=queries.candidate_of(substitute),
        from_on=from_on,
        until_on=until_on,
        paper=paper,
        today=local_day(now),
    )
    row = ApprovalSubstitute(
        county_code=actor.county_code,
        absent_id=absent.id,
        substitute_id=substitute.id,
        from_on=from_on,
        until_on=until_on,
        paper=paper.strip()[:200],
        named_by=actor.name,
        named_at=now,
    )
    session.add(row)
    session.flush()
    facts = {"substitute": substitute.name, "from": from_on, "until": until_on, "paper": row.paper}
    subject = _subject(actor, row, absent.name)
    record(session, actor=actor, now=now, action="substitute:name", subject=subject, after=facts)
    return row


def end_substitute(session: Session, *, actor: Actor, now: datetime, row: ApprovalSubstitute) -> None:
    """End a substitution with today as its last day, or before it began."""
    actor.need(Permission.CHAIN_EDIT)
    session.refresh(row, with_for_update=True)
    today = local_day(now)
    if (row.ended_on or row.until_on) < today or row.ended_on is not None:
        raise RuleBroken("substitute_ended")
    row.ended_on = today
    session.flush()
    absent = accounts.get_officer(session, row.absent_id)
    record(
        session,
        actor=actor,
        now=now,
        action="substitute:end",
        subject=_subject(actor, row, absent.name),
        after={"ended_on": today},
    )


def _subject(actor: Actor, row: ApprovalSubstitute, absent: str) -> Subject:
    return Subject("approval_substitute", row.id, absent, actor.county_code)
