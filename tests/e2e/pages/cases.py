from __future__ import annotations

from typing import Self

from tests.e2e.pages.base import Screen


class CaseFile(Screen):
    """Problems, cases and measures: each step is a form of its own."""

    def open_case(self, cause: str, second: str) -> Self:
        self.follow("立案").write("案由", cause).write("初步查明的事实", "现场检查发现，建议立案查处。")
        return self.choose("第二名执法人员", second).press("呈批")

    def order(self, kind: str, demand: str, days: int) -> Self:
        self.follow("责令措施和决定").follow("责令改正").choose("措施", kind).write("具体要求", demand)
        self.write("责令改正期限", str(days)).choose("期限单位", "自然日")
        return self.press("责令改正")

    def ask_for_time(self, days: int, reason: str) -> Self:
        self.follow("申请延期").write("延长", str(days)).write("理由", reason)
        return self.press("提交申请")

    def grant_time(self) -> Self:
        self.follow("审批延期申请").pick("意见", "同意延期")
        return self.press("提交意见")

    def verify(self, note: str) -> Self:
        """Record that the newest re-check found the order met."""
        self.follow("记录复查结果")
        chosen = self.field("依据的复查记录")
        chosen.select_option(index=chosen.locator("option").count() - 1)
        self.pick("复查结果", "已按要求完成").write("情况说明", note)
        return self.press("记录结果")

    def decide(self, kind: str, fine: str, basis: str, reason: str) -> Self:
        self.follow("记录决定").pick("决定类别", kind)
        self.write("罚款", fine).write("法律依据", basis).write("认定的事实与理由", reason)
        return self.press("记录决定")

    def strike_off(self, remark: str) -> Self:
        self.follow("销号").write("销号意见", remark)
        return self.press("销号")
