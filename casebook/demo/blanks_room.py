"""A storyline of superiors' forms: the city's monthly form, bound by its headings and filled."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from casebook.blanks import actions, queries
from casebook.blanks.actions import Sent
from casebook.blanks.rules.proposing import propose
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_SHEET = "进展月报"
_HEADS = (
    ("封井（眼）", "任务眼数", "完成眼数"),
    ("压减水量（万立方米）", "任务", "累计完成"),
    ("问题整改（个）", "发现问题数", "本年销号问题"),
)


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of superiors' forms."""
    yield _monthly(stage)


def _monthly(stage: Stage) -> Storyline:
    yield stage.ago(6, "10:20")
    form = actions.add_form(
        stage.session,
        **stage.by("closure"),
        name="地下水超采治理进展月报",
        superior="聊城市水利局",
        sent=Sent(io.BytesIO(_blank(stage)), "超采治理进展月报（空表）.xlsx"),
    )
    yield stage.ago(6, "10:35")
    book = queries.open_book(queries.latest_version(stage.session, form.id))
    found = propose(book, queries.places_of(stage.session, form.county_code), [])
    wanted = [one.bound for one in found]
    actions.bind(stage.session, **stage.by("closure"), form=form, wanted=wanted)
    yield stage.ago(5, "09:05")
    month = Month.of(local_day(stage.now)).previous()
    actions.fill(stage.session, **stage.by("closure"), form=form, month=month)


def _blank(stage: Stage) -> bytes:
    """Return the city's form as an empty workbook."""
    places = queries.places_of(stage.session, stage.actor("closure").county_code)
    names = [places.names[code] for code in places.townships]
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.set_properties({"created": stage.now.replace(tzinfo=None)})
    sheet = book.add_worksheet(_SHEET)
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    framed = book.add_format({"border": 1, "align": "center", "valign": "vcenter"})
    sheet.merge_range("A1:G1", "地下水超采治理进展月报", title)
    sheet.write("A2", "填报单位：")
    sheet.write("F2", "单位：眼、万立方米、个")
    _head(sheet, framed)
    for row, name in enumerate(names, start=4):
        sheet.write(row, 0, name, framed)
        for column in range(1, 7):
            sheet.write_blank(row, column, None, framed)
    last = len(names) + 4
    sheet.write(last, 0, "合计", framed)
    for column in range(1, 7):
        letter = "ABCDEFG"[column]
        sheet.write_formula(last, column, f"=SUM({letter}5:{letter}{last})", framed)
    sheet.write(last + 1, 0, "填报人")
    sheet.write(last + 1, 4, "填报日期")
    sheet.set_column("A:G", 14)
    book.close()
    return stream.getvalue()


def _head(sheet: xlsxwriter.worksheet.Worksheet, framed: xlsxwriter.format.Format) -> None:
    sheet.merge_range("A3:A4", "乡镇（街道）", framed)
    for index, (over, left, right) in enumerate(_HEADS):
        column = 1 + 2 * index
        sheet.merge_range(2, column, 2, column + 1, over, framed)
        sheet.write(3, column, left, framed)
        sheet.write(3, column + 1, right, framed)
