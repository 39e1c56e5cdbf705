"""Taking operations in: kept at once, with a receipt when all files are here, then applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from casebook.access import Permission
from casebook.db.holding import hold
from casebook.db.rows import insert_rows
from casebook.devices import actions as contacts
from casebook.devices import queries as devices
from casebook.field.actions import receipts, settling
from casebook.field.actions.settling import Standing
from casebook.field.models import AwaitedFile, FieldOperation, OperationStatus, OperationVariant, RefusedFile
from casebook.field.queries import operations as queries
from casebook.field.queries.operations import Answer, Clash
from casebook.field.rules import envelope
from casebook.field.rules.clocks import clock_of
from casebook.field.rules.reasons import reasons_of
from casebook.field.rules.states import OperationState, flags_of
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.ids import new_id
from casebook.keys import signing
from casebook.storage import queries as files

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.devices.models import Device
    from casebook.field.queries.operations import Kept
    from casebook.field.rules.clocks import Clock
    from casebook.field.rules.envelope import Envelope
    from casebook.kernel.errors import CasebookError


@dataclass(frozen=True)
class Received:
    """The answer, and whether the operation came for the first time."""

    answer: Answer
    is_new: bool

    @property
    def is_clash(self) -> bool:
        """Whether other bytes came under the id before."""
        return self.answer.clash is not None


@dataclass(frozen=True)
class Handed:
    """An operation as it was handed over: what it says, its bytes and signature, and by whom it came."""

    found: Envelope
    body: bytes
    body_hash: str
    signature: str
    carried_by: str = ""

    def columns(self, now: datetime) -> dict[str, Any]:
        """Return what is kept of the bytes, of the operation and of a variant alike."""
        return {
            "county_code": self.found.county,
            "body": self.body,
            "body_hash": self.body_hash,
            "signature": self.signature,
            "received_at": now,
            "carried_by": self.carried_by,
        }


def receive(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device: Device,
    operation_id: UUID,
    body: bytes,
    body_hash: str,
    signature: str,
) -> Received:
    """Take one of the actor's own operations as their tablet sends it.

    `device` is the tablet that sends; the operation may be of another one of the same officer.
    NotFound for somebody else's; RuleBroken when hash, signature, county or form do not hold:
    nothing is kept then, because nobody is known to have made these bytes.
    """
    actor.need(Permission.FIELD_USE)
    found = _read(body, body_hash, operation_id=operation_id, county=actor.county_code)
    envelope.check_owner(found, actor.officer_id)
    maker = _maker(session, found, device)
    contacts.note_contact(session, device=device, now=now)
    return take(session, Handed(found, body, body_hash, signature), maker=maker, owner=actor, now=now)


def carry(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    operation_id: UUID,
    body: bytes,
    body_hash: str,
    signature: str,
) -> Received:
    """Take an operation, whoever's it is, out of an exported outbox that the actor brings."""
    found = _read(body, body_hash, operation_id=operation_id, county=actor.county_code)
    handed = Handed(found, body, body_hash, signature, carried_by=actor.name)
    maker = _maker(session, found, None)
    return take(session, handed, maker=maker, owner=settling.owner_of(session, found.officer), now=now)


def take(session: Session, handed: Handed, *, maker: Device, owner: Actor | None, now: datetime) -> Received:
    """Keep and settle an operation of which everything but the signature was checked."""
    if not signing.is_signed_by(maker.signing_key, handed.body, handed.signature):
        raise RuleBroken("operation_signature_wrong", field="Casebook-Signature")
    hold(session, f"operation:{handed.found.id}")
    stored = queries.find_kept(session, handed.found.id)
    if stored is None:
        return Received(_keep(session, handed, maker, owner, now), is_new=True)
    if stored.officer_id != handed.found.officer:
        raise NotFound("operation", handed.found.id)
    if stored.body_hash != handed.body_hash:
        return Received(_keep_variant(session, handed, stored, now), is_new=False)
    return Received(_again(session, handed, now), is_new=False)


def file_arrived(session: Session, *, file_hash: str, now: datetime) -> None:
    """Settle what has waited for a file that is recorded in this transaction."""
    hold(session, f"file:{file_hash}")
    waiting = queries.list_waiting_for_file(session, file_hash)
    for operation_id in waiting:
        hold(session, f"operation:{operation_id}")
    if waiting:
        session.execute(delete(AwaitedFile).where(AwaitedFile.file_hash == file_hash))
    for operation_id in waiting:
        settling.settle_stored(session, operation_id=operation_id, now=now)


def file_refused(
    session: Session, *, actor: Actor, file_hash: str, error: CasebookError, now: datetime
) -> None:
    """Refuse what names a file that its officer sent and that was not taken, now or when it comes."""
    if actor.officer_id is not None and envelope.is_hash(file_hash):
        refuse_file(session, actor.officer_id, actor.county_code, file_hash, error, now)


