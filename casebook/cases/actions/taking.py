"""Taking a step of the workflow, and noting an act that is no step: here alone the gates are asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases.actions.steps import hold, note_case, subject_of_case
from casebook.cases.acts import PAYLOADS, ActKind, Note
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.cases.rules.folding import approved_on, before_suspension, candidate
from casebook.cases.rules.gates import GATES, missing
from casebook.cases.rules.step_acts import STEP_ACTS
from casebook.cases.rules.workflow import FINISHED, get_move
from casebook.kernel import clock
from casebook.kernel.errors import Refused, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.acts import Act
    from casebook.cases.models import Case, CaseEvent
    from casebook.cases.queries.file import CaseFile
    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.gates import Missing
    from casebook.cases.rules.status import CaseStatus
    from casebook.cases.rules.workflow import CaseStep, Move


@dataclass(frozen=True)
class Ready:
    """A step that nothing is missing for."""

    step: CaseStep
    case: Case
    to: CaseStatus


def take_step(  # noqa: PLR0913 - who, when, which step, and what it keeps
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    step: CaseStep,
    on: date,
    act: Act | None = None,
    what: str = "",
    document_id: UUID | None = None,
    changes: Mapping[str, object] | None = None,
    known: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Take a step of the workflow on a day: permission, reach, order, dates, gates, then the act is written.

    `act` is the payload that the step keeps, `known` facts that only the caller can tell (columns of
    `CaseFacts`), `changes` columns of the case that go with it. Refused names every gate that is not met,
    with its article; an old file (历史补录) is outside the gates, its page shows what it lacks. What a step
    sets going beside (clocks, papers, problems) is its caller's.
    """
    ready = judge_step(session, actor=actor, now=now, case=case, step=step, on=on, act=act, known=known)
    return write_step(
        session,
        ready,
        actor=actor,
        now=now,
        on=on,
        act=act,
        what=what,
        document_id=document_id,
        changes=changes,
    )


def judge_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    step: CaseStep,
    on: date,
    act: Act | None = None,
    known: Mapping[str, Any] | None = None,
) -> Ready:
    """Hold the case and ask everything that `take_step` asks; nothing is written."""
    hold(session, case)
    move = _allowed(case, step, actor)
    file = reload_file(session, case)
    _check_day(file, step, on, today=clock.local_day(now))
    facts = replace(facts_of(file, on=on, actor=actor.officer_id), **(known or {}))
    if not case.is_history:
        need_nothing(missing(step, candidate(facts, STEP_ACTS[step], act or Note())))
    return Ready(step, case, move.to if move.to is not None else before_suspension(file.entries))


def write_step(
    session: Session,
    ready: Ready,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    act: Act | None = None,
    what: str = "",
    document_id: UUID | None = None,
    changes: Mapping[str, object] | None = None,
) -> CaseEvent:
    """Write a step that was judged in the same transaction."""
    event = note_case(
        session,
        ready.case,
        actor=actor,
        now=now,
        on=on,
        what=what or ready.step.value,
        to=ready.to,
        changes=changes,
        kind=STEP_ACTS[ready.step],
        act=act,
        step=ready.step,
        document_id=document_id,
    )
    _record(session, ready.case, "case:step", event, actor=actor, now=now)
    return event


def note_act(  # noqa: PLR0913 - who, when, and what is kept
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    kind: ActKind,
    act: Act,
    on: date,
    what: str,
    permission: Permission = Permission.CASE_INVESTIGATE,
    document_id: UUID | None = None,
    approval_id: UUID | None = None,
) -> CaseEvent:
    """Note an act that changes no status; its day lies between the case's first day and today."""
    actor.need(permission)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    _check_kind(kind, act)
    if case.status in FINISHED:
        raise RuleBroken("case_closed", number=case.number)
    not_after_today(on, clock.local_day(now), field="on")
    not_before(on, case.opened_on, field="on", cause_name="立案日期")
    event = note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=on,
        what=what,
        kind=kind,
        act=act,
        document_id=document_id,
        approval_id=approval_id,
    )
    _record(session, case, "case:act", event, actor=actor, now=now)
    return event


def _allowed(case: Case, step: CaseStep, actor: Actor) -> Move:
    """Return the row of the table, for whoever may take it and reaches the case."""
    actor.need_reach(case.division_code, "case", case.number)
    move = get_move(step, case.status, case.procedure, case.number)
    actor.need(move.permission)
    return move


def facts_now(session: Session, case: Case, *, on: date, actor: Actor) -> CaseFacts:
    """Return the facts of a case on a day."""
    return facts_of(reload_file(session, case), on=on, actor=actor.officer_id)


def need_nothing(found: Sequence[Missing]) -> None:
    """Refuse with everything that is missing, each with its gate and article."""
    if found:
        raise Refused([_refusal(one) for one in found])


def _refusal(one: Missing) -> RuleBroken:
    article = one.article or GATES[one.gate].article
    if one.names:
        names = "、".join(one.names)
        return RuleBroken("case_gate_named", article=article, what=one.lack, gate=one.gate, names=names)
    return RuleBroken("case_gate", article=article, what=one.lack, gate=one.gate)


def _check_kind(kind: ActKind, act: Act) -> None:
    if not isinstance(act, PAYLOADS[kind]):
        message = f"{kind} keeps {PAYLOADS[kind].__name__}"
        raise TypeError(message)


def _check_day(file: CaseFile, step: CaseStep, on: date, *, today: date) -> None:
    """Hold that a step is neither in the future nor before the step that it follows."""
    not_after_today(on, today, field="on")
    before = [one for one in file.entries if one.step is not None]
    if before:
        not_before(on, before[-1].on, field="on", cause_name="上一步的日期")
    else:
        not_before(on, file.case.opened_on, field="on", cause_name="呈批日期")
    given_on = approved_on(file.entries, step)
    if given_on is not None:
        not_before(on, given_on, field="on", cause_name="审批同意的日期")


def _record(
    session: Session, case: Case, action: str, event: CaseEvent, *, actor: Actor, now: datetime
) -> None:
    after = {
        "kind": event.kind,
        "step": event.step,
        "on": event.on,
        "status": case.status,
        "what": event.what,
    }
    record(session, actor=actor, now=now, action=action, subject=subject_of_case(case), after=after)
    session.flush()
