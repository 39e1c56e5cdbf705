"""Who may call an endpoint: each says it by a decorator, and one that says nothing is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import Flask, g, redirect, request, url_for

from casebook.access import Actor, Permission
from casebook.kernel.errors import Forbidden
from casebook.web.api import is_api, wants_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

_ATTRIBUTE = "casebook_permission"
PUBLIC = "public"
SIGN_IN = "account.sign_in"
CHANGE_PASSWORD = "account.change_password"  # noqa: S105 - an endpoint's name
WITH_FIRST_PASSWORD = frozenset({CHANGE_PASSWORD, "account.sign_out"})
"""All that may be done with a password that must be changed."""
View = TypeVar("View", bound="Callable[..., object]")


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that an endpoint needs."""

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, permission.value)
        return view

    return mark


def public(view: View) -> View:
    """Declare an endpoint open to everybody, signed in or not."""
    setattr(view, _ATTRIBUTE, PUBLIC)
    return view


def declared(view: object) -> str | None:
    """Return what an endpoint declares: a permission, `public`, or None."""
    found: str | None = getattr(view, _ATTRIBUTE, None)
    return found


def current_actor() -> Actor:
    """Return the signed-in officer; only call it behind `requires`."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        raise Forbidden("not_signed_in")
    return actor


def find_actor() -> Actor | None:
    """Return the signed-in officer, or None."""
    actor: Actor | None = g.get("actor")
    return actor


def install(app: Flask, load_actor: Callable[[], Actor | None]) -> None:
    """Guard every request of the app. `load_actor` reads the signed-in officer from the request."""

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None
        needed = PUBLIC if request.endpoint == "static" else declared(app.view_functions[request.endpoint])
        if needed is None:
            raise Forbidden("endpoint_undeclared", endpoint=request.endpoint)
        g.actor = None if request.endpoint == "static" else load_actor()
        if needed == PUBLIC:
            return None
        if g.actor is None and wants_json():
            raise Forbidden("not_signed_in")
        if g.actor is None:
            target = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for(SIGN_IN, next=target))
        if g.get("must_change_password") and request.endpoint not in WITH_FIRST_PASSWORD:
            if is_api():
                raise Forbidden("password_must_change")
            return redirect(url_for(CHANGE_PASSWORD))
        g.actor.need(Permission(needed))
        return None


def route_table(app: Flask) -> list[tuple[str, str, str, str]]:
    """Return (methods, URL, endpoint, permission) of every route, sorted; `routes.txt` is made of it."""
    rows = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        needed = PUBLIC if rule.endpoint == "static" else declared(app.view_functions[rule.endpoint]) or "-"
        rows.append((methods, rule.rule, rule.endpoint, needed))
    return sorted(rows, key=lambda row: (row[1], row[0]))
