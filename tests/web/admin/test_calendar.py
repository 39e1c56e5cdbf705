"""The working calendar through the web: official and provisional years, uploads, clocks dated anew."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.deadlines import queries
from casebook.deadlines.rules import YearStatus
from casebook.deadlines.rules.years import provisional_year
from tests.factories.accounts import make_actor
from tests.factories.deadlines import load_calendar, make_term

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.support.page import CasebookClient


def notice(year: int = 2027, *extra: str) -> bytes:
    days = sorted(provisional_year(year).exceptions.items())
    lines = [f"{day},{int(item.is_working)},{item.name}" for day, item in days]
    return "\n".join(["date,is_working,name", *lines, *extra]).encode()


def upload(client: CasebookClient, content: bytes, status: int = 200, **changes: object) -> str:
    facts = {
        "file": (io.BytesIO(content), "2027.csv"),
        "status": "official",
        "source": "国办发明电〔2026〕试1号",
        **changes,
    }
    return client.submit("/admin/calendar", facts, status=status).get_data(as_text=True)


@pytest.fixture
def calendar(store: Session) -> None:
    load_calendar(store)
    store.commit()


def test_the_announced_years_are_loaded_with_one_click(store: Session, system: CasebookClient) -> None:
    assert "还没有日历" in system.page("/admin/calendar").text
    text = system.submit("/admin/calendar/official", status=200).get_data(as_text=True)
    assert "已公布：" in text
    assert "暂定：" in text
    assert queries.last_official_year(store) >= 2026
    again = system.submit("/admin/calendar/official", status=200).get_data(as_text=True)
    assert "没有新的内容，日历未变" in again


@pytest.mark.usefixtures("calendar")
def test_a_year_shows_its_days(system: CasebookClient) -> None:
    page = system.page("/admin/calendar")
    assert page.links()["2026"] == "/admin/calendar/2026"
    assert "暂定" in page.text
    year = system.page("/admin/calendar/2026")
    assert "2026-10-01" in year.text
    assert "国庆节" in year.text
    assert system.get("/admin/calendar/1999").status_code == 404


@pytest.mark.usefixtures("calendar")
def test_an_uploaded_notice_dates_clocks_anew_without_telling_of_cases(
    store: Session, system: CasebookClient
) -> None:
    actor = make_actor(store, Role.INSPECTOR)
    term = make_term(store, actor, started_on=date(2027, 2, 1), amount=10)
    before, title = term.due_on, term.title
    store.commit()
    text = upload(system, notice(2027, "2027-02-04,0,春节", "2027-02-20,1,春节"))
    store.expire_all()
    assert term.due_on != before
    assert "重新计算的期限：1 个" in text
    assert "责令改正期限" in text
    assert f"{before}" in text
    assert f"{term.due_on}" in text
    assert title not in text
    assert queries.get_year(store, 2027).status is YearStatus.OFFICIAL
    assert "国办发明电〔2026〕试1号" in text


@pytest.mark.usefixtures("calendar")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件里没有日期"),
        (b"2027-02-30,0,x", "第 1 行的日期"),
        (b"2027-01-01,maybe,x", "上班写 1，放假写 0"),
        (b"2027-01-01,0", "2027 年缺法定节假日"),
        (b"1999-01-01,0,x", "早于日历的起始年"),
        (b"\xff\xfe\x00\x00\xd8", "不是 UTF-8 或 GB18030"),
        (b"=cmd|' /C calc'!A0,0,x", "无法识别"),
    ],
)
def test_a_notice_that_cannot_be_used_changes_nothing(
    store: Session, system: CasebookClient, content: bytes, words: str
) -> None:
    text = upload(system, content, status=422)
    assert words in text
    assert "国办发明电〔2026〕试1号" in text
    assert queries.get_year(store, 2027).status is YearStatus.PROVISIONAL


def test_a_file_and_its_number_are_needed(system: CasebookClient) -> None:
    text = upload(system, b"", status=422, file=(io.BytesIO(b""), ""), source="")
    assert "请选择文件" in text
    assert "请填写通知文号" in text


@pytest.mark.usefixtures("calendar")
def test_a_notice_can_be_typed(store: Session, system: CasebookClient) -> None:
    nothing = (io.BytesIO(b""), "")
    typed = notice(2027, "2027-02-20,1,春节").decode()
    text = upload(system, b"", file=nothing, typed=typed)
    assert "2027" in text
    assert queries.get_year(store, 2027).status is YearStatus.OFFICIAL
    both = upload(system, notice(2027), status=422, typed=typed)
    assert "两样只用一样" in both
    assert "2027-02-20,1,春节" in both
