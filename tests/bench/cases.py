"""The page of a decided and served case, in a county with ten thousand such cases."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event, insert, select

from casebook.accounts.models import SignInSession
from casebook.cases import actions
from casebook.config import Settings
from casebook.db import Base, db
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.wiring import create_app
from tests.bench.figures import Figure, p95
from tests.factories.accounts import NOW
from tests.factories.performing import served_case
from tests.support.databases import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from tests.factories.cases import Bureau

CASES = 10_000
ACTS = 200
TIMES = 200
MOST_MS = 40
MOST_STATEMENTS = 6
BESIDE = ("BEGIN", "sign_in_session", "officer_role", "access_log", "notice", "SAVEPOINT", "PRAGMA")
"""What every page asks: whose it is, what they were told, that they looked."""
TABLES = ("term", "document", "approval", "enforcement_case", "case_party", "case_event", "measure")
"""Where a case has its rows, in the order in which they need each other.

A copy stands on the well, the problem and the evidence of the first.
"""
_TOKEN = "cases"
_PIECE = 250

Sent = list[tuple[str, Any]]


def measure(folder: Path) -> list[Figure]:
    """Return statements and p95 of the page, beside its statements by hand; and p95 with 200 acts."""
    data = folder / "cases"
    data.mkdir()
    url = f"sqlite:///{data / 'cases.sqlite'}"
    build(url)
    app = create_app(Settings(database_url=url, data_dir=str(data), secret_key="bench"))
    app.testing = True
    with app.app_context():
        bureau, case = _county(db.session())
        page = f"/cases/{case.number}"
        client = _signed_in(app, db.session(), bureau)
        sent = _sent(client, page)
        own = [one for one in sent if not any(part in one[0] for part in BESIDE)]
        by_hand = _by_hand(sent)
        peer, ours = (p95(lambda one=one: _open(*one), TIMES) for one in ((by_hand, "/"), (client, page)))  # type: ignore[misc]  # bound now
        _write_down(db.session(), bureau, case)
        many = p95(lambda: _open(client, page), TIMES)
    return [
        Figure(f"statements of a case page at {CASES:,} cases", len(own), None, MOST_STATEMENTS, "sent"),
        Figure(f"case page p95 at {CASES:,} cases (peer: its statements by hand)", ours, peer, MOST_MS, "ms"),
        Figure(f"case page p95 with {ACTS} acts more (peer: without)", many, ours, None, "ms"),
    ]


def _open(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        sys.exit(f"{url} answers {answer.status_code}")


def _county(session: Session) -> tuple[Bureau, Case]:
    """Walk one case to the service of its decision, and copy its rows."""
    bureau, case = served_case(session)
    session.flush()
    tables = [Base.metadata.tables[name] for name in TABLES]
    first = {table: [dict(row) for row in session.execute(select(table)).mappings()] for table in tables}
    ids = {row["id"] for rows in first.values() for row in rows}
    for table, rows in first.items():
        first[table] = [row for row in rows if row.get("subject_id", row["id"]) in ids]
    for start in range(0, CASES - 1, _PIECE):
        copies = [_copy(first, number) for number in range(start, min(start + _PIECE, CASES - 1))]
        for table in tables:
            session.execute(insert(table), [row for copy in copies for row in copy[table]])
    session.commit()
    return bureau, case


def _copy(first: dict[Any, list[dict[str, Any]]], number: int) -> dict[Any, list[dict[str, Any]]]:
    """Return the rows of another case: ids of its own, numbers of its own."""
    ids = {row["id"]: new_id() for rows in first.values() for row in rows}

    def value(name: str, old: object) -> object:
        if isinstance(old, UUID):
            return ids.get(old, old)
        return f"{old}-{number}" if name == "number" and isinstance(old, str) else old

    return {
        table: [{name: value(name, old) for name, old in row.items() if name != "rowid"} for row in rows]
        for table, rows in first.items()
    }


def _signed_in(app: Flask, session: Session, bureau: Bureau) -> FlaskClient:
    now = clock.now()
    session.add(
        SignInSession(
            officer_id=bureau.visit.lead.id,
            token_hash=digest(_TOKEN.encode()),
            started_at=now,
            last_write_at=now,
        )
    )
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = _TOKEN
    return client


def _sent(client: FlaskClient, url: str) -> Sent:
    """Return the statements of a page with their values, once it has been opened before."""
    _open(client, url)
    sent: Sent = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        sent.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    _open(client, url)
    event.remove(db.engine, "before_cursor_execute", note)
    return sent


def _by_hand(sent: Sent) -> FlaskClient:
    """Return a client of a bare Flask that sends the same reading statements and answers with their rows."""
    connection = db.engine.raw_connection().driver_connection
    reading = [one for one in sent if one[0].startswith("SELECT")]

    def rows() -> Iterator[str]:
        for statement, values in reading:
            yield str(connection.execute(statement, values).fetchall())

    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: "".join(rows()))
    return bare.test_client()


def _write_down(session: Session, bureau: Bureau, case: Case) -> None:
    for number in range(ACTS):
        actions.note_down(
            session,
            actor=bureau.inspector,
            now=NOW + timedelta(days=12, minutes=number),
            case=case,
            on=case.opened_on,
            words=f"第 {number} 次记录",
        )
    session.commit()
