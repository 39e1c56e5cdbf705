"""Writing a letter, asking for its approval, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.approvals import actions as approvals
from casebook.approvals.rules import ChainKind
from casebook.audit.actions import record
from casebook.handovers import queries
from casebook.handovers.actions.courses import (
    Step,
    hold,
    move,
    need_letter,
    need_sender,
    start_clock,
    stop_clocks,
    subject_of,
    write_event,
)
from casebook.handovers.models import Letter, LetterWell
from casebook.handovers.rules import (
    DECIDE_RULE,
    KINDS,
    LONGEST_NAME,
    Asked,
    Draft,
    LetterKind,
    LetterState,
    Way,
    check_draft,
)
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.kernel.subjects import Subject


@dataclass(frozen=True)
class Addressed:
    """Whom a letter goes to: an agency of casebook, or one outside by its name, and how."""

    agency_id: UUID | None = None
    name: str = ""
    way: Way = Way.SYSTEM


@dataclass(frozen=True)
class Wording:
    """What a letter says."""

    title: str
    text: str
    asked: tuple[Asked, ...] = ()
    well_ids: tuple[UUID, ...] = ()
    reply_on: date | None = None
    in_reply_to: UUID | None = None


def draft_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    kind: LetterKind,
    subject: Subject,
    to: Addressed,
    wording: Wording,
) -> Letter:
    """Write a letter of the actor's agency about a lead, a problem or a case; nothing leaves yet."""
    actor.need(Permission.HANDOVER_SEND)
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    if actor.officer_id is None or actor.agency_id is None:
        raise Forbidden("letter_needs_officer")
    name = _receiver(session, actor, subject, to)
    today = local_day(now)
    check_draft(_facts(kind, wording, subject.kind, has_receiver=bool(name)), today=today)
    if wording.in_reply_to is not None:
        _check_reply(session, actor, kind, wording.in_reply_to)
    letter = _row(actor, now, kind, subject, (to, name), wording)
    session.add(letter)
    session.flush()
    begun = Step(LetterState.DRAFT, today, "起草", "letter:draft")
    write_event(session, letter, begun, None, actor=actor, now=now)
    facts = {"kind": kind, "to": name, "title": letter.title}
    record(session, actor=actor, now=now, action="letter:draft", subject=subject_of(letter), after=facts)
    return letter


def ask_approval(
    session: Session, *, actor: Actor, now: datetime, letter: Letter, facts: Mapping[str, str]
) -> Approval:
    """Ask the chain whether a transfer may be sent; to the police the head decides in three days (D-19)."""
    need_sender(letter, actor)
    hold(session, letter)
    if not KINDS[letter.kind].needs_approval or letter.state is not LetterState.DRAFT:
        raise RuleBroken("letter_needs_no_approval")
    asked = approvals.ask(
        session,
        actor=actor,
        now=now,
        subject=subject_of(letter),
        kind=ChainKind.TRANSFER,
        title=letter.title,
        text=letter.text,
        facts=facts,
    )
    if letter.kind is LetterKind.POLICE:
        start_clock(session, letter, DECIDE_RULE, local_day(now), actor=actor, now=now)
    return asked


def withdraw_letter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    letter: Letter,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Take a letter back before it was received; its number stays taken."""
    need_sender(letter, actor)
    hold(session, letter, base_version)
    if not reason.strip():
        raise RuleBroken("letter_withdrawal_needs_reason", field="reason")
    letter.ended_on = local_day(now)
    taken = Step(LetterState.WITHDRAWN, letter.ended_on, f"收回：{reason.strip()}", "letter:withdraw")
    move(session, letter, taken, actor=actor, now=now)
    stop_clocks(session, letter, reason, actor=actor, now=now)


def _receiver(session: Session, actor: Actor, subject: Subject, to: Addressed) -> str:
    """Return the receiver's name; an agency of casebook acts where the matter lies."""
    if to.agency_id is None:
        name = to.name.strip()
        if len(name) > LONGEST_NAME:
            raise RuleBroken("letter_receiver_too_long", field="to_name", most=LONGEST_NAME)
        return name
    agency = accounts.get_agency(session, to.agency_id)
    if agency.county_code != actor.county_code or not agency.is_active:
        raise RuleBroken("letter_needs_receiver", field="to_agency")
    if agency.id == actor.agency_id:
        raise RuleBroken("letter_to_oneself", field="to_agency")
    if not subject.division_code.startswith(agency.division_code):
        raise RuleBroken("letter_agency_elsewhere", field="to_agency", agency=agency.name)
    return agency.name


def _row(
    actor: Actor,
    now: datetime,
    kind: LetterKind,
    subject: Subject,
    addressed: tuple[Addressed, str],
    wording: Wording,
) -> Letter:
    to, name = addressed
    return Letter(
        county_code=subject.division_code[:6],
        kind=kind,
        division_code=subject.division_code,
        from_agency_id=actor.agency_id,
        to_agency_id=to.agency_id,
        to_name=name,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title[:300],
        in_reply_to_id=wording.in_reply_to,
        title=wording.title.strip(),
        text=wording.text.strip(),
        asked=[one.value for one in wording.asked],
        reply_on=wording.reply_on,
        way=Way.PAPER if to.agency_id is None else to.way,
        state=LetterState.DRAFT,
        drafted_by_id=actor.officer_id,
        drafted_by=actor.name,
        drafted_at=now,
        findings={},
        version=1,
        wells=[LetterWell(well_id=one) for one in dict.fromkeys(wording.well_ids)],
    )


def _facts(kind: LetterKind, wording: Wording, subject_kind: str, *, has_receiver: bool) -> Draft:
    return Draft(
        kind=kind,
        title=wording.title,
        text=wording.text,
        has_receiver=has_receiver,
        subject_kind=subject_kind,
        asked=wording.asked,
        well_count=len(wording.well_ids),
        reply_on=wording.reply_on,
        is_reply=wording.in_reply_to is not None,
    )


def _check_reply(session: Session, actor: Actor, kind: LetterKind, letter_id: UUID) -> None:
    """Hold that a result answers a letter to us, and that a lifting lifts a limit of ours."""
    former = need_letter(session, queries.find_letter(session, letter_id))
    is_result = (
        kind is LetterKind.RESULT
        and queries.is_receiver(former, actor)
        and former.state is LetterState.RECEIVED
    )
    is_lifting = (
        kind is LetterKind.LIMIT_LIFTED
        and former.kind is LetterKind.PERMIT_LIMIT
        and queries.is_sender(former, actor)
        and former.state in {LetterState.SENT, LetterState.RECEIVED}
    )
    if not (is_result or is_lifting):
        raise RuleBroken("letter_replies_to_nothing", field="in_reply_to")
