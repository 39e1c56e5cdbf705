"""Forms of superiors: as openpyxl makes them, and written by hand in the ways of other programs."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.styles import Border, Font, Side

from casebook.access import Role
from casebook.blanks import actions, queries
from casebook.blanks.actions import Sent
from casebook.blanks.rules.merging import MergeMode
from casebook.blanks.rules.proposing import propose
from casebook.kernel import clock
from casebook.kernel.months import Month
from tests.factories.accounts import make_actor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.blanks.models import BlankForm

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "月报"
TOWNSHIPS = ("东镇", "西镇", "南镇", "北镇")


def saved(book: Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def monthly(townships: Sequence[str] = TOWNSHIPS, *, unit: str = "万立方米") -> bytes:
    """Return the usual form: a title, a unit, two rows of headings, townships, a sum of formulas, a foot."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["A1"] = "地下水超采区封井压采进展月报表"
    sheet.merge_cells("A1:F1")
    sheet["A2"], sheet["E2"] = "填报单位：", f"单位：眼、{unit}"
    for cell, text in {"A3": "序号", "B3": "乡镇", "C3": "封井眼数", "E3": f"压减水量（{unit}）"}.items():
        sheet[cell] = text
    for area in ("A3:A4", "B3:B4", "C3:D3", "E3:F3"):
        sheet.merge_cells(area)
    for cell, text in {"C4": "任务", "D4": "累计完成", "E4": "任务", "F4": "累计完成"}.items():
        sheet[cell] = text
    last = 4 + len(townships)
    for row, name in enumerate(townships, start=5):
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 2, name)
    sheet.cell(last + 1, 2, "合计")
    for column in "CDEF":
        sheet[f"{column}{last + 1}"] = f"=SUM({column}5:{column}{last})"
    sheet.cell(last + 2, 1, "填报人")
    sheet.cell(last + 2, 4, "填报日期")
    _ruled(sheet, last + 2)
    return saved(book)


def _ruled(sheet: Worksheet, rows: int) -> None:
    thin = Side(style="thin")
    for line in sheet.iter_rows(min_row=3, max_row=rows, max_col=6):
        for cell in line:
            cell.border = Border(thin, thin, thin, thin)
    sheet["A1"].font = Font(bold=True, size=16)


def changed(data: bytes, cells: Mapping[str, object], sheet: str = SHEET) -> bytes:
    """Return a form with other values in some cells, as a township saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        book[sheet][address] = value
    return saved(book)


def shaped(shape: Callable[[Workbook], None]) -> bytes:
    """Return the monthly form with something more in it."""
    book = openpyxl.load_workbook(io.BytesIO(monthly()))
    shape(book)
    return saved(book)


def by_hand(
    sheet: str | bytes, *, more: Mapping[str, bytes] | None = None, workbook: str = "", main: str = MAIN
) -> bytes:
    """Return a workbook around a sheet part written by hand; `more` adds or replaces parts."""
    workbook = workbook or (
        f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet if isinstance(sheet, bytes) else sheet.encode(),
    } | dict(more or {})
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return parts as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of a zip, checked."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def make_form(session: Session, actor: Actor, name: str = "压采月报") -> BlankForm:
    """A form with the county's townships, of which no cell is bound yet."""
    places = queries.places_of(session, actor.county_code)
    data = monthly([places.names[code] for code in places.townships])
    sent = Sent(io.BytesIO(data), "月报.xlsx")
    return actions.add_form(session, actor=actor, now=clock.now(), name=name, superior="市水利局", sent=sent)


def bind_all(session: Session, actor: Actor, form: BlankForm) -> None:
    """Bind whatever casebook proposes."""
    book = queries.open_book(queries.latest_version(session, form.id))
    found = propose(book, queries.places_of(session, form.county_code), [])
    wanted = [one.bound for one in found]
    actions.bind(session, actor=actor, now=clock.now(), form=form, wanted=wanted)


def of_the_blanks(session: Session) -> dict[tuple[str, str], str]:
    """A bound form, filled and merged, as the table of addresses has it."""
    actor, now = make_actor(session, Role.CLOSURE_OFFICER), clock.now()
    form = make_form(session, actor)
    bind_all(session, actor, form)
    month = Month.of(clock.to_local(now).date())
    filling = actions.fill(session, actor=actor, now=now, form=form, month=month)
    sent = [Sent(io.BytesIO(monthly()), "月报.xlsx")]
    merge = actions.merge_returns(session, actor=actor, now=now, form=form, sent=sent, mode=MergeMode.SUM)
    return {
        ("blanks", "form_id"): str(form.id),
        ("blanks", "filling_id"): str(filling.id),
        ("blanks", "merge_id"): str(merge.id),
        ("blanks", "kind"): "form",
    }
