"""Nothing typed is lost: not by a refusal, not by leaving the page, not by a server that stops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.base import Screen
from tests.e2e.pages.inspections import Record
from tests.e2e.pages.wells import PROBLEM, WellPage, of_story

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor
    from tests.e2e.served import Served

CAUSE = "涉嫌未经批准擅自凿井；当事人称已口头申请"
MOMENT = re.compile(r"^\d{4}-\d{2}-\d{2} ")
SECONDS_TO_SAVE_AGAIN = 40
"""The script tries again every quarter of a minute."""


def test_a_refused_form_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor("inspector")
    WellPage(page).open_well(of_story("water_seller")).follow_newest(PROBLEM)
    form = Screen(page).follow("立案").write("案由", CAUSE)
    form.main.get_by_role("button", name="呈批", exact=True).click()
    assert any("第二名执法人员" in line for line in form.refused())
    expect(form.field("案由")).to_have_value(CAUSE)
    form.look()


def test_a_form_that_was_left_is_offered_again(visitor: Visitor) -> None:
    page = visitor("inspector")
    WellPage(page).open_well(of_story("water_seller")).follow_newest(PROBLEM)
    form = Screen(page).follow("立案").write("案由", CAUSE)
    page.wait_for_function("() => Object.keys(localStorage).length > 0")
    place = page.url
    form.open("/wells").open(place)
    form.main.get_by_role("button", name="取回来").click()
    expect(form.field("案由")).to_have_value(CAUSE)
    page.evaluate("() => localStorage.clear()")


def test_a_record_survives_the_server(visitor: Visitor, server: Served) -> None:
    page = visitor("inspector", size="tablet")
    well = of_story("demo_farm")
    WellPage(page).open_well(well).follow(MOMENT)
    record = Record(page)
    server.stop()
    record.write("现场情况", "断网时写下的话：井旁新埋一根支管。")
    expect(record.main.locator("[data-save-state]")).to_contain_text("没有")
    server.start()
    expect(record.main.locator("[data-save-state]")).to_contain_text(
        "已保存", timeout=SECONDS_TO_SAVE_AGAIN * 1000
    )
    page.reload()
    expect(record.field("现场情况")).to_have_value("断网时写下的话：井旁新埋一根支管。")
