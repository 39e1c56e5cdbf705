"""From a field check to numbered lines of the problem list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries
from casebook.cases.actions.leads import settle_leads
from casebook.cases.actions.looking_back import look_back
from casebook.cases.actions.steps import note_problem, subject_of_problem, way_back
from casebook.cases.models import Problem
from casebook.cases.rules import PUT_RIGHT, FoundHow, ProblemClass, ProblemStatus, get_code
from casebook.cases.rules.checks import Proposal, propose
from casebook.cases.rules.small_acts import raised
from casebook.cases.rules.status import Disposition
from casebook.cases.rules.striking import relapse_codes
from casebook.deadlines.actions import start_term
from casebook.deadlines.rules import RECTIFICATION_TERM, Length, Unit
from casebook.evidence import queries as evidence
from casebook.inspections import actions as inspections
from casebook.inspections.queries import SUBJECT, find_revised
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.numbering.actions import issue
from casebook.wells.rules import PermitExemption

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.rules import Severity
    from casebook.inspections.models import Finding, Inspection
    from casebook.wells.models import Well


@dataclass(frozen=True)
class Listing:
    """How one finding goes onto the list, as an officer confirmed it."""

    finding_id: UUID
    problem_class: ProblemClass
    disposition: Disposition
    class_reason: str
    responsible_officer_id: UUID
    responsible_unit: str
    rectifier: str
    rectification: str = ""
    term_amount: int | None = None
    term_unit: Unit | None = None
    severity: Severity | None = None
    """None for what the rules propose: that of the code, raised for a relapse."""


def submit_inspection(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, listings: list[Listing]
) -> list[Problem]:
    """Complete a field check and put each of its findings on the list.

    A finding whose code is already open for the well adds to that problem and takes no new
    number. Everything happens or nothing: an incomplete record raises Refused with all that
    is missing. Returns the problems in the order of the findings.
    """
    actor.need(Permission.INSPECTION_RECORD)
    present = queries.hold_open_problems(session, inspection.well_id)
    inspections.complete(session, actor=actor, now=now, inspection=inspection)
    if inspection.findings:
        evidence.need_grounds(session, {SUBJECT: [inspection.id]})
    return list_findings(
        session,
        actor=actor,
        now=now,
        inspection=inspection,
        present=present,
        listings=listings,
        revises=find_revised(session, inspection.id),
    )


def list_findings(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    present: Mapping[str, Problem],
    listings: list[Listing],
    revises: UUID | None = None,
) -> list[Problem]:
    """Put the findings of a submitted record on the list, or add them to what is open for the well.

    `present` are the open problems by code, held; `revises` is the record that this one takes the place of.
    """
    on = clock.local_day(now)
    by_finding = {listing.finding_id: listing for listing in listings}
    problems = []
    for finding in inspection.findings:
        known = present.get(finding.problem_code)
        if known is not None:
            _add_to(
                session, known, finding, actor=actor, now=now, on=on, inspection=inspection, revises=revises
            )
            problems.append(known)
            continue
        listing = by_finding.get(finding.id)
        if listing is None:
            raise RuleBroken("responsible_needed", field="responsible_officer_id")
        made = _list(
            session, actor=actor, now=now, on=on, inspection=inspection, finding=finding, as_=listing
        )
        problems.append(made)
    settle_leads(session, actor=actor, now=now, inspection=inspection, problems=problems)
    look_back(session, actor=actor, now=now, inspection=inspection, problems=problems)
    session.flush()
    return problems


def _add_to(
    session: Session,
    present: Problem,
    finding: Finding,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    inspection: Inspection,
    revises: UUID | None,
) -> None:
    """Note on an open problem that it was seen again, or that the record which found it was filed anew.

    A record that arrives late says nothing against a putting right that was reported after its visit.
    """
    is_same = revises is not None and present.inspection_id == revises
    is_put_right = present.status in PUT_RIGHT
    is_before = is_put_right and _visited_before_putting_right(session, present, inspection)
    words = "修订检查记录" if is_same else "整改以前的检查也见到" if is_before else "复查时仍存在"
    what = f"{words}：{finding.description}"
    back = way_back(session, present) if is_put_right and not (is_same or is_before) else None
    note_problem(session, present, actor=actor, now=now, on=on, what=what, to=back)


def _visited_before_putting_right(session: Session, problem: Problem, inspection: Inspection) -> bool:
    at = inspection.arrival_at or inspection.started_at
    if problem.rectified_on is None or inspection.visited_on != problem.rectified_on:
        return problem.rectified_on is not None and inspection.visited_on < problem.rectified_on
    reported_at = queries.put_right_at(session, problem)
    return reported_at is not None and at < reported_at


def _list(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    inspection: Inspection,
    finding: Finding,
    as_: Listing,
) -> Problem:
    well = inspection.well
    proposal = _checked_proposal(well, finding, as_)
    problem = _new_problem(
        session, now=now, on=on, inspection=inspection, well=well, finding=finding, as_=as_
    )
    problem.class_reason = as_.class_reason.strip() or proposal.reason
    session.add(problem)
    what = f"列入问题清单（再犯，第 {problem.relapses} 次）" if problem.relapses else "列入问题清单"
    note_problem(session, problem, actor=actor, now=now, on=on, what=what, to=ProblemStatus.LISTED)
    _start_rectification(session, actor=actor, now=now, on=on, problem=problem, as_=as_)
    record(
        session,
        actor=actor,
        now=now,
        action="problem:list",
        subject=subject_of_problem(problem),
        after={
            "code": problem.code,
            "problem_class": problem.problem_class,
            "disposition": problem.disposition,
            "responsible_unit": problem.responsible_unit,
        },
    )
    return problem


def _checked_proposal(well: Well, finding: Finding, listing: Listing) -> Proposal:
    """Ask for a reason where the officer decides otherwise than the rules proposed."""
    proposal = propose(get_code(finding.problem_code), is_exempt=well.exemption is not PermitExemption.NONE)
    differs = (listing.problem_class, listing.disposition) != (proposal.problem_class, proposal.disposition)
    if differs and not listing.class_reason.strip():
        raise RuleBroken("class_needs_reason", field="class_reason")
    return proposal


def _new_problem(
    session: Session,
    *,
    now: datetime,
    on: date,
    inspection: Inspection,
    well: Well,
    finding: Finding,
    as_: Listing,
) -> Problem:
    code = get_code(finding.problem_code)
    former = queries.find_predecessor(session, well.id, relapse_codes(code))
    relapses = former.relapses + 1 if former else 0
    problem = Problem(
        id=new_id(),
        county_code=well.county_code,
        well_id=well.id,
        division_code=well.division_code,
        code=code.code,
        severity=as_.severity or raised(code.severity, relapses),
        predecessor_id=former.id if former else None,
        relapses=relapses,
        problem_class=as_.problem_class,
        disposition=as_.disposition,
        description=finding.description,
        basis=code.articles,
        found_on=inspection.visited_on,
        found_how=FoundHow.INSPECTION,
        inspection_id=inspection.id,
        status=ProblemStatus.LISTED,
        responsible_unit=as_.responsible_unit,
        responsible_officer_id=as_.responsible_officer_id,
        rectifier=as_.rectifier,
        rectification=as_.rectification,
        number="",
    )
    subject = subject_of_problem(problem)
    county = well.county_code
    problem.number = issue(session, county_code=county, kind="WT", year=on.year, subject=subject, now=now)
    return problem


def _start_rectification(
    session: Session, *, actor: Actor, now: datetime, on: date, problem: Problem, as_: Listing
) -> None:
    if as_.term_amount is None or as_.term_unit is None:
        return
    term = start_term(
        session,
        actor=actor,
        now=now,
        subject=subject_of_problem(problem),
        rule_id=RECTIFICATION_TERM,
        started_on=on,
        length=Length(as_.term_amount, as_.term_unit),
        assignee_id=problem.responsible_officer_id,
    )
    problem.rectification_term_id = term.id
    if problem.disposition is Disposition.RECTIFY:
        note_problem(
            session,
            problem,
            actor=actor,
            now=now,
            on=on,
            what=f"限期整改至 {term.due_on.isoformat()}",
            to=ProblemStatus.RECTIFYING,
        )
