"""One of twenty officers' desk, in a county with a thousand running clocks and with a hundred thousand."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.config import Settings
from casebook.db import db
from casebook.deadlines.models import Term
from casebook.deadlines.rules import Unit
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.wiring import create_app
from tests.bench.figures import Figure, p95
from tests.factories.accounts import make_agency, make_officer
from tests.factories.deadlines import load_calendar
from tests.support.databases import build

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session

FEW, MANY = 1_000, 100_000
OFFICERS = 20
TIMES = 200
FLAT = 1.2
"""The most that a hundred times as many clocks may cost."""
_TOKEN = "desk"
_PIECE = 10_000


def measure(folder: Path) -> list[Figure]:
    """Return p95 of the desk at both sizes, taken in turn so that both see the same machine."""
    clients = {size: _county(folder, size) for size in (FEW, MANY)}
    taken: dict[int, list[float]] = {FEW: [], MANY: []}
    for _round in range(5):
        for size, client in clients.items():
            taken[size].append(p95(lambda client=client: client.get("/"), TIMES // 5))  # type: ignore[misc]  # bound now
    few, many = (sorted(taken[size])[2] for size in (FEW, MANY))
    return [
        Figure(f"desk p95 at {FEW:,} clocks", few, None, None, "ms"),
        Figure(f"desk p95 at {MANY:,} clocks (peer: at {FEW:,})", many, few, few * FLAT, "ms"),
    ]


def _county(folder: Path, size: int) -> FlaskClient:
    data = folder / f"desk-{size}"
    data.mkdir()
    url = f"sqlite:///{data / 'desk.sqlite'}"
    build(url)
    app = create_app(Settings(database_url=url, data_dir=str(data), secret_key="bench"))
    with app.app_context():
        _fill(db.session(), size)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = _TOKEN
    answer = client.get("/")
    if answer.status_code != 200 or answer.get_data(as_text=True).count("task__step") < 50:
        sys.exit(f"the desk answers {answer.status_code} with too little on it")
    return client


def _fill(session: Session, size: int) -> None:
    load_calendar(session)
    agency = make_agency(session)
    officers = [make_officer(session, Role.INSPECTOR, agency=agency) for _one in range(OFFICERS)]
    ids = [officer.id for officer in officers]
    for first in range(0, size, _PIECE):
        rows = [_term(number, ids) for number in range(first, min(first + _PIECE, size))]
        session.execute(insert(Term), rows)
    now = clock.now()
    session.add(
        SignInSession(
            officer_id=ids[0], token_hash=digest(_TOKEN.encode()), started_at=now, last_write_at=now
        )
    )
    session.commit()


def _term(number: int, officers: list[object]) -> dict[str, object]:
    due = clock.today() + timedelta(days=number % 180 - 30)
    return {
        "id": new_id(),
        "county_code": "371525",
        "subject_kind": "case",
        "subject_id": new_id(),
        "title": f"371525-2026-AJ-{number:06d} 涉嫌未安装计量设施",
        "division_code": f"3715251{number % 7:02d}",
        "rule": "D-02",
        "started_on": due - timedelta(days=90),
        "amount": 90,
        "unit": Unit.CALENDAR_DAY,
        "extension": 0,
        "raw_on": due,
        "due_on": due,
        "alarm_on": due,
        "soon_on": due - timedelta(days=3),
        "is_provisional": False,
        "cancel_reason": "",
        "assignee_id": officers[number % OFFICERS],
        "started_at": clock.now(),
    }
