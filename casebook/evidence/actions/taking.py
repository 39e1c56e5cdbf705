"""Taking originals in: uploaded in the office, or filed by a tablet under the hash of what it sent before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.audit import actions as audit
from casebook.db.rows import insert_rows
from casebook.evidence import pictures, queries
from casebook.evidence.actions.custody import as_subject, note, note_each
from casebook.evidence.actions.subjects import subject_row
from casebook.evidence.models import EvidenceItem
from casebook.evidence.rules import (
    MADE_BY,
    SUBJECT_KIND,
    CustodyAct,
    EvidenceKind,
    EvidenceStage,
    ExifFacts,
    Position,
    Upload,
    check_card,
    check_method,
    check_upload,
    mismatches,
)
from casebook.jobs import actions as jobs
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.storage import actions as storage
from casebook.storage import queries as files
from casebook.storage.rules import ACCEPTED as MEDIA
from casebook.storage.rules import LIMITS, ORIGINALS, MediaKind, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.actions.custody import Noted
    from casebook.evidence.filed import FiledEvidence
    from casebook.evidence.models import EvidenceSubject
    from casebook.storage.models import StoredFile

PREVIEW_JOB = "evidence:preview"
EXTRACTED = ORIGINALS | {MediaKind.SPREADSHEET}
"""What is taken out of a system may be a table as well."""

_FACTS = {
    "origin": "origin",
    "method": "method",
    "captured_at": "captured_at",
    "hashed_at": "hashed_at",
    "fix_at": "fix_at",
    "lon": "lon",
    "lat": "lat",
    "accuracy_m": "accuracy_m",
    "device_id": "filed_from",
    "pair_of": "pair_of",
    "corrects_id": "corrects",
}
"""Columns that an item's custody repeats when it arrives, and what they are called there."""


def add_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    upload: Upload,
    kind: EvidenceKind,
    stage: EvidenceStage | None = None,
    describes: str = "",
    corrects: EvidenceItem | None = None,
) -> EvidenceItem:
    """Keep an original untouched, with what was recorded about it, and begin its custody.

    The acting feature has checked that the actor may add to this subject; here only the
    jurisdiction is. Raises RuleBroken (field `file`) for what storage refuses, half a position,
    or the same bytes twice for one subject.
    """
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    check_upload(upload)
    check_card(describes, upload.maker, upload.item_code)
    about = subject_row(session, actor, subject)
    kept = _stored(session, upload, now)
    if queries.is_known(session, about.id, kept.hash):
        raise RuleBroken("evidence_twice", field="file", name=safe_name(upload.file_name))
    item = _uploaded(actor, now, about, upload, kept)
    item.has_mismatch = bool(item.mismatches)
    item.kind, item.stage, item.describes = kind, stage, describes.strip()
    item.corrects_id = corrects.id if corrects else None
    session.add(item)
    session.flush()
    note(session, [(item, _facts_of(item))], CustodyAct.RECEIVED, actor=actor, now=now)
    audit.record(session, actor=actor, now=now, action="evidence:add", subject=as_subject(item))
    _queue_previews(session, [item], now)
    return item


def _stored(session: Session, upload: Upload, now: datetime) -> StoredFile:
    """Keep an upload's bytes; what its method cannot make is refused before anything is kept."""
    return storage.store(
        session,
        stream=upload.stream,
        limit=max(LIMITS.values()),
        allowed=MADE_BY[upload.method] & EXTRACTED if upload.method else ORIGINALS,
        now=now,
        name=upload.file_name,
    )


