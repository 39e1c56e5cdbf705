"""Saving what is typed, block by block, so that nothing is lost and nobody overwrites another unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casebook.accounts.queries import get_officer
from casebook.inspections.actions.checklists import ALWAYS
from casebook.inspections.actions.drafts import note, open_draft, refuse_clashes
from casebook.inspections.actions.presence import measure
from casebook.inspections.actions.starting import on_record
from casebook.inspections.models import ChecklistAnswer
from casebook.inspections.rules import AnswerKind, OfficerPart, PositionOrigin, meet, read_answer
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection

FACTS = (
    "arrival_at",
    "arrival_lon",
    "arrival_lat",
    "arrival_accuracy_m",
    "arrival_origin",
    "far_reason",
    "id_shown",
    "recusal_asked",
    "recusal_note",
    "person_on_site",
    "absence_note",
    "situation",
    "second_officer_id",
)
"""What an edit may set; positions in degrees with seven decimals, accuracy in metres."""
NOTE = "_note"
"""Behind an item's code: the note beside its answer."""
_POSITION = frozenset({"arrival_lon", "arrival_lat"})


def save_facts(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    written: Mapping[str, Any],
    seen: Mapping[str, Any],
) -> Inspection:
    """Save some of the facts of a draft (`FACTS`); `seen` is what the editor saw of them.

    Fields that others changed meanwhile stay; one that both changed raises Conflict("inspection_clash").
    """
    open_draft(session, actor=actor, inspection=inspection)
    stored = {name: getattr(inspection, name) for name in written if name in FACTS}
    changes, clashes = meet(seen, {name: written[name] for name in stored}, stored)
    refuse_clashes(clashes)
    if not changes:
        return inspection
    _check_time(changes, now)
    _set(session, inspection, changes, now)
    if changes.keys() & _POSITION:
        _measure(session, inspection)
    before = {name: stored[name] for name in changes}
    note(session, inspection, actor=actor, now=now, action="inspection:save", before=before, after=changes)
    return inspection


def _check_time(changes: Mapping[str, Any], now: datetime) -> None:
    arrival = changes.get("arrival_at")
    if arrival is not None and arrival > now:
        raise RuleBroken("inspection_arrival_in_future", field="arrival_at")
    if arrival is not None and local_day(arrival) < ALWAYS:
        raise RuleBroken("inspection_arrival_too_early", field="arrival_at", first=ALWAYS.isoformat())


def _set(session: Session, inspection: Inspection, changes: Mapping[str, Any], now: datetime) -> None:
    for name, value in changes.items():
        if name == "second_officer_id":
            _replace_second(session, inspection, value)
        else:
            setattr(inspection, name, value)
    if "id_shown" in changes:
        inspection.id_shown_at = now if inspection.id_shown else None


def _replace_second(session: Session, inspection: Inspection, officer_id: UUID) -> None:
    lead = next(row for row in inspection.officers if row.part is OfficerPart.LEAD)
    if officer_id == lead.officer_id:
        raise RuleBroken("inspection_officers_same", field="second_officer_id", article="处罚法 42")
    second = on_record(get_officer(session, officer_id), OfficerPart.SECOND, inspection.visited_on)
    inspection.officers[:] = [lead]
    session.flush()
    inspection.officers.append(second)


def _measure(session: Session, inspection: Inspection) -> None:
    """Check where the officers stood and compute how far that is from the well."""
    lon, lat = inspection.arrival_lon, inspection.arrival_lat
    if (lon is None) != (lat is None):
        raise RuleBroken("inspection_position_half", field="arrival_lat" if lat is None else "arrival_lon")
    if lon is None or lat is None:
        inspection.distance_m = None
        inspection.arrival_accuracy_m = inspection.arrival_origin = None
    else:
        inspection.distance_m = measure(session, inspection.well, lon, lat, inspection.far_limit_m)
        inspection.arrival_origin = inspection.arrival_origin or PositionOrigin.TYPED
    distance = "" if inspection.distance_m is None else f"{inspection.distance_m:g}"
    for item in inspection.checklist.questions:
        if item.kind is AnswerKind.DISTANCE:
            _put_answer(inspection, item.code, distance, "")


def save_answers(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    inspection: Inspection,
    written: Mapping[str, str],
    seen: Mapping[str, str],
) -> Inspection:
    """Save answers by item code, and notes by code + `NOTE`; an empty answer takes the stored one away.

    Items that casebook answers by itself are left out of account. See `save_facts` for `seen`.
    """
    open_draft(session, actor=actor, inspection=inspection)
    items = {item.code: item for item in inspection.checklist.questions if not item.is_automatic}
    unknown = [name for name in written if name.removesuffix(NOTE) not in items]
    if unknown:
        raise RuleBroken("answer_item_unknown", item=unknown[0])
    read = {
        name: text.strip() if name.endswith(NOTE) else read_answer(items[name], text)
        for name, text in written.items()
    }
    stored = stored_answers(inspection)
    changes, clashes = meet(seen, read, {name: stored.get(name, "") for name in read})
    refuse_clashes(clashes)
    if not changes:
        return inspection
    before = {name: stored.get(name, "") for name in changes}
    whole = {**stored, **changes}
    for code in {name.removesuffix(NOTE) for name in changes}:
        _put_answer(inspection, code, whole.get(code, ""), whole.get(code + NOTE, ""))
    note(session, inspection, actor=actor, now=now, action="inspection:answer", before=before, after=changes)
    return inspection


def stored_answers(inspection: Inspection) -> dict[str, str]:
    """Return the answers and notes of a record, named as `save_answers` takes them."""
    notes = {answer.item_code + NOTE: answer.note for answer in inspection.answers}
    return {**inspection.answer_values(), **notes}


def _put_answer(inspection: Inspection, code: str, value: str, remark: str) -> None:
    present = next((answer for answer in inspection.answers if answer.item_code == code), None)
    if present is None:
        if value or remark:
            inspection.answers.append(ChecklistAnswer(item_code=code, value=value, note=remark))
    elif value or remark:
        present.value, present.note = value, remark
    else:
        inspection.answers.remove(present)
