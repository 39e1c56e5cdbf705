"""How each finding will be listed: what the rules propose, for an officer to confirm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.access.policy import ADMINISTRATORS
from casebook.accounts import queries as accounts
from casebook.cases import queries as cases
from casebook.cases.actions import Listing
from casebook.cases.actions.filing import USUAL_DAYS, WHO_RECTIFIES
from casebook.cases.rules import CODES, Disposition, ProblemStatus
from casebook.cases.rules.checks import Proposal, propose
from casebook.deadlines.rules import Unit
from casebook.inspections.forms import ListingForm
from casebook.parties.rules import PartyKind
from casebook.web.wording import labelled, translated
from casebook.wells import queries as wells
from casebook.wells.rules import PermitExemption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Problem
    from casebook.inspections.models import Finding, Inspection
    from casebook.parties.models import Party


@dataclass(frozen=True)
class Line:
    """One finding with the form of its listing; none where the problem is open already."""

    finding: Finding
    title: str
    articles: str
    proposal: Proposal
    form: ListingForm
    present: Problem | None
    shows_person: bool
    """Whether a natural person's name stands in the form."""

    def is_valid(self) -> bool:
        """Say whether the form can be taken; a problem that is open already asks nothing."""
        return self.present is not None or bool(self.form.validate())

    def listing(self) -> Listing:
        """Return what was decided."""
        if self.present is None:
            return self.form.listing(self.finding.id)
        return Listing(
            finding_id=self.finding.id,
            problem_class=self.present.problem_class,
            disposition=self.present.disposition,
            class_reason="",
            responsible_officer_id=self.present.responsible_officer_id,
            responsible_unit=self.present.responsible_unit,
            rectifier=self.present.rectifier,
        )


def lines(session: Session, inspection: Inspection, actor: Actor, *, posted: bool) -> list[Line]:
    """Return the findings of a draft with their forms, filled with what was posted or what is proposed."""
    found = cases.list_problems_by_well(session, inspection.well_id)
    is_open = {one.code: one for one in found if one.status is not ProblemStatus.STRUCK_OFF}
    party = _rectifier(session, inspection)
    officers = _responsible(session, inspection)
    return [
        _line(inspection, finding, actor, party, is_open.get(finding.problem_code), officers, posted=posted)
        for finding in inspection.findings
    ]


def _line(
    inspection: Inspection,
    finding: Finding,
    actor: Actor,
    party: Party | None,
    present: Problem | None,
    officers: list[tuple[str, str]],
    *,
    posted: bool,
) -> Line:
    code = CODES[finding.problem_code]
    proposal = propose(code, is_exempt=inspection.well.exemption is not PermitExemption.NONE)
    data = _proposed(proposal, actor, party)
    prefix = finding.problem_code
    form = ListingForm(data=data, prefix=prefix) if posted else ListingForm(None, data=data, prefix=prefix)
    form.offer(officers)
    form.proposed = (proposal.problem_class.value, proposal.disposition.value)
    return Line(
        finding=finding,
        title=translated(code.title),
        articles=code.articles,
        proposal=proposal,
        form=form,
        present=present,
        shows_person=present is None and party is not None and party.kind is PartyKind.CITIZEN,
    )


def _proposed(proposal: Proposal, actor: Actor, party: Party | None) -> dict[str, Any]:
    has_term = proposal.disposition is Disposition.RECTIFY
    return {
        "problem_class": proposal.problem_class.value,
        "disposition": proposal.disposition.value,
        "responsible_officer_id": str(actor.officer_id),
        "responsible_unit": actor.agency_name,
        "rectifier": party.name if party else "",
        "term_amount": USUAL_DAYS if has_term else None,
        "term_unit": Unit.CALENDAR_DAY.value,
    }


def _rectifier(session: Session, inspection: Inspection) -> Party | None:
    by_role = {row.role: row.party for row in reversed(wells.list_parties(session, inspection.well_id))}
    return next((by_role[role] for role in WHO_RECTIFIES if role in by_role), None)


def _responsible(session: Session, inspection: Inspection) -> list[tuple[str, str]]:
    """Return who may be responsible: active officers who reach the well, no administrators."""
    officers = accounts.list_officers(session, county_code=inspection.county_code)
    return [
        (str(one.id), f"{one.name}　{one.agency.short_name}")
        for one in officers
        if one.is_active
        and inspection.division_code.startswith(one.jurisdiction)
        and not one.roles & ADMINISTRATORS
    ]


def errors(found: Iterable[Line]) -> list[dict[str, str]]:
    """Return what is wrong in the forms, for the error summary; each names its finding."""
    return [
        {
            "id": field.id,
            "text": labelled(f"{line.finding.problem_code} {field.label.text}", error),
        }
        for line in found
        for field in line.form
        for error in field.errors
    ]
