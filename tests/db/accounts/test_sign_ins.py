"""Sign-ins: refused, locked, running, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts import actions, queries
from casebook.accounts.actions import SignedIn
from casebook.accounts.rules import MLPS, PLAIN
from casebook.audit.queries import list_acts
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import digest
from tests.factories.accounts import (
    NOW,
    PASSWORD,
    make_actor,
    make_agency,
    make_manager,
    make_officer,
    sign_in_row,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.accounts.rules import PasswordPolicy


@pytest.fixture
def officer(session: Session) -> Officer:
    return make_officer(
        session, Role.LIAISON, agency=make_agency(session), login="zhou.ming", with_password=True
    )


def attempt(
    session: Session,
    password: str = PASSWORD,
    *,
    login: str = "zhou.ming",
    now: datetime = NOW,
    policy: PasswordPolicy = MLPS,
) -> SignedIn | RuleBroken:
    return actions.sign_in(
        session,
        now=now,
        policy=policy,
        login=login,
        password=password,
        address="10.0.0.7",
        device="平板" * 200,
    )


def code(outcome: SignedIn | RuleBroken) -> str:
    assert isinstance(outcome, RuleBroken)
    return outcome.code


def test_a_sign_in_runs_until_it_is_ended(session: Session, officer: Officer) -> None:
    outcome = attempt(session, login=" Zhou.Ming ")
    assert isinstance(outcome, SignedIn)
    token_hash, since = digest(outcome.token.encode()), NOW - timedelta(days=1)
    caller = queries.find_caller(session, token_hash, since=since)
    assert caller is not None
    assert caller.actor == queries.actor_of(officer, device=("平板" * 200)[:200])
    found = queries.get_running_sign_in(session, caller.sign_in_id)
    assert (found.officer_id, found.address, len(found.device)) == (officer.id, "10.0.0.7", 200)
    assert outcome.token not in found.token_hash
    actor = queries.actor_of(officer)
    actions.end_sign_in(session, actor=actor, now=NOW, sign_in_session=found)
    assert queries.find_caller(session, token_hash, since=since) is None
    actions_told = [act.action for act, _ in list_acts(session, "officer", officer.id)]
    assert actions_told == ["officer:sign_out", "officer:sign_in"]


@pytest.mark.parametrize("policy", [PLAIN, MLPS])
def test_a_sign_in_ends_by_itself(session: Session, officer: Officer, policy: PasswordPolicy) -> None:
    row = sign_in_row(officer)
    session.add(row)
    session.flush()
    end = NOW + timedelta(hours=policy.longest_sign_in_hours)
    last = end - timedelta(minutes=1)
    caller = queries.find_caller(session, row.token_hash, since=policy.running_since(last))
    assert caller is not None
    assert (caller.sign_in_id, caller.must_change_password) == (row.id, officer.must_change_password)
    assert queries.find_caller(session, row.token_hash, since=policy.running_since(end)) is None


@pytest.mark.parametrize("roles", [(), (Role.INSPECTOR,), (Role.INSPECTOR, Role.LIAISON)])
def test_a_caller_is_the_officer_as_they_are_now(session: Session, roles: tuple[Role, ...]) -> None:
    officer = make_officer(session, *roles, agency=make_agency(session))
    row = sign_in_row(officer)
    session.add(row)
    session.flush()

    def caller() -> queries.Caller | None:
        return queries.find_caller(session, row.token_hash, since=NOW - timedelta(days=1))

    found = caller()
    assert found is not None
    assert found.actor == queries.actor_of(officer, device=row.device)
    officer.is_active = False
    session.flush()
    assert caller() is None


def test_name_and_password_are_refused_alike(session: Session, officer: Officer) -> None:
    officer.is_active = False
    session.flush()
    refusals = {
        code(attempt(session)),
        code(attempt(session, "wrong")),
        code(attempt(session, login="nobody")),
    }
    assert refusals == {"sign_in_refused"}


def test_an_account_locks_and_opens_again(session: Session, officer: Officer) -> None:
    for _ in range(MLPS.failures_before_lock):
        assert code(attempt(session, "wrong")) == "sign_in_refused"
    locked = attempt(session)
    assert code(locked) == "sign_in_locked"
    assert locked.facts == {"until": "10:30"}
    later = NOW + timedelta(minutes=MLPS.lock_minutes)
    assert isinstance(attempt(session, now=later), SignedIn)
    assert "officer:lock" in {act.action for act, _ in list_acts(session, "officer", officer.id)}


def test_a_success_forgets_the_failures(session: Session, officer: Officer) -> None:
    for _ in range(3):
        for _ in range(MLPS.failures_before_lock - 1):
            attempt(session, "wrong")
        assert isinstance(attempt(session), SignedIn)
    assert officer.failed_sign_ins == 0


def test_an_old_password_must_be_changed(session: Session, officer: Officer) -> None:
    attempt(session, now=NOW + timedelta(days=91))
    assert officer.must_change_password


def test_a_new_password_ends_every_other_session(session: Session, officer: Officer) -> None:
    here, there = sign_in_row(officer), sign_in_row(officer)
    session.add_all([here, there])
    session.flush()
    actions.change_password(
        session,
        actor=queries.actor_of(officer),
        now=NOW,
        policy=PLAIN,
        officer=officer,
        old=PASSWORD,
        new="Another-horse-8",
        sign_in_id=here.id,
    )
    assert [row.id for row in queries.list_running_sign_ins(session, officer.id)] == [here.id]


def test_the_security_administrator_ends_anybodys_session(session: Session, officer: Officer) -> None:
    row = sign_in_row(officer)
    session.add(row)
    session.flush()
    manager = make_manager(session)
    actions.end_sign_in(session, actor=manager, now=NOW, sign_in_session=row)
    assert (row.ended_at, row.ended_by) == (NOW, manager.name)
    ((act, _values),) = list_acts(session, "officer", officer.id)
    assert (act.action, act.actor_id) == ("session:revoke", manager.officer_id)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.AGENCY_HEAD])
def test_nobody_else_does(session: Session, officer: Officer, role: Role) -> None:
    row = sign_in_row(officer)
    session.add(row)
    session.flush()
    with pytest.raises(Forbidden):
        actions.end_sign_in(session, actor=make_actor(session, role), now=NOW, sign_in_session=row)
    stranger = make_manager(session, jurisdiction="371526")
    with pytest.raises(NotFound):
        actions.end_sign_in(session, actor=stranger, now=NOW, sign_in_session=row)
    assert row.ended_at is None


def test_sessions_are_listed_within_the_county(session: Session, officer: Officer) -> None:
    manager = make_manager(session)
    running, ended, old = (
        sign_in_row(officer),
        sign_in_row(officer, ended_at=NOW),
        sign_in_row(officer, at=NOW - timedelta(days=60)),
    )
    session.add_all([running, ended, old])
    session.flush()
    since = PLAIN.running_since(NOW)
    listed = queries.page_sign_ins(session, manager, since=since, only_running=True).items
    assert [row.id for row in listed] == [running.id]
    everything = queries.page_sign_ins(session, manager, since=since, only_running=False).items
    assert [row.id for row in everything] == [old.id, ended.id, running.id]
    stranger = make_manager(session, jurisdiction="371526")
    assert queries.page_sign_ins(session, stranger, since=since, only_running=False).items == []
