"""Field work is kept: without a sign-in, on a revoked tablet, on a stick, in a killed page."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.demo.offices import PASSWORD
from casebook.kernel.ids import new_id
from casebook.wells.rules import WellStatus
from tests.e2e.pages.base import Screen
from tests.e2e.pages.field import Act, Round, Tablet, beside, picture_of
from tests.e2e.pages.wells import of_crowd

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.demo.register import DemoWell
    from tests.e2e.conftest import Visitor
    from tests.e2e.served import Served

WAITS = "等待网络"
ONE, TWO, THREE, FOUR, FIVE = (f"新井 {number}-{new_id().hex[-6:]}" for number in range(1, 6))
LONGEST_MS = 400
"""After so long, what was typed is on the disk, even of a busy machine."""


def in_use(number: int) -> DemoWell:
    return of_crowd(lambda one: one.township == QINGSHUI and one.status is WellStatus.IN_USE, number)


def patrolling(visitor: Visitor, well: DemoWell, name: str, notes: tuple[str, ...]) -> Tablet:
    """Return a tablet without a network, with a visit of an unregistered well for each note."""
    there = {"size": "tablet", "geolocation": beside(well), "permissions": ["geolocation"]}
    tablet = Tablet(visitor("inspector3", **there))
    tablet.register(name).take_township("清水镇").is_ready_offline().offline().tab("新建")
    tablet.page.get_by_text("巡查一个村").click()
    village = Round(tablet.page).begin(well.village.name)
    for note in notes:
        village.press("发现登记外的井")
        Act(tablet.page).photograph([picture_of(well)], "拍一张")
        village.write("说明", note).note_down()
    assert tablet.waiting() == [WAITS] * len(notes)
    return tablet


def leads_of(visitor: Visitor, note: str) -> int:
    leads = Screen(visitor("inspector")).open("/leads")
    return leads.main.get_by_text(note).count()


def test_a_full_outbox_waits_for_a_sign_in(visitor: Visitor) -> None:
    tablet = patrolling(visitor, in_use(20), "执法大队 3 号", (ONE, TWO))
    page = tablet.page
    page.context.clear_cookies()
    tablet.online().says("没有登录，记录登录后发送").tab("待传").says("登录后发送")
    assert tablet.look().waiting() == ["登录后发送"] * 2
    page.get_by_role("link", name="去登录").first.click()
    page.get_by_label("登录名").fill("inspector3")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    tablet.unlock().delivered(2)
    assert leads_of(visitor, TWO) == 1


def test_a_revoked_tablet_keeps_its_work_for_the_office(visitor: Visitor) -> None:
    tablet = patrolling(visitor, in_use(21), "丢失的平板", (THREE,))
    office = Screen(visitor("security")).open("/admin/devices")
    office.main.get_by_role("link", name="停用 丢失的平板").first.click()
    office.write("为什么停用", "平板遗失").press("停用平板")

    tablet.online().says("这台平板已于").look()
    tablet.tab("任务").says("平板上没有工作包")
    tablet.tab("待传").says("设备已停用，等待核查").look()
    assert leads_of(visitor, THREE) == 0

    head = Screen(visitor("casehead")).open("/operations?state=quarantined")
    with head.page.expect_navigation():
        head.main.get_by_role("row").filter(has_text="丢失的平板").first.get_by_role("link").first.click()
    head.look().write("处理理由", "平板已找回，内容属实").press("采用，重新入库")
    assert leads_of(visitor, THREE) == 1


def test_a_locked_outbox_travels_on_a_stick(visitor: Visitor, server: Served, tmp_path: Path) -> None:
    tablet = patrolling(visitor, in_use(22), "执法大队 4 号", (FOUR, FIVE))
    tablet.lock().look()
    stick = tablet.export(str(tmp_path))
    for _time in range(2):
        loaded = server.run("outbox", "load", stick, "--json")
        assert loaded.returncode == 0, loaded.stderr
        states = [answer["state"] for answer in json.loads(loaded.stdout)["answers"]]
        assert states == ["applied", "applied"]
    tablet.online().unlock().delivered(2)
    assert leads_of(visitor, FOUR) == leads_of(visitor, FIVE) == 1


def test_a_killed_page_loses_nothing(visitor: Visitor) -> None:
    well = in_use(23)
    there = {"size": "tablet", "geolocation": beside(well), "permissions": ["geolocation"]}
    tablet = Tablet(visitor("inspector", **there))
    tablet.register().take_township("清水镇").is_ready_offline().offline().open_well(well)
    act = Act(tablet.page).begin("行政检查").arrive().to("现场情况")
    route = tablet.page.url
    dice, written = Random(20261122), ""
    for _round in range(3):
        act.field("现场情况").focus()
        act.page.keyboard.press("Control+End")
        for letter in "水泵正在运行，出水管直通渠道，未见计量设施；":
            act.page.keyboard.insert_text(letter)
            act.page.wait_for_timeout(dice.randint(5, 60))
        written += "水泵正在运行，出水管直通渠道，未见计量设施；"
        act.page.wait_for_timeout(dice.randint(LONGEST_MS, 2 * LONGEST_MS))
        tablet = tablet.killed(route)
        act = Act(tablet.page).at("现场情况")
        assert act.field("现场情况").input_value() == written
    act.to("到场位置").says("距登记井位")
