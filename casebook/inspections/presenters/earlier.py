"""Earlier findings as a re-check asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections import queries
from casebook.inspections.actions.earlier import REMARK, RESULT
from casebook.inspections.presenters.answers import title_of
from casebook.inspections.rules import needs_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.inspections.models import Inspection


@dataclass(frozen=True)
class AskedFinding:
    """An earlier finding that a draft asks for, with the answer so far."""

    finding_id: UUID
    code: str
    title: str
    description: str
    found_at: datetime
    inspection_id: UUID
    result: str
    note: str

    @property
    def key(self) -> str:
        """What its fields are called by."""
        return self.finding_id.hex


def asked_findings(session: Session, inspection: Inspection) -> list[AskedFinding]:
    """Return the earlier findings that a draft asks for; none for acts that look at no earlier ones."""
    if not needs_of(inspection.kind).earlier:
        return []
    answers = {
        answer.finding_id: answer for answer, _finding in queries.list_earlier_answers(session, inspection.id)
    }
    found = queries.list_earlier(session, inspection.well_id, inspection.kind, inspection.started_at)
    return [
        AskedFinding(
            finding_id=finding.id,
            code=finding.problem_code,
            title=title_of(finding.problem_code),
            description=finding.description,
            found_at=visit.arrival_at or visit.started_at,
            inspection_id=visit.id,
            result=answers[finding.id].result.value if finding.id in answers else "",
            note=answers[finding.id].note if finding.id in answers else "",
        )
        for finding, visit in found
    ]


def earlier_by_field(asked: Iterable[AskedFinding]) -> dict[str, str]:
    """Return the answers under the names of the form's fields."""
    found: dict[str, str] = {}
    for one in asked:
        found[RESULT + one.key], found[REMARK + one.key] = one.result, one.note
    return found
