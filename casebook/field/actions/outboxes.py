"""Taking in an exported outbox: by a stick, or by another tablet. Each part is committed by itself."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from casebook.access import Permission
from casebook.devices import queries as devices
from casebook.field.actions.drafts import keep_draft
from casebook.field.actions.outbox_file import OutboxFile
from casebook.field.actions.receiving import carry, file_arrived, refuse_file
from casebook.field.queries import operations
from casebook.field.rules.outbox import CHUNK
from casebook.field.rules.reasons import reasons_of
from casebook.kernel import base64url
from casebook.kernel.errors import CasebookError, RuleBroken, StorageFull
from casebook.kernel.hashing import StreamDigest
from casebook.storage import actions as storage
from casebook.storage import queries as files
from casebook.storage.rules import MAX_RECORDING_BYTES, ORIGINALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.field.actions.receiving import Received
    from casebook.field.queries.operations import Answer
    from casebook.field.rules.outbox import ListedFile, Manifest
    from casebook.field.rules.reasons import Reason
    from casebook.field.rules.states import OperationState
    from casebook.keys.agreement import AgreementKey

    Unit = Callable[[], AbstractContextManager[Session]]
    """Begins a unit of work that is committed by itself."""

_OUTBOX = "outbox_"
"""How the codes begin that speak of the outbox, not of a file's content."""


