"""The nightly work of returns, done by a worker."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from casebook.db import db
from casebook.jobs.actions import enqueue
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.returns import queries
from casebook.returns.handlers import NIGHTLY_JOB
from casebook.returns.models import ReturnLinkUse
from casebook.returns.rules import PeriodKind, ReturnState, latest_to_open
from tests.factories.accounts import COUNTY
from tests.factories.quotas import make_permit
from tests.factories.reported import ask, make_user_with_wells, report, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session


def test_the_night_notes_what_is_late_and_forgets_who_sent(app: Flask, store: Session) -> None:
    user = make_user_with_wells(store)
    endless = {"valid_from": None, "valid_to": None, "volume": None}
    make_permit(store, *user.wells, holder=user.firm, number="D371525G2020-0002", **endless)
    last = latest_to_open(PeriodKind.QUARTER, clock.today())
    (sent,) = ask(store, last.plus(-1), now=clock.now())
    send(store, sent, report(user, 1, 1), now=clock.now())
    store.query(ReturnLinkUse).update({"used_on": last.first})
    (owed,) = ask(store, last.plus(-2), now=clock.now())
    owed.state = ReturnState.DUE
    enqueue(store, kind=NIGHTLY_JOB, payload={}, now=clock.now(), dedupe_key="test")
    store.commit()

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()
            db.session.remove()

    Worker(scope).run_due()
    found = queries.find_round(store, COUNTY, last.plus(-2))
    assert found is not None
    assert [row.state for row in queries.list_owed(store, found.id)] == [ReturnState.LATE]
    assert store.query(ReturnLinkUse).count() == 0
