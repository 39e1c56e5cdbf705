"""`make screenshots`: the pictures of the README and the guides, taken of a fresh demonstration.

Usage: python -m tests.e2e.screenshots [NAME …]. Each picture goes to docs/screenshots, in few colours, so
that it stays below 250 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from casebook.demo.fieldwork import crowd
from casebook.demo.sheet import write_register
from tests.e2e.browser import CHINESE, SIZES, chromium
from tests.e2e.conftest import sign_in
from tests.e2e.pages.field import Act, Tablet, beside
from tests.e2e.pages.wells import CASE, CLOSURE, PROBLEM, of_story
from tests.e2e.served import Served
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern

    from playwright.sync_api import Browser, Page, StorageState

    from casebook.demo.register import DemoWell

FOLDER = ROOT / "docs" / "screenshots"
COLOURS = 192
LARGEST = 250_000
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, at what, on which screen."""

    name: str
    login: str
    show: Callable[[Page], object]
    size: str = "desk"
    height: int = 900
    well: DemoWell | None = None
    """Where the tablet is; None for an office."""


def _at(url: str) -> Callable[[Page], object]:
    return lambda page: page.goto(url)


def _of_well(key: str, kind: Pattern[str] | None = None) -> Callable[[Page], None]:
    """Show a well of the demonstration, or its newest problem, case or closure."""

    def show(page: Page) -> None:
        page.goto(f"/wells/{of_story(key).code}")
        if kind is not None:
            page.locator("main").get_by_role("link", name=kind).first.click()

    return show


def _visit(key: str) -> Callable[[Page], None]:
    """Show a well's first inspection."""

    def show(page: Page) -> None:
        page.goto(f"/wells/{of_story(key).code}")
        page.locator("#inspections th a").last.click()

    return show


def _record(page: Page) -> None:
    """Show the checklist of a record that is being written."""
    page.goto(f"/wells/{of_story('network_at_hand').code}")
    page.locator("#inspections th a").first.click()
    page.locator("#checklist").wait_for()
    page.evaluate("() => document.querySelector('#checklist').scrollIntoView()")


def _preview(page: Page) -> None:
    """Show the preview of a messy register."""
    target = io.BytesIO()
    write_register(target)
    page.goto("/wells/import")
    file = {"name": "补登台账2026.xlsx", "mimeType": SHEET, "buffer": target.getvalue()}
    page.get_by_label("台账文件").set_input_files(files=[file])
    for name in ("下一步：对应列", "下一步：预览"):
        with page.expect_navigation():
            page.get_by_role("button", name=name).click()


def _posting(page: Page) -> None:
    """Show what stands behind a figure: the posting of a reduction."""
    _of_well("machine_works", CLOSURE)(page)
    page.locator("a[href^='/ledger/']").last.click()


def _review(page: Page) -> None:
    """Show what the examination of a case's file finds."""
    _of_well("network_at_hand", CASE)(page)
    page.goto(f"{page.url.split('?')[0]}/review")


def _newest_return(page: Page) -> None:
    """Show a checked return of closed wells, line by line."""
    page.goto("/closures/returns")
    page.locator("main th a").first.click()


def _evidence(page: Page) -> None:
    """Show a photograph that another one corrects."""
    page.goto("/evidence?kind=audiovisual")
    page.locator(".file__name a", has_text="更正").first.click()
    page.get_by_text("这一份更正了").wait_for()


def _field(show: Callable[[Tablet], object]) -> Callable[[Page], None]:
    """Register the tablet, take a township along, cut the network, and go on from there."""

    def shown(page: Page) -> None:
        tablet = Tablet(page).register("执法局平板 3").take_township("清水镇").is_ready_offline().offline()
        show(tablet)
        page.wait_for_timeout(SECONDS_TO_DRAW * 1000)

    return shown


def _well(tablet: Tablet) -> None:
    """Show the well beside which the officer stands."""
    tablet.open_well(OUTSIDE)


def _check(tablet: Tablet) -> None:
    """Show the checklist of a visit."""
    act = Act(tablet.open_well(OUTSIDE).page).begin("行政检查").arrive()
    act.next().officers("李雪").next().tell("张师傅").next()


