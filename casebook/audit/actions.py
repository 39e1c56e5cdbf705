"""Writing the audit: acts, looks, and the seals that take looks into the chain."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from casebook.access import Actor
from casebook.audit.models import AccessLog, AuditDetail, AuditEntry
from casebook.audit.queries.acts import get_with_detail
from casebook.audit.queries.looks import list_unsealed_counties, list_unsealed_looks
from casebook.audit.rules import ERASE, SALT_BYTES, SEAL, chain_of, details_of, digest_of_looks, is_action
from casebook.db.chain import append, lock
from casebook.db.rows import insert_rows
from casebook.kernel.errors import Forbidden, NotFound
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

_SYSTEM = "system"


def record(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action: str,
    subject: Subject,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Append an act to the actor's county's chain and flush it.

    `action` is a `noun:verb` tag. Of `before` and `after` only differing fields are kept,
    with the reason, beside the chain; the chain gets their salted hash.
    """
    details = details_of(before, after, reason, salt=secrets.token_bytes(SALT_BYTES))
    entry = _append(
        session,
        actor=actor,
        now=now,
        action=action,
        subject=subject,
        details_hash=None if details is None else details.hash,
    )
    if details is not None:
        row = {"entry_id": entry.id, "salt": details.salt, "body": details.body}
        insert_rows(session, AuditDetail, [row])
    return entry


def _append(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    action: str,
    subject: Subject,
    payload: Mapping[str, Any] | None = None,
    **columns: Any,  # noqa: ANN401 - values of the entry's columns
) -> AuditEntry:
    if not is_action(action):
        message = f"{action!r} is not noun:verb"
        raise ValueError(message)
    names = {
        "actor": {"name": actor.name, "agency": actor.agency_name, "device": actor.device},
        "subject": {"title": subject.title, "division_code": subject.division_code},
    }
    return append(
        session,
        AuditEntry,
        chain=chain_of(actor.county_code),
        at=now,
        payload={**(payload or {}), **names},
        county_code=actor.county_code,
        action=action,
        subject_kind=subject.kind,
        subject_id=subject.id,
        actor_id=actor.officer_id,
        **columns,
    )


def record_look(session: Session, *, actor: Actor, now: datetime, subject: Subject, what: str) -> AccessLog:
    """Log that somebody sees personal data. A page calls it in a short transaction of its own."""
    look = AccessLog(
        county_code=actor.county_code,
        at=now,
        actor_id=actor.officer_id,
        actor_name=actor.name,
        device=actor.device,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_title=subject.title,
        division_code=subject.division_code,
        what=what,
    )
    session.add(look)
    session.flush()
    return look


def seal_access_log(session: Session, *, now: datetime) -> list[AuditEntry]:
    """Take all looks that no entry covers yet into their county's chain; return the new entries.

    Run every hour. From then on a changed, removed or added look is found by `verify`.
    """
    lock(session)
    return [_seal_county(session, county, now) for county in list_unsealed_counties(session)]


def _seal_county(session: Session, county_code: str, now: datetime) -> AuditEntry:
    looks = list_unsealed_looks(session, county_code)
    entry_id = new_id()
    entry = _append(
        session,
        actor=Actor(None, _SYSTEM, None, "", county_code),
        now=now,
        action=SEAL,
        subject=Subject("access_log", entry_id, county_code, county_code),
        payload={
            "count": len(looks),
            "first_at": min(look.at for look in looks),
            "last_at": max(look.at for look in looks),
            "looks": digest_of_looks(look.facts() for look in looks),
        },
        id=entry_id,
    )
    for look in looks:
        look.sealed_by = entry.id
    session.flush()
    return entry


def erase_details(session: Session, *, actor: Actor, now: datetime, sequence: int, reason: str) -> AuditEntry:
    """Erase what is kept beside an entry where the law on personal data demands it (个人信息保护法 47).

    Only the operator of the machine may. The act itself stays in the chain, and so does the
    erasure with its reason. Raises NotFound for an entry without details.
    """
    if not actor.is_operator:
        raise Forbidden("operator_only")
    entry, detail = get_with_detail(session, actor.county_code, sequence)
    if detail is None or detail.body is None:
        raise NotFound("audit_detail", sequence)
    detail.body = detail.salt = None
    subject = Subject("audit_entry", entry.id, str(sequence), actor.county_code)
    return record(session, actor=actor, now=now, action=ERASE, subject=subject, reason=reason)
