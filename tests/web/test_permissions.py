"""Every endpoint against every role, by the route table: who has its permission gets in, nobody else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from casebook.access import Permission, Role, permissions_of
from casebook.access.policy import ADMINISTRATORS
from casebook.cli import routes_text
from casebook.config import ROOT
from casebook.kernel.ids import new_id
from casebook.web.api import DEVICE_HEADER, PREFIX
from casebook.web.guard import PUBLIC, route_table
from tests.factories.accounts import make_agency, make_officer
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.routing import Rule

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

FORBIDDEN = 403
LEAVING = "account.sign_out"
"""Asked last: after it nobody is signed in."""
PART = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<words>[^)]*)\))?:)?(?P<name>\w+)>")
"""A variable part of an address."""


def calls(app: Flask) -> Iterator[tuple[str, str, str, str]]:
    """Yield method, address, endpoint and permission of every way to call a guarded endpoint."""
    needed = {endpoint: permission for _, _, endpoint, permission in route_table(app)}
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint == LEAVING, rule.rule))
    for rule in rules:
        if needed[rule.endpoint] != PUBLIC:
            for method in sorted(rule.methods & {"GET", "POST"}):
                yield method, address(rule), rule.endpoint, needed[rule.endpoint]


def address(rule: Rule) -> str:
    """Return an address of the rule that leads to a record that is not there."""
    return PART.sub(_strange, rule.rule)


def _strange(part: re.Match[str]) -> str:
    kinds = {"uuid": str(new_id()), "int": "999999", "any": (part["words"] or "").split(",")[0]}
    return kinds.get(part["kind"] or "", "nothing")


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and where it leads."""

    status: int
    target: str

    @property
    def is_open(self) -> bool:
        """Whether the caller got past the guard; what then happens is the endpoint's own affair."""
        return self.status not in {401, 403, 500} and not self.target.startswith("/sign-in")


def ask(client: CasebookClient, method: str, url: str) -> Answer:
    """Ask as a page does: with the form's token, or below the tablets' prefix with a device's header."""
    is_form = method == "POST" and not url.startswith(PREFIX)
    data = {"csrf_token": client.csrf_token()} if is_form else None
    headers = {DEVICE_HEADER: str(new_id())} if url.startswith(PREFIX) else {}
    with client.open(url, method=method, data=data, headers=headers) as answer:
        return Answer(answer.status_code, answer.headers.get("Location", ""))


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    table = route_table(app)
    assert len(table) > 60
    assert [row for row in table if row[3] == "-"] == []
    assert {row[3] for row in table} - {PUBLIC} <= {permission.value for permission in Permission}


def test_what_is_public_is_little(app: Flask) -> None:
    public = {endpoint for _, _, endpoint, permission in route_table(app) if permission == PUBLIC}
    doors = {"account.sign_in", "serving.certificate", "serving.install", "static"}
    tablet = {"field.shell", "field.worker", "field.words", "field.device_state"}
    proof = {"plates.read", "dossier.about", "dossier.program"}
    report = {"reporting.new", "reporting.done", "reporting.status", "reporting.outlines"}
    told = {"public_decisions.index", "public_decisions.show", "public_decisions.paper"}
    meters = {"meters_api.send"}
    links = {"return_link.fill"}
    assert public == doors | tablet | proof | report | told | meters | links


def test_the_committed_table_is_the_present_one(app: Flask) -> None:
    """`casebook routes --write routes.txt` makes it, so that an endpoint's permission shows in the diff."""
    assert (ROOT / "routes.txt").read_text(encoding="utf-8") == routes_text(app)


def test_every_permission_is_held_by_somebody_and_lacked_by_somebody() -> None:
    holders = {one: {role for role in Role if one in permissions_of(frozenset({role}))} for one in Permission}
    assert [one.value for one, roles in holders.items() if not roles] == []
    assert [one for one, roles in holders.items() if roles == set(Role)] == [Permission.ACCOUNT_OWN]


def answered_wrongly(app: Flask, client: CasebookClient, roles: frozenset[Role]) -> list[tuple[object, ...]]:
    """Call every endpoint; return where the answer is not what the roles' permissions say."""
    may, wrong = permissions_of(roles), []
    for method, url, endpoint, needed in calls(app):
        answer = ask(client, method, url)
        is_right = answer.is_open or endpoint == LEAVING if needed in may else answer.status == FORBIDDEN
        if not is_right:
            wrong.append((method, url, needed, answer))
    return wrong


@pytest.mark.parametrize("backend", ["spatialite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_a_role_gets_in_exactly_where_it_may(app: Flask, store: Session, sign_in: SignIn, role: Role) -> None:
    """The guard knows no database; what it guards is opened on both below."""
    make_county(store)
    client = sign_in(make_officer(store, role, agency=make_agency(store)))
    assert answered_wrongly(app, client, frozenset({role})) == []


@pytest.mark.parametrize("roles", [ADMINISTRATORS, frozenset(Role) - ADMINISTRATORS], ids=["admin", "office"])
def test_all_roles_together_get_in_everywhere_they_may(
    app: Flask, store: Session, sign_in: SignIn, roles: frozenset[Role]
) -> None:
    make_county(store)
    client = sign_in(make_officer(store, *sorted(roles), agency=make_agency(store)))
    assert answered_wrongly(app, client, roles) == []


def test_who_is_not_signed_in_is_led_to_the_door(app: Flask) -> None:
    client, wrong = app.test_client(), []
    for method, url, _endpoint, _needed in calls(app):
        answer = ask(client, method, url)
        is_led = answer.status == 302 and answer.target.startswith("/sign-in")
        if not (answer.status == 401 if url.startswith(PREFIX) else is_led):
            wrong.append((method, url, answer))
    assert wrong == []


@pytest.mark.parametrize("url", ["/sign-in", "/install"])
def test_public_pages_open_for_everybody(app: Flask, url: str) -> None:
    assert app.test_client().get(url).status_code == 200


def test_a_post_without_its_token_is_refused(app: Flask, store: Session, sign_in: SignIn) -> None:
    client = sign_in(make_officer(store, *Role, agency=make_agency(store)))
    posts = [url for method, url, _endpoint, _needed in calls(app) if method == "POST"]
    urls = [url for url in posts if not url.startswith(PREFIX)]  # tests/web/field holds what these need
    assert [url for url in urls if client.post(url).status_code != 400] == []


def test_nobody_is_let_in_by_a_made_up_cookie(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = "made up"
    assert client.get("/account").headers["Location"] == "/sign-in?next=/account"
    client.set_cookie("casebook", "eyJ0b2tlbiI6InRlc3QifQ.aaaa.bbbb")
    assert client.get("/account").status_code == 302