def add_filed(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: Sequence[FiledEvidence],
    device_id: UUID | None,
) -> list[EvidenceItem]:
    """Make items of files that a tablet has sent before, in the order filed; all of them or none.

    The acting feature has checked that the actor may add to this subject. Raises RuleBroken (field
    `file`) for a file that is not here or not what its method makes, an impossible position, an id
    that is taken, or the same bytes twice for one subject.
    """
    if not filed:
        return []
    rows = _insert(session, actor, now, subject, filed, device_id, is_final=False)
    received: list[Noted] = [(row, CustodyAct.RECEIVED, row.facts) for row in rows]
    note_each(session, received, actor=actor, now=now, are_new=True)
    _record_filed(session, actor, now, subject, rows)
    _queue_previews(session, rows, now)
    made = queries.items_by_id(session, [one.id for one in filed])
    return [made[one.id] for one in filed]


def add_final(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: Sequence[FiledEvidence],
    device_id: UUID | None,
) -> None:
    """Make the items of a record that is finished with them, and lock them (固定) at once.

    Raises as `add_filed`. The record's own act stands for them in the audit.
    """
    if not filed:
        return
    rows = _insert(session, actor, now, subject, filed, device_id, is_final=True)
    received: list[Noted] = [(row, CustodyAct.RECEIVED, row.facts) for row in rows]
    locked: list[Noted] = [(row, CustodyAct.LOCKED, {}) for row in rows]
    note_each(session, [*received, *locked], actor=actor, now=now, are_new=True)
    _queue_previews(session, rows, now)


@dataclass(frozen=True)
class _Row:
    """An item as it was inserted."""

    columns: Mapping[str, Any]
    about: EvidenceSubject
    original: StoredFile

    @property
    def id(self) -> UUID:
        found: UUID = self.columns["id"]
        return found

    @property
    def county_code(self) -> str:
        return self.about.county_code

    @property
    def file_hash(self) -> str:
        return self.original.hash

    @property
    def is_picture(self) -> bool:
        return MEDIA[self.original.media_type].kind is MediaKind.PHOTO

    @property
    def facts(self) -> dict[str, Any]:
        return _facts(self.about, self.original, self.columns)


def _insert(
    session: Session,
    actor: Actor,
    now: datetime,
    subject: Subject,
    filed: Sequence[FiledEvidence],
    device_id: UUID | None,
    *,
    is_final: bool,
) -> list[_Row]:
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    kept = _kept_files(session, filed)
    for one in filed:
        _check_filed(one, kept)
    about = subject_row(session, actor, subject)
    _check_new(session, about, filed)
    lock = {"locked_at": now, "locked_by": actor.name} if is_final else {}
    rows = [
        _Row({**_row(actor, now, about, one, kept[one.file], device_id), **lock}, about, kept[one.file])
        for one in filed
    ]
    insert_rows(session, EvidenceItem, [row.columns for row in rows])
    return rows


def _kept_files(session: Session, filed: Sequence[FiledEvidence]) -> dict[str, StoredFile]:
    kept = files.files_by_hash(session, {one.file for one in filed})
    for one in filed:
        if one.file not in kept:
            raise RuleBroken("evidence_file_missing", field="file", name=safe_name(one.name))
    return kept


def _check_filed(one: FiledEvidence, kept: Mapping[str, StoredFile]) -> None:
    check_upload(one)
    check_card(one.proves, one.maker, one.item_code)
    check_method(one.method, MEDIA[kept[one.file].media_type].kind, safe_name(one.name))


def _check_new(session: Session, about: EvidenceSubject, filed: Sequence[FiledEvidence]) -> None:
    """Refuse bytes that the subject has already, and ids that are taken."""
    taken = queries.known_hashes(session, about.id, {one.file for one in filed})
    for one in filed:
        if one.file in taken:
            raise RuleBroken("evidence_twice", field="file", name=safe_name(one.name))
        taken.add(one.file)
    ids = [one.id for one in filed]
    if len(set(ids)) < len(ids) or queries.has_any(session, ids):
        raise RuleBroken("evidence_id_taken", field="file")


