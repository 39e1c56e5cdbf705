"""No page and no sheet shows personal data without a look in the log, whoever reads it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from casebook.access import Permission, Role, permissions_of
from casebook.access.policy import ADMINISTRATORS
from casebook.audit.labels import SEEN
from casebook.audit.models import AccessLog
from casebook.web.guard import PUBLIC, route_table
from tests.factories.accounts import make_officer
from tests.factories.cases import make_bureau, make_case, make_measure, make_problems
from tests.factories.inspections import begin
from tests.factories.wells import CITIZEN_NUMBER, make_party

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.cases import Bureau
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

NAME, PHONE = "欧阳建国", "10076847031"
PERSONAL = (NAME, PHONE, CITIZEN_NUMBER)


@pytest.fixture
def bureau(store: Session) -> Bureau:
    """A citizen's well in every stage of the line."""
    user = make_party(store, name=NAME, phone=PHONE)
    found = make_bureau(store, user=user)
    (problem,) = make_problems(store, found)
    make_measure(store, found, make_case(store, found, [problem]))
    begin(store, found.visit)
    store.commit()
    return found


def pages(app: Flask, bureau: Bureau, client: CasebookClient) -> list[str]:
    """Return every address that is about no record, and all that these pages lead to."""
    plain = [
        rule
        for methods, rule, _endpoint, needed in route_table(app)
        if "GET" in methods and "<" not in rule and needed != PUBLIC
    ]
    well = bureau.visit.well.code
    found = [*plain, f"/search?q={NAME[:2]}", f"/search?q={well}", f"/wells?q={NAME[:2]}"]
    found += [f"/wells/{well}?personal=1"]
    for url in ("/wells", "/problems", "/cases", "/inspections", f"/wells/{well}"):
        if client.get(url).status_code == 200:
            links = client.page(url).links().values()
            found += [link for link in links if link.startswith("/") and "sign-out" not in link]
    return sorted(set(found))


def text_of(client: CasebookClient, url: str) -> str:
    with client.get(url) as answer:
        data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def count(store: Session) -> int:
    store.rollback()
    return store.scalar(select(func.count(AccessLog.rowid))) or 0


@pytest.mark.parametrize(
    ("backend", "role"),
    [
        ("postgis", Role.INSPECTOR),
        *(("spatialite", role) for role in sorted(set(Role) - ADMINISTRATORS)),
    ],
    indirect=["backend"],
)
def test_personal_data_is_shown_only_to_who_may_and_with_a_look(
    app: Flask, store: Session, sign_in: SignIn, bureau: Bureau, role: Role
) -> None:
    client = sign_in(make_officer(store, role, agency=bureau.visit.agency))
    may = Permission.PARTY_SEE_PERSONAL in permissions_of(frozenset({role}))
    shown, secret = [], []
    for url in pages(app, bureau, client):
        before = count(store)
        text = text_of(client, url)
        told = [word for word in PERSONAL if word in text]
        if told:
            shown.append(url)
        if told and not (may and count(store) == before + 1):
            secret.append((url, told))
    assert secret == []
    assert bool(shown) is may


def test_every_look_has_words(app: Flask, store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    client = sign_in(make_officer(store, *set(Role) - ADMINISTRATORS, agency=bureau.visit.agency))
    for url in pages(app, bureau, client):
        text_of(client, url)
    seen = set(store.scalars(select(AccessLog.what)))
    assert len(seen) >= 3
    assert seen <= set(SEEN)


def test_administrators_see_none(app: Flask, store: Session, sign_in: SignIn, bureau: Bureau) -> None:
    for role in sorted(ADMINISTRATORS):
        client = sign_in(make_officer(store, role, agency=bureau.visit.agency, certificate=False))
        texts = {url: text_of(client, url) for url in pages(app, bureau, client)}
        assert {url for url, text in texts.items() if any(word in text for word in PERSONAL)} == set()
