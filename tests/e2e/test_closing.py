"""A well is reported closed, accepted and confirmed; the board's figure opens down to the photograph."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.demo.pictures import Shot, draw
from casebook.kernel import clock
from casebook.wells.rules import WellStatus, WellUse
from tests.e2e.pages.closures import BoardPage, ClosureFile
from tests.e2e.pages.wells import CLOSURE, WellPage, of_crowd

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

SIGNED = {
    "施工单位": ("冠县清源钻井工程有限公司", "鲁工"),
    "监理单位或乡镇": ("清水镇人民政府", "马监"),
    "产权人": ("厂方代表", "刘厂长"),
    "水行政主管部门": ("冠县水利局", "陈岚"),
}


def test_from_the_report_to_the_photograph_behind_the_figure(visitor: Visitor) -> None:
    well = of_crowd(
        lambda one: (
            one.township == QINGSHUI
            and one.use in {WellUse.INDUSTRY, WellUse.LIVESTOCK}
            and one.status is WellStatus.IN_USE
            and one.permit is not None
        )
    )
    today = clock.today()
    board = BoardPage(visitor("leader")).open_board()
    before = board.booked_wells()

    closure = ClosureFile(visitor("closure"))
    closure.open("/closures").follow("报告封停").write("取水井编号", well.code[6:])
    closure.press("找这眼井").follow(well.code) if closure.page.url.count("well=") == 0 else None
    closure.report(
        days={
            "封停日期": f"{today - timedelta(days=1)}",
            "替代水源接通日期": f"{today - timedelta(days=3)}",
        },
        baseline="1.2万",
    )
    for stage, scene, words in (
        ("before", "head", "封填前井口"),
        ("during", "works", "灌注水泥浆"),
        ("after", "closed", "井盖和编号"),
    ):
        picture = draw(Shot(scene, well.code, clock.now(), well.lon, well.lat))
        closure.photograph(stage, f"{stage}.jpg", picture, words)
    closure.says("封填前井口").says("井盖和编号")
    place = closure.page.url

    acceptor = ClosureFile(visitor("acceptor")).open(place)
    acceptor.follow("验收").accept(SIGNED).says("已验收")
    lead = ClosureFile(visitor("qingshui", size="tablet")).open(place)
    lead.follow("确认并入账").confirm("现场查验，井已封填，与验收记录一致。").says("已确认入账")

    board.open_board()
    assert board.booked_wells() == before + 1
    board.open_booked_wells().says(well.code)
    board.main.get_by_role("row").filter(has_text=well.code).get_by_role("link").first.click()
    board.page.wait_for_url("**/ledger/*")
    board.look().says("12,000" if "压减水量" in board.title else "封停机井")
    board.follow("井盖和编号")
    assert board.title == "井盖和编号"
    board.says("保管链")
    WellPage(board.page).open_well(well).says("已封填").follow_newest(CLOSURE)
