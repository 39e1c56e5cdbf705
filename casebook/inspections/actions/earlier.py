"""What a re-check at the desk says of earlier findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections.actions.drafts import note, open_draft
from casebook.inspections.models import EarlierFindingAnswer
from casebook.inspections.queries import list_earlier, list_earlier_answers
from casebook.inspections.rules import needs_of
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.filed import EarlierAnswer
    from casebook.inspections.models import Inspection


def save_earlier(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    answers: Sequence[EarlierAnswer],
) -> Inspection:
    """Save what became of earlier findings; RuleBroken for one that this re-check does not ask for."""
    open_draft(session, actor=actor, inspection=inspection)
    known = {answer.finding_id: answer for answer, _finding in list_earlier_answers(session, inspection.id)}
    asked = known.keys() | _asked(session, inspection)
    for one in answers:
        if one.finding not in asked:
            raise RuleBroken("inspection_earlier_unknown", field="earlier")
        row = known.get(one.finding) or EarlierFindingAnswer(
            inspection_id=inspection.id, finding_id=one.finding
        )
        row.result, row.note = one.result, one.note.strip()
        session.add(row)
    after = {str(one.finding): one.result for one in answers}
    note(session, inspection, actor=actor, now=now, action="inspection:earlier", after=after)
    return inspection


def _asked(session: Session, inspection: Inspection) -> set[object]:
    if not needs_of(inspection.kind).earlier:
        return set()
    found = list_earlier(session, inspection.well_id, inspection.kind, inspection.started_at)
    return {finding.id for finding, _visit in found}
