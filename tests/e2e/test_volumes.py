"""A clerk reads the meters of a township; what is doubtful is asked, answered and mended."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casebook.demo.cast import QINGSHUI
from casebook.demo.geography import TOWNSHIP_NAMES
from casebook.kernel import clock
from casebook.kernel.months import Month
from tests.e2e.pages.volumes import RoundSheet, WellWater

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

SMALLER = "表底数变小"


def test_a_round_with_a_doubtful_row(visitor: Visitor) -> None:
    today = clock.today()
    sheet = RoundSheet(visitor("permit")).open_township(TOWNSHIP_NAMES[QINGSHUI])
    sound, misread = sheet.unread()[:2]
    sheet.write_dials(f"{today - timedelta(days=25)}", {sound: "2000", misread: "1000"})
    sheet.told("已写入 2 眼井的读数")

    sheet.open_township(TOWNSHIP_NAMES[QINGSHUI])
    sheet.write_dials(f"{today}", {sound: "2125.5", misread: "116"})
    sheet.told("已写入 1 眼井的读数")
    expect(sheet.row(sound)).to_contain_text("2,125.5")
    expect(sheet.row(misread)).to_contain_text("的表底数 1000 小")
    sheet.insist(misread).told("已写入 1 眼井的读数")

    well = WellWater(sheet.page).open_well(misread)
    month = str(Month.of(today))
    expect(well.month(month)).to_contain_text("的 116 小于 1,000，不计水量")
    well.open_query(SMALLER).says("系统为什么起疑").says("待核")
    well.write("查明的情况", "抄表本少写一位，表盘照片是 1160。").press("不予采信").told("不予采信")

    well.open_well(misread).open_reading(f"{today}")
    well.write("正确的表底数", "1160").press("更正读数")
    assert any("请填写" in one for one in well.refused())
    well.write("更正理由", "抄表本少写一位，按表盘照片更正。").press("更正读数")
    well.told("已更正")
    expect(well.month(month)).to_contain_text(re.compile(r"1,160 − 1,000 = 160"))
    expect(well.month(month)).not_to_contain_text("不计水量")
    expect(well.month(month)).to_contain_text("改变")
    well.says("第 2 次写入：抄表本少写一位，按表盘照片更正。")
    well.asked(SMALLER).get_by_text("抄表本少写一位，表盘照片是 1160。").wait_for()