def _record_filed(
    session: Session, actor: Actor, now: datetime, subject: Subject, items: Sequence[_Row]
) -> None:
    """Put one act into the audit for all items of a record; each one's own facts stand in its custody."""
    about = Subject(SUBJECT_KIND, subject.id, subject.title, subject.division_code)
    named = {"items": [str(item.id) for item in items], "files": [item.file_hash for item in items]}
    audit.record(session, actor=actor, now=now, action="evidence:file", subject=about, after=named)


def _uploaded(
    actor: Actor, now: datetime, about: EvidenceSubject, upload: Upload, kept: StoredFile
) -> EvidenceItem:
    return EvidenceItem(
        county_code=about.county_code,
        about=about,
        original=kept,
        file_hash=kept.hash,
        origin=upload.origin,
        method=upload.method,
        item_code=upload.item_code,
        file_name=safe_name(upload.file_name),
        captured_at=upload.captured_at,
        lon=upload.lon,
        lat=upload.lat,
        accuracy_m=upload.accuracy_m,
        received_at=now,
        **_columns_of(_exif_of(kept)),
        **_maker_of(actor, upload.maker),
    )


def _row(
    actor: Actor,
    now: datetime,
    about: EvidenceSubject,
    one: FiledEvidence,
    kept: StoredFile,
    device_id: UUID | None,
) -> dict[str, Any]:
    """Return one item's columns, for one statement that inserts them all."""
    exif = _exif_of(kept)
    place = None if one.lon is None or one.lat is None else Position(one.lon, one.lat)
    return {
        "id": one.id,
        "county_code": about.county_code,
        "about_id": about.id,
        "file_hash": kept.hash,
        "kind": one.kind,
        "method": one.method,
        "origin": one.origin,
        "stage": one.stage,
        "describes": one.proves.strip(),
        "item_code": one.item_code,
        "file_name": safe_name(one.name),
        "captured_at": one.captured_at,
        "hashed_at": one.hashed_at,
        "fix_at": one.fix_at,
        "lon": one.lon,
        "lat": one.lat,
        "accuracy_m": one.accuracy_m,
        "pair_of": one.pair_of,
        "device_id": device_id,
        "received_at": now,
        "has_mismatch": bool(mismatches(one.captured_at, place, exif)),
        **_columns_of(exif),
        **_maker_of(actor, one.maker),
    }


def _maker_of(actor: Actor, maker: str) -> dict[str, Any]:
    """Return who made it: the one who brings it in, unless somebody else is named."""
    named = maker.strip()
    if not named or named == actor.name:
        return {"maker_id": actor.officer_id, "maker_name": actor.name}
    return {"maker_id": None, "maker_name": named}


def _exif_of(kept: StoredFile) -> ExifFacts:
    if kept.media_type not in pictures.PREVIEWED:
        return ExifFacts()
    with files.open_file(kept.hash) as original:
        return pictures.read_exif(original)


def _columns_of(exif: ExifFacts) -> dict[str, Any]:
    return {
        "exif_taken_at": exif.taken_at,
        "exif_lon": exif.position.lon if exif.position else None,
        "exif_lat": exif.position.lat if exif.position else None,
        "exif_device": exif.device,
    }


def _queue_previews(session: Session, items: Iterable[EvidenceItem | _Row], now: datetime) -> None:
    wanted = [str(item.id) for item in items if item.is_picture]
    if wanted:
        jobs.enqueue_unwatched(session, kind=PREVIEW_JOB, payload={"items": wanted}, now=now)


def _facts_of(item: EvidenceItem) -> dict[str, Any]:
    return _facts(item.about, item.original, {name: getattr(item, name) for name in _FACTS})


def _facts(about: EvidenceSubject, original: StoredFile, columns: Mapping[str, Any]) -> dict[str, Any]:
    facts = {
        "subject": {"kind": about.kind, "id": about.subject_id, "title": about.title},
        "size": original.size,
        "media_type": original.media_type,
        **{said: columns.get(name) for name, said in _FACTS.items()},
    }
    return {name: value for name, value in facts.items() if value is not None}
