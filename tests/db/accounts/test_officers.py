"""Keeping accounts, on both databases: who may, what is refused, what the audit tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.accounts import actions, queries
from casebook.accounts.passwords import is_right
from casebook.accounts.queries import OfficerFilter
from casebook.accounts.rules import MLPS, PROFILES, AgencyKind, OfficerFacts
from casebook.audit.queries import list_acts
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from tests.factories.accounts import (
    COUNTY,
    NOW,
    make_actor,
    make_agency,
    make_manager,
    make_officer,
    sign_in_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.audit.queries import Act, Values

TOWN = "371525104"


def facts(agency: Agency, **changes: object) -> OfficerFacts:
    found = OfficerFacts(
        name="周明",
        agency_id=agency.id,
        jurisdiction=agency.division_code,
        roles=frozenset({Role.INSPECTOR}),
        certificate_no="鲁P00000001",
        certificate_valid_from=date(2020, 1, 1),
        certificate_valid_to=date(2024, 12, 31),
        phone="10012345678",
    )
    return replace(found, **changes)


def add(
    session: Session, actor: Actor, agency: Agency, login: str = "zhou.ming", **changes: object
) -> Officer:
    officer, _password = actions.add_officer(
        session, actor=actor, now=NOW, login=login, facts=facts(agency, **changes)
    )
    return officer


def codes(call: Callable[[], object]) -> set[str]:
    """Return the codes of a call's refusal."""
    with pytest.raises((RuleBroken, Refused, Forbidden, NotFound)) as caught:
        call()
    found = caught.value
    return {one.code for one in found.reasons} if isinstance(found, Refused) else {found.code}


def told(session: Session, officer: Officer) -> dict[str, tuple[Act, Values | None]]:
    return {act.action: (act, values) for act, values in list_acts(session, "officer", officer.id)}


