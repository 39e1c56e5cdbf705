"""From a record that a tablet filed to numbered lines of the problem list, by what the rules propose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.cases import queries
from casebook.cases.actions.listing import Listing, list_findings
from casebook.cases.models import MeasureRecheck
from casebook.cases.rules import CODES, get_code
from casebook.cases.rules.checks import propose
from casebook.cases.rules.status import Disposition
from casebook.deadlines.rules import Unit
from casebook.inspections import actions as inspections
from casebook.inspections.rules import InspectionKind
from casebook.kernel.errors import RuleBroken
from casebook.wells import queries as wells
from casebook.wells.rules import PartyRole, PermitExemption

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Measure, Problem
    from casebook.inspections.filed import FiledInspection
    from casebook.inspections.models import Finding, Inspection
    from casebook.wells.models import Well

USUAL_DAYS = 30
"""Rectification term of 限期整改 that nobody has set otherwise."""
UNKNOWN = "权属待认定"
"""Stands for who has to put things right while nobody knows whose well it is."""
WHO_RECTIFIES = (PartyRole.USER, PartyRole.MANAGER, PartyRole.OWNER)
_RECHECKS = frozenset({InspectionKind.RECHECK, InspectionKind.FOLLOW_UP})


@dataclass(frozen=True)
class Filing:
    """A filed record and the lines of the problem list that its findings became or added to."""

    inspection: Inspection
    problems: tuple[Problem, ...]

    def result(self) -> dict[str, Any]:
        """Return it as the tablet gets it."""
        listed = [{"id": str(one.id), "number": one.number, "code": one.code} for one in self.problems]
        return {"inspection": str(self.inspection.id), "problems": listed}


def file_inspection(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device_id: UUID | None,
    inspection_id: UUID,
    filed: FiledInspection,
    far_limit_m: float = inspections.FAR_LIMIT_M,
) -> Filing:
    """File a finished record with all its evidence, and put its findings on the list as the rules propose.

    Everything happens or nothing; see `inspections.actions.file_record` for what is refused.
    """
    measure = _measure_of(session, actor, filed)
    present = queries.hold_open_problems(session, filed.well) if filed.findings else {}
    inspection = inspections.file_record(
        session,
        actor=actor,
        now=now,
        device_id=device_id,
        inspection_id=inspection_id,
        filed=filed,
        known_codes=CODES,
        far_limit_m=far_limit_m,
    )
    if measure is not None:
        session.add(MeasureRecheck(measure_id=measure.id, inspection_id=inspection.id))
    listings = default_listings(session, actor=actor, well=inspection.well, findings=inspection.findings)
    problems = list_findings(
        session,
        actor=actor,
        now=now,
        inspection=inspection,
        present=present,
        listings=listings,
        revises=filed.revises,
    )
    return Filing(inspection, tuple(problems))


def default_listings(session: Session, *, actor: Actor, well: Well, findings: list[Finding]) -> list[Listing]:
    """Return how findings go onto the list when nobody decides otherwise: by the rules, with the actor."""
    if not findings:
        return []
    rectifier = find_rectifier(session, well)
    return [_default(actor, well, finding, rectifier) for finding in findings]


def _default(actor: Actor, well: Well, finding: Finding, rectifier: str) -> Listing:
    assert actor.officer_id is not None
    code = get_code(finding.problem_code)
    proposal = propose(code, is_exempt=well.exemption is not PermitExemption.NONE)
    has_term = proposal.disposition is Disposition.RECTIFY
    return Listing(
        finding_id=finding.id,
        problem_class=proposal.problem_class,
        disposition=proposal.disposition,
        class_reason="",
        responsible_officer_id=actor.officer_id,
        responsible_unit=actor.agency_name,
        rectifier=rectifier,
        term_amount=USUAL_DAYS if has_term else None,
        term_unit=Unit.CALENDAR_DAY if has_term else None,
    )


def find_rectifier(session: Session, well: Well) -> str:
    """Return who has to put things right at a well: its user, else its manager or owner, as far as known."""
    by_role = {row.role: row.party.name for row in reversed(wells.list_parties(session, well.id))}
    return next((by_role[role] for role in WHO_RECTIFIES if role in by_role), UNKNOWN)


def _measure_of(session: Session, actor: Actor, filed: FiledInspection) -> Measure | None:
    if filed.measure is None:
        return None
    found = queries.get_measure(session, filed.measure, actor)
    if filed.kind not in _RECHECKS or found.well_id != filed.well:
        raise RuleBroken("measure_other_well", field="measure")
    return found
