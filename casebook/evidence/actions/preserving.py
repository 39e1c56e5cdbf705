"""先行登记保存: asking, approving, serving the notice, and deciding what becomes of each thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.deadlines import queries as deadlines
from casebook.deadlines.actions.terms import meet_term, start_term
from casebook.evidence.actions.subjects import subject_row
from casebook.evidence.models import Preservation as Row
from casebook.evidence.models import PreservationEvent, PreservedThing
from casebook.evidence.rules import (
    TERM_RULE,
    Disposal,
    PreservationState,
    check_approver,
    check_disposal,
    check_request,
    check_servers,
    check_service,
    step,
)
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules import Thing

SUBJECT = "preservation"
NUMBER_KIND, NUMBER_WORD = "DJ", "存字"


def request_preservation(
    session: Session, *, actor: Actor, now: datetime, subject: Subject, reason: str, things: Sequence[Thing]
) -> Row:
    """Ask to keep things as evidence before they are lost; an officer with a certificate does."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    check_request(reason, things)
    officer_id = _officer(actor)
    agency = accounts.get_agency(session, accounts.get_officer(session, officer_id).agency_id)
    asked = Row(
        county_code=actor.county_code,
        about_id=subject_row(session, actor, subject).id,
        number_word=agency.number_word,
        reason=reason.strip(),
        status=PreservationState.REQUESTED,
        requested_by_id=officer_id,
        requested_by=actor.name,
        requested_at=now,
    )
    asked.things = [_row(position, thing) for position, thing in enumerate(things, start=1)]
    session.add(asked)
    session.flush()
    _note(session, asked, None, "申请先行登记保存", actor=actor, now=now)
    return asked


def approve(session: Session, *, actor: Actor, now: datetime, asked: Row, remark: str) -> Row:
    """Approve a request (机关负责人 or 承办机构负责人, never who asked) and give the notice its number."""
    _hold(session, actor, Permission.DECISION_RECORD, asked)
    check_approver(asked.requested_by_id, actor.officer_id)
    step(asked.status, PreservationState.APPROVED, title_of(asked))
    asked.approved_by_id, asked.approved_by, asked.approved_on = actor.officer_id, actor.name, local_day(now)
    asked.number = issue(
        session,
        county_code=asked.county_code,
        kind=NUMBER_KIND,
        word=f"{asked.number_word}{NUMBER_WORD}",
        year=asked.approved_on.year,
        subject=subject_of(asked),
        now=now,
    )
    _move(session, asked, PreservationState.APPROVED, remark.strip() or "批准", actor=actor, now=now)
    return asked


def decline(session: Session, *, actor: Actor, now: datetime, asked: Row, reason: str) -> None:
    """Turn a request down."""
    _hold(session, actor, Permission.DECISION_RECORD, asked)
    check_approver(asked.requested_by_id, actor.officer_id)
    _need_reason(reason)
    step(asked.status, PreservationState.DECLINED, title_of(asked))
    _move(session, asked, PreservationState.DECLINED, reason.strip(), actor=actor, now=now)


def drop(session: Session, *, actor: Actor, now: datetime, asked: Row, reason: str) -> None:
    """Give a request up before anything was served; its number stays taken."""
    _hold(session, actor, Permission.EVIDENCE_EDIT, asked)
    _need_reason(reason)
    step(asked.status, PreservationState.DROPPED, title_of(asked))
    _move(session, asked, PreservationState.DROPPED, reason.strip(), actor=actor, now=now)


def serve(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    asked: Row,
    served_on: date,
    receiver: str,
    second_id: UUID,
) -> Row:
    """Record that two officers handed over notice and list; the seven working days begin to run."""
    _hold(session, actor, Permission.EVIDENCE_EDIT, asked)
    step(asked.status, PreservationState.KEPT, title_of(asked))
    assert asked.approved_on is not None
    check_service(served_on, approved_on=asked.approved_on, today=local_day(now))
    if not receiver.strip():
        raise RuleBroken("preservation_needs_receiver", field="receiver")
    two = [accounts.get_officer(session, _officer(actor)), accounts.get_officer(session, second_id)]
    check_servers([(one.id, one.is_certified(served_on)) for one in two])
    asked.served_on, asked.receiver = served_on, receiver.strip()
    asked.servers = "、".join(f"{one.name}（{one.certificate_no}）" for one in two)
    term = start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of(asked),
        rule_id=TERM_RULE,
        started_on=served_on,
        assignee_id=asked.requested_by_id,
    )
    asked.due_on = term.due_on
    _move(session, asked, PreservationState.KEPT, f"{served_on} 送达 {asked.servers}", actor=actor, now=now)
    return asked


