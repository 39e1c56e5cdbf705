"""Two officers with a tablet each sign one record; it comes back from the reviewer and is filed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.wells.rules import WellStatus
from tests.e2e.pages.field import Act, Tablet, beside, picture_of
from tests.e2e.pages.review import Queue
from tests.e2e.pages.wells import of_crowd

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor

NOTE = "请补写水泵型号。"


def code_on(page: Page) -> bytes:
    """Take a picture of the code that a tablet shows."""
    picture = page.locator(".qr-picture")
    picture.evaluate("(picture) => picture.scrollIntoView({block: 'center'})")
    return picture.screenshot()


def test_two_tablets_sign_and_a_returned_record_is_filed_anew(visitor: Visitor) -> None:
    well = of_crowd(lambda one: one.township == QINGSHUI and one.status is WellStatus.IN_USE, 17)
    there = {"size": "tablet", "geolocation": beside(well), "permissions": ["geolocation"]}
    first, second = Tablet(visitor("inspector", **there)), Tablet(visitor("inspector2", **there))
    second.register("执法大队 2 号").take_township("清水镇").offline()
    first.register().take_township("清水镇").offline().open_well(well)
    act = Act(first.page).begin("行政检查")
    act.check("李雪", "王师傅", {"C01": "是", "C08": "否", "C30": "40"})
    act.next().write("现场情况", "水泵正在运行。").next().photograph([picture_of(well)]).next().paper(
        "王师傅"
    )

    act.press("用协办人员自己的平板签")
    second.tab("任务").scan(code_on(first.page)).says(well.code).press("我在现场，内容属实，签名")
    second.says("请主办人用他的平板扫这个码")
    first.press("扫对方的签名回执").show(code_on(second.page))
    first.page.locator(".signer[data-role=second][data-signed=true]").wait_for()
    act.look().next().file()
    second.press("关闭")
    assert second.waiting() == ["等待网络"]
    second.online().tab("待传").says("等它所属的记录到达")
    first.online().delivered(1)
    second.press("现在发送").delivered(1)

    record = Queue(visitor("casehead")).open_record(well.code)
    record.send_back(NOTE).told("已退回")

    first.press("现在发送").tab("任务").says(NOTE).look()
    task = first.main.locator(".field-task--returned").filter(has_text=well.code)
    task.get_by_role("button", name="改正重报").click()
    act.at("核对并提交").says(NOTE).look().to("现场情况")
    act.write("现场情况", "水泵正在运行，型号 QJ40。")
    act.to("笔录与签名").paper("王师傅").declare("0002").next().file()
    first.delivered(2)
    Queue(visitor("inspector2")).open_newest(well.code).says("QJ40")
