"""Signing in and out, and keeping officers' accounts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.accounts import passwords, queries
from casebook.accounts.models import Officer, PasswordRecord, SignInSession
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.rules import PasswordPolicy

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def subject_of(officer: Officer) -> Subject:
    """Return the officer as the subject of an audit entry."""
    return Subject("officer", officer.id, f"{officer.name}（{officer.login}）", officer.jurisdiction)


@dataclass(frozen=True)
class SignedIn:
    """A successful sign-in and the token for the cookie."""

    officer: Officer
    token: str


def sign_in(
    session: Session,
    *,
    now: datetime,
    policy: PasswordPolicy,
    login: str,
    password: str,
    address: str,
    device: str,
) -> SignedIn | RuleBroken:
    """Check name and password and begin a session on this device.

    A refusal is returned, not raised, so that the caller can commit the failure count.
    The refusal never says which of name and password was wrong.
    """
    officer = queries.find_officer_by_login(session, login)
    if officer is not None and officer.locked_until is not None and officer.locked_until > now:
        return RuleBroken("sign_in_locked", until=officer.locked_until.isoformat(timespec="minutes"))
    right = passwords.is_right(officer.password_hash if officer else None, password)
    if officer is None or not right or not officer.is_active:
        return _refuse(officer, now=now, policy=policy)
    officer.failed_sign_ins, officer.locked_until = 0, None
    if policy.is_expired(officer.password_changed_at, now):
        officer.must_change_password = True
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            officer_id=officer.id,
            token_hash=digest(token.encode()),
            started_at=now,
            last_write_at=now,
            address=address[:60],
            device=device[:200],
        )
    )
    record(
        session,
        actor=queries.actor_of(officer, device),
        now=now,
        action="officer:sign_in",
        subject=subject_of(officer),
    )
    session.flush()
    return SignedIn(officer, token)


def _refuse(officer: Officer | None, *, now: datetime, policy: PasswordPolicy) -> RuleBroken:
    if officer is not None:
        officer.failed_sign_ins += 1
        officer.locked_until = policy.locked_until(officer.failed_sign_ins, now)
        if officer.locked_until is not None:
            officer.failed_sign_ins = 0
    return RuleBroken("sign_in_refused", field="password")


def end_sign_in(session: Session, *, actor: Actor, now: datetime, sign_in_session: SignInSession) -> None:
    """End a session: one's own, or another's by who may revoke it."""
    sign_in_session.ended_at, sign_in_session.ended_by = now, actor.name
    own = sign_in_session.officer_id == actor.officer_id
    record(
        session,
        actor=actor,
        now=now,
        action="officer:sign_out" if own else "session:revoke",
        subject=subject_of(sign_in_session.officer),
    )
    session.flush()


def change_password(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    policy: PasswordPolicy,
    officer: Officer,
    old: str,
    new: str,
) -> None:
    """Set one's own new password; RuleBroken for a wrong old, or a weak or repeated new one."""
    if not passwords.is_right(officer.password_hash, old):
        raise RuleBroken("password_old_wrong", field="old_password")
    set_password(session, now=now, policy=policy, officer=officer, new=new)
    officer.must_change_password = False
    record(session, actor=actor, now=now, action="officer:change_password", subject=subject_of(officer))
    session.flush()


def set_password(
    session: Session, *, now: datetime, policy: PasswordPolicy, officer: Officer, new: str
) -> None:
    """Store a password after the policy and the earlier ones have been asked."""
    policy.judge(new, officer.login)
    earlier = queries.earlier_passwords(session, officer.id, policy.remembered)
    if any(passwords.is_right(stored, new) for stored in earlier):
        raise RuleBroken("password_used_before", field="password", remembered=policy.remembered)
    officer.password_hash = passwords.make_hash(new)
    officer.password_changed_at = now
    officer.failed_sign_ins, officer.locked_until = 0, None
    session.add(PasswordRecord(officer_id=officer.id, password_hash=officer.password_hash, set_at=now))
    session.flush()


def invent_password() -> str:
    """Return a first password that is read aloud without mistakes and good under every profile."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4)]
    return "-".join(groups) + str(secrets.randbelow(10)) + "aA"
