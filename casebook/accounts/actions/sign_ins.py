"""Signing in and out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from casebook.access import Actor, Permission
from casebook.accounts import passwords, queries
from casebook.accounts.actions.subjects import subject_of
from casebook.accounts.models import Officer, SignInSession
from casebook.audit.actions import record
from casebook.kernel.clock import to_local
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.accounts.rules import PasswordPolicy

SYSTEM = "system"
"""Who acts where nobody has signed in."""


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
    if officer is not None and officer.is_locked(now):
        assert officer.locked_until is not None
        return RuleBroken("sign_in_locked", until=f"{to_local(officer.locked_until):%H:%M}")
    right = passwords.is_right(officer.password_hash if officer else None, password)
    if officer is None or not right or not officer.is_active:
        return _refuse(session, officer, now=now, policy=policy, device=device)
    officer.failed_sign_ins, officer.locked_until = 0, None
    if policy.is_expired(officer.password_changed_at, now):
        officer.must_change_password = True
    token = _begin(session, officer, now=now, address=address, device=device)
    return SignedIn(officer, token)


def _begin(session: Session, officer: Officer, *, now: datetime, address: str, device: str) -> str:
    """Begin a session and return the token that its cookie holds."""
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
    actor = queries.actor_of(officer, device)
    record(session, actor=actor, now=now, action="officer:sign_in", subject=subject_of(officer))
    session.flush()
    return token


def _refuse(
    session: Session, officer: Officer | None, *, now: datetime, policy: PasswordPolicy, device: str
) -> RuleBroken:
    if officer is not None:
        officer.failed_sign_ins += 1
        officer.locked_until = policy.locked_until(officer.failed_sign_ins, now)
        if officer.locked_until is not None:
            officer.failed_sign_ins = 0
            record(
                session,
                actor=Actor(None, SYSTEM, None, "", officer.county_code, device=device),
                now=now,
                action="officer:lock",
                subject=subject_of(officer),
                after={"failures": policy.failures_before_lock, "locked_until": officer.locked_until},
            )
    return RuleBroken("sign_in_refused", field="password")


def note_write(session: Session, *, sign_in_id: UUID, now: datetime) -> None:
    """Keep when a sign-in last changed something."""
    session.execute(update(SignInSession).where(SignInSession.id == sign_in_id).values(last_write_at=now))


def end_sign_in(session: Session, *, actor: Actor, now: datetime, sign_in_session: SignInSession) -> None:
    """End a session: one's own, or another's by who may revoke it."""
    officer = sign_in_session.officer
    own = officer.id == actor.officer_id
    if not own:
        actor.need(Permission.SESSION_REVOKE)
        actor.need_reach(officer.jurisdiction, "sign_in_session", sign_in_session.id)
    sign_in_session.ended_at, sign_in_session.ended_by = now, actor.name
    record(
        session,
        actor=actor,
        now=now,
        action="officer:sign_out" if own else "session:revoke",
        subject=subject_of(officer),
        after={"started_at": sign_in_session.started_at, "device": sign_in_session.device},
    )
    session.flush()


def end_all(session: Session, *, officer: Officer, now: datetime, by: str, but: UUID | None = None) -> int:
    """End every running session of an officer except one; return how many. What called for it is audited."""
    running = [one for one in queries.list_running_sign_ins(session, officer.id) if one.id != but]
    for one in running:
        one.ended_at, one.ended_by = now, by
    session.flush()
    return len(running)
