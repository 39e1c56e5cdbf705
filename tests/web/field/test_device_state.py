"""A tablet asks whether it was revoked, though nobody is signed in on it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.devices.actions import revoke_device
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from tests.factories.accounts import COUNTY, make_manager, make_officer
from tests.factories.field import make_tablet

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from casebook.accounts.models import Agency
    from tests.factories.field import Tablet


@pytest.fixture
def tablet(store: Session, agency: Agency) -> Tablet:
    found = make_tablet(store, make_officer(store, Role.INSPECTOR, agency=agency))
    store.commit()
    return found


def ask(
    app: Flask, tablet: Tablet, *, late: timedelta = timedelta(), signer: Tablet | None = None, **other: str
) -> TestResponse:
    at = other.get("at", clock.rfc3339(clock.now() - late))
    device = other.get("device", str(tablet.device.id))
    text = f"casebook-state:{COUNTY}:{tablet.device.id}:{at}".encode()
    headers = {"Casebook-Signed-At": at, "Casebook-Signature": (signer or tablet).sign(text)}
    return app.test_client().get(f"/field/api/devices/{device}/state", headers=headers)


def test_it_is_told_nothing_but_its_revocation(
    app: Flask, store: Session, tablet: Tablet, agency: Agency
) -> None:
    answer = ask(app, tablet)
    assert (answer.status_code, answer.json) == (200, {"revoked_at": None})
    given = {"actor": make_manager(store, agency), "now": clock.now(), "device": tablet.device}
    revoke_device(store, **given, reason="丢失")
    store.commit()
    told = ask(app, tablet, late=timedelta(minutes=9))
    assert told.json == {"revoked_at": clock.rfc3339(given["now"])}
    assert told.headers["Casebook-Time"]


def test_nobody_else_is_told_anything(app: Flask, store: Session, tablet: Tablet) -> None:
    stranger = make_tablet(store, tablet.device.officer)
    store.commit()
    for answer in (
        ask(app, tablet, signer=stranger),
        ask(app, tablet, device=str(new_id())),
        ask(app, tablet, device=str(stranger.device.id)),
    ):
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "given",
    [
        {"late": timedelta(minutes=11)},
        {"late": timedelta(minutes=-11)},
        {"at": "1970-01-01T00:00:00.000Z"},
        {"at": "2023-06-01T10:00:00"},
        {"at": "yesterday"},
        {"at": ""},
    ],
)
def test_an_old_question_is_refused_with_the_servers_time(
    app: Flask, tablet: Tablet, given: dict[str, object]
) -> None:
    answer = ask(app, tablet, **given)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "device_state_stale")
    assert "10 分钟" in answer.json["error"]["message"]
    assert answer.headers["Casebook-Time"]