class _Kept(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operation as a tablet keeps it."""

    body: str
    hash: str
    signature: str

    @property
    def bytes(self) -> bytes:
        """The body to the byte; RuleBroken when it is not spelled so."""
        try:
            return base64url.decode(self.body)
        except ValueError:
            raise RuleBroken("outbox_entry_damaged", name=self.hash[:80]) from None


@dataclass
class Loaded:
    """What became of an outbox."""

    manifest: Manifest
    answers: list[Answer] = field(default_factory=list)
    unchanged: set[UUID] = field(default_factory=set)
    """Operations that were here before, to the byte."""
    failed: dict[str, list[Reason]] = field(default_factory=dict)
    """What could not be taken at all, by the entry's name."""
    drafts: list[UUID] = field(default_factory=list)
    own: set[UUID] = field(default_factory=set)
    """Operations of the officer who brought it, by their signatures and not by what the manifest says."""

    @property
    def is_safe(self) -> bool:
        """Whether every byte of it is kept here, so that the tablet's copy may go."""
        has_receipts = all(answer.receipt is not None for answer in self.answers)
        return has_receipts and not self.failed

    @contextmanager
    def noting(self, name: str) -> Iterator[None]:
        """Name what of a part was refused, and go on with the next; a full disk ends it."""
        try:
            yield
        except StorageFull:
            raise
        except CasebookError as refusal:
            self.failed[name] = reasons_of(refusal)

    def count(self, *states: OperationState) -> int:
        """Return how many operations stand in one of these states now and did not come before."""
        new = (answer for answer in self.answers if answer.operation_id not in self.unchanged)
        return sum(answer.state in states for answer in new)


def load_outbox(file: BinaryIO, *, actor: Actor, now: datetime, key: AgreementKey, unit: Unit) -> Loaded:
    """Take in whatever an outbox holds, whoever's it is, as if it came by the network.

    One damaged part does not keep the others out; it is named. RuleBroken for what is no outbox of
    this county, StorageFull with everything before it kept.
    """
    actor.need(Permission.FIELD_USE)
    source = OutboxFile(file, county=actor.county_code, key=key)
    found, carrying = source.manifest, _Carrying(source, actor, now, unit)
    loaded = Loaded(found)
    for listed in sorted(found.operations, key=lambda one: one.sequence):
        for wanted in listed.files:
            with loaded.noting(f"files/{wanted.hash}"):
                carrying.take_file(wanted)
        with loaded.noting(f"operations/{listed.id}"):
            _note(loaded, carrying.take_operation(listed.id))
    for wanted in found.loose:
        with loaded.noting(f"files/{wanted.hash}"):
            carrying.take_file(wanted)
    for draft_id in found.drafts:
        with loaded.noting(f"drafts/{draft_id}"):
            carrying.take_draft(draft_id)
            loaded.drafts.append(draft_id)
    return loaded


def _note(loaded: Loaded, taken: _Taken) -> None:
    received, operation_id = taken.received, taken.received.answer.operation_id
    loaded.answers.append(received.answer)
    if taken.is_own:
        loaded.own.add(operation_id)
    if received.is_clash:
        raise RuleBroken("operation_kept_as_variant")
    if not received.is_new:
        loaded.unchanged.add(operation_id)


@dataclass(frozen=True)
class _Taken:
    """An operation that was handed over, and whether who brings it made it."""

    received: Received
    is_own: bool


@dataclass(frozen=True)
class _Carrying:
    """Somebody bringing an outbox."""

    source: OutboxFile
    actor: Actor
    now: datetime
    unit: Unit
    refused: dict[str, RuleBroken] = field(default_factory=dict)
    """Files whose bytes came whole and are no accepted content, by hash."""

    def take_file(self, wanted: ListedFile) -> None:
        """Keep a file unless it is here; RuleBroken for bytes of another hash and for no accepted content."""
        with self.unit() as session:
            if files.find_file(session, wanted.hash) is not None:
                return
        with self.source.open_file(wanted) as stream, self.unit() as session:
            try:
                kept = storage.store(
                    session, stream=stream, limit=MAX_RECORDING_BYTES, allowed=ORIGINALS, now=self.now
                )
            except RuleBroken as refusal:
                if not refusal.code.startswith(_OUTBOX):
                    self._check_hash(wanted)
                    self.refused[wanted.hash] = refusal
                raise
            if kept.hash != wanted.hash:
                raise RuleBroken("outbox_file_wrong", name=wanted.hash)
            file_arrived(session, file_hash=kept.hash, now=self.now)

    def _check_hash(self, wanted: ListedFile) -> None:
        """Refuse bytes that are not those of the hash: they say nothing about the file that has it."""
        seen = StreamDigest()
        with self.source.open_file(wanted) as stream:
            while piece := stream.read(CHUNK):
                seen.update(piece)
        if seen.text() != wanted.hash:
            raise RuleBroken("outbox_file_wrong", name=wanted.hash)

    def take_operation(self, operation_id: UUID) -> _Taken:
        """Hand an operation over, to the byte as its tablet made it; one whose file was refused is, too."""
        kept = _kept(self.source, f"operations/{operation_id}")
        with self.unit() as session:
            received = carry(
                session,
                actor=self.actor,
                now=self.now,
                operation_id=operation_id,
                body=kept.bytes,
                body_hash=kept.hash,
                signature=kept.signature,
            )
            owner_id = operations.get_operation(session, operation_id).officer_id
            refused = [one for one in received.answer.missing if one in self.refused]
            for one in refused:
                refuse_file(session, owner_id, self.actor.county_code, one, self.refused[one], self.now)
            if refused and not received.is_clash:
                received = replace(received, answer=operations.answer_of(session, operation_id, owner_id))
        return _Taken(received, is_own=owner_id == self.actor.officer_id)

    def take_draft(self, draft_id: UUID) -> None:
        """Keep a draft for its officer, whose tablet signed the manifest; of two exports the later."""
        content, about = self.source.read(f"drafts/{draft_id}"), self.source.manifest
        with self.unit() as session:
            device = devices.find_device(session, about.device)
            if device is None or device.officer_id != about.officer:
                raise RuleBroken("operation_device_unknown", field="device")
            self.source.check_signature(device.signing_key)
            keep_draft(
                session,
                device=device,
                draft_id=draft_id,
                content=content,
                made_at=about.made_at,
                carried_by=self.actor.name,
                now=self.now,
            )


def _kept(source: OutboxFile, name: str) -> _Kept:
    try:
        return msgspec.json.decode(source.read(name), type=_Kept)
    except (msgspec.DecodeError, RecursionError):
        raise RuleBroken("outbox_entry_damaged", name=name) from None
