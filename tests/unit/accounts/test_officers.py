"""What an officer's account must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from casebook.access import Role
from casebook.access.policy import ADMINISTRATORS
from casebook.accounts.rules import OfficerFacts, faults_of_login, faults_of_officer, spell_login

COUNTY, TOWN = "371525", "371525104"
CLERK = OfficerFacts(name="周明", agency_id=uuid4(), jurisdiction=COUNTY, roles=frozenset({Role.LIAISON}))
INSPECTOR = replace(
    CLERK,
    roles=frozenset({Role.INSPECTOR}),
    certificate_no="鲁P00000001",
    certificate_valid_from=date(2020, 1, 1),
    certificate_valid_to=date(2024, 12, 31),
)


def codes(facts: OfficerFacts, division: str = COUNTY) -> set[str]:
    return {fault.code for fault in faults_of_officer(facts, division)}


@pytest.mark.parametrize("facts", [CLERK, INSPECTOR, replace(CLERK, jurisdiction=TOWN)])
def test_good_accounts(facts: OfficerFacts) -> None:
    assert codes(facts) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "　"}, "officer_name_missing"),
        ({"jurisdiction": "371526"}, "jurisdiction_outside_agency"),
        ({"roles": frozenset()}, "roles_missing"),
        ({"certificate_no": ""}, "certificate_incomplete"),
        ({"certificate_valid_to": None}, "certificate_incomplete"),
        ({"certificate_valid_to": date(2019, 12, 31)}, "certificate_ends_before_it_begins"),
        (
            {"certificate_no": "", "certificate_valid_from": None, "certificate_valid_to": None},
            "certificate_needed",
        ),
    ],
)
def test_what_is_refused(changes: dict[str, object], code: str) -> None:
    assert codes(replace(INSPECTOR, **changes)) == {code}


def test_a_townships_officer_does_not_reach_the_county() -> None:
    assert codes(CLERK, TOWN) == {"jurisdiction_outside_agency"}
    assert codes(replace(CLERK, jurisdiction="371525105"), TOWN) == {"jurisdiction_outside_agency"}


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_is_nothing_else_and_of_the_county(role: Role) -> None:
    assert codes(replace(CLERK, roles=frozenset({role}))) == set()
    assert codes(replace(CLERK, roles=frozenset({role, Role.LIAISON}))) == {"roles_clash"}
    assert codes(replace(CLERK, roles=frozenset({role}), jurisdiction=TOWN)) == {
        "administrator_not_of_county"
    }


@pytest.mark.parametrize("login", ["zhou.ming", "officer-1", "a1", "8ma"])
def test_logins(login: str) -> None:
    assert list(faults_of_login(login)) == []


@pytest.mark.parametrize("login", ["", "a", "周明", "Zhou", "-a", "a b", "a/b", "x" * 41, "a\n"])
def test_what_is_no_login(login: str) -> None:
    assert [fault.code for fault in faults_of_login(login)] == ["login_malformed"]


def test_a_login_is_kept_in_lower_case() -> None:
    assert spell_login(" Zhou.Ming ") == "zhou.ming"
