from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEND = re.compile("^(报送|再报一次)$")


class ReturnsDesk(Screen):
    """The officer's side: a round is opened, returns are queried and accepted, sheets are issued."""

    def open_round(self, period: str) -> Self:
        self.open("/returns").follow("开始一期直报")
        return self.choose("期别", period).press("开始")

    def open_return(self, user: str) -> Self:
        self.write("用水户", user).press("筛选")
        return self.follow(user)

    @property
    def link(self) -> str:
        """The address that the user is given."""
        button = self.main.get_by_role("button", name="复制链接", exact=True)
        return button.get_attribute("data-copy") or ""

    def query(self, reason: str) -> Self:
        self.main.locator("summary").filter(has_text="更多").click()
        return self.follow("退回查询").write("原因", reason).press("退回查询")

    def accept(self) -> Self:
        return self.follow("审核通过").press("审核通过")

    def try_sheet(self, facts: Mapping[str, str], *, period: str, source: str) -> Self:
        self.open("/returns/sheets").follow("出具核定书")
        for label, words in facts.items():
            self.write(label, words)
        return self.choose("所属期", period).choose("水源", source).press("试算")


class ReportPage(Screen):
    """The user's side: a page behind a link, without an account."""

    def report(self, volume: str, *, note: str = "") -> Self:
        for field in self.main.get_by_label("本期取水量").all():
            field.fill(volume)
        self.write("填报人", "刘会计").write("联系电话", "10076840000").write("说明", note)
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=_SEND).click()
        return self.look()
