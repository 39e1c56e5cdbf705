"""Asking: what is asked is frozen with its hash, and the first of those who handle it has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.approvals import queries
from casebook.approvals.actions.opinions import Signature, set_turn, write_opinion
from casebook.approvals.models import Approval, ApprovalBar
from casebook.approvals.rules import ApprovalState, Candidate, Verdict, check_question, may_sit
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.rules import ChainKind, Position


def ask(  # noqa: PLR0913 - the facts of one form, by keyword
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    kind: ChainKind,
    title: str,
    text: str,
    facts: Mapping[str, str],
    barred: frozenset[UUID] = frozenset(),
    again: bool = False,
) -> Approval:
    """Ask the chain of a kind about a subject; the asking feature has checked that the actor may.

    `text` is what is proposed, `facts` what the form shows above it, in their order. Officers in `barred`
    answer nowhere but as 承办人. Who asks and belongs there has signed by asking. What was returned is
    asked anew and goes through the same chain. RuleBroken `approval_open_already` while one is open, and
    `approval_given_already` once it was approved, unless the matter stands anew (`again`).
    """
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    if actor.officer_id is None or actor.agency_id is None:
        raise Forbidden("approval_needs_officer")
    check_question(title, text)
    hold(session, f"approval:{subject.id}:{kind}")
    former = queries.find_latest(session, subject.id, kind)
    _check_former(former, again=again)
    positions = _positions(session, actor, former, kind, now)
    body = _body(actor, now, subject, kind, (title.strip(), text.strip()), facts, positions)
    asked = _row(actor, now, subject, kind, title.strip(), former, body)
    asked.bars = [ApprovalBar(officer_id=one) for one in sorted(barred)]
    _begin(session, asked, actor, text.strip(), now)
    return asked


def subject_of(approval: Approval) -> Subject:
    """Return the approval as the subject of an audit entry: it is told with what it is about."""
    return Subject("approval", approval.id, approval.subject_title, approval.division_code)


def _check_former(former: Approval | None, *, again: bool) -> None:
    if former is not None and former.state is ApprovalState.REQUESTED:
        raise RuleBroken("approval_open_already", title=former.title)
    if former is not None and former.state is ApprovalState.APPROVED and not again:
        raise RuleBroken("approval_given_already", title=former.title)


def _positions(
    session: Session, actor: Actor, former: Approval | None, kind: ChainKind, now: datetime
) -> tuple[Position, ...]:
    if former is not None and former.state is ApprovalState.RETURNED:
        return queries.asked_of(former).positions
    chain = queries.find_chain(
        session, county_code=actor.county_code, kind=kind, agency_id=actor.agency_id, on=local_day(now)
    )
    return chain.positions


def _row(
    actor: Actor,
    now: datetime,
    subject: Subject,
    kind: ChainKind,
    title: str,
    former: Approval | None,
    body: bytes,
) -> Approval:
    return Approval(
        county_code=subject.division_code[:6],
        division_code=subject.division_code,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title[:300],
        kind=kind,
        round=former.round + 1 if former else 1,
        previous_id=former.id if former else None,
        title=title,
        body=body.decode(),
        body_hash=digest(body),
        agency_id=actor.agency_id,
        asked_by_id=actor.officer_id,
        asked_by=actor.name,
        asked_at=now,
        state=ApprovalState.REQUESTED,
        turn_since=now,
    )


def _body(
    actor: Actor,
    now: datetime,
    subject: Subject,
    kind: ChainKind,
    words: tuple[str, str],
    facts: Mapping[str, str],
    positions: tuple[Position, ...],
) -> bytes:
    title, text = words
    return canonical_json(
        {
            "kind": kind,
            "subject": {"kind": subject.kind, "id": subject.id, "title": subject.title},
            "title": title,
            "text": text,
            "facts": [[name, value] for name, value in facts.items()],
            "positions": [one.plain() for one in positions],
            "asked_by": {"id": actor.officer_id, "name": actor.name, "agency": actor.agency_name},
            "asked_at": now,
        }
    )


def _begin(session: Session, asked: Approval, actor: Actor, text: str, now: datetime) -> None:
    """Write the approval, and the asker's own signature where the chain begins with them."""
    question = queries.question_of(asked)
    set_turn(asked, question, now)
    session.add(asked)
    session.flush()
    facts = {"kind": asked.kind, "title": asked.title, "hash": asked.body_hash, "round": asked.round}
    record(session, actor=actor, now=now, action="approval:ask", subject=subject_of(asked), after=facts)
    assert actor.officer_id is not None  # `ask` has refused who is none
    me = Candidate(actor.officer_id, actor.roles, actor.agency_id)
    if question.positions[0].takes_asker and may_sit(question, me):
        signed = Signature(me.officer_id, actor.name, Verdict.AGREE, text, local_day(now))
        write_opinion(session, asked, signed, now=now)
