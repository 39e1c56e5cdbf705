"""An inspector with a tablet at a well: from the sign-in to the numbered line of the problem list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.demo.offices import PASSWORD
from casebook.demo.pictures import Shot, draw
from casebook.kernel import clock
from casebook.wells.rules import MeterKind, WellStatus
from tests.e2e.pages.base import Screen
from tests.e2e.pages.inspections import Record
from tests.e2e.pages.sign_in import SignIn
from tests.e2e.pages.wells import PROBLEM, of_crowd

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

GOOD = {"C01": "是", "C03": "不适用", "C06": "是", "C08": "否", "C11": "不适用", "C14": "是"} | {
    "C23": "不适用",
    "C32": "是",
}


def test_from_the_sign_in_to_the_problem_list(visitor: Visitor) -> None:
    well = of_crowd(
        lambda one: (
            one.township == QINGSHUI and one.meter is MeterKind.NONE and one.status is WellStatus.IN_USE
        )
    )
    here = {"latitude": well.lat + 0.00005, "longitude": well.lon, "accuracy": 6}
    page = visitor(size="tablet", geolocation=here, permissions=["geolocation"])
    SignIn(page).enter("inspector", PASSWORD)

    record = Record(page)
    record.follow("开始检查").find_well(well.code[6:]).follow(well.code)
    record.begin(second="李雪").arrive("王师傅，管井员")
    record.says("距登记井位 6 m").says("设备定位")
    record.answer(GOOD).answer({"C10": "否"}).measure("C30", "40").describe(
        "水泵正在运行，出水管上没有计量设施。"
    )
    record.find("P10", "出水管直通渠道，未见计量设施。")
    now = clock.now() - timedelta(seconds=30)
    picture = draw(Shot("bare_pipe", well.code, now, well.lon, well.lat))
    record.photograph("IMG_0001.jpg", picture, "出水管，无计量设施")
    record.says("出水管，无计量设施")

    record.check_through()
    record.write("整改时限", "15").choose("时限单位", "工作日")
    record.submit()
    record.says("P10　未安装计量设施").follow(PROBLEM)
    assert record.title == "P10 未安装计量设施"
    record.says("列入问题清单").says("15")

    problems = Screen(page).open("/problems")
    problems.main.get_by_text(well.code).first.wait_for()
    assert re.search(r"已入清单|整改中", problems.main.inner_text())
