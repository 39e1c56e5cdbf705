"""Reports leave by mail once, when they are due and ready, whatever comes between."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from casebook.access import Role
from casebook.access.actor import local_operator
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.kernel.months import Month
from casebook.notices.models import Dispatch, NoticeChannel
from casebook.notices.rules import Channel
from casebook.reports import actions
from casebook.reports.rules import MailedReport, months_due, read_addresses
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.ledger import close_month, post_closed_well
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.reports.models import ReportMailing

OCTOBER = Month(2023, 10)
SET = datetime(2023, 11, 2, 2, 0, tzinfo=UTC)
DUE = datetime(2023, 11, 5, 2, 0, tzinfo=UTC)
TO = "office@shuili.example.cn, leader@shuili.example.cn"


@pytest.fixture
def mailing(session: Session, file_store: Path) -> ReportMailing:
    """A county whose mail is on, with an open October, and a mailing of its closed months."""
    make_county(session)
    post_closed_well(session)
    session.add(
        NoticeChannel(
            county_code=COUNTY,
            channel=Channel.MAIL,
            is_on=True,
            facts={},
            version=1,
            changed_by="tester",
            changed_at=SET,
        )
    )
    operator = local_operator("tester", COUNTY)
    return actions.set_mailing(
        session, actor=operator, now=SET, report=MailedReport.MONTH, day=5, addresses=TO
    )


def post(session: Session, now: datetime) -> int:
    return actions.post_reports(session, now=now, words=lambda _report, month, number: (number, str(month)))


def test_each_address_gets_a_closed_month_once(session: Session, mailing: ReportMailing) -> None:
    assert post(session, DUE) == 0
    closed = close_month(session, OCTOBER)
    assert post(session, SET) == 0
    assert post(session, DUE) == 2
    assert post(session, datetime(2024, 3, 1, tzinfo=UTC)) == 0
    sent = session.scalars(select(Dispatch).order_by(Dispatch.rowid)).all()
    assert [one.address for one in sent] == TO.split(", ")
    assert sent[0].attachments == {
        f"{closed.number}.xlsx": closed.files["xlsx"],
        f"{closed.number}.pdf": closed.files["pdf"],
    }
    close_month(session, OCTOBER.next())
    actions.end_mailing(session, actor=local_operator("tester", COUNTY), now=DUE, mailing=mailing)
    assert post(session, datetime(2024, 3, 1, tzinfo=UTC)) == 0


@pytest.mark.usefixtures("mailing")
def test_what_an_outage_left_is_sent_afterwards(session: Session) -> None:
    for month in (OCTOBER, OCTOBER.next(), OCTOBER.plus(2)):
        close_month(session, month)
    assert post(session, datetime(2024, 1, 20, tzinfo=UTC)) == 6


def test_who_sets_mailings(session: Session) -> None:
    make_county(session)
    with pytest.raises(Forbidden):
        actions.set_mailing(
            session,
            actor=make_actor(session, Role.COUNTY_LEADER),
            now=SET,
            report=MailedReport.WELLS,
            day=5,
            addresses=TO,
        )


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "x@y.cn " * 3 + "q@@y.cn", "a" * 80 + "@y.cn"])
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(RuleBroken, match="mail"):
        read_addresses(typed)


def test_addresses_and_months() -> None:
    assert read_addresses("a@b.cn，a@b.cn；c@d.cn") == ("a@b.cn", "c@d.cn")
    assert months_due(OCTOBER, date(2023, 11, 4), 5) == []
    assert months_due(OCTOBER, date(2024, 1, 5), 5) == [OCTOBER, Month(2023, 11), Month(2023, 12)]
