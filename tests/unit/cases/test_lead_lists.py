"""Reading a hotline's list: headers in their many words, rows one by one."""

from __future__ import annotations

from datetime import datetime

import pytest

from casebook.cases.rules.lead_lists import MOST_ROWS, Refusal, Said, Told, find_header, read_rows
from casebook.intake.rules.table import Row
from casebook.kernel.clock import CHINA
from casebook.kernel.errors import RuleBroken

HEAD = ["序号", "工单编号", "来电时间", "诉求内容", "乡镇(街道)", "事发地址", "来电人", "联系电话"]


def sheet(*lines: list[object], head: list[object] | None = None) -> list[Row]:
    cells = [["冠县12345工单清单"], head or HEAD, *lines]
    return [Row(index, list(one)) for index, one in enumerate(cells)]


def told(*line: object) -> Told | Refusal:
    rows = sheet(list(line))
    header, columns = find_header(rows)
    (found,) = read_rows(rows, header, columns)
    return found


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (HEAD, {Said.OUTER_NO: 1, Said.RECEIVED: 2, Said.CONTENT: 3, Said.TOWNSHIP: 4, Said.PLACE: 5}),
        (["受理编号", "受理日期", "反映事项"], {Said.OUTER_NO: 0, Said.RECEIVED: 1, Said.CONTENT: 2}),
        (["诉求 编号", "登记时间", "主要内容", "井号"], {Said.OUTER_NO: 0, Said.WELL: 3}),
    ],
    ids=["hotline", "other words", "blanks"],
)
def test_columns_are_found_by_their_words(head: list[object], columns: dict[Said, int]) -> None:
    header, found = find_header(sheet(head=head))
    assert header.index == 1
    assert columns.items() <= found.items()


def test_a_list_without_its_columns_is_refused() -> None:
    with pytest.raises(RuleBroken) as caught:
        find_header(sheet(head=["姓名", "电话"]))
    assert caught.value.code == "lead_list_without_header"


@pytest.mark.parametrize(
    ("cell", "at"),
    [
        ("2024-06-03 10:20", datetime(2024, 6, 3, 10, 20, tzinfo=CHINA)),
        ("2024年6月3日", datetime(2024, 6, 3, tzinfo=CHINA)),
        (datetime(2024, 6, 3, 8, 5), datetime(2024, 6, 3, 8, 5, tzinfo=CHINA)),  # noqa: DTZ001 - a sheet's cell has no zone
    ],
    ids=["text", "day only", "cell of a workbook"],
)
def test_times_are_chinese(cell: object, at: datetime) -> None:
    found = told(1, "GX001", cell, "村东头有人偷偷打井", "清泉街道", "东街", "王某", "10000000018")
    assert isinstance(found, Told)
    assert (found.received_at, found.outer_no, found.number) == (at, "GX001", 3)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ((1, "", "2024-06-03", "打井"), "lead_outer_no_missing"),
        ((1, "GX1", "前天", "打井"), "lead_time_unreadable"),
        ((1, "GX1", "2024-06-03 31:20", "打井"), "lead_time_unreadable"),
        ((1, "GX1", "2024-06-03", ""), "lead_needs_content"),
        ((1, "GX1" * 30, "2024-06-03", "打井"), "lead_cell_too_long"),
    ],
    ids=["no number", "no date", "no hour", "no words", "too long"],
)
def test_a_row_is_refused_by_itself(line: tuple[object, ...], code: str) -> None:
    found = told(*line)
    assert isinstance(found, Refusal)
    assert (found.reason.code, found.number) == (code, 3)


def test_blank_rows_and_repeated_headers_are_no_rows() -> None:
    rows = sheet([None, "", None, ""], list(HEAD), [1, "GX1", "2024-06-03", "打井"])
    header, columns = find_header(rows)
    assert len(list(read_rows(rows, header, columns))) == 1


def test_a_list_has_an_end() -> None:
    rows = sheet(*([1, f"GX{n}", "2024-06-03", "打井"] for n in range(MOST_ROWS + 1)))
    header, columns = find_header(rows)
    with pytest.raises(RuleBroken) as caught:
        list(read_rows(rows, header, columns))
    assert caught.value.code == "lead_list_too_long"
