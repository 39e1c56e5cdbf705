"""What a re-check at the desk says of earlier findings, saved as it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from casebook.inspections.actions.drafts import note, open_draft, refuse_clashes
from casebook.inspections.filed import EarlierResult
from casebook.inspections.models import EarlierFindingAnswer
from casebook.inspections.queries import list_earlier, list_earlier_answers
from casebook.inspections.rules import meet, needs_of
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.filed import EarlierAnswer
    from casebook.inspections.models import Inspection

RESULT, REMARK = "result_", "note_"
"""Before a finding's id in hexadecimal digits: what became of it, and the words on it."""
MOST = 400


def written_of(answers: Iterable[EarlierAnswer]) -> dict[str, str]:
    """Return answers under the names that `save_earlier` takes."""
    found: dict[str, str] = {}
    for one in answers:
        found[RESULT + one.finding.hex], found[REMARK + one.finding.hex] = one.result.value, one.note
    return found


def save_earlier(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    written: Mapping[str, str],
    seen: Mapping[str, str],
) -> Inspection:
    """Save what became of earlier findings, by `RESULT` and `REMARK` with the finding's id.

    RuleBroken for a finding that this re-check does not ask for, an unknown result, or words without a
    result. See `save_facts` for `seen`.
    """
    open_draft(session, actor=actor, inspection=inspection)
    rows = {one.finding_id: one for one, _finding in list_earlier_answers(session, inspection.id)}
    stored = dict.fromkeys(_fields(rows.keys() | _asked(session, inspection)), "")
    stored |= {RESULT + one.hex: row.result.value for one, row in rows.items()}
    stored |= {REMARK + one.hex: row.note for one, row in rows.items()}
    read = _read(written, stored)
    changes, clashes = meet(seen, read, stored)
    refuse_clashes(clashes)
    if not changes:
        return inspection
    whole = {**stored, **changes}
    for one in {UUID(name.partition("_")[2]) for name in changes}:
        _put(session, inspection, rows.get(one), one, whole)
    before = {name: stored[name] for name in changes}
    note(session, inspection, actor=actor, now=now, action="inspection:earlier", before=before, after=changes)
    return inspection


def _fields(finding_ids: Iterable[UUID]) -> list[str]:
    return [prefix + one.hex for one in finding_ids for prefix in (RESULT, REMARK)]


def _read(written: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    read = {name: text.strip() for name, text in written.items()}
    for name, text in read.items():
        if name not in stored:
            raise RuleBroken("inspection_earlier_unknown", field="earlier")
        if name.startswith(RESULT) and text and text not in set(EarlierResult):
            raise RuleBroken("inspection_earlier_result", field=name)
        if len(text) > MOST:
            raise RuleBroken("inspection_text_too_long", field=name, most=MOST)
    return read


def _put(
    session: Session,
    inspection: Inspection,
    row: EarlierFindingAnswer | None,
    finding_id: UUID,
    whole: Mapping[str, str],
) -> None:
    result, remark = whole[RESULT + finding_id.hex], whole[REMARK + finding_id.hex]
    if not result:
        raise RuleBroken("inspection_earlier_result", field=RESULT + finding_id.hex)
    row = row or EarlierFindingAnswer(inspection_id=inspection.id, finding_id=finding_id)
    row.result, row.note = EarlierResult(result), remark
    session.add(row)


def _asked(session: Session, inspection: Inspection) -> set[UUID]:
    if not needs_of(inspection.kind).earlier:
        return set()
    found = list_earlier(session, inspection.well_id, inspection.kind, inspection.started_at)
    return {finding.id for finding, _visit in found}
