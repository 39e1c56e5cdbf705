"""What the officers found; one finding per problem code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.actions.drafts import note, open_draft, refuse_clashes
from casebook.inspections.models import Finding
from casebook.inspections.rules import meet
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection


def add_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    problem_code: str,
    description: str,
    known_codes: Container[str],
    finding_id: UUID | None = None,
) -> Finding:
    """Add a finding to a draft. `known_codes` are the problem codes there are (rules.md 9).

    `finding_id` was made where it was written: the same one again changes nothing.
    """
    open_draft(session, actor=actor, inspection=inspection)
    for present in inspection.findings:
        if finding_id is not None and present.id == finding_id:
            return present
        if present.problem_code == problem_code:
            raise RuleBroken("finding_twice", field="problem_code", code_written=problem_code)
    if problem_code not in known_codes:
        raise RuleBroken("finding_code_unknown", field="problem_code", code_written=problem_code)
    finding = Finding(
        id=finding_id or new_id(), problem_code=problem_code, description=_described(description)
    )
    inspection.findings.append(finding)
    after = {problem_code: finding.description}
    note(session, inspection, actor=actor, now=now, action="inspection:add_finding", after=after)
    return finding


def change_finding(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    finding_id: UUID,
    description: str,
    seen: str,
) -> Finding:
    """Change the words of a finding; Conflict when somebody else changed what the editor saw."""
    open_draft(session, actor=actor, inspection=inspection)
    finding = get_finding(inspection, finding_id)
    name = "description"
    stored = {name: finding.description}
    changes, clashes = meet({name: seen}, {name: _described(description)}, stored)
    refuse_clashes(clashes)
    if changes:
        before, finding.description = {finding.problem_code: finding.description}, changes[name]
        after = {finding.problem_code: finding.description}
        note(
            session,
            inspection,
            actor=actor,
            now=now,
            action="inspection:change_finding",
            before=before,
            after=after,
        )
    return finding


def remove_finding(
    session: Session, *, actor: Actor, now: datetime, inspection: Inspection, finding_id: UUID
) -> None:
    """Take a finding off a draft; the audit keeps its words."""
    open_draft(session, actor=actor, inspection=inspection)
    finding = get_finding(inspection, finding_id)
    inspection.findings.remove(finding)
    before = {finding.problem_code: finding.description}
    note(session, inspection, actor=actor, now=now, action="inspection:remove_finding", before=before)


def get_finding(inspection: Inspection, finding_id: UUID) -> Finding:
    """Return a finding of the record, or raise NotFound."""
    for finding in inspection.findings:
        if finding.id == finding_id:
            return finding
    raise NotFound("finding", finding_id)


def _described(description: str) -> str:
    text = description.strip()
    if not text:
        raise RuleBroken("finding_description_missing", field="description")
    return text
