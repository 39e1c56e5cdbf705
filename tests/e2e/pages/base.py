"""A page as a person works it: by labels, buttons and links; axe looks at each page that is opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from playwright.sync_api import expect

from tests.e2e import accessibility

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def worded(label: str) -> re.Pattern[str]:
    """Match a label with or without the mark of an optional field."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(选填)?\s*$")


class Screen:
    """One page, whatever it is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> Self:
        """Go to an address, which must answer, and look at what comes."""
        answer = self.page.goto(url)
        assert answer
        assert answer.ok, f"{url}: {answer.status}"
        return self.look()

    def look(self) -> Self:
        """Hold the page as it stands against axe."""
        self.page.wait_for_load_state("load")
        accessibility.check(self.page)
        return self

    @property
    def title(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def says(self, text: str) -> Self:
        """Wait until the page says something."""
        expect(self.main.get_by_text(text).filter(visible=True).first).to_be_visible()
        return self

    def told(self, text: str) -> Self:
        """Wait for a message of what was done."""
        expect(self.page.locator(".flashes").get_by_text(text).first).to_be_visible()
        return self

    def field(self, label: str) -> Locator:
        return self.main.get_by_label(worded(label))

    def write(self, label: str, text: str) -> Self:
        self.field(label).fill(text)
        return self

    def choose(self, label: str, option: str) -> Self:
        """Choose in a drop-down list by the words of an option, or by their beginning."""
        found = self.field(label)
        words = [one.inner_text() for one in found.locator("option").all()]
        found.select_option(label=next(one for one in words if one.startswith(option)))
        return self

    def pick(self, group: str, option: str) -> Self:
        """Pick one of a group of radio buttons."""
        self.main.get_by_role("group", name=worded(group)).get_by_role(
            "radio", name=option, exact=True
        ).check()
        return self

    def tick(self, label: str) -> Self:
        self.field(label).check()
        return self

    def press(self, name: str) -> Self:
        """Press a button, wait for the page that it leads to, and look at it."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=name, exact=True).first.click()
        return self.look()

    def follow(self, name: str | re.Pattern[str]) -> Self:
        """Follow a link, and look at the page."""
        exact = isinstance(name, str)
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def refused(self) -> list[str]:
        """Return what the summary of errors says."""
        summary = self.main.locator("[data-error-summary]")
        expect(summary).to_be_visible()
        return summary.get_by_role("listitem").all_inner_texts()
