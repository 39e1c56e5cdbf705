"""Service (送达): a paper handed over in one of seven ways, attempts that failed, receipts, addresses."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.audit.actions import record
from casebook.documents import queries
from casebook.documents.actions.events import hold, move, note
from casebook.documents.actions.issuing import LONGEST_TITLE
from casebook.documents.models import AddressConfirmation, Delivery, DeliveryReceipt
from casebook.documents.rules import (
    ConfirmedAddress,
    DocumentState,
    Server,
    check_address,
    check_delivery,
    served_on,
    step,
)
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.storage.actions import store_scan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.documents.models import Document
    from casebook.documents.rules import DeliveryFacts
    from casebook.kernel.subjects import Subject
    from casebook.storage.actions import Scan

_NOT_COLUMNS = {"mode", "on", "server_ids", "receipt_hash"}


def serve(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    document: Document,
    delivery: DeliveryFacts,
    scan: Scan | None = None,
) -> Delivery:
    """Record that a paper was served; `served_on` of the delivery is the day from which terms run.

    The scan of the signed receipt may come later (`add_receipt`). Refused names all that the law asks
    of this mode and the facts lack.
    """
    if scan is not None:
        delivery = replace(delivery, receipt_hash=store_scan(session, scan=scan, now=now))
    made = _recorded(session, actor, now, document, delivery, failure="")
    document.served_on = made.served_on
    move(
        session,
        document,
        DocumentState.SERVED,
        f"{made.served_on} 送达 {made.receiver}",
        actor=actor,
        now=now,
    )
    return made


def correct_delivery(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    document: Document,
    wrong: Delivery,
    delivery: DeliveryFacts,
    reason: str,
    scan: Scan | None = None,
) -> Delivery:
    """Record a service anew that was recorded wrongly: the old record stays, superseded, with the reason.

    RuleBroken `correction_needs_reason`, `delivery_not_correctable` for an attempt that failed, a record of
    another paper, or one that was corrected already.
    """
    if not reason.strip():
        raise RuleBroken("correction_needs_reason", field="reason")
    hold(session, actor, Permission.DOCUMENT_SERVE, document)
    is_known = queries.find_correction(session, wrong.id) is not None
    if wrong.document_id != document.id or wrong.served_on is None or is_known:
        raise RuleBroken("delivery_not_correctable", field="reason")
    if scan is not None:
        delivery = replace(delivery, receipt_hash=store_scan(session, scan=scan, now=now))
    made = _recorded(session, actor, now, document, delivery, failure="", corrects=(wrong, reason.strip()))
    document.served_on = made.served_on
    what = f"更正送达：{wrong.served_on} 改为 {made.served_on}，{reason.strip()}"
    note(session, document, document.state, what, action="document:correct", actor=actor, now=now)
    return made


def note_failed_delivery(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    document: Document,
    delivery: DeliveryFacts,
    failure: str,
) -> Delivery:
    """Record an attempt that failed, such as a letter that came back: grounds for a public notice later."""
    if not failure.strip():
        raise RuleBroken("delivery_needs_failure", field="failure")
    made = _recorded(session, actor, now, document, delivery, failure=failure.strip())
    what = f"送达未成：{made.failure}"
    note(session, document, document.state, what, action="document:attempt", actor=actor, now=now)
    return made


def add_receipt(session: Session, *, actor: Actor, now: datetime, delivery: Delivery, scan: Scan) -> None:
    """Add a scan of the signed receipt to a service."""
    document = delivery.document
    hold(session, actor, Permission.DOCUMENT_SERVE, document)
    file_hash = store_scan(session, scan=scan, now=now)
    if file_hash in {receipt.file_hash for receipt in delivery.receipts}:
        raise RuleBroken("delivery_receipt_known", field="file")
    _receipt(session, delivery, file_hash, actor, now)
    note(
        session, document, document.state, "补送达回证扫描件", action="document:receipt", actor=actor, now=now
    )


def confirm_address(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    subject: Subject,
    address: ConfirmedAddress,
    scan: Scan | None = None,
) -> AddressConfirmation:
    """Keep what a party confirmed about where papers reach it; the last one of a subject is in force."""
    actor.need(Permission.DOCUMENT_SERVE)
    actor.need_reach(subject.division_code, subject.kind, subject.title)
    check_address(address, today=local_day(now))
    if scan is not None:
        address = replace(address, scan_hash=store_scan(session, scan=scan, now=now))
    made = AddressConfirmation(
        county_code=actor.county_code,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title[:LONGEST_TITLE],
        division_code=subject.division_code,
        recorded_at=now,
        recorded_by=actor.name,
        **{
            name: value.strip() if isinstance(value, str) else value
            for name, value in asdict(address).items()
        },
    )
    session.add(made)
    session.flush()
    after = {"confirmed_on": made.confirmed_on, "allows_electronic": made.allows_electronic}
    record(session, actor=actor, now=now, action="address:confirm", subject=subject, after=after)
    return made


def _recorded(
    session: Session,
    actor: Actor,
    now: datetime,
    document: Document,
    facts: DeliveryFacts,
    *,
    failure: str,
    corrects: tuple[Delivery, str] | None = None,
) -> Delivery:
    hold(session, actor, Permission.DOCUMENT_SERVE, document)
    if corrects is None:
        step(document.sheet, document.state, DocumentState.SERVED)
    servers = _servers(session, facts, actor)
    ready_on = max(day for day in (document.issued_on, document.stamped_on) if day is not None)
    if not failure:
        check_delivery(
            facts,
            servers=servers,
            not_before=ready_on,
            today=local_day(now),
            party_kind=document.contents.get("party_kind", ""),
            confirmed=_confirmed(session, document, facts),
        )
    made = _row(document, facts, servers, served_on(facts.mode, facts.on) if not failure else None, failure)
    if corrects is not None:
        made.corrects_id, made.correction = corrects[0].id, corrects[1]
    made.recorded_at, made.recorded_by_id, made.recorded_by = now, actor.officer_id, actor.name
    session.add(made)
    session.flush()
    if facts.receipt_hash:
        _receipt(session, made, facts.receipt_hash, actor, now)
    return made


def _servers(session: Session, facts: DeliveryFacts, actor: Actor) -> list[Server]:
    officers = [accounts.get_officer_within(session, one, actor) for one in facts.server_ids]
    return [
        Server(one.id, one.name, one.certificate_no or "", one.is_certified(facts.on)) for one in officers
    ]


def _confirmed(session: Session, document: Document, facts: DeliveryFacts) -> ConfirmedAddress | None:
    if facts.confirmation_id is None:
        return None
    found = queries.find_address(session, facts.confirmation_id, document.subject_id)
    if found is None:
        raise RuleBroken("delivery_address_elsewhere", field="confirmation")
    return ConfirmedAddress(
        party_name=found.party_name,
        receiver=found.receiver,
        address=found.address,
        phone=found.phone,
        confirmed_on=found.confirmed_on,
        allows_electronic=found.allows_electronic,
        electronic_address=found.electronic_address,
    )


def _row(
    document: Document, facts: DeliveryFacts, servers: Sequence[Server], on: date | None, failure: str
) -> Delivery:
    texts = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in asdict(facts).items()
        if name not in _NOT_COLUMNS
    }
    return Delivery(
        county_code=document.county_code,
        document_id=document.id,
        mode=facts.mode,
        delivered_on=facts.on,
        served_on=on,
        failure=failure,
        servers="、".join(f"{one.name}（{one.certificate_no}）" for one in servers),
        served_hash=document.served_hash or "",
        **texts | {"receiver_kind": facts.receiver_kind},
    )


def _receipt(session: Session, delivery: Delivery, file_hash: str, actor: Actor, now: datetime) -> None:
    session.add(
        DeliveryReceipt(delivery_id=delivery.id, file_hash=file_hash, added_at=now, added_by=actor.name)
    )
    session.flush()
    session.expire(delivery, ["receipts"])
