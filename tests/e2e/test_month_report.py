"""The board leads to the month's report: made once, given out byte for byte ever after."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.pages.closures import BoardPage

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

FILES = {"PDF": b"%PDF-", "工作簿": b"PK", "数据": b"{", "签名": b"{"}


def test_from_the_board_to_a_closed_month(visitor: Visitor) -> None:
    board = BoardPage(visitor("permit")).open_board()
    board.follow("报表").follow("关账")
    assert board.title == "月报和关账"
    month = "2023-11"  # the one after the month that the demonstration closed
    board.write("月份", month).press("关账并生成月报").told("已关账")
    # Anchored: the month before was closed on a day of this one, and its row says so.
    row = board.main.get_by_role("row").filter(has_text=re.compile(rf"^\s*{month}"))

    def download(kind: str) -> bytes:
        with board.page.expect_download() as found:
            row.get_by_role("link", name=kind, exact=True).click()
        return Path(found.value.path()).read_bytes()

    for kind, begins in FILES.items():
        first, again = download(kind), download(kind)
        assert first.startswith(begins)
        assert first == again

    board.write("月份", month).press("关账并生成月报")  # the form proposes the next; this one is closed
    assert board.refused()
