"""One server for all journeys, a browser, and officers who are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from casebook.demo.offices import PASSWORD
from tests.e2e.browser import CHINESE, SIZES, Watch, chromium
from tests.e2e.served import Served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, StorageState

    Visitor = Callable[..., Page]

SECONDS_TO_WAIT = 15
expect.set_options(timeout=SECONDS_TO_WAIT * 1000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("demonstration"))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def cookies() -> dict[str, StorageState]:
    """Who has signed in already: a password costs a quarter of a second."""
    return {}


@pytest.fixture
def visitor(server: Served, browser: Browser, cookies: dict[str, StorageState]) -> Iterator[Visitor]:
    """Open a browser for somebody: `visitor("inspector", size="tablet")`; for nobody without a login."""
    opened = []

    def act(login: str = "", *, size: str = "desk", **options: object) -> Page:
        kept = {"storage_state": cookies[login]} if login in cookies else {}
        context = browser.new_context(
            base_url=server.url, reduced_motion="reduce", **CHINESE, **SIZES[size], **kept, **options
        )
        context.set_default_timeout(SECONDS_TO_WAIT * 1000)
        opened.append((context, Watch(context, server.url)))
        page = context.new_page()
        if login and login not in cookies:
            sign_in(page, login)
            cookies[login] = context.storage_state()
        return page

    yield act
    for context, watch in opened:
        context.close()
        assert watch.faults == []


def sign_in(page: Page, login: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
