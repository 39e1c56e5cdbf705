"""A messy register through the wizard: columns, preview, confirmation, the refused rows, and back again."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
from playwright.sync_api import expect

from casebook.demo.register import wells_beyond
from casebook.demo.sheet import write_register
from tests.e2e.pages.base import Screen

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

NAME = "补登台账2026.xlsx"


def test_a_register_comes_and_goes(visitor: Visitor) -> None:
    target = io.BytesIO()
    rows = write_register(target)
    new = wells_beyond(1)[0]
    page = visitor("permit")
    wizard = Screen(page).open("/wells/import")
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    wizard.field("台账文件").set_input_files(
        files=[{"name": NAME, "mimeType": sheet, "buffer": target.getvalue()}]
    )
    wizard.press("下一步：对应列").says("取水井编号").press("下一步：预览")
    wizard.says(f"{rows}").says("井编号不合规则").says("坐标系不能换算").says("层位与井深不符")
    wizard.main.get_by_role("link", name="下载不导入的行").wait_for()
    with page.expect_download() as download:
        wizard.main.get_by_role("link", name="下载不导入的行").click()
    refused = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    assert refused is not None
    assert any("井编号" in str(cell.value) for row in refused.iter_rows() for cell in row)

    wizard.tick("与台账不同的内容也一并更新")
    with page.expect_navigation():
        wizard.main.locator(".form-actions button[type=submit]").first.click()
    wizard.look().says("写入")
    batch = page.url
    Screen(page).open(f"/wells/{new.code}").says(new.village.name)

    wizard.open(batch)
    wizard.main.get_by_text("更多").click()
    wizard.follow("撤回这一批").write("撤回原因", "导错了年份的文件。")
    wizard.press("撤回").says("这一批已撤回")
    answer = page.goto(f"/wells/{new.code}")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
