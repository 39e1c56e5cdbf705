"""The part of the house that programs speak to: JSON in, JSON out, no forms (ADR 0013).

Whatever lies below `/field/api/` is called by the tablet app. A request there that writes names its
device in a header. No foreign page can set one: the browser would first ask us whether it may, and we
never answer that. Whatever lies below `/meters/api/` is called by platforms of online meters; they sign in
by a token in the Authorization header, which no browser adds by itself, and cookies count for nothing.
So these endpoints need no token of a form, and no others go without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from casebook.kernel import clock
from casebook.kernel.errors import Forbidden

if TYPE_CHECKING:
    from flask import Flask, Response
    from flask_wtf import CSRFProtect

PREFIX = "/field/api/"
METERS_PREFIX = "/meters/api/"
DEVICE_HEADER = "Casebook-Device"
NEW_DEVICE = "new"
"""What the header says while a browser registers."""
JSON = "application/json"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_api() -> bool:
    """Say whether the request is one of a program's."""
    return request.path.startswith((PREFIX, METERS_PREFIX))


def wants_json() -> bool:
    """Say whether a program asks, not a person."""
    return is_api() or request.accept_mimetypes.best == JSON


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Take the API's endpoints out of the forms' protection, and hold them to their own; call it last."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith((PREFIX, METERS_PREFIX)):
            csrf.exempt(app.view_functions[rule.endpoint])

    @app.before_request
    def need_device() -> None:
        is_field = request.path.startswith(PREFIX)
        if is_field and request.method not in _READING and not request.headers.get(DEVICE_HEADER):
            raise Forbidden("device_header_missing")

    @app.after_request
    def tell_time(response: Response) -> Response:
        if is_api():
            response.headers["Casebook-Time"] = clock.rfc3339(clock.now())
        return response
