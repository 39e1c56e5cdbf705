"""Returns of closures as counties keep them. All people, firms and wells invented."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl

from casebook.closures.actions import check_return

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import ClosureReturn

CHECKED = datetime(2024, 3, 1, 2, tzinfo=UTC)
"""After the year of the return."""

HEADER = (
    "序号",
    "水井编号",
    "取水单位",
    "封井方式",
    "封井日期",
    "替代水源",
    "替代水源接通日期",
    "压减量核算方法",
    "核算基数(m³/年)",
    "封井后剩余取水量(m³/年)",
    "申报压减量(万m³)",
    "验收日期",
    "井深(m)",
    "回填材料用量(m³)",
    "备注",
)
PLAIN = {
    "水井编号": "",
    "取水单位": "冠县试验有限公司",
    "封井方式": "封存备用",
    "封井日期": "2023-06-13",
    "替代水源": "引黄水",
    "替代水源接通日期": "2023-06-01",
    "压减量核算方法": "近三年计量均值",
    "核算基数(m³/年)": 60000,
    "封井后剩余取水量(m³/年)": 0,
    "申报压减量(万m³)": 6,
    "验收日期": "2023-06-25",
    "井深(m)": 22,
}


def return_file(*lines: dict[str, object], title: str = "冠县2023年封井压采任务完成情况台账") -> io.BytesIO:
    """A return as a workbook: title, header, a row for each line's changes to a plain one, sum, signature."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[Sequence[object]] = [(title,), HEADER]
    for place, changes in enumerate(lines, start=1):
        said = {"序号": place, **PLAIN, **changes}
        rows.append([said.get(header) for header in HEADER])
    rows += [("合计", f"{len(lines)}眼"), ("填表人：", "", "审核人：")]
    for row in rows:
        sheet.append(list(row))
    found = io.BytesIO()
    book.save(found)
    found.seek(0)
    return found


def make_return(session: Session, actor: Actor, *lines: dict[str, object]) -> ClosureReturn:
    """A return that was checked."""
    return check_return(session, actor=actor, now=CHECKED, stream=return_file(*lines), name="封井台账.xlsx")
