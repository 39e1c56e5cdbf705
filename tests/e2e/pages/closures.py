from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from playwright.sync_api import expect

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping


class ClosureFile(Screen):
    """A closure: reported, photographed, accepted, confirmed."""

    def report(self, *, days: Mapping[str, str], baseline: str) -> Self:
        self.pick("封停来源", "年度封停计划").pick("封停方式", "永久封填")
        self.choose("替代水源", "公共供水管网")
        for label, day in days.items():
            self.write(label, day)
        self.choose("基数核算方法", "B1").write("核算基数", baseline).write("封停后剩余取水量", "0")
        self.write("依据材料", "2023–2025 年水表抄见台账").write("取水许可核减或注销情况", "已申请注销")
        return self.press("报告封停")

    def photograph(self, stage: str, name: str, picture: bytes, words: str) -> Self:
        part = self.main.locator(f"#stage-{stage}")
        if not part.locator("details").get_attribute("open") is not None:
            part.locator("summary").click()
        part.locator("input[type=file]").set_input_files(
            files=[{"name": name, "mimeType": "image/jpeg", "buffer": picture}]
        )
        expect(part.locator(".photo-preview__place")).not_to_contain_text("正在定位")
        part.get_by_label("拍的是什么").fill(words)
        with self.page.expect_navigation():
            part.get_by_role("button", name="保存照片").click()
        return self.look()

    def accept(self, signatures: Mapping[str, tuple[str, str]]) -> Self:
        for question in self.main.locator(".checklist-item").all():
            question.locator("label").filter(has_text=re.compile("^是$")).click()
        for role, (unit, name) in signatures.items():
            group = self.main.get_by_role("group", name=role, exact=True)
            group.get_by_label("单位").fill(unit)
            group.get_by_label("签字人").fill(name)
        return self.press("验收合格")

    def confirm(self, remark: str) -> Self:
        self.write("现场核对情况或联合验收单编号", remark)
        return self.press("确认")


class BoardPage(Screen):
    """The year's targets against what is booked."""

    def open_board(self) -> Self:
        return self.open("/board")

    def booked_wells(self) -> int:
        return int(self._row("封井眼数").get_by_role("link").first.inner_text())

    def open_booked_wells(self) -> Self:
        with self.page.expect_navigation():
            self._row("封井眼数").get_by_role("link").first.click()
        return self.look()

    def _row(self, indicator: str) -> object:
        table = self.main.get_by_role("table", name="全年任务完成情况")
        return table.get_by_role("row").filter(has_text=indicator)
