"""`make screenshots`: the pictures of the README, taken of a fresh demonstration."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from casebook.demo.offices import PASSWORD
from tests.e2e.browser import CHINESE, DESK, TABLET, chromium
from tests.e2e.served import Served
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TARGET = ROOT / "docs" / "screenshots"
COLOURS = 128
PICTURES = (
    ("desk", "inspector", "/", DESK),
    ("wells", "permit", "/wells", DESK),
    ("map", "permit", "/map", DESK),
    ("problem", "casehead", "/problems", DESK),
    ("case", "casehead", "/cases", DESK),
    ("closure", "closure", "/closures", DESK),
    ("board", "leader", "/board?year=2023", DESK),
    ("posting", "leader", "/ledger?year=2023", DESK),
    ("inspection", "inspector", "/inspections", TABLET),
    ("board-820", "leader", "/board?year=2023", TABLET),
)
OPENED = frozenset({"case", "closure", "posting", "problem", "inspection"})
"""Lists of which the first record is shown."""


def take(browser: Browser, served: Served, name: str, login: str, url: str, size: dict[str, object]) -> None:
    context = browser.new_context(**CHINESE, **size)
    page = context.new_page()
    page.goto(f"{served.url}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button.button--primary")
    page.wait_for_load_state()
    page.goto(served.url + url)
    if name in OPENED:
        page.click("a.row-link >> nth=0")
        page.wait_for_load_state()
    if name == "map":
        page.wait_for_selector('[data-ready="true"]')
    save(page, name)
    context.close()


def save(page: Page, name: str) -> None:
    """Keep a picture small: few colours are enough for ink on paper."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(TARGET / f"{name}.png", optimize=True)


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder))
        try:
            with chromium() as browser:
                for picture in PICTURES:
                    take(browser, served, *picture)
        finally:
            served.stop()


if __name__ == "__main__":
    main()
