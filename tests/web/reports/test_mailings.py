"""Setting and ending what leaves by mail each month, in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.reports.models import ReportMailing
from tests.factories.accounts import make_agency, make_officer
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.accounts.models import Officer
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]

ASKED = {"report": "mailed_wells", "day": "6", "addresses": "office@shuili.example.cn"}


def test_a_mailing_is_set_and_ended(store: Session, sign_in: SignIn) -> None:
    make_county(store)
    agency = make_agency(store)
    store.commit()
    client = sign_in(make_officer(store, Role.AGENCY_HEAD, agency=agency))
    wrong = client.submit("/reports/mailings", {**ASKED, "day": "31"}, status=422)
    assert "每个月都有这一天" in wrong.text
    client.submit("/reports/mailings", ASKED)
    page = client.page("/reports/mailings")
    assert "office@shuili.example.cn" in page.text
    assert "邮件服务器还没有启用" in page.text
    mailing = store.query(ReportMailing).one()
    client.submit(f"/reports/mailings/{mailing.id}/end", {})
    assert "已停止" in client.page("/reports/mailings").text
    leader = sign_in(make_officer(store, Role.COUNTY_LEADER, agency=agency))
    leader.submit("/reports/mailings", ASKED, status=403)
