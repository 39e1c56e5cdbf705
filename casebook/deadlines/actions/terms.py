"""Starting, extending, suspending and ending clocks. Callers check permissions, the rules are here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.audit.actions import record
from casebook.deadlines import queries
from casebook.deadlines.actions.dating import dates_of, set_dates, subject_of
from casebook.deadlines.models import Term, TermExtension, TermSuspension
from casebook.deadlines.rules import Unit, find_rule
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.deadlines.rules import Length, Rule
    from casebook.deadlines.rules.table import Suspension
    from casebook.kernel.subjects import Subject


def start_term(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    rule_id: str,
    started_on: date,
    begun_at: datetime | None = None,
    length: Length | None = None,
    assignee_id: UUID | None = None,
) -> Term:
    """Start a clock on a subject, which has at most one running clock of each rule.

    `length` is the case's own, else the county's setting holds, else the table's; hours run from `begun_at`.
    """
    rule = find_rule(rule_id)
    own = queries.setting_on(session, subject.division_code[:6], rule.id, started_on)
    chosen = rule.choose_length(length or own)
    _check_start(session, subject, rule, chosen, begun_at, started_on)
    term = Term(
        county_code=subject.division_code[:6],
        division_code=subject.division_code,
        subject_kind=subject.kind,
        subject_id=subject.id,
        title=subject.title,
        rule=rule.id,
        started_on=started_on,
        amount=chosen.amount,
        unit=chosen.unit,
        extension=0,
        begun_at=begun_at if chosen.unit is Unit.HOUR else None,
        assignee_id=assignee_id,
        started_at=now,
    )
    set_dates(term, queries.get_calendar(session))
    session.add(term)
    session.flush()
    _record(session, term, "term:start", actor=actor, now=now, before=None)
    return term


def request_extension(
    session: Session, *, actor: Actor, now: datetime, term: Term, added: int, reason: str
) -> TermExtension:
    """Ask for more time, `added` in the term's own unit; it counts only when another officer grants it."""
    _check_running(session, term)
    _check_addition(term, added, reason)
    request = TermExtension(
        county_code=term.county_code,
        term_id=term.id,
        added=added,
        reason=reason.strip(),
        requested_by_id=_officer(actor),
        requested_at=now,
    )
    session.add(request)
    session.flush()
    _record(
        session,
        term,
        "term:request_extension",
        actor=actor,
        now=now,
        before=dates_of(term),
        reason=f"+{added}：{request.reason}",
    )
    return request


def approve_extension(session: Session, *, actor: Actor, now: datetime, request: TermExtension) -> Term:
    """Grant a request. The approver is not the requester; the term counts anew from its start."""
    _decide(session, request, actor=actor, now=now, is_granted=True)
    term = queries.get_term(session, request.term_id)
    _check_running(session, term)
    _check_addition(term, request.added, request.reason)
    before = dates_of(term)
    term.extension += request.added
    set_dates(term, queries.get_calendar(session))
    session.flush()
    _record(
        session, term, "term:approve_extension", actor=actor, now=now, before=before, reason=request.reason
    )
    return term


def decline_extension(session: Session, *, actor: Actor, now: datetime, request: TermExtension) -> None:
    """Turn a request down; the decider is not the requester here either."""
    _decide(session, request, actor=actor, now=now, is_granted=False)
    term = queries.get_term(session, request.term_id)
    session.flush()
    _record(session, term, "term:decline_extension", actor=actor, now=now, before=dates_of(term))


def extend_term(
    session: Session, *, actor: Actor, now: datetime, term: Term, added: int, reason: str, requested_by: Actor
) -> Term:
    """Record an extension that one officer asked for and `actor` grants, in one step (a paper with both)."""
    request = request_extension(session, actor=requested_by, now=now, term=term, added=added, reason=reason)
    return approve_extension(session, actor=actor, now=now, request=request)


def suspend_term(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    term: Term,
    reason: Suspension,
    paper: str,
    from_on: date,
) -> TermSuspension:
    """Let a clock stand still from a day on, for a reason its rule names and by a paper."""
    _check_running(session, term)
    find_rule(term.rule).check_suspension(reason)
    if not paper.strip():
        raise RuleBroken("suspension_needs_paper", field="paper")
    if any(stop.until_on is None for stop in term.suspensions):
        raise RuleBroken("term_suspended_already")
    stop = TermSuspension(
        county_code=term.county_code,
        term_id=term.id,
        reason=reason,
        paper=paper.strip(),
        from_on=from_on,
        recorded_at=now,
    )
    before = dates_of(term)
    term.suspensions.append(stop)
    session.flush()
    _record(
        session,
        term,
        "term:suspend",
        actor=actor,
        now=now,
        before=before,
        reason=f"{reason.value}：{stop.paper}",
    )
    return stop


