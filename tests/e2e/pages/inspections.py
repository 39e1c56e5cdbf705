from __future__ import annotations

from typing import TYPE_CHECKING, Self

from playwright.sync_api import expect

from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from collections.abc import Mapping


class Record(Screen):
    """The record of a visit, which saves itself while it is written."""

    def find_well(self, text: str) -> Self:
        self.write("井编号、井牌、村或取水人", text)
        return self.press("找井")

    def begin(self, second: str, kind: str = "行政检查") -> Self:
        self.pick("检查类型", kind).choose("协办人员", second)
        return self.press("开始记录")

    def arrive(self, person: str) -> Self:
        """Take the position from the device, say who was told what; all of it saves itself."""
        self.main.get_by_role("button", name="取当前位置").click()
        expect(self.field("经度")).not_to_have_value("")
        self.write("现场人员", person).tick("已出示执法证件").tick("已告知申请回避的权利并询问")
        self.write("当事人的回答", "不申请回避")
        return self.saved()

    def answer(self, answers: Mapping[str, str]) -> Self:
        for code, words in answers.items():
            self.main.locator(f"fieldset#{code}").get_by_role("radio", name=words, exact=True).check()
        return self.saved()

    def look_again(self, result: str) -> Self:
        """Say the same of every earlier finding."""
        for answer in self.main.locator("#earlier").get_by_role("radio", name=result, exact=True).all():
            answer.check()
        return self.saved()

    def measure(self, code: str, value: str) -> Self:
        self.main.locator(f"#{code}").fill(value)
        return self.saved()

    def saved(self) -> Self:
        expect(self.main.locator("[data-save-state]")).to_contain_text("已保存")
        return self

    def describe(self, text: str) -> Self:
        return self.write("现场情况", text).saved()

    def find(self, code: str, words: str) -> Self:
        """Take up a problem that the answers point to."""
        self.main.locator(f"[data-offer={code}]").click()
        expect(self.field("问题类型")).to_have_value(code)
        self.main.locator("form.record-add").get_by_label("看到的情况").fill(words)
        return self.press("加入这个问题")

    def photograph(self, name: str, picture: bytes, words: str) -> Self:
        chosen = {"name": name, "mimeType": "image/jpeg", "buffer": picture}
        self.main.get_by_label("添加照片").set_input_files(files=[chosen])
        expect(self.main.locator(".photo-preview__place")).to_contain_text("±")
        self.write("拍的是什么", words)
        return self.press("保存照片")

    def check_through(self) -> Self:
        return self.follow("核对并提交")

    def submit(self) -> Self:
        return self.press("提交检查记录")
