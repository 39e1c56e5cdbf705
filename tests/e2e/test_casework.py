"""A case from its opening to the granted extension, and another from its re-check to the striking off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casebook.demo.pictures import Shot, draw
from casebook.kernel import clock
from tests.e2e.pages.base import Screen
from tests.e2e.pages.cases import CaseFile
from tests.e2e.pages.inspections import Record
from tests.e2e.pages.wells import CASE, PROBLEM, WellPage, of_story

if TYPE_CHECKING:
    import re

    from playwright.sync_api import Page

    from casebook.demo.register import DemoWell
    from tests.e2e.conftest import Visitor

MENDED = {
    "C01": "是",
    "C03": "是",
    "C06": "是",
    "C08": "否",
    "C10": "是",
    "C11": "是",
    "C14": "是",
    "C23": "不适用",
    "C32": "是",
}


def newest(page: Page, well: DemoWell, kind: re.Pattern[str]) -> CaseFile:
    """Open the newest problem or case of a well."""
    WellPage(page).open_well(well).follow_newest(kind)
    return CaseFile(page)


def test_a_case_is_opened_ordered_and_given_more_time(visitor: Visitor) -> None:
    well = of_story("never_permitted")
    file = newest(visitor("inspector"), well, PROBLEM)
    file.says("养殖场深井取水").open_case("涉嫌未经批准擅自取水", second="李雪")
    assert file.title == "涉嫌未经批准擅自取水"
    file.says("冠县综合行政执法局").says("相对集中处罚权").says("鲁政字〔2019〕演示1号")
    file.order("补办取水许可", "停止取水，限期申请取水许可", days=15)
    file.says("15 日").ask_for_time(10, "申请材料须补测井深，测量单位下周才能到场。")
    file.says("有一项延期申请等待审批")
    expect(file.page.get_by_role("link", name="审批延期申请")).to_have_count(0)

    head = newest(visitor("casehead"), well, CASE)
    head.grant_time().says("同意延期")
    head.main.get_by_text("这个日期怎么来的").last.click()
    head.look()


def test_a_case_is_verified_decided_and_struck_off(visitor: Visitor) -> None:
    well = of_story("no_meter")
    here = {"latitude": well.lat, "longitude": well.lon, "accuracy": 5}
    page = visitor("inspector", size="tablet", geolocation=here, permissions=["geolocation"])
    _recheck(page, well)
    newest(page, well, CASE).says("逾期").verify("计量设施已安装，运行正常。").says("已履行")

    newest(visitor("casehead"), well, CASE).decide(
        "行政处罚", "100000", "748号22、56①", "事实清楚，证据充分，裁量适当。"
    ).says("罚决字").says("100,000")

    own = newest(page, well, PROBLEM).follow("销号").write("销号意见", "整改到位。")
    own.main.get_by_role("button", name="销号", exact=True).click()
    assert any("整改" in line for line in own.refused())
    expect(own.field("销号意见")).to_have_value("整改到位。")

    other = newest(visitor("inspector3"), well, PROBLEM).strike_off("复查合格，处罚决定已执行。")
    other.says("已销号").says("钱静")
    Screen(visitor("leader")).open("/ledger?kind=problem_struck_off").says(well.code)


def _recheck(page: Page, well: DemoWell) -> None:
    record = Record(page)
    record.open(f"/inspections/new?well={well.code}")
    record.begin(second="李雪", kind="复查").arrive("张师傅").look_again("已整改")
    record.answer(MENDED).measure("C12", "12")
    record.describe("计量设施已安装，读数清晰。")
    at = clock.now() - timedelta(seconds=20)
    record.photograph("IMG_0002.jpg", draw(Shot("meter", well.code, at, well.lon, well.lat)), "水表表盘")
    record.check_through().press("提交检查记录")
    record.says("没有发现问题")
