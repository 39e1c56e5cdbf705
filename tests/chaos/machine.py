"""A tablet that dies and comes back: a browser with its profile on the disk."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import psutil
from playwright.sync_api import Error

from casebook.demo.offices import PASSWORD
from tests.e2e.browser import CHINESE, QUIET, TABLET
from tests.e2e.pages.field import PIN, Tablet, beside
from tests.support.processes import kill_tree
from tools.system import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Playwright

    from casebook.demo.register import DemoWell

PATIENCE_MS = 60_000


class Device:
    """A tablet: a browser with a profile of its own, which can be killed and started again."""

    def __init__(self, play: Playwright, folder: Path, url: str, login: str) -> None:
        self._play, self._folder, self._url = play, folder, url
        self.login = login
        self.kills = 0
        self.place: dict[str, float] | None = None
        self.is_offline = False
        self._context: BrowserContext | None = None
        self._start()

    @property
    def context(self) -> BrowserContext:
        assert self._context
        return self._context

    @property
    def page(self) -> Page:
        return self.context.pages[-1]

    @property
    def tablet(self) -> Tablet:
        return Tablet(self.page)

    def stand_at(self, well: DemoWell) -> None:
        self.place = beside(well)
        self.context.set_geolocation(self.place)

    def go_offline(self) -> None:
        self.is_offline = True
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.is_offline = False
        self.context.set_offline(False)

    def _start(self) -> None:
        self._context = self._play.chromium.launch_persistent_context(
            self._folder,
            executable_path=find_chromium(),
            args=[*QUIET, "--disable-session-crashed-bubble"],
            base_url=self._url,
            geolocation=self.place,
            permissions=["geolocation"],
            offline=self.is_offline,
            reduced_motion="reduce",
            **CHINESE,
            **TABLET,
        )
        self._context.set_default_timeout(PATIENCE_MS)

    def sign_in(self) -> None:
        self.page.goto("/sign-in?next=/field")
        self.page.get_by_label("登录名").fill(self.login)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/field*")

    def kill(self) -> None:
        """Kill the browser as a system short of memory does, and start it again on the same profile."""
        self.kills += 1
        for process in psutil.process_iter(["cmdline"]):
            words = process.info["cmdline"] or []
            is_ours = f"--user-data-dir={self._folder}" in words
            if is_ours and not any(word.startswith("--type=") for word in words):
                kill_tree(process)
        with suppress(Error):
            self.context.close()
        for lock in self._folder.glob("Singleton*"):
            lock.unlink()
        self._start()

    def reopen(self, route: str = "") -> Tablet:
        """Open the app, at a route, and unlock it."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while True:
            try:
                self.page.goto(f"/field{route}")
                break
            except Error:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
        return self.tablet.unlock(PIN)

    def close(self) -> None:
        self.context.close()
