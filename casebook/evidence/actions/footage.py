"""The index of body cameras: taking rows in, and copying in the clips that are used."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import queries
from casebook.evidence.actions.taking import add_item
from casebook.evidence.models import FootageClip, FootageRecording
from casebook.evidence.rules import EvidenceKind, check_clip, decode_index, read_index
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import IndexRow, Recording, Upload


@dataclass(frozen=True)
class IndexAnswer:
    """What became of an index: rows added, rows known before, and rows that are refused with the reason."""

    added: int
    known: int
    refused: tuple[IndexRow, ...]


def import_index(session: Session, *, actor: Actor, now: datetime, data: bytes) -> IndexAnswer:
    """Take an index in row by row; a bad row hinders no good one, and a known one is not taken twice."""
    actor.need(Permission.EVIDENCE_EDIT)
    rows = read_index(decode_index(data))
    read = [row.recording for row in rows if row.recording]
    known = queries.known_recordings(session, actor.county_code, {one.file_hash for one in read})
    fresh: dict[tuple[str, str, str], Recording] = {}
    for one in read:
        key = (one.device_no, one.file_name, one.file_hash)
        if key not in known:
            fresh.setdefault(key, one)
    added = [_values(actor, now, one) for one in fresh.values()]
    if added:
        session.execute(insert(FootageRecording), added)
    refused = tuple(row for row in rows if row.error)
    answer = IndexAnswer(len(added), len(read) - len(added), refused)
    about = Subject("footage_index", new_id(), actor.jurisdiction, actor.jurisdiction)
    counts = {"added": answer.added, "known": answer.known, "refused": len(refused)}
    record(session, actor=actor, now=now, action="footage:import", subject=about, after=counts)
    return answer


def _values(actor: Actor, now: datetime, one: Recording) -> dict[str, object]:
    return {
        **asdict(one),
        "id": new_id(),
        "county_code": actor.county_code,
        "division_code": actor.jurisdiction,
        "indexed_by": actor.name,
        "indexed_at": now,
    }


def add_clip(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    recording: FootageRecording,
    subject: Subject,
    upload: Upload,
    from_at: datetime,
    to_at: datetime,
    describes: str,
) -> EvidenceItem:
    """Copy a clip of a recording in as evidence of a subject; both times are the camera's."""
    actor.need(Permission.EVIDENCE_EDIT)
    actor.need_reach(recording.division_code, "footage", recording.id)
    check_clip(from_at, to_at, started_at=recording.started_at, ended_at=recording.ended_at)
    item = add_item(
        session,
        actor=actor,
        now=now,
        subject=subject,
        upload=upload,
        kind=EvidenceKind.AUDIOVISUAL,
        describes=describes,
    )
    if not item.is_recording:
        raise RuleBroken("clip_not_a_recording", field="file", name=item.file_name)
    session.add(FootageClip(item_id=item.id, recording_id=recording.id, from_at=from_at, to_at=to_at))
    session.flush()
    session.expire(recording, ["clips"])
    return item
