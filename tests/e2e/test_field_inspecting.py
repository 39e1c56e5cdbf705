"""A whole check without a network: from the registered tablet to the approved record and the problem list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.demo.cast import QINGSHUI
from casebook.wells.rules import MeterKind, WellStatus
from tests.e2e.pages.base import Screen
from tests.e2e.pages.field import Act, Tablet, beside, picture_of
from tests.e2e.pages.review import Queue
from tests.e2e.pages.wells import of_crowd

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

SEEN = {"C01": "是", "C06": "是", "C08": "否", "C10": "否", "C14": "是", "C30": "40"}


def test_a_check_without_a_network_to_the_problem_list(visitor: Visitor) -> None:
    well = of_crowd(
        lambda one: (
            one.township == QINGSHUI and one.meter is MeterKind.NONE and one.status is WellStatus.IN_USE
        ),
        3,
    )
    page = visitor("inspector", size="tablet", geolocation=beside(well), permissions=["geolocation"])
    tablet, act = Tablet(page), Act(page)
    tablet.register().look()
    tablet.take_township("清水镇").is_ready_offline().look()

    tablet.offline().again().open_well(well).look()
    act.begin("行政检查").arrive().look()
    act.next().officers("李雪").look()
    act.next().tell("王师傅，管井员").look()
    act.next().look().answer(SEEN)
    act.find("P10", "出水管直通渠道，未见计量设施。").look()
    act.next().write("现场情况", "水泵正在运行，出水管上没有计量设施。")
    act.next().photograph([picture_of(well, "bare_pipe"), picture_of(well)]).look()
    act.next().paper("王师傅").declare("0002").look()
    act.next().look().file()
    assert tablet.look().waiting() == ["等待网络"]

    tablet.online().delivered(1).look()

    record = Queue(visitor("casehead")).open_record(well.code)
    place = record.page.url
    assert "协办人员" in "".join(record.approve().refused())
    Queue(visitor("inspector2")).open(place).press("确认我参加了这次检查")
    record.open(place).approve().told("复核通过")
    Screen(record.page).open(f"/wells/{well.code}").says("P10")
