"""Replies and pledges, talks with their minutes, sweeps, and the end of a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.storage.actions import store_scan
from casebook.supervision.actions.issuing import start_reply
from casebook.supervision.actions.steps import (
    Move,
    end_clock,
    hold,
    move,
    need_issuer,
    need_unit,
    note,
    subject_of,
)
from casebook.supervision.models import SupervisionSweep
from casebook.supervision.rules import NEEDS_REPLY, StepState, check_day, check_talk, check_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.actions import Scan
    from casebook.supervision.models import SupervisionStep


@dataclass(frozen=True)
class Reply:
    """答复 or 表态 of the unit."""

    text: str
    by: str
    on: date
    scan: Scan | None = None


@dataclass(frozen=True)
class Talk:
    """约谈纪要: when, where, who was there, what was said and pledged."""

    on: date
    place: str
    attendees: str
    minutes: str
    scan: Scan | None = None


def reply_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    reply: Reply,
    base_version: int | None = None,
) -> None:
    """Record what the unit answers and pledges."""
    need_unit(row, actor)
    hold(session, row, base_version)
    if row.rung not in NEEDS_REPLY:
        raise RuleBroken("supervision_needs_no_reply")
    check_day(reply.on, after=row.issued_on, today=local_day(now))
    row.reply = check_words(reply.text, field="text")
    row.replied_by = check_words(reply.by, field="by")[:60]
    row.replied_on = reply.on
    hash_, name = _kept(session, reply.scan, now)
    words = f"{row.replied_by} 答复"
    taken = Move(StepState.ANSWERED, reply.on, words, "supervision:reply", hash_, name)
    move(session, row, taken, actor=actor, now=now)
    end_clock(session, row, actor=actor, now=now, met_on=reply.on)


def return_reply(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    reason: str,
    base_version: int | None = None,
) -> None:
    """Ask for another reply where this one does not do; the time for it runs anew."""
    need_issuer(row, actor)
    hold(session, row, base_version)
    words = check_words(reason, field="reason")
    on = local_day(now)
    taken = Move(StepState.ISSUED, on, f"退回重新答复：{words}", "supervision:return")
    move(session, row, taken, actor=actor, now=now)
    row.reply_on = None
    start_reply(session, row, on, actor=actor, now=now)


def record_talk(session: Session, *, actor: Actor, now: datetime, row: SupervisionStep, talk: Talk) -> None:
    """Record the minutes of a talk (约谈纪要)."""
    need_issuer(row, actor)
    hold(session, row)
    check_talk(row.rung, row.state, talk.attendees)
    check_day(talk.on, after=row.issued_on, today=local_day(now))
    row.minutes = check_words(talk.minutes, field="minutes")
    row.talked_on, row.talk_place = talk.on, talk.place.strip()[:100]
    row.attendees = talk.attendees.strip()[:500]
    row.version += 1
    session.flush()
    hash_, name = _kept(session, talk.scan, now)
    taken = Move(row.state, talk.on, f"约谈：{row.attendees}", "supervision:talk", hash_, name)
    note(session, row, taken, actor=actor, now=now)
    facts = {"on": talk.on, "attendees": row.attendees, "scan": hash_}
    record(session, actor=actor, now=now, action=taken.act, subject=subject_of(row), after=facts)


def add_sweep(
    session: Session, *, actor: Actor, now: datetime, row: SupervisionStep, demand: str, due_on: date
) -> SupervisionSweep:
    """Have the unit look through everything of the same kind (举一反三) by a day."""
    need_issuer(row, actor)
    hold(session, row)
    if row.state not in {StepState.ISSUED, StepState.ANSWERED}:
        raise RuleBroken("supervision_not_issued")
    words = check_words(demand, field="demand")[:500]
    if due_on <= local_day(now):
        raise RuleBroken("sweep_due_too_soon", field="due_on")
    sweep = SupervisionSweep(step_id=row.id, demand=words, due_on=due_on, added_at=now)
    session.add(sweep)
    session.flush()
    _tell_sweep(session, row, f"布置排查：{words}", "supervision:sweep", actor=actor, now=now)
    return sweep


def finish_sweep(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    sweep: SupervisionSweep,
    found: int,
    result: str,
) -> None:
    """Record what a sweep found; none found is a result as well."""
    need_unit(row, actor)
    hold(session, row)
    session.refresh(sweep, with_for_update=True)
    if sweep.done_on is not None:
        raise RuleBroken("sweep_done_already")
    if found < 0:
        raise RuleBroken("sweep_count_negative", field="found")
    sweep.result = check_words(result, field="result")[:1000]
    sweep.found, sweep.done_on = found, local_day(now)
    session.flush()
    _tell_sweep(session, row, f"排查完成，发现 {found} 处", "supervision:swept", actor=actor, now=now)


def close_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    row: SupervisionStep,
    remark: str,
    base_version: int | None = None,
) -> None:
    """Close a step; not before its reply where it needs one, nor over an open sweep."""
    need_issuer(row, actor)
    hold(session, row, base_version)
    if row.state is StepState.ISSUED and row.rung in NEEDS_REPLY:
        raise RuleBroken("supervision_reply_missing")
    if any(one.done_on is None for one in row.sweeps):
        raise RuleBroken("supervision_sweep_open")
    on = local_day(now)
    words = f"办结：{remark.strip()}" if remark.strip() else "办结"
    move(session, row, Move(StepState.CLOSED, on, words, "supervision:close"), actor=actor, now=now)
    end_clock(session, row, actor=actor, now=now, met_on=None)


def _tell_sweep(
    session: Session, row: SupervisionStep, what: str, act: str, *, actor: Actor, now: datetime
) -> None:
    row.version += 1
    session.refresh(row, ["sweeps"])
    note(session, row, Move(row.state, local_day(now), what, act), actor=actor, now=now)
    record(session, actor=actor, now=now, action=act, subject=subject_of(row), after={"what": what})


def _kept(session: Session, scan: Scan | None, now: datetime) -> tuple[str | None, str]:
    return (None, "") if scan is None else (store_scan(session, scan=scan, now=now), scan.safe_name)
