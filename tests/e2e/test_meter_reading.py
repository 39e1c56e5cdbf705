"""Meters are read without a network, sent later, and stand on the well's page; a month is estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casebook.demo.cast import QINGSHUI
from casebook.demo.geography import TOWNSHIP_NAMES
from casebook.kernel import clock
from casebook.kernel.months import Month
from casebook.wells.rules import MeterKind, WellStatus
from tests.e2e.pages.field import Act, MeterRound, Tablet, beside, picture_of
from tests.e2e.pages.volumes import RoundSheet, WellWater
from tests.e2e.pages.wells import of_crowd

if TYPE_CHECKING:
    from casebook.demo.register import DemoWell
    from tests.e2e.conftest import Visitor


def metered(number: int) -> DemoWell:
    """Return a well of Qingshui whose meter is read by hand."""
    return of_crowd(
        lambda one: (
            one.township == QINGSHUI and one.status is WellStatus.IN_USE and one.meter is MeterKind.MECHANICAL
        ),
        number,
    )


def test_meters_read_without_a_network(visitor: Visitor) -> None:
    today, well = clock.today(), metered(0)
    sheet = RoundSheet(visitor("permit")).open_township(TOWNSHIP_NAMES[QINGSHUI])
    before = Month.of(today).previous().first
    sheet.write_dials(f"{before}", {well.code: "1234"}).told("已写入 1 眼井的读数")

    there = {"size": "tablet", "geolocation": beside(well), "permissions": ["geolocation"]}
    tablet = Tablet(visitor("inspector", **there))
    tablet.register("抄表平板").take_township(
        TOWNSHIP_NAMES[QINGSHUI]
    ).is_ready_offline().offline().open_well(well)
    tablet.press("抄表")
    meter = MeterRound(tablet.page)
    meter.heading(well.code).says(f"{before} 的 1234 m³").look()

    meter.write("表底数", "12400").says("大了十倍以上").look()
    expect(meter.button("记下，抄下一块")).to_be_disabled()
    meter.write("表底数", "1200").says("小。翻转的勾选")
    meter.tick("照实录入：确实读到这个数").says("请拍下表盘。")
    meter.write("表底数", "1300.5")
    Act(tablet.page).photograph([picture_of(well, "meter")], "拍表盘")
    meter.note_down().look()

    left = meter.unread()
    if left:
        meter.begin(left[0]).pick("抄到了吗", "没能抄到").write(
            "原因", "井房上锁，电话无人接听。"
        ).note_down()
    sent = 2 if left else 1
    assert tablet.waiting() == ["等待网络"] * sent
    tablet.online().delivered(sent)

    page = WellWater(visitor("permit")).open_well(well.code)
    expect(page.month(str(Month.of(today)))).to_contain_text("1,300.5 − 1,234 = 66.5")
    page.says("抄表记录").look()
    page.open_reading(f"{today}").says("外业平板").says("表盘照片").look()


def test_a_month_without_a_meter_is_estimated(visitor: Visitor) -> None:
    well, month = metered(1), Month.of(clock.today()).previous()
    page = WellWater(visitor("permit")).open(f"/volumes/wells/{well.code}/estimates").look()
    with page.page.expect_navigation():
        page.main.get_by_role("link", name="推算一个月").click()
    page.look().write("月份", f"{month}").write("每小时或每单位水量", "12").write("小时数或数量", "800")
    page.write("依据材料", "开泵记录第 3 页").press("写入推算")
    assert any("总共只有" in one or "额定流量" in one for one in page.refused())
    page.write("每小时或每单位水量", "1").write("小时数或数量", "210").press("写入推算").told("推算已写入")
    page.says("1 m³/h × 210 h").says("按推算计水").look()
    page.open_well(well.code)
    page.page.goto(f"{page.page.url}?year={month.year}")
    expect(page.month(f"{month}")).to_contain_text("1 m³/h × 210 h")
