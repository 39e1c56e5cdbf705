"""Correcting an item's card while it is open, withdrawing it, and locking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit import actions as audit
from casebook.evidence import queries
from casebook.evidence.actions.custody import as_subject, need_open, note
from casebook.evidence.actions.monitoring import cite_device
from casebook.evidence.rules import SUBJECT_KIND, CustodyAct, check_card
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.models import EvidenceItem, MonitoringDevice
    from casebook.evidence.rules import EvidenceKind, EvidenceStage


def describe_item(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    item: EvidenceItem,
    kind: EvidenceKind,
    stage: EvidenceStage | None,
    describes: str,
    maker: str | None = None,
) -> None:
    """Correct an item's card while it is not locked; its facts stay as they came.

    Without `maker` it stays the one who is named.
    """
    need_open(actor, item)
    check_card(describes, maker or "")
    before = _card(item)
    item.kind, item.stage, item.describes = kind, stage, describes.strip()
    if maker is not None and maker.strip() and maker.strip() != item.maker_name:
        item.maker_name, item.maker_id = maker.strip(), None
    session.flush()
    audit.record(
        session,
        actor=actor,
        now=now,
        action="evidence:describe",
        subject=as_subject(item),
        before=before,
        after=_card(item),
    )


def fill_card(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    item: EvidenceItem,
    kind: EvidenceKind,
    stage: EvidenceStage | None,
    describes: str,
    maker: str,
    device: MonitoringDevice | None,
) -> None:
    """Correct the whole card of an open item in the office, with the device that its data come from."""
    actor.need(Permission.EVIDENCE_EDIT)
    describe_item(
        session, actor=actor, now=now, item=item, kind=kind, stage=stage, describes=describes, maker=maker
    )
    if device is not None or item.monitoring_device_id is not None:
        cite_device(session, actor=actor, now=now, item=item, device=device)


def withdraw_item(session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, reason: str) -> None:
    """Take an item out of its subject's file while it is not locked; the original and its custody stay."""
    need_open(actor, item)
    if not reason.strip():
        raise RuleBroken("evidence_withdrawal_needs_reason", field="reason")
    item.withdrawn_at, item.withdrawn_reason = now, reason.strip()
    session.flush()
    note(session, [(item, {"reason": item.withdrawn_reason})], CustodyAct.WITHDRAWN, actor=actor, now=now)
    audit.record(
        session, actor=actor, now=now, action="evidence:withdraw", subject=as_subject(item), reason=reason
    )


def lock_items(
    session: Session, *, actor: Actor, now: datetime, subject: Subject, reason: str = ""
) -> list[EvidenceItem]:
    """Lock (固定) a subject's open items and return them; from then on the database refuses any change."""
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    items = [item for item in queries.list_items(session, subject.kind, subject.id) if not item.is_locked]
    _lock(session, items, actor=actor, now=now, reason=reason)
    if items:
        about = Subject(SUBJECT_KIND, subject.id, subject.title, subject.division_code)
        named = {"items": [str(item.id) for item in items]}
        audit.record(
            session, actor=actor, now=now, action="evidence:lock", subject=about, after=named, reason=reason
        )
    return items


def lock_item(session: Session, *, actor: Actor, now: datetime, item: EvidenceItem, reason: str) -> None:
    """Lock one item for a reason, before its record is finished."""
    need_open(actor, item)
    if not reason.strip():
        raise RuleBroken("evidence_lock_needs_reason", field="reason")
    _lock(session, [item], actor=actor, now=now, reason=reason.strip())
    audit.record(
        session, actor=actor, now=now, action="evidence:lock", subject=as_subject(item), reason=reason
    )


def _lock(
    session: Session, items: Sequence[EvidenceItem], *, actor: Actor, now: datetime, reason: str
) -> None:
    for item in items:
        item.locked_at, item.locked_by = now, actor.name
    session.flush()
    facts = {"reason": reason} if reason else {}
    note(session, [(item, facts) for item in items], CustodyAct.LOCKED, actor=actor, now=now)


def _card(item: EvidenceItem) -> dict[str, object]:
    return {
        "kind": item.kind,
        "stage": item.stage,
        "describes": item.describes,
        "maker": item.maker_name,
    }
