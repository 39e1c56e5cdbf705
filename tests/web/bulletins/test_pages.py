"""The ranking, its settings, and a bulletin from draft to download, as officers use them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.bulletins import queries
from casebook.bulletins.rules import RANKABLE, BulletinState, Person
from casebook.db import db
from casebook.kernel import clock
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.bulletins import LATER, draft, two_townships
from tests.factories.deadlines import load_calendar
from tests.factories.regions import EAST, make_county
from tests.support.counting import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from casebook.bulletins.models import Bulletin
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

LIST = "/bulletins/circulars"


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def head(store: Session) -> Officer:
    load_calendar(store)
    make_county(store)
    two_townships(store)
    agency = make_agency(store, name="冠县综合行政执法局", word="冠综执")
    found = make_officer(store, Role.AGENCY_HEAD, agency=agency, name="郑安")
    store.commit()
    return found


def test_the_ranking_and_its_sheet(store: Session, head: Officer, sign_in: SignIn) -> None:
    client = sign_in(head)
    page = client.page("/bulletins/ranking?month=2023-10")
    assert "权重未核实" in page.text
    assert page.text.index("清水镇") < page.text.index("东古城镇")
    assert client.page("/bulletins/ranking?month=2031-01").text.count("2023-11") >= 1
    sheet = client.get("/bulletins/ranking.xlsx?month=2023-10")
    rows = list(load_workbook(io.BytesIO(sheet.data)).active.iter_rows(values_only=True))
    assert rows[0] == ("名次", "乡镇（街道）", "得分（0–100 分）", "各项完成情况", "连续末位（个月）")
    assert rows[1][:3] == (1, "清水镇", 50)
    assert [row[4] for row in rows[1:]] == [0, 1]


def test_settings_are_set_by_versions(store: Session, head: Officer, sign_in: SignIn) -> None:
    client, there = sign_in(head), "/bulletins/settings"
    weights = {one.value: "0" for one in RANKABLE} | {"wells_closed": "60", "reduction": "30"}
    given = {**weights, "paper": "冠水发〔2023〕试9号", "version": "0"}
    refused = client.submit(f"{there}/weights", given, status=422)
    assert "现在是 90" in refused.get_data(as_text=True)
    client.submit(f"{there}/weights", {**given, "reduction": "40"})
    people = {f"name_{EAST}": "高远", f"post_{EAST}": "镇长", "paper": "冠水发〔2023〕试10号", "version": "0"}
    client.submit(f"{there}/people", people)
    lights = {"amber_points": "0", "red_points": "15", "amber_days": "0", "red_days": "7"}
    client.submit(f"{there}/lights", {**lights, "paper": "冠水发〔2023〕试11号", "version": "0"})
    again = client.submit(f"{there}/lights", {**lights, "paper": "文", "version": "0"}, status=422)
    assert "别人刚刚改过这项设置" in again.get_data(as_text=True)
    store.expire_all()
    assert queries.people_of(store, COUNTY) == {EAST: Person("高远", "镇长")}
    assert queries.limits_of(store, COUNTY).red_points == 15
    assert sorted(queries.weights_of(store, COUNTY).values()) == [40, 60]
    assert "第 1 版" in client.page(f"{there}/lights").text


def only(store: Session) -> Bulletin:
    store.expire_all()
    (row,) = queries.page_bulletins(store, COUNTY, cursor=None).items
    return row


def test_a_bulletin_from_draft_to_download(store: Session, head: Officer, sign_in: SignIn) -> None:
    client = sign_in(head)
    client.submit(f"{LIST}/new", {"month": "2023-10"})
    row = only(store)
    address = f"{LIST}/{row.id}"
    assert "东古城镇：封井 0/2 眼，落后 83.2 个百分点" in row.lagging
    assert client.get(f"{address}.pdf").data.startswith(b"%PDF")
    words = {
        "words-well_done": row.well_done,
        "words-lagging": row.lagging,
        "words-demands": " ",
        "words-reply_on": row.reply_on.isoformat(),
        "words-base_version": "1",
    }
    client.submit(f"{address}/words", words, status=422)
    client.submit(f"{address}/words", {**words, "words-demands": "限期整改到位。"})
    client.submit(f"{address}/issue", {"issue-base_version": "1"}, status=409)
    client.submit(f"{address}/issue", {"issue-base_version": "2"})
    row = only(store)
    assert (row.state, row.demands) == (BulletinState.ISSUED, "限期整改到位。")
    first = client.get(f"{address}.docx").data
    assert first == client.get(f"{address}.docx").data
    assert first.startswith(b"PK")
    shown = client.page(address)
    assert "冠综执通报〔2023〕第001号" in shown.text
    assert "限期整改到位。" in shown.text
    assert client.get(f"{address}.exe").status_code == 404


def test_a_draft_is_dropped_with_its_reason(store: Session, head: Officer, sign_in: SignIn) -> None:
    client = sign_in(head)
    client.submit(f"{LIST}/new", {"month": "11月"}, status=422)
    client.submit(f"{LIST}/new", {"month": "2023-10"})
    address = f"{LIST}/{only(store).id}"
    client.submit(f"{address}/drop", {"drop-reason": "", "drop-base_version": "1"}, status=422)
    client.submit(f"{address}/drop", {"drop-reason": "并入下月", "drop-base_version": "1"})
    assert "并入下月" in client.page(address).text
    assert client.get(f"{address}.pdf").status_code == 404


def test_who_may_only_read(store: Session, head: Officer, sign_in: SignIn) -> None:
    reader = make_officer(store, Role.AUDITOR, agency=head.agency)
    store.commit()
    client = sign_in(reader)
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}/new").status_code == 403
    assert client.get("/bulletins/settings/weights").status_code == 403


def test_the_list_costs_the_same_at_one_and_at_twenty(store: Session, head: Officer, sign_in: SignIn) -> None:
    client = sign_in(head)
    draft(store, actor_of(head))
    store.commit()
    with statements(db.engine) as one:
        client.page(LIST)
    for _number in range(19):
        draft(store, actor_of(head))
    store.commit()
    with statements(db.engine) as twenty:
        client.page(LIST)
    assert len(one) == len(twenty)
