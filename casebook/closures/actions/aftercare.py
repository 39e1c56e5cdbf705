"""公示 of a booked closure, and 回头看 at closed wells that are drawn by risk and by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.closures import queries, rules
from casebook.closures.actions.steps import hold, note, officer_id, subject_of
from casebook.closures.models import Closure, ClosurePublication, ClosureRecheck
from casebook.closures.rules import ClosureStatus, RecheckResult
from casebook.db.chain import lock
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules import Length, Unit
from casebook.deadlines.rules.table import FOLLOW_UP
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.rules import RecheckGround

KIND = "closure_recheck"
LONGEST_SEED = 60


def publish_closure(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    published_on: date,
    until_on: date,
    place: str,
) -> ClosurePublication:
    """Note that a booked closure was made public, once."""
    actor.need(Permission.CLOSURE_REPORT)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure)
    if closure.status is not ClosureStatus.CONFIRMED or queries.find_publication(session, closure.id):
        raise RuleBroken("closure_not_to_publish", number=closure.number)
    rules.check_publication(
        published_on=published_on,
        until_on=until_on,
        place=place,
        confirmed_on=closure.confirmed_on,
        today=clock.local_day(now),
    )
    row = ClosurePublication(
        closure_id=closure.id,
        published_on=published_on,
        until_on=until_on,
        place=place.strip(),
        officer_id=officer_id(actor),
        at=now,
    )
    session.add(row)
    note(session, closure, actor=actor, now=now, on=published_on, what=f"公示：{row.place}")
    subject = subject_of(closure, wells.get_well_by_id(session, closure.well_id).code)
    record(session, actor=actor, now=now, action="closure:publish", subject=subject, reason=row.place)
    session.flush()
    return row


def draw_rechecks(
    session: Session, *, actor: Actor, now: datetime, year: int, count: int, seed: str
) -> list[ClosureRecheck]:
    """Draw closed wells of a year to be looked at again; each gets a clock. The same seed draws the same.

    Used again, a seed draws of those that it has not drawn yet.
    RuleBroken `recheck_none` where nothing is left to draw.
    """
    actor.need(Permission.CLOSURE_CHECK)
    lock(session)  # of two who draw at once one comes second, and draws of what is left
    word = seed.strip()[:LONGEST_SEED]
    known = queries.candidates(session, actor, year, seed=word, on=clock.local_day(now))
    drawn = rules.draw([one for one, _closure in known], count=count, seed=word)
    if not drawn:
        raise RuleBroken("recheck_none", field="year", year=year)
    closures = {closure.number: closure for _one, closure in known}
    return [_drawn(session, actor, now, closures[one.number], ground, word) for one, ground in drawn]


def _drawn(
    session: Session, actor: Actor, now: datetime, closure: Closure, ground: RecheckGround, seed: str
) -> ClosureRecheck:
    recheck_id, today = new_id(), clock.local_day(now)
    title = f"{closure.number} 回头看"
    subject = Subject(KIND, recheck_id, title, closure.division_code)
    term = deadlines.start_term(
        session,
        actor=actor,
        now=now,
        subject=subject,
        rule_id=FOLLOW_UP,
        started_on=today,
        length=Length(rules.RECHECK_DAYS, Unit.CALENDAR_DAY),
        assignee_id=actor.officer_id,
    )
    row = ClosureRecheck(
        id=recheck_id,
        county_code=closure.county_code,
        division_code=closure.division_code,
        closure_id=closure.id,
        well_id=closure.well_id,
        draw=seed,
        ground=ground,
        drawn_on=today,
        term_id=term.id,
    )
    session.add(row)
    record(session, actor=actor, now=now, action="closure_recheck:draw", subject=subject, reason=seed)
    session.flush()
    return row


def note_recheck(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    recheck: ClosureRecheck,
    done_on: date,
    result: RecheckResult,
    remark: str,
) -> None:
    """Note what a look back found, once; never by who reported or accepted the closure."""
    actor.need(Permission.CLOSURE_CHECK)
    actor.need_reach(recheck.division_code, KIND, recheck.draw)
    session.refresh(recheck, with_for_update=True)
    closure = queries.get_closure_by_id(session, recheck.closure_id, actor)
    if recheck.done_on is not None:
        raise RuleBroken("recheck_done", on=recheck.done_on.isoformat())
    if actor.officer_id in {closure.accepted_by_id, closure.reported_by_id}:
        raise RuleBroken("recheck_by_involved")
    rules.check_recheck(
        done_on=done_on,
        drawn_on=recheck.drawn_on,
        result=result,
        note=remark,
        today=clock.local_day(now),
    )
    recheck.done_on, recheck.result, recheck.note = done_on, result, remark.strip()
    recheck.officer_id = officer_id(actor)
    term = clocks.get_term(session, recheck.term_id)
    deadlines.meet_term(session, actor=actor, now=now, term=term, on=done_on)
    hold(session, closure)
    words = {"intact": "完好", "damaged": "封闭物损坏", "pumped": "正在取水"}[result.value]
    note(session, closure, actor=actor, now=now, on=done_on, what=f"回头看：{words} {recheck.note}".strip())
    subject = Subject(KIND, recheck.id, f"{closure.number} 回头看", recheck.division_code)
    after = {"on": done_on, "result": result}
    record(session, actor=actor, now=now, action="closure_recheck:done", subject=subject, after=after)
    session.flush()
