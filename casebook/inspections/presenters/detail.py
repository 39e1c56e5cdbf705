"""A record to read: as it was submitted, or somebody else's draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.evidence.presenters import files_of
from casebook.inspections import queries
from casebook.inspections.presenters.answers import AnswerView, answer_views, title_of
from casebook.inspections.presenters.proof import Proof, proof_of
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Measure, Problem
    from casebook.evidence.presenters import FileView
    from casebook.inspections.models import Finding, Inspection, SitePaper


@dataclass(frozen=True)
class FindingView:
    """A finding and the line of the problem list that it became or added to."""

    finding: Finding
    title: str
    problem: Problem | None


@dataclass(frozen=True)
class RecordPage:
    """Everything that the page of a record shows."""

    inspection: Inspection
    township: str
    agency: str
    answers: list[AnswerView]
    findings: list[FindingView]
    files: list[FileView]
    proof: Proof
    papers: list[SitePaper]
    measure: tuple[Measure, str] | None
    """The measure that a re-check was made for, with the number of its case."""


def record_of(session: Session, inspection: Inspection, actor: Actor) -> RecordPage:
    """Return a record to read."""
    may_see = actor.can(Permission.PROBLEM_SEE)
    problems = cases.list_problems_by_well(session, inspection.well_id) if may_see else []
    files = queries.list_photographs(session, inspection.id) if actor.can(Permission.EVIDENCE_SEE) else []
    return RecordPage(
        inspection=inspection,
        township=regions.name_of(session, inspection.division_code),
        agency=accounts.get_agency(session, inspection.agency_id).name,
        answers=answer_views(inspection),
        findings=[
            FindingView(one, title_of(one.problem_code), _problem_of(inspection, one, problems))
            for one in inspection.findings
        ],
        files=files_of(files),
        proof=proof_of(session, inspection, actor),
        measure=cases.find_measure_rechecked(session, inspection.id)
        if actor.can(Permission.CASE_SEE)
        else None,
        papers=queries.list_papers(session, [inspection.id]),
    )


def _problem_of(inspection: Inspection, finding: Finding, problems: list[Problem]) -> Problem | None:
    """Return the line that this record made, or else the one that was open already when it was submitted."""
    if inspection.is_draft:
        return None
    same = [
        one for one in problems if one.code == finding.problem_code and one.found_on <= inspection.visited_on
    ]
    made_here = [one for one in same if one.inspection_id == inspection.id]
    return next(iter([*made_here, *same]), None)
