"""Closing months on the page: once, in order, by who may; their files as they stand; sending them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.keys import signing
from casebook.ledger import queries as ledger
from casebook.storage.queries import open_file
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.ledger import post_closed_well, post_reduction
from tests.factories.regions import WEST, make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.accounts.models import Agency, Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

OCTOBER = {"month": "2023-10"}


@pytest.fixture
def agency(app: Flask, store: Session) -> Agency:
    settings = app.config["CASEBOOK"]
    if not (settings.data_path / "keys").exists():
        signing.init(settings, now=clock.now())
    make_county(store)
    post_closed_well(store)
    post_reduction(store)
    found = make_agency(store)
    store.commit()
    return found


def test_a_month_is_closed_read_and_sent(store: Session, sign_in: SignIn, agency: Agency) -> None:
    client = sign_in(make_officer(store, Role.AGENCY_HEAD, agency=agency))
    assert "还没有关账的月份" in client.page("/reports/months").text
    assert client.submit("/reports/months", OCTOBER).location == "/reports/months"
    page = client.page("/reports/months")
    assert "371525-2023-YJ-10" in page.text
    closed = ledger.find_closed_month(store, COUNTY, Month(2023, 10))
    assert closed is not None
    for kind, stored_hash in closed.files.items():
        with open_file(stored_hash) as stream:
            assert client.get(f"/reports/months/2023-10/{kind}").data == stream.read()
    assert b'"signature"' in client.get("/reports/months/2023-10/signed").data
    assert client.get("/reports/months/2023-10/exe").status_code == 404
    assert client.get("/reports/months/2023-11/pdf").status_code == 404
    assert client.get("/reports/months/october/pdf").status_code == 404
    sent = {"recipient": "聊城市水利局", "sent_on": clock.today().isoformat(), "paper": "冠水报〔2023〕1号"}
    assert client.submit("/reports/months/2023-10/send", sent).location == "/reports/months"
    again = client.submit("/reports/months/2023-10/send", sent, status=422)
    assert "不重复报送" in again.text
    assert "聊城市水利局" in client.page("/reports/months").text


@pytest.mark.parametrize(
    ("month", "words"),
    [("2099-01", "还没有开始"), ("十月", "写成 2023-11"), ("", "请填写"), ("2023-10", "已经关账")],
)
def test_months_that_cannot_be_closed(
    store: Session, sign_in: SignIn, agency: Agency, month: str, words: str
) -> None:
    client = sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=agency))
    if month == "2023-10":
        client.submit("/reports/months", OCTOBER)
    answer = client.submit("/reports/months", {"month": month}, status=422)
    assert words in answer.text
    assert len(ledger.list_closed_months(store, COUNTY)) == (month == "2023-10")


def test_who_may_see_and_who_may_close(store: Session, sign_in: SignIn, agency: Agency) -> None:
    reader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=agency))
    assert "关账并生成月报" not in reader.page("/reports/months").text
    reader.submit("/reports/months", OCTOBER, status=403)
    sign_in(make_officer(store, Role.AGENCY_HEAD, agency=agency)).submit("/reports/months", OCTOBER)
    township = sign_in(make_officer(store, Role.TOWNSHIP_LEAD, agency=agency, jurisdiction=WEST))
    assert "还没有关账的月份" in township.page("/reports/months").text
    assert township.get("/reports/months/2023-10/pdf").status_code == 404
