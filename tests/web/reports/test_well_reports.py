"""The closed-well report in the browser: drafted, checked by another, sent once, answered."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from casebook.access import Role
from casebook.kernel import clock
from tests.factories import closures as make
from tests.factories.accounts import make_officer
from tests.factories.regions import WEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.factories.closures import Offices
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

NUMBER = "371525-2023-FB-06-1"
SENT = {"recipient": "聊城市水利局", "paper": "冠水报〔2023〕6号"}


@pytest.fixture
def offices(store: Session) -> Offices:
    found = make.make_offices(store)
    make.make_closure(store, found)
    store.commit()
    return found


def test_a_month_from_the_draft_to_the_answer(store: Session, sign_in: SignIn, offices: Offices) -> None:
    drafter = sign_in(offices.reporter)
    assert drafter.submit("/reports/wells", {"month": "2023-06"}).location == f"/reports/wells/{NUMBER}"
    page = drafter.page(f"/reports/wells/{NUMBER}")
    assert offices.well.code in page.text
    assert "审核通过" not in page.text
    drafter.submit(f"/reports/wells/{NUMBER}/check", {}, status=403)
    checker = sign_in(make_officer(store, Role.AGENCY_HEAD, agency=offices.water))
    checker.submit(f"/reports/wells/{NUMBER}/check", {})
    sent = {**SENT, "sent_on": clock.today().isoformat()}
    drafter.submit(f"/reports/wells/{NUMBER}/send", sent)
    again = drafter.submit(f"/reports/wells/{NUMBER}/send", sent, status=422)
    assert "不能再报" in again.text
    answer = drafter.submit(f"/reports/wells/{NUMBER}/answer", {"outcome": "returned"}, status=422)
    assert "写明对方退回的原因" in answer.text
    drafter.submit(f"/reports/wells/{NUMBER}/answer", {"outcome": "returned", "answer": "缺管网接通单"})
    assert "缺管网接通单" in drafter.page(f"/reports/wells/{NUMBER}").text
    following = drafter.submit("/reports/wells", {"month": "2023-06"})
    assert following.location == "/reports/wells/371525-2023-FB-06-2"


def test_its_files_have_units_and_stand_once_sent(sign_in: SignIn, store: Session, offices: Offices) -> None:
    client = sign_in(make_officer(store, Role.CLOSURE_OFFICER, Role.AGENCY_HEAD, agency=offices.water))
    client.submit("/reports/wells", {"month": "2023-06"})
    book = load_workbook(BytesIO(client.get(f"/reports/wells/{NUMBER}/xlsx").data))
    header = [cell.value for cell in book["本月封井"][1]]
    assert "全年压减（m³）" in header
    assert book["本月封井"].cell(2, header.index("全年压减（m³）") + 1).value == 36500
    assert client.get(f"/reports/wells/{NUMBER}/pdf").data.startswith(b"%PDF")
    assert client.get(f"/reports/wells/{NUMBER}/exe").status_code == 404


def test_who_sees_reports(sign_in: SignIn, store: Session, offices: Offices) -> None:
    sign_in(offices.reporter).submit("/reports/wells", {"month": "2023-06"})
    leader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=offices.water))
    assert NUMBER in leader.page("/reports/wells").text
    leader.submit("/reports/wells", {"month": "2023-05"}, status=403)
    township = sign_in(make_officer(store, Role.TOWNSHIP_LEAD, agency=offices.township, jurisdiction=WEST))
    assert NUMBER not in township.page("/reports/wells").text
    assert township.get(f"/reports/wells/{NUMBER}").status_code == 404


@pytest.mark.parametrize(("month", "words"), [("2099-01", "还没有开始"), ("六月", "写成 2023-11")])
def test_months_that_have_no_report(sign_in: SignIn, offices: Offices, month: str, words: str) -> None:
    answer = sign_in(offices.reporter).submit("/reports/wells", {"month": month}, status=422)
    assert words in answer.text