def dispose(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    asked: Row,
    thing_ids: Sequence[UUID],
    disposal: Disposal,
    disposed_on: date,
    note: str,
) -> None:
    """Say what becomes of some of the things; with the last one the clock ends, late or not."""
    _hold(session, actor, Permission.EVIDENCE_EDIT, asked)
    if asked.status is not PreservationState.KEPT or asked.served_on is None:
        raise RuleBroken("preservation_state", number=title_of(asked), status=asked.status)
    check_disposal(disposed_on, served_on=asked.served_on, today=local_day(now))
    chosen = [thing for thing in asked.open_things if thing.id in set(thing_ids)]
    if not chosen:
        raise RuleBroken("disposal_needs_things", field="things")
    for thing in chosen:
        thing.disposal, thing.disposed_on = disposal, disposed_on
        thing.disposal_note, thing.disposed_by = note.strip(), actor.name
    session.flush()
    _note_disposal(session, asked, chosen, disposed_on, actor=actor, now=now)


def _note_disposal(
    session: Session,
    asked: Row,
    chosen: Sequence[PreservedThing],
    disposed_on: date,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    what = f"{disposed_on} 处理：" + "、".join(thing.name for thing in chosen)
    if asked.open_things:
        _note(session, asked, asked.status, what, actor=actor, now=now)
        return
    _move(session, asked, PreservationState.DISPOSED, what, actor=actor, now=now)
    term = deadlines.find_running(session, subject_id=asked.id, rule_id=TERM_RULE)
    if term is not None:
        last = max(thing.disposed_on for thing in asked.things if thing.disposed_on)
        meet_term(session, actor=actor, now=now, term=term, on=last)


def subject_of(asked: Row) -> Subject:
    """Return a preservation as clocks, numbers and audit name it."""
    return Subject(SUBJECT, asked.id, title_of(asked), asked.about.division_code)


def title_of(asked: Row) -> str:
    """Return its number, or what it is called before it has one."""
    return asked.number or asked.about.title


def _row(position: int, thing: Thing) -> PreservedThing:
    return PreservedThing(
        position=position,
        name=thing.name.strip(),
        specification=thing.specification.strip(),
        quantity=thing.quantity.strip(),
        condition=thing.condition.strip(),
        kept_where=thing.kept_where,
        place=thing.place.strip(),
    )


def _hold(session: Session, actor: Actor, permission: Permission, asked: Row) -> None:
    """Check who acts, lock the row and read it anew: of two steps at once the later sees the earlier."""
    actor.need(permission)
    actor.need_reach(asked.about.division_code, SUBJECT, asked.id)
    session.refresh(asked, with_for_update={"of": Row})


def _officer(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise RuleBroken("preservation_needs_officer")
    return actor.officer_id


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("preservation_step_needs_reason", field="reason")


def _move(
    session: Session, asked: Row, to: PreservationState, what: str, *, actor: Actor, now: datetime
) -> None:
    before, asked.status = asked.status, to
    session.flush()
    _note(session, asked, before, what, actor=actor, now=now)


def _note(
    session: Session, asked: Row, before: PreservationState | None, what: str, *, actor: Actor, now: datetime
) -> None:
    session.expire(asked, ["events"])
    event = PreservationEvent(
        preservation_id=asked.id,
        sequence=len(asked.events) + 1,
        from_status=before,
        to_status=asked.status,
        at=now,
        what=what[:600],
        actor_id=actor.officer_id,
        actor_name=actor.name,
    )
    session.add(event)
    session.flush()
    session.expire(asked, ["events"])
    record(
        session,
        actor=actor,
        now=now,
        action=f"preservation:{asked.status.value}",
        subject=subject_of(asked),
        before={"status": before},
        after={"status": asked.status},
        reason=what,
    )
