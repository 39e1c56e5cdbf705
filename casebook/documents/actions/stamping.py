"""The seal (用印): entered and checked by two persons, or out to a seal service and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.documents import queries
from casebook.documents.actions.events import hold, move
from casebook.documents.actions.files import keep_pdf
from casebook.documents.models import Stamping
from casebook.documents.rules import DocumentState, step
from casebook.documents.rules.stamping import StampWay, check_checker, check_returned, check_stamp
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.storage.actions import store_scan

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.models import Document
    from casebook.documents.rules.stamping import StampFacts
    from casebook.storage.actions import Scan


def stamp(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    document: Document,
    facts: StampFacts,
    scan: Scan | None = None,
) -> Stamping:
    """Enter in the register that the seal was pressed on the printed paper; a second person checks.

    The scan of the sealed paper comes as bytes, or by the hash of what is stored already.
    """
    hold(session, actor, Permission.DOCUMENT_STAMP, document)
    _sent, issued_on = _ready(document)
    step(document.sheet, document.state, DocumentState.STAMPING)
    if scan is not None:
        facts = replace(facts, scan_hash=store_scan(session, scan=scan, now=now))
    check_stamp(facts, issued_on=issued_on, today=local_day(now))
    use = _begin(session, actor, now, document, StampWay.OFFLINE, facts.copies)
    use.stamped_on, use.result_hash = facts.stamped_on, facts.scan_hash
    what = f"用印 {facts.copies} 份，待复核"
    move(session, document, DocumentState.STAMPING, what, actor=actor, now=now)
    return use


def check_use(
    session: Session, *, actor: Actor, now: datetime, document: Document, is_right: bool, remark: str
) -> None:
    """Say, as a second person, whether the scan shows the sealed paper; if not, it is entered anew."""
    if not actor.can(Permission.DOCUMENT_STAMP):
        actor.need(Permission.DOCUMENT_MAKE)
    hold(session, actor, Permission.DOCUMENT_SEE, document)
    use = _open_use(session, document, StampWay.OFFLINE)
    check_checker(use.begun_by_id, actor.officer_id)
    if not is_right and not remark.strip():
        raise RuleBroken("stamp_check_needs_remark", field="remark")
    _decide(use, actor, now, is_right=is_right, remark=remark)
    if is_right:
        document.stamped_on, document.stamped_hash = use.stamped_on, use.result_hash
        move(session, document, DocumentState.STAMPED, "用印复核无误", actor=actor, now=now)
    else:
        move(session, document, DocumentState.ISSUED, remark.strip(), actor=actor, now=now)


def send_for_stamp(
    session: Session, *, actor: Actor, now: datetime, document: Document, service: str
) -> Stamping:
    """Give the PDF out to a seal service; what comes back is held against what went out."""
    hold(session, actor, Permission.DOCUMENT_STAMP, document)
    _ready(document)
    if not service.strip():
        raise RuleBroken("stamp_needs_service", field="service")
    use = _begin(session, actor, now, document, StampWay.SERVICE, 1)
    use.service = service.strip()
    move(session, document, DocumentState.STAMPING, f"送{use.service}签章", actor=actor, now=now)
    return use


def take_back_stamped(
    session: Session, *, actor: Actor, now: datetime, document: Document, scan: Scan
) -> None:
    """Take the sealed PDF back; its hash is the version that is served."""
    hold(session, actor, Permission.DOCUMENT_STAMP, document)
    use = _open_use(session, document, StampWay.SERVICE)
    file_hash = keep_pdf(session, scan, now)
    check_returned(use.sent_hash, file_hash)
    use.result_hash, use.stamped_on = file_hash, local_day(now)
    _decide(use, actor, now, is_right=True, remark="")
    document.stamped_on, document.stamped_hash = use.stamped_on, file_hash
    move(session, document, DocumentState.STAMPED, "签章文件已取回", actor=actor, now=now)


def give_up_stamp(session: Session, *, actor: Actor, now: datetime, document: Document, reason: str) -> None:
    """Say that the seal service gave nothing back; the paper waits for a seal again."""
    hold(session, actor, Permission.DOCUMENT_STAMP, document)
    use = _open_use(session, document, StampWay.SERVICE)
    if not reason.strip():
        raise RuleBroken("stamp_check_needs_remark", field="reason")
    _decide(use, actor, now, is_right=False, remark=reason)
    move(session, document, DocumentState.ISSUED, reason.strip(), actor=actor, now=now)


def _ready(document: Document) -> tuple[str, date]:
    """Return the PDF that the seal goes on and the day of the paper; refuse one that is not made yet."""
    if document.pdf_hash is None or document.issued_on is None:
        raise RuleBroken("document_not_rendered", title=document.sheet.title)
    return document.pdf_hash, document.issued_on


def _begin(
    session: Session, actor: Actor, now: datetime, document: Document, way: StampWay, copies: int
) -> Stamping:
    sent_hash, _on = _ready(document)
    use = Stamping(
        county_code=document.county_code,
        document_id=document.id,
        way=way,
        copies=copies,
        begun_at=now,
        begun_by_id=actor.officer_id,
        begun_by=actor.name,
        sent_hash=sent_hash,
    )
    session.add(use)
    return use


def _open_use(session: Session, document: Document, way: StampWay) -> Stamping:
    found = queries.find_open_stamping(session, document.id)
    if found is None or found.way is not way:
        raise RuleBroken("stamp_not_open", title=document.sheet.title)
    return found


def _decide(use: Stamping, actor: Actor, now: datetime, *, is_right: bool, remark: str) -> None:
    use.is_agreed, use.remark = is_right, remark.strip()
    use.decided_at, use.decided_by_id, use.decided_by = now, actor.officer_id, actor.name
