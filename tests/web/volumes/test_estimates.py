"""The page of a well's estimates, and how one is written and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.db import db
from casebook.volumes.models import VolumeEstimate
from tests.factories.accounts import make_officer
from tests.factories.quotas import make_norm
from tests.support.counting import statements

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient
    from tests.web.volumes.conftest import SignIn, Water

ESTIMATES = "/volumes/wells/371525104JJ00001/estimates"


def typed(client: CasebookClient, **more: str) -> dict[str, str]:
    said = {"month": "2023-05", "method": "pump_hours", "factor": "40", "quantity": "12.5"}
    return {"csrf_token": client.csrf_token(), **said, "paper": "开泵记录第 3 页", **more}


def kept(store: Session) -> list[VolumeEstimate]:
    store.expire_all()
    return list(store.scalars(select(VolumeEstimate).order_by(VolumeEstimate.rowid)))


def test_an_estimate_is_written_replaced_and_taken_back(store: Session, client: CasebookClient) -> None:
    assert "没有推算过" in client.page(ESTIMATES).text
    assert client.page(f"{ESTIMATES}/new?month=2023-05").text
    assert client.post(f"{ESTIMATES}/new", data=typed(client)).status_code == 302
    page = client.page(ESTIMATES).text
    assert "40 m³/h × 12.5 h" in page
    assert "按推算计水" in page
    again = client.post(f"{ESTIMATES}/new", data=typed(client, quantity="20"))
    assert "为什么替换或撤回" in again.get_data(as_text=True)
    data = typed(client, quantity="20", reason="漏记一页")
    assert client.post(f"{ESTIMATES}/new", data=data).status_code == 302
    url = f"{ESTIMATES}/{kept(store)[-1].id}/take-back"
    assert "撤回 2023-05 的推算" in client.page(url).text
    token = {"csrf_token": client.csrf_token()}
    assert client.post(url, data=token).status_code == 422
    assert client.post(url, data=token | {"reason": "记到别的井上了"}).status_code == 302
    assert "记到别的井上了" in client.page(ESTIMATES).text
    assert all(one.replaced_at for one in kept(store))


def test_a_norm_in_force_is_chosen_and_shown(store: Session, client: CasebookClient) -> None:
    norm = make_norm(store)
    store.commit()
    assert norm.item in client.page(f"{ESTIMATES}/new?month=2023-05").text
    assert norm.item not in client.page(f"{ESTIMATES}/new?month=1990-05").text
    data = typed(client, method="norm", norm=str(norm.id), factor="", paper="种植面积表")
    assert client.post(f"{ESTIMATES}/new", data=data).status_code == 302
    assert kept(store)[-1].norm_id == norm.id
    assert f"{norm.item} 定额第 1 版" in client.page(ESTIMATES).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"month": "五月"}, "月份读不出来"),
        ({"month": "2023-03"}, "已有人工抄表得出的水量"),
        ({"quantity": "800"}, "总共只有 744 小时"),
        ({"factor": "41"}, "大于台账登记的额定流量 40"),
        ({"factor": "四十"}, "读不懂这个数"),
        ({"method": "norm"}, "定额按什么计"),
        ({"method": "manual_meter"}, "不是有效的选择"),
        ({"paper": ""}, "请填写"),
        ({"factor": ""}, "请填写每小时或每单位水量"),
    ],
    ids=["month", "metered", "hours", "flow", "letters", "unit", "method", "paper", "factor"],
)
def test_what_cannot_be_estimated_says_why(
    store: Session, client: CasebookClient, more: dict[str, str], words: str
) -> None:
    answer = client.post(f"{ESTIMATES}/new", data=typed(client, **more))
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert kept(store) == []


def test_who_only_looks_cannot_estimate(store: Session, sign_in: SignIn, water: Water) -> None:
    reader = sign_in(make_officer(store, Role.LIAISON, agency=water.agency, name="看者", certificate=False))
    assert "推算一个月" not in reader.page(ESTIMATES).text
    assert reader.get(f"{ESTIMATES}/new").status_code == 403


def test_the_page_costs_the_same_however_many_there_are(app: Flask, client: CasebookClient) -> None:
    with app.app_context():
        engine = db.engine

    def cost() -> int:
        client.page(ESTIMATES)
        with statements(engine) as seen:
            client.page(ESTIMATES)
        return len(seen)

    client.post(f"{ESTIMATES}/new", data=typed(client, month="2022-01"))
    one = cost()
    for month in range(2, 8):
        client.post(f"{ESTIMATES}/new", data=typed(client, month=f"2022-0{month}"))
    assert cost() == one
