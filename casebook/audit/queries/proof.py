"""Proving the audit: the chain, what is kept beside it, and the looks it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from sqlalchemy import or_, select

from casebook.audit.models import AccessLog, AuditDetail, AuditEntry
from casebook.audit.rules import ERASE, SEAL, Details, chain_of, digest_of_looks
from casebook.db import chain
from casebook.kernel.chains import Fault, FaultKind, Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

_CHUNK = 500


def verify(session: Session, county_code: str) -> Proof:
    """Read the county's whole audit and return its end and every broken place."""
    name = chain_of(county_code)
    faults = [
        *chain.verify_chain(session, AuditEntry, name),
        *chain.find_strays(session, AuditEntry, name, county_code),
        *_faults_of_details(session, name),
        *_faults_of_seals(session, name),
    ]
    return Proof(chain.head(session, AuditEntry, name), tuple(faults))


def _faults_of_details(session: Session, name: str) -> Iterator[Fault]:
    """Find details that are gone without an erasure, changed, or added to an entry that had none."""
    erased = set(
        session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.chain == name, AuditEntry.action == ERASE)
        )
    )
    query = (
        select(
            AuditEntry.sequence, AuditEntry.id, AuditEntry.details_hash, AuditDetail.salt, AuditDetail.body
        )
        .outerjoin(AuditDetail, AuditDetail.entry_id == AuditEntry.id)
        .where(
            AuditEntry.chain == name, or_(AuditEntry.details_hash.is_not(None), AuditDetail.id.is_not(None))
        )
        .order_by(AuditEntry.sequence)
    )
    for sequence, entry_id, stored, salt, body in session.execute(
        query, execution_options={"yield_per": _CHUNK}
    ):
        if body is None or salt is None:
            is_right = entry_id in erased
        else:
            is_right = stored is not None and Details(salt, body).has_hash(stored)
        if not is_right:
            yield Fault(name, sequence, FaultKind.DETAILS, str(entry_id))


def _faults_of_seals(session: Session, name: str) -> Iterator[Fault]:
    """Find seals whose looks are no longer those that were sealed."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.chain == name, AuditEntry.action == SEAL)
        .order_by(AuditEntry.sequence)
    )
    for entry in session.scalars(query):
        looks = session.scalars(
            select(AccessLog).where(AccessLog.sealed_by == entry.id).order_by(AccessLog.id)
        )
        if digest_of_looks(look.facts() for look in looks) != orjson.loads(entry.body).get("looks"):
            yield Fault(name, entry.sequence, FaultKind.DETAILS, "access_log")
