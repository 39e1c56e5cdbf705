"""One unit of work per request: committed before the answer leaves, rolled back when it refuses."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from flask import abort, request
from sqlalchemy.orm import Session

from casebook.db import db
from casebook.db.transaction import commit, is_reading, set_reading, unit_of_work
from casebook.web.api import is_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from flask import Flask, Response
    from werkzeug.datastructures import MultiDict

READING = frozenset({"GET", "HEAD", "OPTIONS"})
_READS_FIRST = "casebook_reads_first"
View = TypeVar("View", bound="Callable[..., object]")
_FIRST_REFUSAL = 400


def install(app: Flask) -> None:
    """Bind each request to one transaction. A GET is never committed: it has nothing to write."""

    @app.before_request
    def declare() -> None:
        view = app.view_functions.get(request.endpoint or "")
        set_reading(reading=request.method in READING or hasattr(view, _READS_FIRST))

    @app.before_request
    def refuse_nul() -> None:
        """Refuse the one character that PostgreSQL cannot store; nobody types it."""
        form = () if is_api() else _texts(request.form)  # a body of the API is read once, with its own limit
        sent = (request.path, *_texts(request.args), *form)
        if any("\0" in text for text in sent):
            abort(400)

    @app.after_request
    def finish(response: Response) -> Response:
        if request.method in READING or response.status_code >= _FIRST_REFUSAL:
            db.session.rollback()
        else:
            commit(db.session())
        return response


def _texts(sent: MultiDict[str, str]) -> list[str]:
    return [text for name, values in sent.lists() for text in (name, *values)]


def current_session() -> Session:
    """Return the request's session; views hand it to queries and actions and touch nothing else of it."""
    return db.session()


def reads_first(view: View) -> View:
    """Let a writing endpoint begin as a reading one: it takes bytes that may be minutes on their way.

    On SQLite it would hold the one write lock meanwhile. It calls `let_go` before it waits, and
    writes in blocks of `committed`.
    """
    setattr(view, _READS_FIRST, True)
    return view


def only_reads() -> bool:
    """Say whether the request has only read so far, and must not write outside of `committed`."""
    return is_reading()


def let_go() -> None:
    """End what was only read, so that nothing of the database is held; rows read before are read anew."""
    db.session.rollback()


def committed() -> AbstractContextManager[Session]:
    """Return a block that is committed by itself, for what must stay even when the answer refuses."""
    return unit_of_work(db.session())


@contextmanager
def beside() -> Iterator[Session]:
    """Give a short transaction beside the request's, committed at the end: a GET logs its looks there.

    Not for requests that write: on SQLite they hold the only write lock.
    """
    with Session(db.engine) as session, unit_of_work(session):
        yield session
