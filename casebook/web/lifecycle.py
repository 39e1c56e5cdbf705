"""One unit of work per request: committed before the answer leaves, rolled back when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from casebook.db import db
from casebook.db.transaction import commit, set_reading

if TYPE_CHECKING:
    from flask import Flask, Response

READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FIRST_REFUSAL = 400


def install(app: Flask) -> None:
    """Bind each request to one transaction. A GET is never committed: it has nothing to write."""

    @app.before_request
    def declare() -> None:
        set_reading(reading=request.method in READING)

    @app.after_request
    def finish(response: Response) -> Response:
        if request.method in READING or response.status_code >= _FIRST_REFUSAL:
            db.session.rollback()
        else:
            commit(db.session)
        return response
