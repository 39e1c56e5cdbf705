"""The fourth exit: 不予立案 on the 免罚清单, one by one or as one submission for a village (处罚法 33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.approvals import actions as approvals
from casebook.approvals import queries as chains
from casebook.approvals.rules import ApprovalState, ChainKind
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.leads import meet_filing_clock
from casebook.cases.actions.steps import note_problem
from casebook.cases.models import ExemptItem, ExemptSubmission
from casebook.cases.rules import get_code
from casebook.cases.rules.channels import FIRST_YEARS
from casebook.cases.rules.checks import step
from casebook.cases.rules.small_acts import (
    SUBMISSION_TRANSITIONS,
    SmallFacts,
    SubmissionState,
    faults,
)
from casebook.documents import actions as documents
from casebook.documents.rules import FormCode
from casebook.kernel import clock
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue
from casebook.wells.queries import list_wells

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.cases.models import Problem
    from casebook.cases.rules.small_acts import SmallAct

SUBMISSION = "exempt_submission"
KIND = "MF"
"""Of the submissions' numbers."""
_ENDS = {
    ApprovalState.APPROVED: SubmissionState.APPROVED,
    ApprovalState.REFUSED: SubmissionState.DECLINED,
    ApprovalState.RETURNED: SubmissionState.DRAFT,
    ApprovalState.WITHDRAWN: SubmissionState.DRAFT,
}


@dataclass(frozen=True)
class Small:
    """One problem that is to leave, with the entry it falls under and its papers."""

    problem: Problem
    act_code: str
    corrected_on: date | None
    order_no: str
    """责令改正: its 文号."""
    commitment_no: str
    """承诺书: its number."""
    has_consequence: bool = False


def subject_of_submission(submission: ExemptSubmission) -> Subject:
    """Return a submission as the subject of its approval, its paper and of audit."""
    title = f"{submission.number} {submission.village}"
    return Subject(SUBMISSION, submission.id, title, submission.division_code)


def submit_small(
    session: Session, *, actor: Actor, now: datetime, village: str, reason: str, items: Sequence[Small]
) -> ExemptSubmission:
    """Submit problems of one village that qualify for the fourth exit, and ask for approval of all at once.

    Refused with everything that is wrong with every problem: not of the village, in a case already, in
    another submission, not on the list in force, not the first time, too grave, with consequences, not
    put right or too late, without order or commitment.
    """
    actor.need(Permission.PROBLEM_EDIT)
    if actor.agency_id is None or actor.officer_id is None:
        raise RuleBroken("officer_needed")
    if not items:
        raise RuleBroken("exempt_nothing_chosen")
    if not reason.strip():
        raise RuleBroken("exempt_needs_reason", field="reason")
    on = clock.local_day(now)
    acts = queries.small_acts_on(session, actor.county_code, on)
    held = {one.id: one for one in queries.hold_problems(session, {item.problem.id for item in items})}
    _check_all(session, actor, [held[item.problem.id] for item in items], items, acts, village, on)
    submission = _new(session, actor, now, held[items[0].problem.id], village=village, reason=reason)
    session.add_all(_row(submission.id, item, acts[item.act_code]) for item in items)
    session.flush()
    numbers = [held[item.problem.id].number for item in items]
    _record(session, "exempt_submission:add", submission, actor=actor, now=now, after={"problems": numbers})
    ask_for_small(session, actor=actor, now=now, submission=submission)
    return submission


def _new(
    session: Session, actor: Actor, now: datetime, first: Problem, *, village: str, reason: str
) -> ExemptSubmission:
    assert actor.agency_id is not None
    assert actor.officer_id is not None  # `submit_small` has refused who is none
    submission = ExemptSubmission(
        id=new_id(),
        county_code=first.county_code,
        number="",
        division_code=first.division_code,
        village=village,
        agency_id=actor.agency_id,
        state=SubmissionState.DRAFT,
        reason=reason.strip(),
        made_by_id=actor.officer_id,
        made_at=now,
    )
    year, subject = clock.local_day(now).year, subject_of_submission(submission)
    county = first.county_code
    submission.number = issue(session, county_code=county, kind=KIND, year=year, subject=subject, now=now)
    session.add(submission)
    session.flush()
    return submission


def ask_for_small(session: Session, *, actor: Actor, now: datetime, submission: ExemptSubmission) -> Approval:
    """Ask the chain of 不予立案 about a submission, the first time or after it was sent back."""
    _hold(session, actor, submission)
    lines = queries.list_items_of(session, submission.id)
    numbers = "；".join(f"{problem.number} {get_code(problem.code).title}" for _item, problem in lines)
    _step(submission, SubmissionState.ASKED)
    asked = approvals.ask(
        session,
        actor=actor,
        now=now,
        subject=subject_of_submission(submission),
        kind=ChainKind.CASE_NOT_FILING,
        title=f"免罚清单不予立案（{len(lines)} 件）",
        text=submission.reason,
        facts={"村": submission.village, "问题": numbers, "依据": "处罚法 33"},
    )
    _record(session, "exempt_submission:ask", submission, actor=actor, now=now)
    return asked


def end_small(session: Session, *, actor: Actor, now: datetime, submission: ExemptSubmission) -> None:
    """Take over what the chain answered. Approved: the list paper is drafted and every problem is told."""
    _hold(session, actor, submission)
    asked = chains.find_latest(session, submission.id, ChainKind.CASE_NOT_FILING)
    to = _ENDS.get(asked.state) if asked is not None else None
    if to is None:
        raise RuleBroken("exempt_not_answered")
    _step(submission, to)
    if to is not SubmissionState.DRAFT:
        submission.ended_on = clock.local_day(now)
    if to is SubmissionState.APPROVED:
        _leave(session, submission, actor=actor, now=now)
    _record(session, "exempt_submission:end", submission, actor=actor, now=now, after={"state": to})


