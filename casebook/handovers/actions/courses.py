"""One way to move a letter: state, step and audit entry are written together, and its clock follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions import cancel_term, meet_term, start_term
from casebook.handovers import queries
from casebook.handovers.models import LetterEvent
from casebook.handovers.rules import Way, step
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.storage.actions import store_scan

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.rules import Length
    from casebook.handovers.models import Letter
    from casebook.handovers.rules import LetterState
    from casebook.storage.actions import Scan


@dataclass(frozen=True)
class Step:
    """What happened to a letter, on which day, and the paper that proves it."""

    to: LetterState
    on: date
    what: str
    act: str
    scan_hash: str | None = None
    scan_name: str = ""


def subject_of(letter: Letter) -> Subject:
    """Return a letter as the subject of clocks, approvals and acts."""
    title = f"{letter.number or ''} {letter.title}".strip()
    return Subject(queries.SUBJECT, letter.id, title[:300], letter.division_code)


def hold(session: Session, letter: Letter, base_version: int | None = None) -> None:
    """Lock a letter and read it anew; Conflict when it is no longer the one that was seen."""
    session.refresh(letter, with_for_update=True)
    if base_version is not None and base_version != letter.version:
        raise Conflict("letter_moved_meanwhile")


def need_sender(letter: Letter, actor: Actor) -> None:
    """Hold that the actor may move a letter for the agency that sends it."""
    actor.need(Permission.HANDOVER_SEND)
    actor.need_reach(letter.division_code, "letter", letter.id)
    if not queries.is_sender(letter, actor):
        raise Forbidden("letter_of_other_agency")


def need_receiver(letter: Letter, actor: Actor, scan: Scan | None) -> None:
    """Hold that the actor answers for the receiver, or for the sender enters what came on paper."""
    if queries.is_receiver(letter, actor):
        actor.need(Permission.HANDOVER_ANSWER)
        actor.need_reach(letter.division_code, "letter", letter.id)
        return
    need_sender(letter, actor)
    if letter.to_agency_id is not None and letter.way is Way.SYSTEM:
        raise Forbidden("letter_answered_by_receiver")
    if scan is None:
        raise RuleBroken("letter_needs_scan", field="scan")


def move(session: Session, letter: Letter, taken: Step, *, actor: Actor, now: datetime) -> LetterEvent:
    """Take a letter to a state; the table decides whether it may."""
    before = letter.state
    step(before, taken.to, letter.number or letter.title)
    letter.state, letter.version = taken.to, letter.version + 1
    session.flush()
    event = write_event(session, letter, taken, before, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action=taken.act,
        subject=subject_of(letter),
        before={"state": before},
        after={"state": taken.to, "on": taken.on, "scan": taken.scan_hash, "hash": letter.body_hash},
    )
    return event


def write_event(
    session: Session,
    letter: Letter,
    taken: Step,
    before: LetterState | None,
    *,
    actor: Actor,
    now: datetime,
) -> LetterEvent:
    """Write a step of a letter."""
    event = LetterEvent(
        letter_id=letter.id,
        sequence=queries.last_sequence(session, letter.id) + 1,
        from_state=before,
        to_state=taken.to,
        at=now,
        on=taken.on,
        what=taken.what[:1200],
        scan_hash=taken.scan_hash,
        scan_name=taken.scan_name,
        actor_id=actor.officer_id,
        actor_name=actor.name,
        agency_name=actor.agency_name,
    )
    session.add(event)
    session.flush()
    return event


def kept(session: Session, scan: Scan | None, now: datetime) -> tuple[str | None, str]:
    """Keep a scan and return its hash and name; nothing where there is none."""
    if scan is None:
        return None, ""
    return store_scan(session, scan=scan, now=now), scan.safe_name


def start_clock(
    session: Session,
    letter: Letter,
    rule_id: str,
    on: date,
    *,
    actor: Actor,
    now: datetime,
    length: Length | None = None,
) -> None:
    """Start a clock on a letter, for who drafted it: they see to it that it is not forgotten."""
    chosen = length and (deadlines.setting_on(session, letter.county_code, rule_id, on) or length)
    start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of(letter),
        rule_id=rule_id,
        started_on=on,
        length=chosen,
        assignee_id=letter.drafted_by_id,
    )


def meet_clock(
    session: Session, letter: Letter, rule_id: str, on: date, *, actor: Actor, now: datetime
) -> None:
    """Meet a clock that runs on a letter, if one does."""
    term = deadlines.find_running(session, subject_id=letter.id, rule_id=rule_id)
    if term is not None:
        meet_term(session, actor=actor, now=now, term=term, on=on)


def stop_clocks(session: Session, letter: Letter, reason: str, *, actor: Actor, now: datetime) -> None:
    """Cancel what still runs on a letter that is over."""
    for term in deadlines.list_terms(session, [letter.id]):
        if term.is_running:
            cancel_term(session, actor=actor, now=now, term=term, reason=reason)


def need_letter(session: Session, letter: Letter | None) -> Letter:
    """Return the letter that another one answers, held; NotFound when there is none."""
    if letter is None:
        raise NotFound("letter")
    session.refresh(letter, with_for_update=True)
    return letter
