"""A county's report as XLSX with charts, as PDF, and as DOCX with the same charts as pictures."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from casebook.documents.pictures import picture_of
from casebook.documents.rendering import render_pdf
from casebook.reports.making.parts import shown
from casebook.web.sheets import Sheet, SheetChart, SheetColumn, write_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from docx.document import Document

    from casebook.reports.making.parts import Figures, Report

LARGEST_PICTURE = 200_000
_A4_MM = (297, 210)
_MARGIN_MM = 20
_WIDTH = 40


def report_file(report: Report, kind: str, *, now: datetime) -> bytes:
    """Return a report as a file of a kind: xlsx, pdf, docx; its words are Chinese. KeyError for another."""
    with force_locale("zh"):
        return _KINDS[kind](report, now)


def _xlsx(report: Report, now: datetime) -> bytes:
    stream = io.BytesIO()
    write_book(stream, [_cover(report), *map(_sheet, report.tables)], made_at=now)
    return stream.getvalue()


def _cover(report: Report) -> Sheet:
    """Return the first sheet: what this is, whether the books are closed, and what to know of the figures."""
    rows = [
        (_("名称"), report.title),
        (_("县"), report.county),
        (_("编号"), report.number),
        (_("结账"), report.state),
        *((_("说明"), note) for note in report.notes),
    ]
    columns = [
        SheetColumn(_("项目"), lambda row: row[0], 12),  # type: ignore[index]  # the rows are pairs
        SheetColumn(_("内容"), lambda row: row[1], 80),  # type: ignore[index]  # as above
    ]
    return Sheet(_("说明"), columns, rows)


def _sheet(figures: Figures) -> Sheet:
    def value(at: int) -> Callable[[object], object]:
        return lambda row: row[at]  # type: ignore[index]  # the rows are sequences

    columns = [
        SheetColumn(header, value(at), 18 if at == 0 else max(12, min(_WIDTH, 2 * len(header))))
        for at, header in enumerate(figures.headers)
    ]
    chart = None if figures.bars is None else SheetChart(figures.bars.title, 0, figures.bars.values)
    return Sheet(figures.title, columns, figures.rows, chart)


def _pdf(report: Report, _now: datetime) -> bytes:
    return render_pdf(
        "letters/county_report.html",
        report=report,
        shown=shown,
        is_number=_is_number,
        agency=report.county,
        number=report.number,
        is_demo=current_app.config["CASEBOOK"].is_demo,
    )


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | Decimal)


def _docx(report: Report, now: datetime) -> bytes:
    document = docx.Document()
    _set_page(document)
    for text, size, is_bold in ((report.county, 14, False), (report.title, 20, True)):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.font.size, run.bold = Pt(size), is_bold
    document.add_paragraph("　".join(one for one in (report.number, report.state) if one))
    for note in report.notes:
        document.add_paragraph(note)
    for figures in report.tables:
        _write_figures(document, figures)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report.title, report.county, ""
    properties.created = properties.modified = now.replace(tzinfo=None)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(document: Document) -> None:
    """Lay A4 across, because tables of figures are wide, and name fonts that every office has."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(side) for side in _A4_MM)
    for side in ("top_margin", "bottom_margin", "left_margin", "right_margin"):
        setattr(section, side, Mm(_MARGIN_MM))
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋")
    style.paragraph_format.space_after = Pt(4)


def _write_figures(document: Document, figures: Figures) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    run = heading.add_run(figures.title)
    run.bold, run.font.size = True, Pt(13)
    table = document.add_table(rows=1, cols=len(figures.headers), style="Table Grid")
    for cell, header in zip(table.rows[0].cells, figures.headers, strict=True):
        cell.paragraphs[0].add_run(header).bold = True
    for row in figures.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = shown(value)
            if _is_number(value):
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if figures.note:
        document.add_paragraph(figures.note)
    if figures.bars is not None and figures.rows:
        page = render_pdf("letters/chart.html", figures=figures)
        picture = picture_of(page, most_bytes=LARGEST_PICTURE)
        document.add_picture(io.BytesIO(picture), width=Mm(200))


_KINDS: dict[str, Callable[[Report, datetime], bytes]] = {"xlsx": _xlsx, "pdf": _pdf, "docx": _docx}
KINDS = tuple(_KINDS)
