"""The map and the list beside it say the same, under one filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casebook.demo.cast import QINGSHUI
from casebook.demo.register import wells
from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Visitor


def drawn(page: Page) -> Screen:
    expect(page.locator("[data-map]")).to_have_attribute("data-ready", "true")
    return Screen(page).look()


def in_legend(page: Page) -> int:
    figures = page.locator(".map-panel__legend .unit").all_inner_texts()
    return sum(int(figure.replace(",", "")) for figure in figures if figure)


def test_the_filter_holds_for_both(visitor: Visitor) -> None:
    page = visitor("inspector")
    shown = Screen(page).open("/map")
    drawn(page)
    assert in_legend(page) == len(wells())
    shown.choose("乡镇（街道）", "清水镇").press("筛选")
    drawn(page)
    here = sum(well.township == QINGSHUI for well in wells())
    assert in_legend(page) == here
    shown.says(f"共 {here} 眼")
    rows = page.locator("[data-row]")
    assert all(code.startswith(QINGSHUI) for code in rows.locator("th").all_inner_texts())
    page.goto(page.url)
    drawn(page)
    assert in_legend(page) == here


def test_a_well_on_the_map_lights_its_row_and_opens(visitor: Visitor) -> None:
    page = visitor("inspector", size="tablet")
    code = wells()[0].code
    Screen(page).open(f"/wells/{code}")
    drawn(page)
    box = page.locator(".map-panel__canvas").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    card = page.locator(".map-panel__card")
    expect(card).to_contain_text(code)
