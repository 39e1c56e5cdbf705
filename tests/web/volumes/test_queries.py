"""Queries on pages: the list, why it is asked, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Role
from casebook.db import db
from casebook.volumes.models import VolumeQuery
from casebook.volumes.rules import QueryState
from tests.factories.accounts import make_officer
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well
from tests.support.counting import statements

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water


def the_query(store: Session) -> VolumeQuery:
    store.expire_all()
    return store.scalars(select(VolumeQuery)).one()


def test_a_query_says_why_and_what_would_settle_it(store: Session, client: CasebookClient) -> None:
    listed = client.page("/volumes/queries").text
    assert "371525104JJ00001" in listed
    assert "小于 2023-03-25 的 230，" in listed
    page = client.page(f"/volumes/queries/{the_query(store).id}").text
    assert "水表只会往大走" in page
    assert "采用，有疑问" in page


def test_a_query_is_explained_and_opened_again(store: Session, client: CasebookClient) -> None:
    url = f"/volumes/queries/{the_query(store).id}"
    token = {"csrf_token": client.csrf_token()}
    blank = client.post(url, data=token | {"state": "query_explained", "explanation": " "})
    assert blank.status_code == 422
    assert "请写明理由" in blank.get_data(as_text=True)
    for word in ("query_lapsed", "nonsense"):
        assert client.post(url, data=token | {"state": word, "explanation": "x"}).status_code == 422
    said = token | {"state": "query_explained", "explanation": "抄表人看错，已核对照片"}
    assert client.post(url, data=said).status_code == 302
    twice = client.post(url, data=said | {"state": "query_dismissed"})
    assert "不能改为" in twice.get_data(as_text=True)
    assert the_query(store).explanation == "抄表人看错，已核对照片"
    assert "钱立" in client.page(url).text
    assert "371525104JJ00001" not in client.page("/volumes/queries").text
    assert "371525104JJ00001" in client.page("/volumes/queries?state=query_explained").text
    assert client.post(url, data=token | {"state": "query_open"}).status_code == 302
    assert the_query(store).state is QueryState.OPEN


def test_who_only_looks_does_not_answer(store: Session, sign_in: SignIn, water: Water) -> None:
    looker = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=water.agency))
    url = f"/volumes/queries/{the_query(store).id}"
    assert "不予采信</span>" not in looker.page(url).text
    data = {"csrf_token": looker.csrf_token(), "state": "query_explained", "explanation": "无妨"}
    assert looker.post(url, data=data).status_code == 403


def test_of_another_township_there_is_no_query(store: Session, sign_in: SignIn, water: Water) -> None:
    east = make_officer(store, Role.INSPECTOR, agency=water.agency, jurisdiction="371525105")
    client = sign_in(east)
    assert client.get(f"/volumes/queries/{the_query(store).id}").status_code == 404
    assert "371525104JJ00001" not in client.page("/volumes/queries").text


def test_a_list_of_twenty_costs_what_one_costs(
    app: Flask, store: Session, water: Water, client: CasebookClient
) -> None:
    with app.app_context():
        engine = db.engine
    client.page("/volumes/queries")
    with statements(engine) as few:
        client.page("/volumes/queries")
    for number in range(20):
        well = make_well(store, code=f"371525104JJ9{number:04}", meter_no=f"M{number}")
        dials = (f"{well.code},M{number},2023-0{month}-25,{m3},人工," for month, m3 in ((1, 50), (2, 40)))
        take_readings(store, water.keeper, *dials)
    store.commit()
    with statements(engine) as many:
        assert "371525104JJ90019" in client.page("/volumes/queries").text
    assert len(many) == len(few)
