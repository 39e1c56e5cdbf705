"""The page and the command that take a hotline's list in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from casebook.access import Role
from tests.factories.accounts import make_agency, make_officer
from tests.factories.deadlines import load_calendar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

LIST = "工单编号,受理时间,诉求内容,事发地址\nGX1,2023-05-30 09:10,夜里抽水,村西头\nGX2,没有日子,打井,村东头\n"


def test_the_page_says_what_became_of_each_row(sign_in: SignIn, store: Session) -> None:
    load_calendar(store)
    client = sign_in(make_officer(store, Role.CASE_HEAD, agency=make_agency(store)))
    assert client.page("/leads").links()["导入工单"] == "/leads/import"
    client.page("/leads/import")
    sent = {"channel": "hotline_12345", "file": (io.BytesIO(LIST.encode()), "工单.csv")}
    text = client.submit("/leads/import", sent, status=200).get_data(as_text=True)
    assert "登记 1 条" in text
    assert "时间“没有日子”读不出来" in text
    assert "GX1" in client.page("/leads").text
    missing = client.submit("/leads/import", {"channel": "hotline_12345"}, status=422)
    assert "请选择文件" in missing.get_data(as_text=True)


def test_who_registers_no_leads_imports_none(sign_in: SignIn, store: Session) -> None:
    sign_in(make_officer(store, Role.ARCHIVIST, agency=make_agency(store))).page("/leads/import", 403)
