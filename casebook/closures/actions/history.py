"""历史补录: closures of an old ledger enter the chain as history, each into its own year."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.claims.actions import hold_reductions
from casebook.closures import queries
from casebook.closures.actions.checking import keep_check, keep_file, keep_sums, return_subject
from casebook.closures.rules import RETURN_TRANSITIONS, ClosureKind, ReturnState
from casebook.intake.queries import open_file
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import GRADES, GROUPS, PostingKind
from casebook.wells import actions as well_actions
from casebook.wells import queries as wells
from casebook.wells.rules import Ground, WellStatus, next_statuses

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import ClosureReturn, ClosureReturnLine
    from casebook.closures.rules import CheckedLine
    from casebook.wells.models import Well

_STATUS = {
    ClosureKind.PLUGGED: WellStatus.PLUGGED,
    ClosureKind.MOTHBALLED: WellStatus.MOTHBALLED,
    ClosureKind.MONITORING: WellStatus.MONITORING,
}


def post_history(session: Session, *, actor: Actor, now: datetime, row: ClosureReturn) -> int:
    """Post a checked return as history; return how many wells were posted.

    It is checked again against what is known now. Each line that is not refused posts one well closed and
    its reduction, with the figures of the old ledger, into the year of its closing day. Refused lines never
    post. Conflict when the return was posted or taken back before.
    """
    actor.need(Permission.CLOSURE_HISTORY)
    actor.need_reach(row.division_code, "closure_return", row.id)
    _hold(session, row, ReturnState.POSTED)
    hold_reductions(session, row.county_code)
    twin = queries.find_posted(session, row.county_code, row.file_hash)
    if twin is not None:
        raise RuleBroken("return_posted_before", field="file", on=clock.local_day(twin.checked_at))
    with open_file(session, row.file_hash) as file:
        judged = queries.judge_return(
            session,
            actor=actor,
            file=file,
            today=clock.local_day(now),
            sheet=row.sheet or None,
            is_history=True,
        )
    keep_sums(row, judged)
    posted = _post_lines(session, actor, now, row, judged)
    row.state, row.posted_at, row.posted_by = ReturnState.POSTED, now, actor.name
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="closure_return:post",
        subject=return_subject(row),
        after={"wells": posted},
    )
    return posted


def import_history(
    session: Session, *, actor: Actor, now: datetime, stream: BinaryIO, name: str, sheet: str | None = None
) -> tuple[ClosureReturn, int]:
    """Check an old ledger and post it in one go; return it and how many wells were posted.

    Exactly the same file once more posts nothing: the return that stands already is given back.
    """
    actor.need(Permission.CLOSURE_HISTORY)
    kept = keep_file(session, now=now, stream=stream, name=name)
    twin = queries.find_posted(session, actor.county_code, kept.hash)
    if twin is not None:
        return twin, 0
    row = keep_check(session, actor=actor, now=now, kept=kept, name=name, sheet=sheet, is_history=True)
    return row, post_history(session, actor=actor, now=now, row=row)


def take_back_history(
    session: Session, *, actor: Actor, now: datetime, row: ClosureReturn, reason: str
) -> int:
    """Reverse all that a return posted as history, with a reason; return how many wells it was."""
    actor.need(Permission.CLOSURE_HISTORY)
    actor.need_reach(row.division_code, "closure_return", row.id)
    _hold(session, row, ReturnState.TAKEN_BACK)
    if not reason.strip():
        raise RuleBroken("take_back_needs_reason", field="reason")
    posted = [line for line in queries.list_lines(session, row.id) if line.is_posted]
    for line in posted:
        _take_back(session, actor, now, row, line, reason.strip())
    row.state, row.taken_back_at = ReturnState.TAKEN_BACK, now
    row.taken_back_by, row.taken_back_reason = actor.name, reason.strip()[:400]
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="closure_return:take_back",
        subject=return_subject(row),
        reason=reason.strip(),
        after={"wells": len(posted)},
    )
    return len(posted)


def line_subject(row: ClosureReturn, line: ClosureReturnLine, division_code: str) -> Subject:
    """Return a line of an old ledger as what a posting is about; it keeps the old number."""
    number = str(line.claim.get("number") or "")
    title = f"{row.file_name} {number or line.line} {line.code}"
    return Subject("closure_return_line", line.id, title[-200:], division_code)


def _hold(session: Session, row: ClosureReturn, to: ReturnState) -> None:
    """Lock a return and refuse a step that its life does not have."""
    session.refresh(row, with_for_update=True)
    if to not in RETURN_TRANSITIONS[row.state]:
        raise Conflict("return_step", state=row.state)


def _post_lines(
    session: Session, actor: Actor, now: datetime, row: ClosureReturn, judged: queries.JudgedReturn
) -> int:
    found = queries.find_wells(session, actor, {one.claim.code for one in judged.lines})
    kept = {line.line: line for line in queries.list_lines(session, row.id)}
    posted = 0
    for checked in judged.lines:
        line = kept[checked.claim.line]
        _judge_again(line, checked)
        if checked.is_postable:
            _post(session, actor, now, row, line, checked, found[checked.claim.code])
            posted += 1
    return posted


def _judge_again(line: ClosureReturnLine, checked: CheckedLine) -> None:
    """Keep what the last check found: that is what the posting rests on."""
    line.outcome, line.is_dead = checked.outcome, checked.is_dead
    line.full_year_m3, line.this_year_m3 = checked.full_year_m3, checked.this_year_m3
    line.findings = [{"rule": one.rule.value, "facts": dict(one.facts)} for one in checked.findings]


def _post(
    session: Session,
    actor: Actor,
    now: datetime,
    row: ClosureReturn,
    line: ClosureReturnLine,
    checked: CheckedLine,
    well: Well,
) -> None:
    on = checked.claim.closed_on
    assert on is not None
    subject = line_subject(row, line, well.division_code)
    # The well's row before the ledger's lock, in the order in which all acts take them.
    _close(session, actor, now, well, checked, subject)
    method = checked.claim.method
    for kind in (PostingKind.WELL_CLOSED, PostingKind.REDUCTION):
        is_reduction = kind is PostingKind.REDUCTION
        ledger.post(
            session,
            actor=actor,
            now=now,
            kind=kind,
            on=on,
            year=on.year,
            well_code=well.code,
            division_code=well.division_code,
            subject=subject,
            count=0 if is_reduction else 1,
            full_year_m3=checked.full_year_m3 if is_reduction else 0,
            this_year_m3=checked.this_year_m3 if is_reduction else 0,
            aquifer_group=GROUPS[well.aquifer],
            method=method if is_reduction else None,
            grade=GRADES[method] if is_reduction and method else None,
            papers=[row.file_hash],
            is_history=True,
        )
    line.well_id, line.is_posted = well.id, True


def _close(
    session: Session, actor: Actor, now: datetime, well: Well, checked: CheckedLine, subject: Subject
) -> None:
    """Close the well on the register, where it is open there and the line is beyond doubt."""
    to, on = _STATUS.get(checked.claim.kind) if checked.claim.kind else None, checked.claim.closed_on
    if to is None or on is None or checked.findings:
        return
    if to in next_statuses(well.status, Ground.CLOSURE):
        reason = "历史补录"
        well_actions.change_status(
            session, actor=actor, now=now, well=well, to=to, on=on, reason=reason, subject=subject
        )


def _take_back(
    session: Session, actor: Actor, now: datetime, row: ClosureReturn, line: ClosureReturnLine, reason: str
) -> None:
    assert line.well_id is not None
    well = wells.get_well_by_id(session, line.well_id)
    subject = line_subject(row, line, well.division_code)
    last = wells.list_events(session, well.id)[-1:]
    if last and (last[0].subject_kind, last[0].subject_id) == (subject.kind, subject.id):
        well_actions.withdraw_step(
            session, actor=actor, now=now, well=well, subject=subject, closed_on=None, reason=reason
        )
    for entry in ledger_queries.list_entries_of_subject(session, line.id, actor):
        if entry.reverses is None and entry.reversed_by is None:
            on = entry.posting.on
            ledger.reverse(session, actor=actor, now=now, entry_id=entry.id, on=on, reason=reason)
    line.is_posted = False
