"""What the pages of the ledger show: entries with the way down to what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.claims import queries as claims
from casebook.closures import queries as closures
from casebook.closures.rules import BaselineMethod
from casebook.evidence import presenters as files
from casebook.evidence import queries as evidence
from casebook.inspections import queries as inspections
from casebook.ledger import queries
from casebook.regions import queries as regions
from casebook.web.formats import moment
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.presenters import FileView
    from casebook.ledger.queries import Entry


@dataclass(frozen=True)
class Line:
    """One entry in the list."""

    entry: Entry
    township: str


@dataclass(frozen=True)
class Ground:
    """Something that an entry rests on; without `url` the reader may not open it."""

    kind: str
    title: str
    url: str | None


@dataclass(frozen=True)
class EntryPage:
    """Everything that an entry's page shows."""

    entry: Entry
    township: str
    reason: str
    method: BaselineMethod | None
    body: str
    """The bytes that were hashed, as text."""
    grounds: list[Ground]
    photographs: list[FileView]
    other_papers: list[str]
    """Hashes of papers that are no photographs of the subject."""


def lines(session: Session, entries: Sequence[Entry], county_code: str) -> list[Line]:
    """Return lines for a list of entries; a fixed number of queries whatever its length."""
    names = regions.names(session, county_code)
    return [Line(one, names.get(one.posting.division_code, one.posting.division_code)) for one in entries]


def entry_page(session: Session, entry: Entry, actor: Actor) -> EntryPage:
    """Return an entry's page: its figures, and the way down to case, inspection and photographs."""
    papers = set(entry.posting.papers)
    items = [item for item in _items(session, entry, actor) if item.file_hash in papers]
    may_see = actor.can(Permission.EVIDENCE_SEE)
    shown = {item.file_hash for item in items} if may_see else set()
    return EntryPage(
        entry=entry,
        township=regions.name_of(session, entry.posting.division_code),
        reason=queries.reason_of(session, entry),
        method=BaselineMethod(entry.posting.method) if entry.posting.method else None,
        body=entry.body.decode(),
        grounds=_grounds(session, entry, actor),
        photographs=files.files_of(items) if may_see else [],
        other_papers=sorted(papers - shown),
    )


def _items(session: Session, entry: Entry, actor: Actor) -> list[EvidenceItem]:
    """Return the evidence of what was posted; of a problem also that of the visit that found it."""
    subject = entry.subject
    items = evidence.list_items(session, subject.kind, subject.id)
    if subject.kind == "problem":
        visit = cases.get_problem_by_id(session, subject.id, actor).inspection_id
        items += evidence.list_items(session, "inspection", visit) if visit else []
    return items


def _grounds(session: Session, entry: Entry, actor: Actor) -> list[Ground]:
    subject = entry.subject
    if subject.kind == "closure":
        closure = closures.get_closure_by_id(session, subject.id, actor)
        may_see = actor.can(Permission.CLOSURE_SEE)
        url = url_for("closures.show", number=closure.number) if may_see else None
        case = cases.get_case_by_id(session, closure.case_id) if closure.case_id else None
        problems = cases.list_problems_of_case(session, case.id) if case else []
        about_well = [one for one in problems if one.well_id == closure.well_id]
        found = [Ground(_("封停"), closure.number, url)]
        return [*found, *_of_case(case, actor), *_of_problems(session, about_well, actor)]
    if subject.kind == "closure_return_line":
        may_see = actor.can(Permission.CLOSURE_CHECK)
        line = closures.get_line(session, subject.id)
        url = url_for("closures.show_return", return_id=line.return_id, _anchor="lines") if may_see else None
        return [Ground(_("封停上报表"), subject.title, url)]
    if subject.kind == "problem":
        problem = cases.get_problem_by_id(session, subject.id, actor)
        case = cases.find_case_of_problem(session, problem.id)
        return [*_of_problems(session, [problem], actor), *_of_case(case, actor)]
    if subject.kind == "reduction_claim":
        number = claims.get_claim_by_id(session, subject.id, actor).number
        url = url_for("claims.show", number=number) if actor.can(Permission.CLAIM_SEE) else None
        return [Ground(_("压减量申报"), number, url)]
    url = None
    if subject.kind == "emergency_opening" and actor.can(Permission.CLOSURE_SEE):
        number = closures.emergency_numbers(session, [subject.id])[subject.id]
        url = url_for("closures.emergency", opening=number)
    elif subject.kind == "plan_cut" and actor.can(Permission.PLAN_SEE):
        url = url_for("plans.cut", cut_id=subject.id)
    words = {"emergency_opening": _("应急启用"), "plan_cut": _("计划核减")}
    return [Ground(words.get(subject.kind, _("事项")), subject.title, url)]


def _of_case(case: Case | None, actor: Actor) -> list[Ground]:
    if case is None:
        return []
    url = url_for("cases.show", number=case.number) if actor.can(Permission.CASE_SEE) else None
    return [Ground(_("案件"), case.number, url)]


def _of_problems(session: Session, problems: Sequence[Problem], actor: Actor) -> list[Ground]:
    may_see, may_inspect = actor.can(Permission.PROBLEM_SEE), actor.can(Permission.INSPECTION_SEE)
    found = []
    for problem in problems:
        url = url_for("cases.problem", number=problem.number) if may_see else None
        found.append(Ground(_("问题"), problem.number, url))
        if problem.inspection_id is not None and may_inspect:
            found.append(_inspection(session, problem.inspection_id, actor))
    return found


def _inspection(session: Session, inspection_id: UUID, actor: Actor) -> Ground:
    visit = inspections.get_inspection(session, inspection_id, actor)
    title = f"{label(visit.kind)} {moment(visit.started_at)}"
    return Ground(_("检查"), title, url_for("inspections.show", inspection_id=inspection_id))
