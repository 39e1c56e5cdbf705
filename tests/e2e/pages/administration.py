from __future__ import annotations

from typing import TYPE_CHECKING, Self

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Accounts(Screen):
    """Who may sign in, and where somebody has."""

    def open_account(self, facts: Mapping[str, str], *, agency: str, jurisdiction: str, role: str) -> str:
        """Open an account and return the first password, which is shown once."""
        self.open("/admin/officers").follow("开设账号")
        self.choose("所属机关", agency).choose("辖区", jurisdiction)
        self.main.get_by_role("checkbox", name=role, exact=True).check()
        for label, text in facts.items():
            self.write(label, text)
        self.press("开设账号").says("只显示这一次")
        return self.main.locator("dl.secret dd").last.inner_text().split()[0]

    def end_session_of(self, name: str) -> Self:
        self.open("/admin/sessions")
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=f"让它退出 {name}").first.click()
        return self.look()
