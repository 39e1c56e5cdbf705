"""What leaves the house, and what comes to stand beside an item: copies, exports, transfers, corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit import actions as audit
from casebook.evidence import pictures
from casebook.evidence.actions.custody import as_subject, note
from casebook.evidence.actions.taking import add_item
from casebook.evidence.rules import SUBJECT_KIND, CustodyAct, check_transfer
from casebook.kernel.errors import RuleBroken
from casebook.storage import queries as files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem
    from casebook.evidence.rules import Upload
    from casebook.kernel.subjects import Subject


def copy_item(
    session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, lines: Sequence[str]
) -> bytes:
    """Return a watermarked JPEG of a picture for others to see; the original stays as it is.

    `lines` stand on the copy; they name no person. It carries no metadata. Raises RuleBroken for what
    is no picture or cannot be decoded.
    """
    _need(actor, Permission.EVIDENCE_SEE, item)
    if not item.is_picture:
        raise RuleBroken("copy_needs_picture", name=item.file_name)
    with files.open_file(item.file_hash) as original:
        made = pictures.make_copy(original, lines)
    if made is None:
        raise RuleBroken("copy_unreadable", name=item.file_name)
    note(session, [(item, {"lines": list(lines)})], CustodyAct.COPIED, actor=actor, now=now)
    audit.record(session, actor=actor, now=now, action="evidence:copy", subject=as_subject(item))
    return made


def transfer_item(
    session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, receiver: str, reason: str
) -> None:
    """Note in the custody that an item was handed to another agency or a court."""
    _need(actor, Permission.EVIDENCE_EDIT, item)
    check_transfer(receiver, reason)
    facts = {"receiver": receiver.strip(), "reason": reason.strip()}
    note(session, [(item, facts)], CustodyAct.TRANSFERRED, actor=actor, now=now)
    audit.record(
        session,
        actor=actor,
        now=now,
        action="evidence:transfer",
        subject=as_subject(item),
        after=facts,
        reason=reason,
    )


def note_export(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    items: Sequence[EvidenceItem],
    subject: Subject,
    head: str,
) -> None:
    """Note in the custody of all items that they left with an evidence package of a subject.

    `head` is the hash by which the package is known. The acting feature has checked that the
    actor may export.
    """
    for item in items:
        actor.need_reach(item.about.division_code, SUBJECT_KIND, item.id)
    facts = {"package": {"kind": subject.kind, "id": subject.id, "title": subject.title, "head": head}}
    note(session, [(item, facts) for item in items], CustodyAct.EXPORTED, actor=actor, now=now)


def correct_item(
    session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, upload: Upload, describes: str
) -> EvidenceItem:
    """Put a new item beside one that is wrong, also when that one is locked; both cite each other."""
    _need(actor, Permission.EVIDENCE_EDIT, item)
    if item.withdrawn_at is not None:
        raise RuleBroken("evidence_withdrawn")
    if not describes.strip():
        raise RuleBroken("correction_needs_words", field="describes")
    added = add_item(
        session,
        actor=actor,
        now=now,
        subject=item.about.as_subject(),
        upload=upload,
        kind=item.kind,
        stage=item.stage,
        describes=describes,
        corrects=item,
    )
    facts = {"by_item": added.id, "by_file": added.file_hash}
    note(session, [(item, facts)], CustodyAct.CORRECTED, actor=actor, now=now)
    return added


def _need(actor: Actor, permission: Permission, item: EvidenceItem) -> None:
    actor.need(permission)
    actor.need_reach(item.about.division_code, SUBJECT_KIND, item.id)
