"""From the proposal to the end of what the party may say: head, leaders together, defence, hearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases import queries
from casebook.cases.actions.clocks import end_clocks
from casebook.cases.actions.proposing import make_proposal
from casebook.cases.actions.steps import hold
from casebook.cases.actions.taking import note_act, take_step
from casebook.cases.acts import (
    ActKind,
    Considered,
    Deliberation,
    HearingAsked,
    HearingCalled,
    HearingHeld,
    Returned,
    Statement,
    StatementAnswered,
    Waived,
)
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules.gate_checks import MOST_AGENTS
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import PERFORMING, CaseStep
from casebook.deadlines.queries import get_calendar
from casebook.deadlines.rules import compute, find_rule
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.proposing import Wish
    from casebook.cases.acts import Answered, Opinion
    from casebook.cases.models import Case, CaseEvent
    from casebook.cases.rules.facts import CaseFacts

FEWEST_LEADERS = 2
HEARING_NOTICE_TERM = "D-07"
_BEING_TOLD = frozenset({CaseStatus.NOTIFIED, CaseStatus.HEARING})
_HEARD = _BEING_TOLD | PERFORMING
"""Where the party may speak: told of a penalty (处罚法 45), or urged to perform (强制法 36)."""


def propose(session: Session, *, actor: Actor, now: datetime, case: Case, on: date, wish: Wish) -> CaseEvent:
    """负责人审查: fix what is to be done; where the leaders must decide together this is refused (G11)."""
    hold(session, case)
    proposal = make_proposal(session, reload_file(session, case), wish, on=on)
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.PROPOSE,
        on=on,
        act=proposal,
        what=f"负责人审查：{proposal.reason}",
        known=_fined_before(session, case),
    )


def deliberate(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    presider: str,
    opinions: Sequence[Opinion],
    absent: Sequence[str],
    wish: Wish,
) -> CaseEvent:
    """集体讨论: who was there, what each said, who was not, and what was concluded (处罚法 57)."""
    hold(session, case)
    spoke = [one for one in opinions if one.name.strip() and one.words.strip()]
    if len({one.name.strip() for one in spoke}) < FEWEST_LEADERS:
        raise RuleBroken("deliberation_needs_leaders", field="opinions", article="处罚法 57")
    if presider.strip() not in {one.name.strip() for one in spoke}:
        raise RuleBroken("presider_said_nothing", field="presider", article="处罚法 57")
    proposal = make_proposal(session, reload_file(session, case), wish, on=on)
    act = Deliberation(
        presider=presider.strip(),
        opinions=tuple(spoke),
        absent=tuple(absent),
        proposal=proposal,
        conclusion=proposal.reason,
    )
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.DELIBERATE,
        on=on,
        act=act,
        what=f"集体讨论：{proposal.reason}",
        known=_fined_before(session, case),
    )


def _fined_before(session: Session, case: Case) -> dict[str, tuple[str, ...]]:
    return {"fined_before": tuple(queries.list_fined_elsewhere(session, case.id))}


def note_statement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    by: str,
    points: Sequence[str],
    paper: str = "",
) -> CaseEvent:
    """陈述申辩: keep what the party said, point by point; each has to be answered (处罚法 45)."""
    said = tuple(dict.fromkeys(one.strip() for one in points if one.strip()))
    if not said:
        raise RuleBroken("statement_needs_points", field="points", article="处罚法 45")
    return note_act(
        session,
        actor=actor,
        now=now,
        case=_being_told(session, case, _HEARD),
        kind=ActKind.STATEMENT,
        act=Statement(by=by.strip(), points=said, paper=paper.strip()),
        on=on,
        what=f"{by.strip()}陈述申辩",
    )


def waive_statement(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, by: str, paper: str
) -> CaseEvent:
    """Keep that the party gave up statement and defence, by a paper that it signed."""
    _need_paper(paper)
    return note_act(
        session,
        actor=actor,
        now=now,
        case=_being_told(session, case),
        kind=ActKind.STATEMENT_WAIVED,
        act=Waived(by=by.strip(), paper=paper.strip()),
        on=on,
        what=f"{by.strip()}书面放弃陈述申辩",
    )


def answer_statement(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    on: date,
    answers: Sequence[Answered],
    is_material: bool,
) -> CaseEvent:
    """复核意见: every open point adopted or not, and why; a material change means telling the party anew."""
    if not answers or any(not one.why.strip() for one in answers):
        raise RuleBroken("answer_needs_why", field="answers", article="处罚法 45")
    return note_act(
        session,
        actor=actor,
        now=now,
        case=_being_told(session, case, _HEARD),
        kind=ActKind.STATEMENT_ANSWERED,
        act=StatementAnswered(answers=tuple(answers), is_material=is_material),
        on=on,
        what="复核陈述申辩意见",
    )


def ask_hearing(
    session: Session, *, actor: Actor, now: datetime, case: Case, by: str, asked_on: date
) -> CaseEvent:
    """Keep that the party asked for a hearing within five working days of the notice (处罚法 64)."""
    facts = _facts(session, _being_told(session, case), asked_on)
    if facts.notice is None or not facts.notice.offers_hearing:
        raise RuleBroken("hearing_not_offered", field="asked_on", article="处罚法 63")
    until = facts.notice.hearing_until
    if until is not None and asked_on > until:
        raise RuleBroken("hearing_asked_late", field="asked_on", article="处罚法 64", until=until.isoformat())
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.HEARING_ASKED,
        act=HearingAsked(by=by.strip(), asked_on=asked_on),
        on=asked_on,
        what=f"{by.strip()}申请听证",
    )


def waive_hearing(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, by: str, paper: str
) -> CaseEvent:
    """Keep that the party gave up the hearing, by a paper that it signed."""
    _need_paper(paper)
    return note_act(
        session,
        actor=actor,
        now=now,
        case=_being_told(session, case),
        kind=ActKind.HEARING_WAIVED,
        act=Waived(by=by.strip(), paper=paper.strip()),
        on=on,
        what=f"{by.strip()}书面放弃听证",
    )


def call_hearing(
    session: Session, *, actor: Actor, now: datetime, case: Case, act: HearingCalled
) -> CaseEvent:
    """听证通知: seven working days before, presided over by one who did not investigate (处罚法 64)."""
    facts = _facts(session, case, local_day(now))
    if act.presider in facts.ever_investigated:
        raise RuleBroken("presider_investigated", field="presider", article="处罚法 64")
    rule = find_rule(HEARING_NOTICE_TERM)
    calendar = get_calendar(session)
    last = compute(act.held_on, rule.choose_length(None), calendar=calendar, backward=True).due
    if act.served_on > last:
        raise RuleBroken(
            "hearing_called_late", field="served_on", article="处罚法 64", until=last.isoformat()
        )
    return take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.OPEN_HEARING,
        on=act.served_on,
        act=act,
        what=f"通知听证：{act.held_on.isoformat()}，{act.place}",
    )


def hold_hearing(session: Session, *, actor: Actor, now: datetime, case: Case, act: HearingHeld) -> CaseEvent:
    """听证笔录和报告 by the presider; at most two agents spoke for the party."""
    facts = _facts(session, case, act.held_on)
    if case.status is not CaseStatus.HEARING:
        raise RuleBroken("hearing_not_called", field="held_on", article="处罚法 64")
    if act.presider in facts.ever_investigated:
        raise RuleBroken("presider_investigated", field="presider", article="处罚法 64")
    if len(act.agents) > MOST_AGENTS:
        raise RuleBroken("hearing_agents", field="agents", article="处罚法 64", most=MOST_AGENTS)
    return note_act(
        session,
        actor=actor,
        now=now,
        case=case,
        kind=ActKind.HEARING_HELD,
        act=act,
        on=act.held_on,
        what=f"举行听证：{act.opinion}",
        permission=Permission.HEARING_PRESIDE,
    )


def consider(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, result: str
) -> CaseEvent:
    """复核终结: the time is over, everything said was answered, the hearing held or given up."""
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.CONSIDER,
        on=on,
        act=Considered(result=result.strip()),
        what=f"复核陈述申辩：{result.strip()}",
    )
    _end_windows(session, case, "陈述申辩已复核", actor=actor, now=now)
    return event


def renotify(
    session: Session, *, actor: Actor, now: datetime, case: Case, on: date, reason: str
) -> CaseEvent:
    """Go back to the review because facts, grounds or amount change; the party is told anew."""
    if not reason.strip():
        raise RuleBroken("case_return_needs_reason", field="reason")
    event = take_step(
        session,
        actor=actor,
        now=now,
        case=case,
        step=CaseStep.RENOTIFY,
        on=on,
        act=Returned(reason=reason.strip(), is_material=True),
        what=f"重新审查和告知：{reason.strip()}",
    )
    _end_windows(session, case, "重新审查和告知", actor=actor, now=now)
    return event


def _end_windows(session: Session, case: Case, reason: str, *, actor: Actor, now: datetime) -> None:
    end_clocks(session, actor=actor, now=now, case=case, reason=reason, rules=("D-06", "D-08"))


def _being_told(session: Session, case: Case, at: frozenset[CaseStatus] = _BEING_TOLD) -> Case:
    hold(session, case)
    if case.status not in at:
        raise RuleBroken("statement_out_of_time", article="处罚法 44、45", present=case.status)
    return case


def _facts(session: Session, case: Case, on: date) -> CaseFacts:
    return facts_of(reload_file(session, case), on=on)


def _need_paper(paper: str) -> None:
    if not paper.strip():
        raise RuleBroken("waiver_needs_paper", field="paper", article="处罚法 45、64")
