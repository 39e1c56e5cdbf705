"""Anybody can write an address: whatever stands in it, a list answers, or says that it cannot be read."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from tests.factories.accounts import make_officer
from tests.factories.cases import make_bureau, make_problems
from tests.factories.inspections import begin

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

LISTS = {
    Role.INSPECTOR: ("/wells", "/problems", "/cases", "/closures", "/inspections", "/ledger"),
    Role.SECURITY_ADMIN: ("/admin/officers", "/admin/sessions"),
    Role.AUDIT_ADMIN: ("/admin/audit",),
    Role.PERMIT_OFFICER: ("/wells/import",),
}
KEYS: tuple[object, ...] = (
    5,
    [],
    ["up", "x"],
    ["next", None],
    ["next", 1],
    ["next", 10**30],
    ["next", {}],
    ["next", [1]],
    ["next", "a\0b"],
    ["next", "\ud800"],
    ["next", "x", "y"],
    ["next", 1, 1],
    ["next", "2023-06-01T00:00:00", "0189a1b2-c3d4-7e8f-9012-3456789abcde"],
    ["next", "9999-12-31T23:59:59-12:00", "0189a1b2-c3d4-7e8f-9012-3456789abcde"],
)
CURSORS = ("x", "é", base64.urlsafe_b64encode(b"[" * 100_000).decode())
CONDITIONS = (
    "since=0001-01-01",
    "since=9999-12-31",
    "until=9999-12-31",
    "year=99999999999999999999",
    "q=%25",
    "q=%5C",
    "q=%ED%A0%80",
    f"q={'长' * 2000}",
    "status=x&township=x'&agency=zz&zone=zz",
)


def cursor(key: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


@pytest.fixture
def clients(store: Session, sign_in: SignIn) -> dict[Role, CasebookClient]:
    bureau = make_bureau(store)
    make_problems(store, bureau)
    begin(store, bureau.visit)
    others = [role for role in LISTS if role is not Role.INSPECTOR]
    officers = {role: make_officer(store, role, agency=bureau.visit.agency) for role in others}
    officers[Role.INSPECTOR] = bureau.visit.lead
    store.commit()
    return {role: sign_in(officer) for role, officer in officers.items()}


@pytest.mark.parametrize("role", LISTS)
def test_a_cursor_that_is_none_is_refused(clients: dict[Role, CasebookClient], role: Role) -> None:
    for url in LISTS[role]:
        for text in (*CURSORS, *map(cursor, KEYS)):
            assert clients[role].get(url, query_string={"after": text}).status_code in {200, 422}


@pytest.mark.parametrize("role", LISTS)
def test_a_condition_that_cannot_be_read_counts_as_not_given(
    clients: dict[Role, CasebookClient], role: Role
) -> None:
    for url in LISTS[role]:
        for condition in CONDITIONS:
            assert clients[role].get(f"{url}?{condition}").status_code == 200


@pytest.mark.parametrize(
    ("role", "url"), [(Role.INSPECTOR, "/ledger/{}"), (Role.AUDIT_ADMIN, "/admin/audit/{}")]
)
def test_a_number_that_no_row_can_have_names_nothing(
    clients: dict[Role, CasebookClient], role: Role, url: str
) -> None:
    for number in (2**63 - 1, 2**63, 10**30):
        assert clients[role].get(url.format(number)).status_code == 404
