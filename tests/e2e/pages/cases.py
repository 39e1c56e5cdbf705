from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playwright.sync_api import Locator, Page

RENDERING_TRIES = 30


class CaseFile(Screen):
    """Problems, cases and measures: each step is a form of its own."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._number = ""

    @property
    def number(self) -> str:
        """The case's number; its page has been open once."""
        return self._number

    @property
    def url(self) -> str:
        return f"/cases/{self._number}"

    @property
    def rail(self) -> Locator:
        """The next lawful step, with what is still missing for it."""
        return self.main.locator(".next-step")

    @property
    def events(self) -> list[str]:
        """The chronology, as it stands."""
        return self.main.locator(".timeline__entry").all_inner_texts()

    @property
    def fine(self) -> str:
        return self.main.locator("[name=fine]").input_value()

    def reopen(self) -> Self:
        """See the case as others have left it."""
        return self.open(self.url)

    def open_case(self, cause: str, second: str) -> Self:
        """Ask for the filing of a case over a problem (立案呈批)."""
        self.follow("立案").write("案由", cause).write("案件来源", "日常检查")
        self.write("初步查明的事实", "现场检查发现，建议立案查处。")
        self.choose("第二名执法人员", second).press("呈批")
        self._number = self.main.locator(".page-header__number").inner_text()
        return self

    def comes_next(self, step: str) -> Self:
        """Hold that the rail shows a step as the next."""
        expect(self.rail.get_by_role("heading", level=2)).to_have_text(step)
        return self

    def lacks(self, words: str) -> Self:
        """Hold that the rail names something that is missing, and so has no button."""
        expect(self.rail.get_by_role("listitem").filter(has_text=words)).to_be_visible()
        expect(self.rail.locator(".button")).to_have_count(0)
        return self

    def runs(self, clock: str) -> Self:
        """Hold that a clock is on the rail and runs."""
        found = self.main.locator(".clock").filter(has=self.page.get_by_text(clock, exact=True))
        expect(found.first).to_contain_text("还剩")
        return self

    def mend(self, lack: str) -> Self:
        """Go from what is missing to where it is mended."""
        with self.page.expect_navigation():
            self.rail.get_by_role("link", name=lack).click()
        return self.look()

    def step(self, name: str) -> Self:
        """Go on to the next step, for which nothing is missing."""
        self.comes_next(name)
        with self.page.expect_navigation():
            self.rail.get_by_role("link", name=name, exact=True).click()
        return self.look()

    def follow_task(self, step: str, number: str) -> Self:
        """Go from the desk to the step of a case that waits there."""
        task = self.main.locator(".task").filter(has_text=number)
        with self.page.expect_navigation():
            task.get_by_role("link", name=step, exact=True).click()
        self._number = number
        return self.look().step(step)

    def follow_last_event(self) -> Self:
        """Open the paper or approval of the newest event that has one."""
        with self.page.expect_navigation():
            self.main.locator(".timeline a").last.click()
        return self.look()

    def ask_approval(self, lack: str, text: str) -> Self:
        """Send the 审批表 of the next step on its way."""
        return self.mend(lack).write("承办人意见", text).press("提请审批").told("已提请审批")

    def propose(self, *, yuan: int, reason: str = "") -> Self:
        """Fill in what is proposed for the party."""
        self.main.locator("[name=fine]").fill(str(yuan))
        return self.write("理由和裁量", reason) if reason else self

    def order(self, kind: str, demand: str, days: int) -> Self:
        self.follow("责令措施和决定").follow("责令改正").choose("措施", kind).write("具体要求", demand)
        self.write("责令改正期限", str(days)).choose("期限单位", "自然日")
        return self.press("责令改正")

    def ask_for_time(self, days: int, reason: str) -> Self:
        self.follow("责令措施和决定").follow("申请延期").write("延长", str(days)).write("理由", reason)
        return self.press("提交申请")

    def grant_time(self) -> Self:
        self.follow("责令措施和决定").follow("审批延期申请").pick("意见", "同意延期")
        return self.press("提交意见")

    def verify(self, note: str) -> Self:
        """Record that the newest re-check found the order met."""
        self.follow("责令措施和决定").follow("记录复查结果")
        chosen = self.field("依据的复查记录")
        chosen.select_option(index=chosen.locator("option").count() - 1)
        self.pick("复查结果", "已按要求完成").write("情况说明", note)
        return self.press("记录结果")

    def strike_off(self, remark: str) -> Self:
        self.follow("销号").write("销号意见", remark)
        return self.press("销号")


class Signer(Screen):
    """Who answers the 审批表: finds it among what waits, opens it, signs.

    Many sign alike, so axe does not look here: `test_pages` shows it these pages.
    """

    def agree(self, title: str, case: str) -> Self:
        self.page.goto("/approvals")
        row = self.main.get_by_role("row").filter(has_text=case).filter(has_text=title)
        row.get_by_role("link").first.click()
        self.pick("意见", "同意").write("说明", "情况属实，同意。")
        self.main.get_by_role("button", name="签批", exact=True).click()
        return self.told("意见已签")

    def finds_nothing(self, case: str) -> Self:
        """Hold that nothing of a case waits here yet: it is another's turn."""
        self.page.goto("/approvals")
        expect(self.main.get_by_role("row").filter(has_text=case)).to_have_count(0)
        return self


class Papers(Screen):
    """A paper: drafted, issued, sealed, checked, served."""

    def wait_for_file(self, url: str) -> Self:
        """Open a paper that waits for its seal, once the worker has made its file."""
        row = self.main.locator(f"a[href='{urlsplit(url).path}']")
        expect(row).to_be_visible()
        row.click()
        file = self.main.get_by_role("link", name="DOCX", exact=True)
        for _try in range(RENDERING_TRIES):
            if file.count():
                break
            self.page.wait_for_timeout(500)
            self.page.reload()
        expect(file).to_be_visible()
        return self.look()

    def seal(self, scan: bytes) -> Self:
        """Enter the use of the seal with the scan of the sealed paper."""
        self.follow("用印").write("用印份数", "3")
        chosen = {"name": "盖章件.png", "mimeType": "image/png", "buffer": scan}
        self.field("盖章后的扫描件（PDF 或图片）").set_input_files(files=[chosen])
        return self.press("登记用印").says("用印中")

    def check_seal(self) -> Self:
        """Find that the scan is this paper, as another than who sealed it."""
        self.follow("复核用印").pick("复核结果", "扫描件就是这份文书，印章清晰完整")
        return self.press("登记复核结果").says("已用印")

    def serve(self, chosen: Mapping[str, str], typed: Mapping[str, str]) -> Self:
        self.follow("登记送达")
        for label, option in chosen.items():
            self.choose(label, option)
        for label, text in typed.items():
            self.write(label, text)
        return self.press("登记")
