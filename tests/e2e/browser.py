"""Debian's Chromium, quiet: no sandbox for root, no background networking, no talk but to the server."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Browser, sync_playwright

from tools.system import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page, Request

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--no-first-run",
    "--no-pings",
    "--mute-audio",
)
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
TABLET: dict[str, Any] = {
    "viewport": {"width": 820, "height": 1180},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}
SIZES = {"desk": DESK, "tablet": TABLET}
CHINESE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    program = find_chromium()
    assert program, "no Chromium: `make test` installs it, or name one in CASEBOOK_CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield browser
        browser.close()


class Watch:
    """What a browser context must not do: ask other hosts, fail in scripts, get errors from the server."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self._url = url
        self.faults: list[str] = []
        context.on("request", self._note_request)
        context.on("page", self._watch)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))

    def _watch(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self._note_error(message.text))
        page.on(
            "response",
            lambda response: (
                response.status >= 500 and self.faults.append(f"{response.status}: {response.url}")
            ),
        )

    def _note_error(self, text: str) -> None:
        # A refused form answers 422 and a refused page 403; the browser tells both as errors.
        if "Failed to load resource" not in text:
            self.faults.append(f"console: {text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self._url, "blob:", "data:")):
            self.faults.append(f"elsewhere: {request.url}")
