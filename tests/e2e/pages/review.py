from __future__ import annotations

from typing import Self

from tests.e2e.pages.base import Screen


class Queue(Screen):
    """The reviewer's queue and a record in it."""

    def open_record(self, code: str) -> Self:
        """Open the newest record of a well that waits for a verdict; the queue begins with the oldest."""
        self.open("/inspections/review")
        row = self.main.get_by_role("row").filter(has_text=code).last
        while not row.count():
            self.follow("下一页")
        with self.page.expect_navigation():
            row.get_by_role("link").first.click()
        return self.look()

    def open_newest(self, code: str) -> Self:
        """Open the newest record of a well, in whatever state."""
        self.open("/inspections")
        row = self.main.get_by_role("row").filter(has_text=code).first
        with self.page.expect_navigation():
            row.get_by_role("link").first.click()
        return self.look()

    def approve(self) -> Self:
        return self.press("通过")

    def send_back(self, note: str) -> Self:
        return self.write("意见", note).press("退回")