def test_a_new_officer_must_change_the_invented_password(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    officer, password = actions.add_officer(
        session, actor=actor, now=NOW, login=" Zhou.Ming ", facts=facts(agency)
    )
    assert (officer.login, officer.must_change_password, officer.is_active) == ("zhou.ming", True, True)
    assert is_right(officer.password_hash, password)
    for policy in PROFILES.values():
        policy.judge(password, officer.login)
    act, values = told(session, officer)["officer:add"]
    assert (act.actor_id, act.subject.title) == (actor.officer_id, "周明（zhou.ming）")
    assert values is not None
    assert values.after["roles"] == ["inspector"]
    assert password not in str(values)


def test_the_invented_password_cannot_come_back(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    officer, password = actions.add_officer(session, actor=actor, now=NOW, login="zhou", facts=facts(agency))
    about = {"actor": queries.actor_of(officer), "now": NOW, "policy": MLPS, "officer": officer}
    call = partial(actions.change_password, session, **about, old=password, new=password)
    assert codes(call) == {"password_used_before"}


def test_everything_that_is_wrong_is_told_at_once(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    make_officer(session, Role.LIAISON, agency=agency, login="zhou.ming")
    changes = {"jurisdiction": "371526", "roles": frozenset({Role.AUDIT_ADMIN, Role.LIAISON}), "name": ""}
    assert codes(lambda: add(session, actor, agency, **changes)) == {
        "login_taken",
        "officer_name_missing",
        "jurisdiction_outside_agency",
        "roles_clash",
    }


def test_a_certificate_has_one_bearer(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    first = add(session, actor, agency)
    assert codes(lambda: add(session, actor, agency, login="li.xue")) == {"certificate_taken"}
    assert not actions.update_officer(session, actor=actor, now=NOW, officer=first, facts=facts(agency))


def test_a_change_is_told_with_before_and_after(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    other = make_agency(session, name="冠县综合行政执法局")
    officer = add(session, actor, agency)
    changed = facts(other, roles=frozenset({Role.INSPECTOR, Role.CASE_HEAD}), certificate_no="鲁P00000002")
    assert actions.update_officer(session, actor=actor, now=NOW, officer=officer, facts=changed)
    assert officer.agency.name == "冠县综合行政执法局"
    _, values = told(session, officer)["officer:update"]
    assert values is not None
    assert values.before == {
        "agency": "冠县水利局",
        "certificate_no": "鲁P00000001",
        "roles": ["inspector"],
    }
    assert values.after == {
        "agency": "冠县综合行政执法局",
        "certificate_no": "鲁P00000002",
        "roles": ["case_head", "inspector"],
    }
    session.expire_all()
    assert officer.roles == {Role.INSPECTOR, Role.CASE_HEAD}


def test_what_did_not_change_is_not_told(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    officer = add(session, actor, agency)
    assert not actions.update_officer(session, actor=actor, now=NOW, officer=officer, facts=facts(agency))
    assert set(told(session, officer)) == {"officer:add"}


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.AGENCY_HEAD])
def test_only_the_security_administrator_keeps_accounts(session: Session, role: Role) -> None:
    agency = make_agency(session)
    officer, actor = make_officer(session, Role.LIAISON, agency=agency), make_actor(session, role)
    about = {"actor": actor, "now": NOW}
    refusals = [
        codes(lambda: add(session, actor, agency)),
        codes(lambda: actions.update_officer(session, **about, officer=officer, facts=facts(agency))),
        codes(lambda: actions.disable_officer(session, **about, officer=officer, reason="-")),
        codes(lambda: actions.enable_officer(session, **about, officer=officer)),
        codes(lambda: actions.reset_password(session, **about, officer=officer)),
    ]
    assert refusals == [{"permission_missing"}] * 5


def test_nobody_keeps_their_own_account(session: Session) -> None:
    """An administrator who could would give themselves any role."""
    agency = make_agency(session)
    manager = make_officer(session, Role.SECURITY_ADMIN, agency=agency, certificate=False)
    about = {"actor": queries.actor_of(manager), "now": NOW, "officer": manager}
    refusals = [
        codes(lambda: actions.update_officer(session, **about, facts=facts(agency))),
        codes(lambda: actions.disable_officer(session, **about, reason="-")),
        codes(lambda: actions.reset_password(session, **about)),
    ]
    assert refusals == [{"officer_is_oneself"}] * 3


def test_another_countys_officers_are_not_there(session: Session) -> None:
    officer = make_officer(session, Role.LIAISON, agency=make_agency(session))
    stranger = make_manager(session, jurisdiction="371526")
    call = partial(actions.reset_password, session, actor=stranger, now=NOW, officer=officer)
    assert codes(call) == {"not_found"}
    with pytest.raises(NotFound):
        queries.get_officer_within(session, officer.id, stranger)


def test_a_closed_account_ends_its_sessions(session: Session) -> None:
    actor, officer = make_manager(session), make_officer(session, Role.LIAISON, agency=make_agency(session))
    session.add_all([sign_in_row(officer), sign_in_row(officer), sign_in_row(officer, ended_at=NOW)])
    session.flush()
    later = NOW + timedelta(hours=1)
    ended = actions.disable_officer(session, actor=actor, now=later, officer=officer, reason="调离")
    assert (ended, officer.is_active) == (2, False)
    assert queries.list_running_sign_ins(session, officer.id) == []
    _, values = told(session, officer)["officer:disable"]
    assert values is not None
    assert (values.reason, values.after["ended_sessions"]) == ("调离", 2)
    about = {"actor": actor, "now": later, "officer": officer}
    assert codes(lambda: actions.disable_officer(session, **about, reason="-")) == {
        "officer_disabled_already"
    }
    actions.enable_officer(session, **about)
    assert officer.is_active
    assert codes(lambda: actions.enable_officer(session, **about)) == {"officer_active_already"}


def test_closing_needs_a_reason(session: Session) -> None:
    officer = make_officer(session, Role.LIAISON, agency=make_agency(session))
    about = {"actor": make_manager(session), "now": NOW, "officer": officer}
    assert codes(lambda: actions.disable_officer(session, **about, reason=" ")) == {"disabling_needs_reason"}


def test_no_account_in_an_agency_that_no_longer_acts(session: Session) -> None:
    actor, agency = make_manager(session), make_agency(session)
    officer = add(session, actor, agency)
    agency.is_active = False
    session.flush()
    assert codes(lambda: add(session, actor, agency, login="li.xue", certificate_no="鲁P00000002")) == {
        "agency_inactive"
    }
    changed = facts(agency, name="周明明")
    assert actions.update_officer(session, actor=actor, now=NOW, officer=officer, facts=changed)
    actions.disable_officer(session, actor=actor, now=NOW, officer=officer, reason="调离")
    call = partial(actions.enable_officer, session, actor=actor, now=NOW, officer=officer)
    assert codes(call) == {"agency_inactive"}


def test_a_reset_password_lifts_the_lock_and_ends_the_sessions(session: Session) -> None:
    actor, officer = make_manager(session), make_officer(session, Role.LIAISON, agency=make_agency(session))
    officer.locked_until, officer.failed_sign_ins = NOW + timedelta(minutes=10), 3
    session.add(sign_in_row(officer))
    session.flush()
    password = actions.reset_password(session, actor=actor, now=NOW, officer=officer)
    assert is_right(officer.password_hash, password)
    assert (officer.must_change_password, officer.is_locked(NOW), officer.failed_sign_ins) == (True, False, 0)
    assert queries.list_running_sign_ins(session, officer.id) == []
    _, values = told(session, officer)["officer:reset_password"]
    assert password not in str(values)


def test_officers_are_found_by_agency_role_state_and_text(session: Session) -> None:
    bureau, other = make_agency(session), make_agency(session, name="冠县综合行政执法局")
    manager = make_manager(session, bureau)
    first = make_officer(session, Role.INSPECTOR, agency=bureau, name="周明", login="zhou")
    second = make_officer(session, Role.LIAISON, agency=other, name="李雪", login="li_x%e")
    second.is_active = False
    session.flush()

    def found(**wanted: object) -> set[str]:
        page = queries.page_officers(session, manager, OfficerFilter(**wanted))
        return {officer.login for officer in page.items}

    assert found() >= {"zhou", "li_x%e"}
    assert found(agency_id=other.id) == {"li_x%e"}
    assert found(role=Role.INSPECTOR) == {"zhou"}
    assert found(is_active=False) == {"li_x%e"}
    assert found(text="周") == {"zhou"}
    assert found(text="%") == {"li_x%e"}
    assert found(text=first.certificate_no) == {"zhou"}
    stranger = make_manager(session, jurisdiction="371526")
    assert queries.page_officers(session, stranger, OfficerFilter(text="周")).items == []


def test_pages_of_officers_follow_each_other(session: Session) -> None:
    agency = make_agency(session)
    for number in range(60):
        make_officer(session, Role.LIAISON, agency=agency, name=f"试员{number % 7}", certificate=False)
    actor = make_manager(session, agency, name="安全")
    first = queries.page_officers(session, actor, OfficerFilter())
    second = queries.page_officers(session, actor, OfficerFilter(), first.next_cursor)
    assert (len(first.items), len(second.items), second.next_cursor) == (50, 11, None)
    assert len({officer.id for officer in (*first.items, *second.items)}) == 61
    back = queries.page_officers(session, actor, OfficerFilter(), second.previous_cursor)
    assert [officer.id for officer in back.items] == [officer.id for officer in first.items]


def test_three_administrators_begin_a_county(session: Session) -> None:
    operator = local_operator("root", COUNTY)
    accounts = actions.make_administrators(session, actor=operator, now=NOW)
    officers = queries.list_officers(session, county_code=COUNTY)
    assert {officer.login: officer.roles for officer in officers} == {
        "system": {Role.SYSTEM_ADMIN},
        "security": {Role.SECURITY_ADMIN},
        "audit": {Role.AUDIT_ADMIN},
    }
    assert [account.login for account in accounts] == ["system", "security", "audit"]
    (agency,) = queries.list_agencies(session, COUNTY)
    assert (agency.kind, agency.division_code) == (AgencyKind.WATER_BUREAU, COUNTY)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.INSPECTOR])
def test_only_the_operator_begins_a_county(session: Session, role: Role) -> None:
    actor = make_actor(session, role)
    assert codes(lambda: actions.make_administrators(session, actor=actor, now=NOW)) == {"permission_missing"}