def resume_term(session: Session, *, actor: Actor, now: datetime, term: Term, until_on: date) -> Term:
    """End a suspension; `until_on` is its last day. The days it took are added."""
    _check_running(session, term)
    stop = next((stop for stop in term.suspensions if stop.until_on is None), None)
    if stop is None:
        raise RuleBroken("term_not_suspended")
    if until_on < stop.from_on:
        raise RuleBroken("suspension_reversed", field="until_on", first=stop.from_on, last=until_on)
    before = dates_of(term)
    stop.until_on = until_on
    set_dates(term, queries.get_calendar(session))
    session.flush()
    _record(session, term, "term:resume", actor=actor, now=now, before=before)
    return term


def meet_term(
    session: Session, *, actor: Actor, now: datetime, term: Term, on: date, at: datetime | None = None
) -> Term:
    """Say on which day what was due was done; `at` is the instant, for a clock that counts hours."""
    _check_running(session, term)
    if on > local_day(now):
        raise RuleBroken("term_met_in_future", field="on", on=on)
    if on < term.started_on and not find_rule(term.rule).backward:
        raise RuleBroken("term_met_before_start", field="on", on=on, start=term.started_on)
    before = dates_of(term)
    term.met_on = on
    term.met_at = at if term.due_at is not None else None
    session.flush()
    _record(session, term, "term:meet", actor=actor, now=now, before=before)
    return term


def cancel_term(session: Session, *, actor: Actor, now: datetime, term: Term, reason: str) -> Term:
    """End a clock that no longer matters (order withdrawn, case dropped)."""
    _check_running(session, term)
    if not reason.strip():
        raise RuleBroken("term_cancel_needs_reason", field="reason")
    before = dates_of(term)
    term.cancelled_at, term.cancel_reason = now, reason.strip()
    session.flush()
    _record(session, term, "term:cancel", actor=actor, now=now, before=before, reason=term.cancel_reason)
    return term


def reassign_term(session: Session, *, actor: Actor, now: datetime, term: Term, assignee_id: UUID) -> Term:
    """Give a running clock to another officer."""
    _check_running(session, term)
    before, term.assignee_id = term.assignee_id, assignee_id
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="term:reassign",
        subject=subject_of(term),
        before={"assignee_id": before},
        after={"assignee_id": assignee_id},
    )
    return term


def _check_start(
    session: Session, subject: Subject, rule: Rule, length: Length, begun_at: datetime | None, on: date
) -> None:
    """Refuse a second clock of a rule, and hours that are not counted from an instant of the start day."""
    if queries.find_running(session, subject_id=subject.id, rule_id=rule.id) is not None:
        raise RuleBroken("term_runs_already", rule=rule.id)
    if length.unit is Unit.HOUR and (begun_at is None or local_day(begun_at) != on):
        raise RuleBroken("term_needs_time", field="begun_at")


def _check_running(session: Session, term: Term) -> None:
    """Lock a clock and read it anew; only one that still runs can be changed."""
    # `of`: what was read with its suspensions joined is read so again, and they cannot be locked with it.
    session.refresh(term, with_for_update={"of": Term})
    if not term.is_running:
        raise RuleBroken("term_ended")


def _check_addition(term: Term, added: int, reason: str) -> None:
    if added < 1:
        raise RuleBroken("term_extension_negative", field="added", extension=added)
    if not reason.strip():
        raise RuleBroken("extension_needs_reason", field="reason")
    find_rule(term.rule).check_extension(term.extension + added)


def _officer(actor: Actor) -> UUID:
    if actor.officer_id is None:
        raise RuleBroken("extension_needs_officer")
    return actor.officer_id


def _decide(
    session: Session, request: TermExtension, *, actor: Actor, now: datetime, is_granted: bool
) -> None:
    session.refresh(request, with_for_update=True)
    if request.decided_at is not None:
        raise RuleBroken("extension_decided_already")
    if _officer(actor) == request.requested_by_id:
        raise RuleBroken("extension_self_approved")
    request.decided_by_id, request.decided_at, request.is_granted = actor.officer_id, now, is_granted


def _record(
    session: Session,
    term: Term,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    before: dict[str, object] | None,
    reason: str | None = None,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject_of(term),
        before=before,
        after=dates_of(term),
        reason=reason,
    )