def drop_small(
    session: Session, *, actor: Actor, now: datetime, submission: ExemptSubmission, reason: str
) -> None:
    """Give a submission up; its problems go the ordinary way."""
    _hold(session, actor, submission)
    if not reason.strip():
        raise RuleBroken("exempt_needs_reason", field="reason")
    _step(submission, SubmissionState.DROPPED)
    submission.ended_on = clock.local_day(now)
    asked = chains.find_latest(session, submission.id, ChainKind.CASE_NOT_FILING)
    if asked is not None and asked.state is ApprovalState.REQUESTED:
        approvals.withdraw(session, actor=actor, now=now, approval=asked, reason=reason.strip())
    _record(session, "exempt_submission:drop", submission, actor=actor, now=now, reason=reason.strip())


def _leave(session: Session, submission: ExemptSubmission, *, actor: Actor, now: datetime) -> None:
    on = clock.local_day(now)
    lines = queries.list_items_of(session, submission.id)
    for item, problem in lines:
        papers = f"责令改正 {item.order_no}，承诺书 {item.commitment_no}"
        what = f"不予立案（免罚清单 {item.act_code}，{submission.number}）；{papers}"
        note_problem(session, problem, actor=actor, now=now, on=on, what=what)
        meet_filing_clock(session, actor=actor, now=now, problem=problem, on=on)
    paper = documents.draft(
        session,
        actor=actor,
        now=now,
        subject=subject_of_submission(submission),
        form=FormCode.F12A,
        agency_id=submission.agency_id,
        facts={
            "source": f"{submission.village} 集中核查（{submission.number}）",
            "facts": _listed(session, lines),
            "reason": submission.reason,
        },
    )
    session.flush()
    submission.document_id = paper.id


def _listed(session: Session, lines: Sequence[tuple[ExemptItem, Problem]]) -> str:
    """Return the list as the paper has it: one line for each problem."""
    wells = list_wells(session, {problem.well_id for _item, problem in lines})
    return "\n".join(
        f"{place}. {problem.number} {wells[problem.well_id].code} {get_code(problem.code).title}；"
        f"{item.corrected_on.isoformat()} 改正；责令改正 {item.order_no}；承诺书 {item.commitment_no}；"
        f"适用 {item.act_code}"
        for place, (item, problem) in enumerate(lines, start=1)
    )


def _check_all(
    session: Session,
    actor: Actor,
    problems: Sequence[Problem],
    items: Sequence[Small],
    acts: Mapping[str, SmallAct],
    village: str,
    on: date,
) -> None:
    wells = list_wells(session, {problem.well_id for problem in problems})
    years = queries.settings_of(session, actor.county_code)[FIRST_YEARS]
    since = on.replace(year=on.year - years, day=min(on.day, 28))
    division = problems[0].division_code
    found: list[RuleBroken] = []
    for problem, item in zip(problems, items, strict=True):
        actor.need_reach(problem.division_code, "problem", problem.number)
        if (problem.division_code, wells[problem.well_id].village) != (division, village):
            found.append(RuleBroken("exempt_village_differs", number=problem.number))
        found += _standing(session, problem)
        act = acts.get(item.act_code)
        if act is None:
            found.append(RuleBroken("exempt_act_unknown", code_written=item.act_code))
        else:
            earlier = queries.count_earlier(session, problem, since=since)
            found += faults(act, _facts(problem, item, earlier), on=on)
    if found:
        raise Refused(found)


def _standing(session: Session, problem: Problem) -> list[RuleBroken]:
    """Return what in a problem's own course keeps it from leaving."""
    if problem.status not in queries.MAY_LEAVE or queries.has_ending(session, problem.id):
        return [RuleBroken("exempt_in_case", number=problem.number)]
    pending = queries.find_submission_of(session, problem.id)
    if pending is not None:
        return [RuleBroken("exempt_pending", number=problem.number, submission=pending.number)]
    return []


def _facts(problem: Problem, item: Small, earlier: int) -> SmallFacts:
    return SmallFacts(
        number=problem.number,
        problem_code=problem.code,
        severity=problem.severity,
        found_on=problem.found_on,
        corrected_on=item.corrected_on or problem.rectified_on,
        earlier=earlier,
        has_consequence=item.has_consequence,
        order_no=item.order_no,
        commitment_no=item.commitment_no,
    )


def _row(submission_id: UUID, item: Small, act: SmallAct) -> ExemptItem:
    return ExemptItem(
        submission_id=submission_id,
        problem_id=item.problem.id,
        act_code=act.code,
        act_doc_no=act.doc_no,
        act_valid_from=act.valid_from,
        corrected_on=item.corrected_on or item.problem.rectified_on,
        order_no=item.order_no.strip(),
        commitment_no=item.commitment_no.strip(),
    )


def _hold(session: Session, actor: Actor, submission: ExemptSubmission) -> None:
    actor.need(Permission.PROBLEM_EDIT)
    actor.need_reach(submission.division_code, SUBMISSION, submission.number)
    session.flush()
    session.refresh(submission, with_for_update=True)


def _step(submission: ExemptSubmission, to: SubmissionState) -> None:
    step(SUBMISSION_TRANSITIONS, submission.state, to, what=submission.number)
    submission.state = to
    submission.version = (submission.version or 0) + 1


def _record(
    session: Session,
    action: str,
    submission: ExemptSubmission,
    *,
    actor: Actor,
    now: datetime,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    session.flush()
    subject = subject_of_submission(submission)
    record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject,
        after=after,
        reason=reason,
    )
