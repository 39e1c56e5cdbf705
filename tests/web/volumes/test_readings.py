"""Readings on pages: a well's year, writing a dial down, correcting one."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.db import db
from casebook.evidence.queries import list_items
from casebook.kernel import clock
from casebook.kernel.ids import new_id
from casebook.volumes.models import MeterReading, MeterVisit, VolumeQuery
from casebook.volumes.rules import QueryState
from casebook.volumes.rules.visits import DialOutcome
from tests.factories.accounts import make_officer
from tests.factories.field import new_picture
from tests.factories.volumes import take_readings
from tests.support.counting import statements

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.storage.disk import FileStore
    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

PICTURE = new_picture()
WELL = "/volumes/wells/371525104JJ00001"


def typed(client: CasebookClient, **more: str) -> dict[str, str]:
    return {
        "csrf_token": client.csrf_token(),
        "read_on": "2023-05-25",
        "mark": "none",
        "outcome": "dial_read",
        "meter": "SB1",
        **more,
    }


def readings(store: Session) -> list[MeterReading]:
    store.expire_all()
    return list(store.scalars(select(MeterReading).order_by(MeterReading.read_on, MeterReading.revision)))


def test_a_year_says_how_each_figure_came_about(client: CasebookClient) -> None:
    page = client.page(f"{WELL}?year=2023").text
    assert "160 − 100 = 60" in page
    assert "2023-04-25 的 210 小于 230，不计水量" in page
    assert "采用，有疑问" in page
    assert "无数据" in page
    assert "这一年没有读数" in client.page(f"{WELL}?year=2001").text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"dial_m3": "-5"}, "表底数不会是负数"),
        ({"dial_m3": "二百"}, "读不懂这个数"),
        ({"dial_m3": ""}, "请填写"),
        ({"dial_m3": "205"}, "比 2023-04-25 的表底数 210 小"),
        ({"dial_m3": "220", "meter": "SB2"}, "不是有效的选择"),
        ({"dial_m3": "220", "read_on": "2023-13-45"}, "field__error"),
        ({"dial_m3": "220", "read_on": (clock.today() + timedelta(days=1)).isoformat()}, "在今天之后"),
        ({"dial_m3": "9" * 20}, "太大"),
    ],
    ids=["negative", "letters", "blank", "smaller", "other-meter", "no-date", "future", "huge"],
)
def test_what_cannot_be_written_down_is_answered_and_kept_in_the_form(
    store: Session, client: CasebookClient, more: dict[str, str], words: str
) -> None:
    answer = client.post(f"{WELL}/readings/new", data=typed(client, **more))
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert words in shown
    assert more["dial_m3"] in shown
    assert len(readings(store)) == 4


def test_a_dial_is_written_once_however_often_it_is_sent(store: Session, client: CasebookClient) -> None:
    data = typed(client, dial_m3="260")
    for _time in range(2):
        assert client.post(f"{WELL}/readings/new", data=data).status_code == 302
    assert [row.dial_l for row in readings(store)][-1] == 260_000
    assert len(readings(store)) == 5
    other = client.post(f"{WELL}/readings/new", data=data | {"dial_m3": "270", "is_sure": "y"})
    assert other.status_code == 422
    assert "已有的数要改，请用更正" in other.get_data(as_text=True)


def test_who_insists_on_a_smaller_dial_leaves_a_query(store: Session, client: CasebookClient) -> None:
    sure = client.post(f"{WELL}/readings/new", data=typed(client, dial_m3="205", is_sure="y"))
    assert sure.status_code == 302
    store.expire_all()
    assert len(store.scalars(select(VolumeQuery).where(VolumeQuery.state == QueryState.OPEN)).all()) == 2


def test_a_correction_settles_the_query_and_shows_what_stood(store: Session, client: CasebookClient) -> None:
    wrong = readings(store)[-1]
    url = f"{WELL}/readings/{wrong.id}"
    token = {"csrf_token": client.csrf_token()}
    missing = client.post(url, data=token | {"reason": "照片为 310"})
    assert missing.status_code == 422
    nothing = client.post(url, data=token | {"dial_m3": "210", "reason": "没错"})
    assert "更正后的数和原来一样" in nothing.get_data(as_text=True)
    data = token | {"dial_m3": "310", "reason": "照片为 310"}
    assert client.post(url, data=data).status_code == 302
    again = client.post(url, data=data | {"dial_m3": "320"})
    assert "已有人更正过" in again.get_data(as_text=True)
    page = client.page(f"{WELL}?year=2023").text
    assert "310 − 230 = 80" in page
    assert "已被更正" in page
    assert "照片为 310" in page
    newest = readings(store)[-1]
    assert (newest.revision, newest.read_on) == (2, date(2023, 4, 25))
    assert "看现在的读数" in client.page(url).text
    store.expire_all()
    assert store.scalars(select(VolumeQuery)).one().state is QueryState.LAPSED


def test_a_rollover_that_was_not_marked_is_marked_afterwards(store: Session, client: CasebookClient) -> None:
    url = f"{WELL}/readings/{readings(store)[-1].id}"
    data = {"csrf_token": client.csrf_token(), "dial_m3": "210", "is_rolled": "y", "reason": "翻转，有照片"}
    assert client.post(url, data=data).status_code == 302
    assert "1,000 − 230 + 210 = 980（翻转）" in client.page(f"{WELL}?year=2023").text


def test_a_reading_is_taken_back(store: Session, client: CasebookClient) -> None:
    url = f"{WELL}/readings/{readings(store)[-1].id}"
    data = {"csrf_token": client.csrf_token(), "is_taken_back": "y", "reason": "抄的是别的表"}
    assert client.post(url, data=data).status_code == 302
    page = client.page(f"{WELL}?year=2023").text
    assert "已撤回" in page
    assert "不计水量" not in page


def test_who_only_looks_cannot_write(store: Session, sign_in: SignIn, water: Water) -> None:
    looker = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=water.agency))
    assert "录入读数" not in looker.page(WELL).text
    assert looker.get(f"{WELL}/readings/new").status_code == 403
    url = f"{WELL}/readings/{readings(store)[-1].id}"
    assert "更正理由" not in looker.page(url).text
    data = {"csrf_token": looker.csrf_token(), "dial_m3": "310", "reason": "照片为 310"}
    assert looker.post(url, data=data).status_code == 403


def test_a_year_costs_the_same_however_much_was_read(app: Flask, client: CasebookClient) -> None:
    with app.app_context():
        engine = db.engine
    client.page(f"{WELL}?year=2022")
    with statements(engine) as few:
        client.page(f"{WELL}?year=2022")
    with statements(engine) as many:
        client.page(f"{WELL}?year=2023")
    assert len(few) == len(many)


def test_a_year_of_hourly_dials_is_shown_month_by_month(
    store: Session, water: Water, client: CasebookClient
) -> None:
    code = water.other.code
    lines = [
        f"{code},SB2,2023-0{month}-{day:02} {hour:02}:30,{month * 1000 + day * 24 + hour},在线,"
        for month in (6, 7)
        for day in range(1, 7)
        for hour in range(24)
    ]
    take_readings(store, water.keeper, *lines, now=clock.now())
    store.commit()
    page = client.page(f"/volumes/wells/{code}?year=2023")
    assert page.text.count("2023-07-0") == 144
    assert "（143 段）" in page.text
    june = client.get(f"/volumes/wells/{code}?year=2023&month=6").get_data(as_text=True)
    assert june.count("2023-06-0") >= 144
    assert 'aria-current="page">6 月' in june
    assert client.get(f"/volumes/wells/{code}?year=2023&month=99").status_code == 200


def test_a_photograph_of_a_dial_is_kept_with_the_reading(
    store: Session, client: CasebookClient, sign_in: SignIn, water: Water, file_store: FileStore
) -> None:
    visit = str(new_id())
    for _time in range(2):
        shown = {"file": (io.BytesIO(PICTURE), "dial.jpg"), "visit": visit}
        answer = client.post(f"{WELL}/readings/new", data=typed(client, dial_m3="260") | shown)
        assert answer.status_code == 302
    assert len(readings(store)) == 5
    kept = store.scalars(select(MeterVisit)).one()
    assert (kept.outcome, kept.dial_m3, str(kept.id)) == (DialOutcome.READ, 260, visit)
    url = f"{WELL}/photographs/{list_items(store, 'meter_visit', kept.id)[0].id}"
    for page in (f"{WELL}?year=2023", f"{WELL}/readings/{readings(store)[-1].id}"):
        assert url in client.get(page).get_data(as_text=True)
    assert client.get(url).mimetype == "image/jpeg"
    other = f"/volumes/wells/{water.other.code}/photographs/{url.rpartition('/')[2]}"
    assert client.get(other).status_code == 404
    elsewhere = make_officer(
        store, Role.INSPECTOR, agency=water.agency, jurisdiction="371525105", name="东乡"
    )
    assert sign_in(elsewhere).get(url).status_code == 404


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcome": "meter_barred", "dial_m3": ""}, "请写明原因"),
        ({"outcome": "meter_barred", "reason": "井房上锁", "dial_m3": "260"}, "没能抄到的不填表底数"),
        ({"outcome": "meter_lost", "dial_m3": ""}, "不是有效的选择"),
    ],
    ids=["no-reason", "dial", "unknown"],
)
def test_what_is_said_of_a_meter_that_was_not_read_must_hold(
    store: Session, client: CasebookClient, more: dict[str, str], words: str
) -> None:
    answer = client.post(f"{WELL}/readings/new", data=typed(client, **more))
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert store.scalars(select(MeterVisit)).all() == []


def test_a_stopped_meter_is_noted_and_gives_no_reading(store: Session, client: CasebookClient) -> None:
    data = typed(client, outcome="meter_stopped", dial_m3="260", reason="通水时指针不动")
    del data["mark"]  # the page does not ask for it then
    assert client.post(f"{WELL}/readings/new", data=data).status_code == 302
    assert len(readings(store)) == 4
    page = client.page(f"{WELL}?year=2023").text
    assert "水表停走" in page
    assert "通水时指针不动" in page
    assert "SB1" in client.page("/volumes/meters?turning=stopped").text
    assert "水表停走 1 块" in client.page("/").text
    assert client.post(f"{WELL}/readings/new", data=typed(client, dial_m3="260")).status_code == 302
    assert "SB1" not in client.page("/volumes/meters?turning=stopped").text
