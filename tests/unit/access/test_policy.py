"""Who may do what: deny by default, three administrators apart, jurisdiction by code prefix."""

from __future__ import annotations

from uuid import uuid4

import pytest

from casebook.access import Actor, Permission, Role, permissions_of
from casebook.access.policy import ADMINISTRATORS, PERMISSIONS, clashing
from casebook.kernel.errors import Forbidden, NotFound

CASE_CONTENT = {
    Permission.CASE_SEE,
    Permission.PROBLEM_SEE,
    Permission.INSPECTION_SEE,
    Permission.EVIDENCE_SEE,
    Permission.PARTY_SEE_PERSONAL,
}


def actor(*roles: Role, jurisdiction: str = "371525") -> Actor:
    return Actor(uuid4(), "试员", uuid4(), "试验机关", jurisdiction, frozenset(roles))


def test_every_role_has_a_row() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_nobody_may_anything_without_a_role() -> None:
    assert permissions_of(frozenset()) == frozenset()
    with pytest.raises(Forbidden):
        actor().need(Permission.WELL_SEE)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_no_administrator_sees_what_a_case_contains(role: Role) -> None:
    assert not PERMISSIONS[role] & CASE_CONTENT


def test_administrators_share_nothing_but_their_own_account_and_the_way_in() -> None:
    for one in ADMINISTRATORS:
        for other in ADMINISTRATORS - {one}:
            assert PERMISSIONS[one] & PERMISSIONS[other] == {Permission.ACCOUNT_OWN, Permission.ADMIN_SEE}


@pytest.mark.parametrize(
    ("roles", "clash"),
    [
        ({Role.INSPECTOR, Role.PERMIT_OFFICER}, False),
        ({Role.SYSTEM_ADMIN}, False),
        ({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}, True),
        ({Role.AUDIT_ADMIN, Role.INSPECTOR}, True),
    ],
)
def test_an_administrator_is_nothing_else(roles: set[Role], clash: bool) -> None:
    assert bool(clashing(frozenset(roles))) is clash


def test_an_informant_reports_and_never_inspects() -> None:
    assert not actor(Role.INFORMANT).can(Permission.INSPECTION_RECORD)


def test_a_township_reaches_only_its_own() -> None:
    township = actor(Role.INSPECTOR, jurisdiction="371525104")
    assert township.reaches("371525104")
    assert not township.reaches("371525103")
    assert township.county_code == "371525"
    with pytest.raises(NotFound):
        township.need_reach("371525103", "well", "371525103JJ00001")


def test_the_local_operator_may_all() -> None:
    operator = Actor(None, "本机操作员", None, "", "371525")
    assert operator.is_operator
    assert all(operator.can(permission) for permission in Permission)