SECONDS_TO_DRAW = 2
"""The map's, after its last tile is asked for."""
OUTSIDE = crowd()[-6]
PICTURES = (
    Picture("sign-in", "", _at("/sign-in"), height=720),
    Picture("desk", "inspector", _at("/")),
    Picture("wells", "inspector", _at("/wells")),
    Picture("well", "inspector", _of_well("two_faults"), height=1100),
    Picture("map", "inspector", _at("/map"), height=1180),
    Picture("import", "permit", _preview, height=1000),
    Picture("inspection", "inspector", _visit("bypass"), height=1100),
    Picture("problem", "inspector", _of_well("bypass", PROBLEM), height=1000),
    Picture("case", "casehead", _of_well("network_at_hand", CASE), height=1000),
    Picture("papers", "inspector", _at("/documents")),
    Picture("leads", "casehead", _at("/leads")),
    Picture("penalties", "casehead", _at("/penalties/match?act=P10")),
    Picture("review", "casehead", _review, height=1000),
    Picture("permits", "permit", _at("/permits")),
    Picture("plans", "permit", _at("/plans"), height=1000),
    Picture("water", "permit", _at("/volumes"), height=1100),
    Picture("returns", "permit", _at("/returns"), height=1000),
    Picture("screening", "casehead", _at("/screening"), height=1000),
    Picture("closure-return", "closure", _newest_return, height=1000),
    Picture("closure", "leader", _of_well("machine_works", CLOSURE), height=1100),
    Picture("board", "leader", _at("/board?year=2023"), height=1100),
    Picture("posting", "leader", _posting, height=1100),
    Picture("evidence", "inspector", _evidence, height=1100),
    Picture("field-tasks", "inspector", _field(lambda tablet: tablet.tab("任务")), "tablet", well=OUTSIDE),
    Picture("field-map", "inspector", _field(lambda tablet: tablet.tab("地图")), "tablet", well=OUTSIDE),
    Picture("field-well", "inspector", _field(_well), "tablet", well=OUTSIDE),
    Picture("field-check", "inspector", _field(_check), "tablet", well=OUTSIDE),
    Picture("inspection-820", "inspector", _record, "tablet"),
    Picture("case-820", "casehead", _of_well("network_at_hand", CASE), "tablet"),
    Picture("board-820", "leader", _at("/board?year=2023"), "tablet"),
)


def main(names: list[str]) -> None:
    """Take the pictures with these names, all without any."""
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown:
        sys.exit(f"no such picture: {', '.join(sorted(unknown))}")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        server = Served(Path(folder))
        try:
            with chromium() as browser:
                _take_all(browser, server.url, [one for one in PICTURES if not names or one.name in names])
        finally:
            server.stop()


def _take_all(browser: Browser, url: str, pictures: list[Picture]) -> None:
    cookies: dict[str, StorageState] = {}
    for picture in pictures:
        screen = dict(SIZES[picture.size])
        if picture.size == "desk":
            screen["viewport"] = {"width": 1280, "height": picture.height}
        if picture.well:
            screen |= {"geolocation": beside(picture.well), "permissions": ["geolocation"]}
        kept = cookies.get(picture.login)
        with browser.new_context(
            base_url=url, reduced_motion="reduce", **CHINESE, **screen, storage_state=kept
        ) as context:
            page = context.new_page()
            if picture.login and kept is None:
                sign_in(page, picture.login)
                cookies[picture.login] = context.storage_state()
            picture.show(page)
            page.wait_for_load_state("networkidle")
            size = _keep(page.screenshot(), FOLDER / f"{picture.name}.png")
        sys.stdout.write(f"{picture.name:16} {size // 1000} kB\n")


def _keep(shot: bytes, path: Path) -> int:
    """Write a screenshot in few colours and return its size in bytes."""
    with Image.open(io.BytesIO(shot)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        sys.exit(f"{path.name} has {size} bytes, more than {LARGEST}")
    return size


if __name__ == "__main__":
    main(sys.argv[1:])
