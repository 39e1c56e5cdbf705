"""Reading what striking off asks for: an ending in law, a pair of pictures, nothing open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select

from casebook.cases.acts import DisputeResult
from casebook.cases.models import (
    CaseProblem,
    Decision,
    Dispute,
    ExemptItem,
    ExemptSubmission,
    Problem,
    ProblemTask,
)
from casebook.cases.rules.small_acts import SubmissionState
from casebook.cases.rules.status import ProblemStatus
from casebook.cases.rules.tasks import TaskState
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.inspections.queries import SUBJECT
from casebook.inspections.rules import InspectionKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.evidence.queries import Picture
    from casebook.inspections.queries import Submitted

_OPEN_TASKS = (TaskState.ASSIGNED, TaskState.ANSWERED)
_RECHECKS = frozenset({InspectionKind.RECHECK, InspectionKind.FOLLOW_UP})


def has_ending(session: Session, problem_id: UUID) -> bool:
    """Say whether the penal side of a problem is over: decided in a case, or left by the fourth exit."""
    return has_decision(session, problem_id) or is_exempted(session, problem_id)


def has_decision(session: Session, problem_id: UUID) -> bool:
    """Say whether a case over the problem ended in a decision that stands: no review or suit revoked it."""
    revoked = exists().where(
        Dispute.case_id == Decision.case_id,
        Dispute.result == DisputeResult.REVOKED,
        Dispute.begun_on >= Decision.decided_on,
        or_(Decision.party_id.is_(None), Decision.party_id == Dispute.party_id),
    )
    query = (
        select(Decision.rowid)
        .join(CaseProblem, CaseProblem.case_id == Decision.case_id)
        .where(CaseProblem.problem_id == problem_id, ~revoked)
        .limit(1)
    )
    return session.scalar(query) is not None


def is_exempted(session: Session, problem_id: UUID) -> bool:
    """Say whether a submission of small acts that was approved holds the problem (处罚法 33)."""
    query = (
        select(ExemptItem.rowid)
        .join(ExemptSubmission, ExemptSubmission.id == ExemptItem.submission_id)
        .where(ExemptItem.problem_id == problem_id, ExemptSubmission.state == SubmissionState.APPROVED)
    )
    return session.scalar(query.limit(1)) is not None


def count_open_tasks(session: Session, problem_id: UUID) -> int:
    """Count the tasks of departments about a problem that nobody has accepted yet."""
    query = select(func.count(ProblemTask.rowid)).where(
        ProblemTask.problem_id == problem_id, ProblemTask.state.in_(_OPEN_TASKS)
    )
    return session.scalar(query) or 0


def has_pair(session: Session, problem: Problem) -> bool:
    """Say whether pictures show a problem before and after it was put right.

    Two items taken as a pair, or marked before and after; or pictures both of the visit that found it
    and of a re-check since.
    """
    return pictured(session, [problem])[problem.id].has_pair


@dataclass(frozen=True)
class Pictured:
    """What pictures tell of a problem: whether there are any, and whether they show the change."""

    has_any: bool
    has_pair: bool


def pictured(session: Session, problems: Collection[Problem]) -> dict[UUID, Pictured]:
    """Return what pictures tell of problems, as `has_pair` says; two statements whatever their number."""
    rechecks: dict[UUID, list[Submitted]] = defaultdict(list)
    for visit in inspections.list_submitted(session, {one.well_id for one in problems}):
        if visit.kind in _RECHECKS:
            rechecks[visit.well_id].append(visit)
    later = {
        one.id: [
            (SUBJECT, visit.id)
            for visit in rechecks[one.well_id]
            if visit.on >= (one.rectified_on or one.found_on)
        ]
        for one in problems
    }
    earlier = {
        one.id: [("problem", one.id), *([(SUBJECT, one.inspection_id)] if one.inspection_id else [])]
        for one in problems
    }
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for kind, subject_id in (key for of_one in (later, earlier) for keys in of_one.values() for key in keys):
        wanted[kind].add(subject_id)
    known = evidence.pictures_of(session, wanted)
    return {one.id: _pictured(known, earlier[one.id], later[one.id]) for one in problems}


def _pictured(
    known: Mapping[tuple[str, UUID], list[Picture]],
    earlier: Iterable[tuple[str, UUID]],
    later: Iterable[tuple[str, UUID]],
) -> Pictured:
    before = [picture for key in earlier for picture in known.get(key, ())]
    after = [picture for key in later for picture in known.get(key, ())]
    both = bool(before and after)
    return Pictured(bool(before or after), both or evidence.make_pair([*before, *after]))


def find_predecessor(session: Session, well_id: UUID, codes: tuple[str, ...]) -> Problem | None:
    """Return the last problem of a well with one of these codes that was struck off, if any."""
    query = select(Problem).where(
        Problem.well_id == well_id, Problem.code.in_(codes), Problem.status == ProblemStatus.STRUCK_OFF
    )
    return session.scalar(query.order_by(Problem.struck_off_on.desc(), Problem.number.desc()).limit(1))
