"""The endpoint of online meters: token, limits, what is answered, and that no cookie or form counts there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from casebook.volumes.actions import sources as actions
from casebook.volumes.models import MeterMessage, MeterReading
from casebook.volumes.rules.parsing import MOST_BYTES
from tests.factories.sources import NOW, make_source, message

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session
    from werkzeug.test import TestResponse

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import Water

URL = "/meters/api/messages"
MAY = "2023-05-25T08:00:00+08:00"


class Platform:
    """A source with its token, as a program calls."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.token = token

    def post(self, body: bytes, **more: Any) -> TestResponse:  # noqa: ANN401 - as the test client's
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.client.post(URL, data=body, headers=headers, content_type="application/json", **more)


@pytest.fixture
def platform(app: Flask, store: Session, water: Water) -> Platform:
    _source, token = make_source(store, water.keeper, water.other, per_minute=5)
    store.commit()
    return Platform(app, token)


def kept(store: Session) -> tuple[int, int]:
    """Return how many messages and how many readings of June or later are kept."""
    store.rollback()
    count = select(func.count())
    sent = store.scalar(count.select_from(MeterMessage))
    return sent or 0, store.scalar(
        count.select_from(MeterReading).where(MeterReading.source == "online")
    ) or 0


def test_a_message_is_answered_row_by_row(platform: Platform, store: Session) -> None:
    body = message(
        ("SB2", MAY, "230.5"), ("SB1", MAY, "1"), ("SB2", "soon", "1"), sent_at="2023-05-25T00:00:00Z"
    )
    answer = platform.post(body)
    told = answer.get_json()
    assert answer.status_code == 201
    assert (told["rows"], told["accepted"], told["unchanged"]) == (3, 1, 0)
    assert told["refused"] == {"date_unreadable": 1, "meter_unknown": 1}
    assert [entry["result"] for entry in told["entries"]] == ["accepted", "refused", "refused"]
    assert "这个来源没有登记" in told["entries"][1]["reason"]
    assert told["warning"] == "clock_off"
    assert "Casebook-Time" in answer.headers
    again = platform.post(body)
    assert (again.status_code, again.get_json()["repeated"], again.get_json()["accepted"]) == (200, True, 1)
    assert kept(store) == (1, 1)


def test_another_message_under_the_same_id_is_refused(platform: Platform, store: Session) -> None:
    platform.post(message(("SB2", MAY, "230")))
    answer = platform.post(message(("SB2", MAY, "231")))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (409, "message_id_reused")
    assert kept(store) == (1, 1)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer cbm_nobody", "Basic Y2I6Y2I="])
def test_without_a_believed_token_nothing_is_taken(platform: Platform, store: Session, header: str) -> None:
    answer = platform.post(message(("SB2", MAY, "230")), headers={"Authorization": header})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "source_token_wrong")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert kept(store) == (0, 0)


def test_a_sign_in_is_no_token(client: CasebookClient, platform: Platform) -> None:
    answer = client.post(URL, data=message(("SB2", MAY, "230")))
    assert answer.status_code == 401


def test_a_revoked_source_is_nobody(app: Flask, store: Session, water: Water) -> None:
    source, token = make_source(store, water.keeper, water.other)
    actions.revoke_source(store, actor=water.keeper, now=NOW, source=source, reason="令牌外泄")
    store.commit()
    assert Platform(app, token).post(message(("SB2", MAY, "230"))).status_code == 401


def test_too_many_requests_are_told_when_to_come_again(platform: Platform, store: Session) -> None:
    body = message(("SB2", MAY, "230"))
    statuses = [platform.post(body).status_code for _ in range(6)]
    assert statuses == [201, 200, 200, 200, 200, 429]
    answer = platform.post(body)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.get_json()["error"]["code"] == "source_calls_too_often"


def test_figures_and_letters_that_nothing_can_store_refuse_their_row_only(platform: Platform) -> None:
    """A row of a malicious sender must neither break the answer nor leave a message that breaks replay."""
    monster = "1e" + "9" * 5000
    rows = f'{{"meter": "SB2", "read_at": "{MAY}", "dial_m3": {monster}}}, {{"meter": "\\ud800"}}'
    good = f'{{"meter": "SB2", "read_at": "{MAY}", "dial_m3": 230}}'
    answer = platform.post(f'{{"message_id": "odd", "readings": [{rows}, {good}]}}'.encode())
    assert answer.status_code == 201
    assert [entry["result"] for entry in answer.get_json()["entries"]] == ["refused", "refused", "accepted"]


def test_what_cannot_be_read_is_kept_and_told(platform: Platform, store: Session) -> None:
    whole = message(("SB2", MAY, "230"))
    answers = [platform.post(body) for body in (whole[:40], "东井".encode("gb18030"), b"")]
    assert [answer.status_code for answer in answers] == [422] * 3
    codes = [answer.get_json()["error"]["code"] for answer in answers]
    assert codes == ["message_not_json", "message_charset_wrong", "message_not_json"]
    assert "是否被截断" in answers[0].get_json()["error"]["message"]
    assert kept(store) == (3, 0)


def test_what_is_too_large_or_breaks_off_is_not_taken(platform: Platform, store: Session) -> None:
    assert platform.post(b" " * (MOST_BYTES + 1)).status_code == 413
    broken = platform.post(b'{"message_id"', environ_overrides={"CONTENT_LENGTH": "4000"})
    assert (broken.status_code, broken.get_json()["error"]["code"]) == (400, "http_400")
    assert kept(store) == (0, 0)


def test_it_is_only_called_by_post(platform: Platform) -> None:
    answer = platform.client.get(URL)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (405, "http_405")
