"""Taking evidence in, correcting its card, withdrawing and locking it, and noting who looked."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from casebook.audit import actions as audit
from casebook.audit import queries as audit_queries
from casebook.db.chain import append
from casebook.evidence import pictures, queries
from casebook.evidence.models import CustodyEntry, EvidenceDerivative, EvidenceItem, EvidenceSubject
from casebook.evidence.rules import (
    SUBJECT_KIND,
    CustodyAct,
    DerivativeKind,
    EvidenceKind,
    EvidenceStage,
    ExifFacts,
    Upload,
    check_upload,
)
from casebook.jobs import actions as jobs
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.storage import actions as storage
from casebook.storage import queries as files
from casebook.storage.rules import ACCEPTED as MEDIA
from casebook.storage.rules import MAX_PHOTO_BYTES, MediaKind, safe_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.storage.models import StoredFile

PREVIEW_JOB = "evidence:preview"
ACCEPTED = frozenset({MediaKind.PHOTO, MediaKind.DOCUMENT})


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
) -> EvidenceItem:
    """Keep an original untouched, with what was recorded about it, and begin its custody.

    The acting feature has checked that the actor may add to this subject; here only the
    jurisdiction is. Raises RuleBroken (field `file`) for what storage refuses, half a position,
    or the same bytes twice for one subject.
    """
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    check_upload(upload)
    about = _subject_row(session, actor, subject)
    kept = storage.store(
        session,
        stream=upload.stream,
        limit=MAX_PHOTO_BYTES,
        allowed=ACCEPTED,
        now=now,
        name=upload.file_name,
    )
    if queries.is_known(session, about.id, kept.hash):
        raise RuleBroken("evidence_twice", field="file", name=safe_name(upload.file_name))
    item = _item(actor, now, about, upload, kept)
    item.kind, item.stage, item.describes = kind, stage, describes.strip()
    session.add(item)
    session.flush()
    _note(session, item, CustodyAct.RECEIVED, actor, now, _facts_of(item))
    audit.record(session, actor=actor, now=now, action="evidence:add", subject=as_subject(item))
    _queue_preview(session, item, now)
    return item


def add_photographs(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    uploads: Sequence[Upload],
    stage: EvidenceStage | None = None,
    describes: str = "",
) -> list[EvidenceItem]:
    """Keep photographs (视听资料, 处罚法 46); all of them or none.

    Raises RuleBroken (field `file`) when there is none, or one is something else.
    """
    if not uploads:
        raise RuleBroken("photograph_not_chosen", field="file")
    added = []
    for upload in uploads:
        item = add_item(
            session,
            actor=actor,
            now=now,
            subject=subject,
            upload=upload,
            kind=EvidenceKind.AUDIOVISUAL,
            stage=stage,
            describes=describes,
        )
        if MEDIA[item.original.media_type].kind is not MediaKind.PHOTO:
            raise RuleBroken("not_a_photograph", field="file", name=item.file_name)
        added.append(item)
    return added


def describe_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    item: EvidenceItem,
    kind: EvidenceKind,
    stage: EvidenceStage | None,
    describes: str,
) -> None:
    """Correct an item's card while it is not locked; its facts stay as they came."""
    _need_open(actor, item)
    before = {"kind": item.kind, "stage": item.stage, "describes": item.describes}
    item.kind, item.stage, item.describes = kind, stage, describes.strip()
    after = {"kind": item.kind, "stage": item.stage, "describes": item.describes}
    session.flush()
    audit.record(
        session,
        actor=actor,
        now=now,
        action="evidence:describe",
        subject=as_subject(item),
        before=before,
        after=after,
    )


def withdraw_item(session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, reason: str) -> None:
    """Take an item out of its subject's file while it is not locked; the original and its custody stay."""
    _need_open(actor, item)
    if not reason.strip():
        raise RuleBroken("evidence_withdrawal_needs_reason", field="reason")
    item.withdrawn_at, item.withdrawn_reason = now, reason.strip()
    session.flush()
    _note(session, item, CustodyAct.WITHDRAWN, actor, now, {"reason": item.withdrawn_reason})
    audit.record(
        session, actor=actor, now=now, action="evidence:withdraw", subject=as_subject(item), reason=reason
    )


def lock_items(session: Session, *, actor: Actor, now: datetime, subject: Subject) -> list[EvidenceItem]:
    """Lock (固定) a subject's open items and return them; from then on the database refuses any change."""
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    items = [item for item in queries.list_items(session, subject.kind, subject.id) if not item.is_locked]
    for item in items:
        item.locked_at, item.locked_by = now, actor.name
    session.flush()
    for item in items:
        _note(session, item, CustodyAct.LOCKED, actor, now, {})
        audit.record(session, actor=actor, now=now, action="evidence:lock", subject=as_subject(item))
    return items


