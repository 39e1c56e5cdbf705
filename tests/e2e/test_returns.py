"""A period of water returns, from the officer's round to the sheet for the tax office."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.demo.register import wells
from casebook.kernel import clock
from casebook.regions.rules import Aquifer
from tests.e2e.pages.base import Screen
from tests.e2e.pages.returns import ReportPage, ReturnsDesk

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

DAYS_OF_PLAN = 300
"""So many days ago the demonstration's plan was made; it is the plan of that day's year."""


def user_with_plan(page: Page, year: int) -> str:
    """Return a user of shallow wells who has a plan for the year and no sheet yet, as the pages say."""
    users = {well.parties[-1][1].name for well in wells() if well.parties and well.aquifer is Aquifer.SHALLOW}
    sheets = Screen(page).open("/returns/sheets").main.inner_text()
    plans = Screen(page).open(f"/plans?year={year}")
    for line in plans.main.get_by_role("table", name="乡镇计划").get_by_role("link").all():
        below = Screen(page.context.new_page()).open(line.get_attribute("href") or "")
        names = below.main.get_by_role("table", name="下级计划").get_by_role("link").all_inner_texts()
        below.page.close()
        for name in names:
            if name in users and name not in sheets:
                return name
    raise LookupError(year)


def test_from_the_round_to_the_tax_sheet(visitor: Visitor) -> None:
    year = (clock.today() - timedelta(days=DAYS_OF_PLAN)).year
    period = f"{year} 年第 1 季度"
    desk = ReturnsDesk(visitor("permit"))
    user = user_with_plan(desk.page, year)
    desk.open_round(period).told("的直报已经开始").open_return(user)
    if desk.main.get_by_role("link", name="审核通过", exact=True).count() == 0:
        desk.query("与电费单不符，请核对。")  # the demonstration's own was accepted
    place = desk.page.url

    firm = ReportPage(visitor()).open(desk.link).says(user)
    firm.report("").refused()
    firm.report("1200").told("报送成功")

    desk.open(place).says("已报").query("比上年少一半，请说明。").says("比上年少一半，请说明。")
    firm.open(desk.link).says("请核对后重新报送").says("比上年少一半，请说明。")
    firm.report("2400", note="上次漏了三月。").told("报送成功")
    desk.open(place).says("上次漏了三月。").accept().says("以前报过的")
    firm.open(desk.link).says("已经审核通过，不用再报")

    facts = {"用水户": user, "取用水行业": "制造业"}
    desk.try_sheet(facts, period=period, source="浅层").says("试算结果")
    desk.press("出具核定书").told("已出具")
    paper = desk.main.get_by_role("link", name="打印核定书").get_attribute("href")
    printed = desk.page.request.get(paper or "")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF-")
    assert printed.body() == desk.page.request.get(paper or "").body()