def refuse_file(
    session: Session, officer_id: UUID, county: str, file_hash: str, error: CasebookError, now: datetime
) -> None:
    """Refuse an officer's operations that name a file; nobody else's."""
    reasons = reasons_of(error)
    if queries.find_refused_file(session, officer_id, [file_hash]) is None:
        refused = RefusedFile(
            county_code=county,
            officer_id=officer_id,
            file_hash=file_hash,
            reasons=reasons,
            refused_at=now,
        )
        session.add(refused)
        session.flush()
    for operation_id in queries.list_waiting_for_file(session, file_hash):
        hold(session, f"operation:{operation_id}")
        status = queries.get_status(session, operation_id)
        if status.officer_id == officer_id and status.state is OperationState.WAITING_FILES:
            standing = Standing(OperationState.REFUSED, reasons)
            settling.write(session, status=status, standing=standing, now=now)


def _read(body: bytes, body_hash: str, *, operation_id: UUID, county: str) -> Envelope:
    envelope.check_hash(body, body_hash)
    found = envelope.read(body)
    envelope.check_about(found, operation_id=operation_id, county=county)
    return found


def _maker(session: Session, found: Envelope, sender: Device | None) -> Device:
    """Return the device that says it made an operation; it must be its officer's."""
    is_sender = sender is not None and sender.id == found.device
    maker = sender if is_sender else devices.find_device(session, found.device)
    if maker is None or maker.officer_id != found.officer:
        raise RuleBroken("operation_device_unknown", field="device")
    return maker


def _keep(session: Session, handed: Handed, maker: Device, owner: Actor | None, now: datetime) -> Answer:
    found = handed.found
    missing = _missing(session, found.hashes)
    clock = clock_of(found, now)
    _insert_operation(session, handed, clock)
    rows = [{"county_code": found.county, "operation_id": found.id, "file_hash": one} for one in missing]
    insert_rows(session, AwaitedFile, rows)
    standing = _first_standing(session, found, maker, owner, missing, now)
    receipt = None
    if not missing:
        receipt = receipts.issue(session, found=found, body_hash=handed.body_hash, now=now)
    attempts = int(standing.has_failed)
    _insert_status(session, found, standing, attempts, now)
    if standing.state is OperationState.APPLIED:
        settling.wake(session, found=found, now=now)
    is_first = found.sequence == 1
    is_before_here = is_first or queries.is_before_here(session, found.device, found.sequence, found.previous)
    flags = flags_of(
        standing.state,
        is_first=is_first,
        is_before_here=is_before_here,
        attempts=attempts,
        is_clock_off=clock.ahead_s is not None,
    )
    answer = (found.id, standing.state, tuple(missing), flags, standing.reasons, standing.result)
    return Answer(*answer, receipt=receipt)


def _missing(session: Session, hashes: Collection[str]) -> list[str]:
    """Return which files are not here yet; each of these names is then held until the transaction ends.

    A file that arrives at the same time is either seen here, or sees the row that waits for it.
    """
    if not hashes:
        return []
    here = files.known_hashes(session, hashes)
    missing = [one for one in hashes if one not in here]
    for one in missing:
        hold(session, f"file:{one}")
    if missing:
        here = files.known_hashes(session, missing)
    return [one for one in missing if one not in here]


def _first_standing(
    session: Session,
    found: Envelope,
    maker: Device,
    owner: Actor | None,
    missing: Collection[str],
    now: datetime,
) -> Standing:
    if maker.is_revoked:
        return Standing(OperationState.QUARANTINED)
    if not missing:
        return settling.settle(session, found=found, owner=owner, received_at=now, now=now)
    refused = queries.find_refused_file(session, found.officer, missing)
    if refused is not None:
        return Standing(OperationState.REFUSED, refused.reasons)
    return Standing(OperationState.WAITING_FILES)


def _insert_operation(session: Session, handed: Handed, clock: Clock) -> None:
    found = handed.found
    row = {
        "id": found.id,
        "device_id": found.device,
        "officer_id": found.officer,
        "sequence": found.sequence,
        "previous": found.previous,
        "kind": found.kind,
        "record_id": found.record,
        "made_at": found.made_at,
        "clock_ahead_s": clock.ahead_s,
    }
    insert_rows(session, FieldOperation, [{**row, **handed.columns(clock.received_at)}])


def _insert_status(
    session: Session, found: Envelope, standing: Standing, attempts: int, now: datetime
) -> None:
    row = {
        "county_code": found.county,
        "operation_id": found.id,
        "officer_id": found.officer,
        "attempts": attempts,
    }
    insert_rows(session, OperationStatus, [{**row, **standing.columns(now)}])


def _keep_variant(session: Session, handed: Handed, stored: Kept, now: datetime) -> Answer:
    """Keep other bytes beside an operation, once, and say where both are."""
    known = queries.find_variant(session, stored.id, handed.body_hash)
    kept = new_id() if known is None else known.id
    if known is None:
        row = {"id": kept, "operation_id": stored.id, **handed.columns(now)}
        insert_rows(session, OperationVariant, [row])
    answer = queries.answer_of(session, stored.id, stored.officer_id)
    clash = Clash(stored.body_hash, handed.body_hash, kept)
    return Answer(**{**vars(answer), "clash": clash})


def _again(session: Session, handed: Handed, now: datetime) -> Answer:
    """Answer the same bytes anew, after another look at what waits or at what the server failed on."""
    found = handed.found
    answer = queries.answer_of(session, found.id, found.officer)
    if answer.state.is_settled or answer.missing:
        return answer
    settling.settle_stored(session, operation_id=found.id, now=now)
    return queries.answer_of(session, found.id, found.officer)