def make_preview(session: Session, *, item_id: UUID, now: datetime) -> EvidenceDerivative | None:
    """Make and keep the picture that pages show of an item; None when its bytes cannot be decoded."""
    item = queries.load_item(session, item_id)
    if item.preview is not None:
        return item.preview
    with files.open_file(item.file_hash) as original:
        picture = pictures.make_preview(original)
    if picture is None:
        return None
    kept = storage.keep_made(
        session, stream=io.BytesIO(picture), limit=len(picture), media_type=pictures.PREVIEW_TYPE, now=now
    )
    made = EvidenceDerivative(item_id=item.id, kind=DerivativeKind.PREVIEW, file_hash=kept.hash, made_at=now)
    session.add(made)
    session.flush()
    return made


def seal_looks(session: Session, *, now: datetime) -> int:
    """Seal the access log into the audit, and looks at evidence into the items' custody; return how many."""
    count = 0
    for seal in audit.seal_access_log(session, now=now):
        for look in audit_queries.list_looks_of_seal(session, seal.id, SUBJECT_KIND):
            item = queries.load_item(session, look.subject.id)
            seen = {
                "look": look.id,
                "what": look.what,
                "by": look.actor_name,
                "device": look.device,
                "sealed_by": seal.id,
            }
            _append(session, item, CustodyAct.VIEWED, look.at, look.actor_id, seen)
            count += 1
    return count


def as_subject(item: EvidenceItem) -> Subject:
    """Return an item as acts and looks name it: by the first digits of its hash."""
    digits = item.file_hash.partition(":")[2]
    return Subject(SUBJECT_KIND, item.id, digits[:16], item.about.division_code)


def _subject_row(session: Session, actor: Actor, subject: Subject) -> EvidenceSubject:
    """Return the subject's row, locked: of two uploads of the same bytes the second one sees the first."""
    row = EvidenceSubject(
        county_code=actor.county_code,
        kind=subject.kind,
        subject_id=subject.id,
        title=subject.title,
        division_code=subject.division_code,
    )
    known = queries.find_subject(session, subject.kind, subject.id, lock=True)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # somebody else added the subject's first item at the same time
        return queries.get_subject(session, subject.kind, subject.id, lock=True)
    return row


def _item(
    actor: Actor, now: datetime, about: EvidenceSubject, upload: Upload, kept: StoredFile
) -> EvidenceItem:
    exif = ExifFacts()
    if kept.media_type in pictures.PREVIEWED:
        with files.open_file(kept.hash) as original:
            exif = pictures.read_exif(original)
    return EvidenceItem(
        county_code=about.county_code,
        about=about,
        original=kept,
        origin=upload.origin,
        file_name=safe_name(upload.file_name),
        captured_at=upload.captured_at,
        lon=upload.lon,
        lat=upload.lat,
        accuracy_m=upload.accuracy_m,
        exif_taken_at=exif.taken_at,
        exif_lon=exif.position.lon if exif.position else None,
        exif_lat=exif.position.lat if exif.position else None,
        exif_device=exif.device,
        received_at=now,
        maker_id=actor.officer_id,
        maker_name=actor.name,
    )


def _queue_preview(session: Session, item: EvidenceItem, now: datetime) -> None:
    if item.original.media_type in pictures.PREVIEWED:
        payload = {"item": str(item.id)}
        jobs.enqueue(session, kind=PREVIEW_JOB, payload=payload, now=now, dedupe_key=str(item.id))


def _facts_of(item: EvidenceItem) -> dict[str, Any]:
    return {
        "subject": {"kind": item.about.kind, "id": item.about.subject_id, "title": item.about.title},
        "size": item.original.size,
        "media_type": item.original.media_type,
        "origin": item.origin,
        "captured_at": item.captured_at,
        "lon": item.lon,
        "lat": item.lat,
        "accuracy_m": item.accuracy_m,
    }


def _need_open(actor: Actor, item: EvidenceItem) -> None:
    actor.need_reach(item.about.division_code, "evidence", item.id)
    if item.is_locked:
        raise RuleBroken("evidence_locked")
    if item.withdrawn_at is not None:
        raise RuleBroken("evidence_withdrawn")


def _note(
    session: Session, item: EvidenceItem, act: CustodyAct, actor: Actor, now: datetime, facts: dict[str, Any]
) -> None:
    by = {"by": actor.name, "agency": actor.agency_name, "device": actor.device}
    _append(session, item, act, now, actor.officer_id, {**facts, **by})


def _append(
    session: Session,
    item: EvidenceItem,
    act: CustodyAct,
    at: datetime,
    actor_id: UUID | None,
    facts: dict[str, Any],
) -> None:
    append(
        session,
        CustodyEntry,
        chain=queries.custody_chain(item.id),
        at=at,
        payload=facts,
        county_code=item.county_code,
        item_id=item.id,
        act=act,
        actor_id=actor_id,
        file_hash=item.file_hash,
    )
