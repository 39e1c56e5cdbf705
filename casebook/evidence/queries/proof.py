"""Whether all evidence is whole: files against hashes, database against files, custody against itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, or_, select

from casebook.evidence.models import CustodyEntry, EvidenceDerivative, EvidenceItem
from casebook.evidence.queries.items import verify_all_custody
from casebook.evidence.rules import CustodyAct, FaultOfEvidence
from casebook.storage import queries as storage
from casebook.storage.models import StoredFile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session

    from casebook.storage.queries import StoreReport

_CHUNK = 500


@dataclass(frozen=True)
class Fault:
    """One place that is not whole: what is wrong, where, and what that concerns."""

    what: FaultOfEvidence
    place: str
    concerns: str = ""


@dataclass(frozen=True)
class Report:
    """What `casebook evidence verify` found."""

    files: int
    items: int
    custody: int
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every hash and both directions are right."""
        return not self.faults


def verify(session: Session) -> Report:
    """Hash the whole store again, and hold database, files and custody against each other."""
    store = storage.check(session)
    return Report(
        files=store.counted,
        items=session.scalar(select(func.count()).select_from(EvidenceItem)) or 0,
        custody=session.scalar(select(func.count()).select_from(CustodyEntry)) or 0,
        faults=(*_of_store(session, store), *_of_rows(session), *_of_custody(session)),
    )


def _of_store(session: Session, store: StoreReport) -> Iterator[Fault]:
    users = _users(session, [*store.missing, *store.damaged])
    for what, hashes in (
        (FaultOfEvidence.FILE_MISSING, store.missing),
        (FaultOfEvidence.FILE_DAMAGED, store.damaged),
    ):
        for stored_hash in hashes:
            yield Fault(what, stored_hash, ", ".join(users.get(stored_hash, ())))
    yield from (Fault(FaultOfEvidence.FILE_UNCLAIMED, stored_hash) for stored_hash in store.unclaimed)
    yield from (Fault(FaultOfEvidence.FILE_STRAY, place) for place in store.strays)


def _users(session: Session, hashes: Collection[str]) -> dict[str, list[str]]:
    """Return which items and derivatives the bytes of each hash are."""
    found: dict[str, list[str]] = {}
    ordered = sorted(hashes)
    for first in range(0, len(ordered), _CHUNK):
        some = ordered[first : first + _CHUNK]
        item, made = EvidenceItem, EvidenceDerivative
        originals = select(item.file_hash, literal("evidence"), item.id).where(item.file_hash.in_(some))
        derived = select(made.file_hash, literal("derivative"), made.item_id).where(made.file_hash.in_(some))
        for stored_hash, what, item_id in session.execute(originals.union_all(derived)):
            found.setdefault(stored_hash, []).append(f"{what}:{item_id}")
    return found


def _of_rows(session: Session) -> Iterator[Fault]:
    """Look for rows that name what is not there, as only a hand in the database can make them."""
    item, made, entry = EvidenceItem, EvidenceDerivative, CustodyEntry
    unrecorded = select(item.id).outerjoin(StoredFile, StoredFile.hash == item.file_hash)
    for item_id in session.scalars(unrecorded.where(StoredFile.hash.is_(None)).order_by(item.rowid)):
        yield Fault(FaultOfEvidence.ITEM_WITHOUT_FILE, f"evidence:{item_id}")
    orphaned = (
        select(made.item_id)
        .outerjoin(item, item.id == made.item_id)
        .outerjoin(StoredFile, StoredFile.hash == made.file_hash)
        .where(or_(item.id.is_(None), StoredFile.hash.is_(None)))
    )
    for item_id in session.scalars(orphaned.order_by(made.rowid)):
        yield Fault(FaultOfEvidence.DERIVATIVE_ASTRAY, f"evidence:{item_id}")
    received = and_(entry.item_id == item.id, entry.act == CustodyAct.RECEIVED)
    unreceived = select(item.id).outerjoin(entry, received).where(entry.id.is_(None)).order_by(item.rowid)
    for item_id in session.scalars(unreceived):
        yield Fault(FaultOfEvidence.CUSTODY_MISSING, f"evidence:{item_id}")
    other = or_(item.id.is_(None), item.file_hash != entry.file_hash)
    astray = select(entry.chain, entry.sequence).outerjoin(item, item.id == entry.item_id).where(other)
    for chain, sequence in session.execute(astray.order_by(entry.rowid)):
        yield Fault(FaultOfEvidence.CUSTODY_ASTRAY, f"{chain}#{sequence}")


def _of_custody(session: Session) -> Iterator[Fault]:
    for fault in verify_all_custody(session):
        yield Fault(FaultOfEvidence.CUSTODY_BROKEN, fault.place, f"{fault.what} {fault.detail}".strip())
