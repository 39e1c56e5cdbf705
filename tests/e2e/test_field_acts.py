"""What is done in the field besides the plain check: without a network, then looked at in the office."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.demo.cast import QINGSHUI
from casebook.demo.register import wells
from casebook.kernel import clock
from casebook.wells.rules import WellStatus
from tests.e2e.pages.base import Screen
from tests.e2e.pages.field import Act, Round, Tablet, beside, picture_of
from tests.e2e.pages.review import Queue
from tests.e2e.pages.wells import of_crowd

if TYPE_CHECKING:
    from casebook.demo.register import DemoWell
    from tests.e2e.conftest import Visitor

ANSWERED = {"C01": "是", "C08": "否", "C30": "40"}
NEW_WELL = "村东新打的井，无牌，未见表。"
WHERE = "清水镇"
AT_THE_WELL = {"size": "tablet", "permissions": ["geolocation"]}


def in_use(number: int) -> DemoWell:
    return of_crowd(lambda one: one.township == QINGSHUI and one.status is WellStatus.IN_USE, number)


def test_a_patrol_makes_leads_only(visitor: Visitor) -> None:
    well = in_use(8)
    tablet = Tablet(visitor("informant", geolocation=beside(well), **AT_THE_WELL))
    tablet.register("清水网格 1 号").take_township(WHERE).offline().again().tab("新建").look()
    village = Round(tablet.page).begin(well.village.name).look()
    village.visit(well.code).pick("现在怎样", "在用").look().note_down()
    village.visit().pick("现在怎样", "找不到井").note_down()
    village.press("发现登记外的井")
    Act(tablet.page).photograph([picture_of(well)], "拍一张")
    village.write("说明", NEW_WELL).note_down()
    village.says("已看 2 眼")
    assert tablet.waiting() == ["等待网络"] * 3
    tablet.online().delivered(3)

    leads = Screen(visitor("inspector")).open("/leads")
    leads.says(NEW_WELL).says("苗青")


def test_earlier_findings_are_asked_for_again(visitor: Visitor) -> None:
    tablet = Tablet(visitor("inspector", **AT_THE_WELL))
    act = Act(tablet.page)
    tablet.register().take_due("14").tab("任务").look()
    task = tablet.main.locator(".field-task").filter(has_text="接入取水在线监测平台")
    code = task.locator(".code").inner_text()
    tablet.stand_at(next(well for well in wells() if well.code == code)).offline()
    task.get_by_role("button", name="复查").click()
    act.arrive().next().officers("李雪").next().tell("厂方代表").next()
    act.at(re.compile("^以往问题")).pick("现在怎样", "已整改").write("说明", "已接入平台，数据正常。").look()
    act.next().answer(ANSWERED)
    act.next().write("现场情况", "在线计量设施运行正常。").next()
    act.photograph([picture_of(in_use(0), "meter")])
    act.next().paper("厂方代表").declare("0002").next().file()
    tablet.online().delivered(1)

    Queue(visitor("inspector2")).open_newest(code).says("已接入平台，数据正常。")


def test_an_order_on_the_spot_and_an_interview(visitor: Visitor) -> None:
    well = in_use(11)
    tablet = Tablet(visitor("inspector", geolocation=beside(well), **AT_THE_WELL))
    act = Act(tablet.page)
    tablet.register().take_township(WHERE).offline().open_well(well)
    act.begin("行政检查").check("李雪", "王师傅", ANSWERED)
    act.find("P20", "井口没有标识牌。").next().write("现场情况", "水泵正在运行。").next()
    act.photograph([picture_of(well)]).next().paper("王师傅").declare("0002").next()

    act.press("责令限期改正").at("要求和期限").write("要求", "补设标识牌。")
    act.write("改正期限", f"{clock.today() + timedelta(days=15)}").write("签收人", "王师傅").press(
        re.compile("^取文号")
    )
    number = act.page.get_by_text(re.compile("文号：")).inner_text().removeprefix("文号：")
    assert "限改" in number or "责改" in number
    act.look().next().paper("王师傅", "文书与签收").sign("second").look().next().says(
        "齐全。它会和检查记录一起提交"
    ).look()
    tablet.tab("新建").look()
    act.page.get_by_role("link", name=re.compile("^行政检查")).click()

    act.at("核对并提交").press("做询问笔录").at("被询问人").look()
    act.write("姓名", "王师傅").write("与本案关系", "管井员").write("询问地点", "井口")
    act.next().at("询问人").next().at("告知").look()
    act.tick("已向在场人出示执法证件").tick("已告知有权申请执法人员回避").tick(
        re.compile("^已告知：如实回答")
    )
    act.next().at("问与答").press(re.compile("^加入全部")).answer_questions("按实际情况回答。").look()
    act.next().next().paper("王师傅").sign("second").next().look().file("提交询问笔录")

    tablet.tab("新建")
    act.page.get_by_role("link", name=re.compile("^行政检查")).click()
    act.at("核对并提交").file("提交记录和 1 份责令文书")
    assert tablet.waiting() == ["等待网络"] * 3
    tablet.online().delivered(3)

    desk = Screen(visitor("inspector2"))
    desk.open("/papers").says(number)
    desk.open("/interviews").says(well.code)


def test_a_closure_is_accepted_on_site(visitor: Visitor) -> None:
    tablet = Tablet(visitor("acceptor", **AT_THE_WELL))
    act = Act(tablet.page)
    tablet.register("验收 1 号").take_due("14").tab("任务")
    task = tablet.main.locator(".field-task").filter(has=tablet.page.get_by_role("button", name="验收")).last
    number = task.locator("strong").inner_text()
    code = task.locator(".code").inner_text()
    well = next(well for well in wells() if well.code == code)
    tablet.stand_at(well).offline()
    task.get_by_role("button", name="验收").click()
    act.arrive().next().at("验收人员").choose("协办人员", "沈溪").look()
    act.next().tell("厂方代表", "出示证件和告知").next().at("封停做法逐项核对").look()
    for question in act.page.locator(".walk__body .big-choices").all():
        question.get_by_role("button", name="是", exact=True).click()
    act.next().at("施工前、中、后照片")
    for stage, scene in (("施工前", "head"), ("施工中", "works"), ("施工后", "closed")):
        act.photograph([picture_of(well, scene)], f"拍{stage}")
    act.look().next().at("四方签字").accept_signatures(f"{clock.today()}").look()
    act.next().look().file("提交验收")
    tablet.online().delivered(1)

    Screen(visitor("closure")).open(f"/closures/{number}").says("已验收")


@pytest.mark.parametrize("theme", ["日光", "深色"])
def test_in_other_themes(visitor: Visitor, theme: str) -> None:
    well = in_use(2)
    tablet = Tablet(visitor("inspector", geolocation=beside(well), **AT_THE_WELL))
    tablet.register().look().take_township(WHERE).press(theme).look()
    for tab in ("任务", "地图", "新建", "待传"):
        tablet.tab(tab).settle().look()
    tablet.open_well(well).look()
    Act(tablet.page).begin("勘验").look().to("勘验图").look().to("照片、录像、录音").look()
