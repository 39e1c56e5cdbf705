"""历史补录: an old file is entered as it is, with its gaps, outside gates and statistics of lawfulness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.opening import MAY_GO_TO_CASE, bind_case, new_case
from casebook.cases.actions.steps import hold, note_case, note_problem, subject_of_case
from casebook.cases.acts import ActKind, Decided, Fine, Handling, History, Proposal
from casebook.cases.models import Decision
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, DecisionKind, ProblemStatus
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.documents.rules import FormCode

ENDS = (CaseStatus.INVESTIGATING, CaseStatus.DECIDED, CaseStatus.SERVED, CaseStatus.CLOSED)
"""How far an old file may have come."""
OUTCOMES = {
    DecisionKind.PENALTY: Handling.PENALTY,
    DecisionKind.NO_PENALTY: Handling.NO_PENALTY,
}
"""How an old file may have been decided; what was never filed is no case."""


@dataclass(frozen=True, kw_only=True)
class OldPaper:
    """A paper of an old file; `form` where the catalogue knows it, and then its gap is closed."""

    paper: str
    number: str
    on: date
    form: FormCode | None = None


@dataclass(frozen=True, kw_only=True)
class OldDecision:
    """How an old file was decided; the number as it stands on the paper, fines in fen by party.

    `fine_fen` alone is the fine of the first party.
    """

    kind: DecisionKind
    number: str
    on: date
    basis: str
    reason: str
    fine_fen: int | None = None
    fines: Mapping[UUID, int] | None = None


@dataclass(frozen=True, kw_only=True)
class OldFile:
    """An old file as it lies in the archive."""

    problems: Sequence[Problem]
    cause: str
    investigator_ids: tuple[UUID, UUID]
    opened_on: date
    papers: Sequence[OldPaper]
    status: CaseStatus
    closed_on: date | None = None
    decision: OldDecision | None = None


def enter_history(session: Session, *, actor: Actor, now: datetime, file: OldFile) -> Case:
    """Enter an old file with the days and numbers of its papers; nothing of it is judged, its gaps are shown.

    Its number of the case is new, in the year of its filing. RuleBroken for days out of order, a status
    that old files cannot have, a decision number that is there already.
    """
    actor.need(Permission.CASE_ENTER_HISTORY)
    today = local_day(now)
    _check(actor, file, today=today)
    problems = queries.hold_problems(session, {one.id for one in file.problems})
    for problem in problems:
        if queries.find_case_of_problem(session, problem.id) is not None:
            raise RuleBroken("history_problem_in_case", number=problem.number)
    case = new_case(session, actor=actor, now=now, problems=problems, cause=file.cause, on=file.opened_on)
    case.investigator_id, case.second_investigator_id = file.investigator_ids
    case.is_history, case.closed_on = True, file.closed_on
    session.add(case)
    _write_papers(session, case, file, actor=actor, now=now)
    bind_case(session, case, problems)
    for problem in problems:
        if problem.status in MAY_GO_TO_CASE:
            what, to = f"历史补录案件 {case.number}", ProblemStatus.IN_CASE
            note_problem(session, problem, actor=actor, now=now, on=case.opened_on, what=what, to=to)
    if file.decision is not None:
        _write_decision(session, case, file.decision, actor=actor, now=now)
    after = {"status": case.status, "papers": [one.paper for one in file.papers]}
    subject = subject_of_case(case)
    record(session, actor=actor, now=now, action="case:enter_history", subject=subject, after=after)
    session.flush()
    return case


def add_to_history(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    papers: Sequence[OldPaper],
    status: CaseStatus,
    decision: OldDecision | None = None,
) -> Case:
    """Enter more papers of an old file, the decision among them; only of a case that is history."""
    actor.need(Permission.CASE_ENTER_HISTORY)
    actor.need_reach(case.division_code, "case", case.number)
    hold(session, case)
    if not case.is_history:
        raise RuleBroken("case_not_history", number=case.number)
    if not papers:
        raise RuleBroken("history_needs_papers", field="papers")
    today = local_day(now)
    for one in papers:
        not_after_today(one.on, today, field="papers")
    _check_decision(decision, case.opened_on, today=today)
    if status not in CASE_TRANSITIONS_OF_HISTORY[case.status]:
        raise RuleBroken("history_status", field="status", status=status)
    closed_on = max(one.on for one in papers) if status is CaseStatus.CLOSED else None
    _write(session, case, papers, status, actor=actor, now=now, closed_on=closed_on)
    if decision is not None:
        _write_decision(session, case, decision, actor=actor, now=now)
    subject = subject_of_case(case)
    after = {"status": case.status, "papers": [one.paper for one in papers]}
    record(session, actor=actor, now=now, action="case:enter_history", subject=subject, after=after)
    session.flush()
    return case


CASE_TRANSITIONS_OF_HISTORY: dict[CaseStatus, frozenset[CaseStatus]] = {
    one: frozenset(ENDS[place:]) for place, one in enumerate(ENDS)
}
"""An old file only grows: from what was entered to what came later, as its papers say."""


def _check(actor: Actor, file: OldFile, *, today: date) -> None:
    if not file.problems:
        raise RuleBroken("case_needs_problem", field="problems")
    if file.status not in ENDS:
        raise RuleBroken("history_status", field="status", status=file.status)
    if not file.papers:
        raise RuleBroken("history_needs_papers", field="papers")
    if len(set(file.investigator_ids)) == 1:
        raise RuleBroken("second_officer_same", field="second", article="处罚法 42")
    for problem in file.problems:
        actor.need_reach(problem.division_code, "problem", problem.number)
    days = [one.on for one in file.papers]
    days += [file.closed_on] if file.closed_on else []
    for day in (file.opened_on, *days):
        not_after_today(day, today, field="papers")
    _check_decision(file.decision, file.opened_on, today=today)
    if (file.status is CaseStatus.CLOSED) != (file.closed_on is not None):
        raise RuleBroken("history_closing_day", field="closed_on")
    if file.closed_on is not None:
        not_before(file.closed_on, file.opened_on, field="closed_on", cause_name="立案日期")


def _check_decision(old: OldDecision | None, opened_on: date, *, today: date) -> None:
    if old is None:
        return
    not_after_today(old.on, today, field="decided_on")
    not_before(old.on, opened_on, field="decided_on", cause_name="立案日期")
    if not old.number.strip():
        raise RuleBroken("history_decision_number", field="decision_number")
    if old.kind not in OUTCOMES:
        raise RuleBroken("history_decision_kind", field="kind", kind=old.kind)


def _write_papers(session: Session, case: Case, file: OldFile, *, actor: Actor, now: datetime) -> None:
    case.status = file.status
    _write(session, case, file.papers, file.status, actor=actor, now=now, closed_on=file.closed_on)


def _write(
    session: Session,
    case: Case,
    papers: Sequence[OldPaper],
    status: CaseStatus,
    *,
    actor: Actor,
    now: datetime,
    closed_on: date | None,
) -> None:
    """Write one event for each paper, in the order of their days; the last brings the status."""
    ordered = sorted(papers, key=lambda one: one.on)
    for one in ordered:
        is_last = one is ordered[-1]
        note_case(
            session,
            case,
            actor=actor,
            now=now,
            on=one.on,
            what=f"历史补录：{one.paper.strip()} {one.number.strip()}".strip(),
            kind=ActKind.HISTORY,
            act=History(paper=one.paper.strip(), number=one.number.strip(), form=one.form or ""),
            old=status if is_last else None,
            changes={"closed_on": closed_on} if is_last and closed_on else None,
        )


def _write_decision(session: Session, case: Case, old: OldDecision, *, actor: Actor, now: datetime) -> None:
    """Write the decision with the act that the money and the papers of the case are counted from."""
    number = old.number.strip()
    if queries.is_decision_number_taken(session, case.county_code, number):
        raise RuleBroken("decision_number_taken", field="decision_number", number=number)
    if queries.list_decisions(session, case.id):
        raise RuleBroken("history_decided_already", field="decision_number", number=case.number)
    if actor.officer_id is None:
        raise RuleBroken("officer_needed")
    fines = _fines(session, case, old)
    made = Decision(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        kind=old.kind,
        number=number,
        decided_on=old.on,
        matter=case.matter,
        fine_fen=sum(one.fen for one in fines) or None,
        basis=old.basis.strip(),
        reason=old.reason.strip(),
        decided_by_id=actor.officer_id,
        recorded_at=now,
    )
    session.add(made)
    proposal = Proposal(
        outcome=OUTCOMES[old.kind], reason=made.reason, pen_id=case.matter, basis=made.basis, fines=fines
    )
    note_case(
        session,
        case,
        actor=actor,
        now=now,
        on=old.on,
        what=f"历史补录：作出决定 {number}",
        kind=ActKind.DECIDED,
        act=Decided(proposal=proposal, number=number, decision=made.id),
    )


def _fines(session: Session, case: Case, old: OldDecision) -> tuple[Fine, ...]:
    given = old.fines if old.fines is not None else {case.party_id: old.fine_fen or 0}
    known = {one.id for one in reload_file(session, case).parties}
    if given.keys() - known:
        raise RuleBroken("fine_for_no_party", field="fine")
    found = tuple(Fine(party=party, fen=fen) for party, fen in given.items() if fen)
    if found and old.kind is not DecisionKind.PENALTY:
        raise RuleBroken("history_fine_without_penalty", field="fine")
    return found
