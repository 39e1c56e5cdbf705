from __future__ import annotations

from typing import TYPE_CHECKING, Self

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator


class RoundSheet(Screen):
    """The wells of a township that are read by hand: one row, one dial."""

    def open_township(self, name: str) -> Self:
        self.open("/volumes/round")
        return self.choose("乡镇", name).press("筛选")

    def unread(self) -> list[str]:
        """Return the codes of the wells that were never read."""
        rows = self.main.get_by_role("table", name="抄表轮次").get_by_role("row")
        found = rows.filter(has=self.page.get_by_role("cell", name="—", exact=True))
        return [one.get_by_role("link").inner_text() for one in found.all()]

    def row(self, code: str) -> Locator:
        return self.main.get_by_role("row").filter(has_text=code)

    def write_dials(self, day: str, dials: Mapping[str, str]) -> Self:
        self.write("抄表日期", day)
        for code, dial in dials.items():
            self.field(f"{code} 的表底数").fill(dial)
        return self.press("写入读数")

    def insist(self, code: str) -> Self:
        """Say that a doubtful dial does show this."""
        self.row(code).get_by_label("照实录入").check()
        return self.press("写入读数")


class WellWater(Screen):
    """A well's readings, its months and what is asked about them."""

    def open_well(self, code: str) -> Self:
        return self.open(f"/volumes/wells/{code}")

    def month(self, month: str) -> Locator:
        table = self.main.get_by_role("table", name="各月水量是怎样得出的")
        return table.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=month))

    def asked(self, kind: str) -> Locator:
        """Return the row of a query."""
        table = self.main.get_by_role("table", name="疑问", exact=True)
        return table.get_by_role("row").filter(has_text=kind)

    def open_query(self, kind: str) -> Self:
        with self.page.expect_navigation():
            self.asked(kind).get_by_role("link").click()
        return self.look()

    def open_reading(self, day: str) -> Self:
        with self.page.expect_navigation():
            self.main.get_by_role("table", name="读数", exact=True).get_by_role("link", name=day).click()
        return self.look()
