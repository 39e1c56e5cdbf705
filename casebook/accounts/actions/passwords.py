"""Setting passwords: one's own, and invented ones for others."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts import passwords, queries
from casebook.accounts.actions.sign_ins import end_all
from casebook.accounts.actions.subjects import subject_of
from casebook.accounts.models import PasswordRecord
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.accounts.rules import PasswordPolicy

_ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def change_password(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    policy: PasswordPolicy,
    officer: Officer,
    old: str,
    new: str,
    sign_in_id: UUID | None = None,
) -> None:
    """Set one's own new password; RuleBroken for a wrong old, or a weak or repeated new one.

    Every other session of the officer ends: who knew the old password is out.
    """
    if not passwords.is_right(officer.password_hash, old):
        raise RuleBroken("password_old_wrong", field="old_password")
    set_password(session, now=now, policy=policy, officer=officer, new=new)
    officer.must_change_password = False
    end_all(session, officer=officer, now=now, by=actor.name, but=sign_in_id)
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


def reset_password(session: Session, *, actor: Actor, now: datetime, officer: Officer) -> str:
    """Give an officer an invented password that must be changed at once; return it, it is kept nowhere.

    The officer's sessions end and a lock is lifted. One's own is changed, not reset.
    """
    actor.need(Permission.OFFICER_MANAGE)
    actor.need_reach(officer.jurisdiction, "officer", officer.login)
    if officer.id == actor.officer_id:
        raise RuleBroken("officer_is_oneself")
    password = give_first_password(session, now=now, officer=officer)
    ended = end_all(session, officer=officer, now=now, by=actor.name)
    record(
        session,
        actor=actor,
        now=now,
        action="officer:reset_password",
        subject=subject_of(officer),
        after={"ended_sessions": ended},
    )
    return password


def give_first_password(session: Session, *, now: datetime, officer: Officer) -> str:
    """Set an invented password that must be changed at the next sign-in, and return it."""
    password = invent_password()
    officer.password_hash = passwords.make_hash(password)
    officer.password_changed_at, officer.must_change_password = now, True
    officer.failed_sign_ins, officer.locked_until = 0, None
    session.flush()
    session.add(PasswordRecord(officer_id=officer.id, password_hash=officer.password_hash, set_at=now))
    session.flush()
    return password


def invent_password() -> str:
    """Return a first password that is read aloud without mistakes and good under every profile."""
    groups = ["".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4)]
    return "-".join(groups) + str(secrets.randbelow(10)) + "aA"
