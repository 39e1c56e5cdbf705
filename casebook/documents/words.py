"""A paper as DOCX: the same parts with the same measures, for who must still write on it.

The fonts are named, not embedded: 仿宋 and 黑体 come with every Chinese office machine. The same paper
gives the same bytes: neither day nor time of the making is in the file.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import docx
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from casebook.documents.rules.markup import Block, Keep, PageBreak, Row, Run, Seal, Table
from casebook.documents.rules.sheet import (
    A4_MM,
    AGENCY_PT,
    BODY_PT,
    LINE_PT,
    NOTE_PT,
    PAGE_NUMBER_PT,
    TABLE_PT,
    TITLE_PT,
    TRACKING_PT,
    page_signing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document
    from docx.table import Table as DocxTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as DocxRun

    from casebook.documents.rules.markup import Cell, Part
    from casebook.documents.rules.sheet import Sheet

    Place = Document | _Cell

SERIF, SANS, LATIN = "仿宋", "黑体", "Times New Roman"
_TITLE_FONT = "宋体"
_TWIPS = 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def docx_of(sheet: Sheet) -> bytes:
    """Return the DOCX of a paper."""
    document = docx.Document()
    _set_page(document, sheet)
    _set_styles(document, sheet)
    _write_head(document, sheet)
    _write(document, sheet.parts, sheet)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = sheet.title, sheet.agency, ""
    properties.created = properties.modified = _MADE_AT.replace(tzinfo=None)
    target = io.BytesIO()
    document.save(target)
    return _packed(target)


def _set_page(document: Document, sheet: Sheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(A4_MM[0]), Mm(A4_MM[1])
    top, right, bottom, left = (Mm(part) for part in sheet.margins_mm)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Mm(sheet.margins_mm[2] - 12)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        if sheet.is_table:
            paragraph.alignment = _ALIGN["right"]
            _write_foot(paragraph, _page_of_pages(sheet.signer), NOTE_PT)
        else:
            paragraph.alignment = _ALIGN[side]
            _write_foot(paragraph, (("text", "— "), *_field("PAGE"), ("text", " —")), PAGE_NUMBER_PT)


def _page_of_pages(signer: str) -> tuple[tuple[str, str], ...]:
    """Return the foot of a form: who signs, page and pages."""
    told = ("text", f"{page_signing(signer)}第 ")
    return (told, *_field("PAGE"), ("text", " 页　共 "), *_field("NUMPAGES"), ("text", " 页"))


def _field(name: str) -> tuple[tuple[str, str], ...]:
    return (("begin", ""), ("code", name), ("end", ""))


def _write_foot(paragraph: Paragraph, parts: Iterable[tuple[str, str]], size: float) -> None:
    """Write the foot of a page: — 1 — at the outer edge of a letter (GB/T 9704, 7.5)."""
    for kind, text in parts:
        run = paragraph.add_run(text if kind == "text" else "")
        _font(run, size, _TITLE_FONT)
        if kind in {"begin", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - nor fields
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001 - as above


def _set_styles(document: Document, sheet: Sheet) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(TABLE_PT if sheet.is_table else BODY_PT)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SERIF)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)


def _write_head(document: Document, sheet: Sheet) -> None:
    if sheet.mark:
        _line(document, sheet.mark, 11, _TITLE_FONT)
    if sheet.agency:
        _line(document, sheet.agency, AGENCY_PT, _TITLE_FONT)
    _line(document, sheet.title, TITLE_PT, _TITLE_FONT, is_bold=True, after=10)
    if sheet.number:
        line = _line(document, sheet.number, 12 if sheet.is_table else 14, SERIF, after=14)
        line.alignment = _ALIGN["right" if sheet.is_table else "center"]


def _line(
    place: Place, text: str, size: float, font: str, *, is_bold: bool = False, after: float = 4
) -> Paragraph:
    paragraph = place.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold = is_bold
    _font(run, size, font)
    return paragraph


def _font(run: DocxRun, size: float, font: str) -> None:
    """Set size and font; python-docx knows nothing of East Asian fonts."""
    run.font.size = Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx has no East Asian fonts
    fonts.set(qn("w:eastAsia"), font)
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), LATIN)


def _write(place: Place, parts: Iterable[Part], sheet: Sheet) -> None:
    for part in parts:
        match part:
            case Block():
                _write_block(place, part, sheet)
            case Table():
                _write_table(place, part, sheet)
            case Seal():
                _write_seal(place, sheet)
            case PageBreak():
                place.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            case Keep():
                _write_kept(place, part, sheet)


def _write_kept(place: Place, keep: Keep, sheet: Sheet) -> None:
    before = len(place.paragraphs)
    _write(place, keep.parts, sheet)
    for paragraph in place.paragraphs[before:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _write_block(place: Place, block: Block, sheet: Sheet) -> None:
    paragraph = place.add_paragraph()
    layout = paragraph.paragraph_format
    is_letter = not sheet.is_table and block.kind in {"p", "to", "h2", "h3"}
    size = NOTE_PT if block.kind == "note" else BODY_PT if is_letter else TABLE_PT
    if is_letter:
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PT)
    if block.kind in {"p", "h2", "h3"} and not block.align:
        layout.first_line_indent = Pt(2 * size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if block.align:
        paragraph.alignment = _ALIGN[block.align]
    layout.keep_with_next = block.kind in {"h2", "h3"}
    for run in block.runs:
        _write_run(paragraph, run, block, size, TRACKING_PT if is_letter else 0)
    if block.kind == "sign":
        _write_run(paragraph, Run("　" * 8, is_underlined=True), block, size, 0)
        _write_run(paragraph, Run("　　年　　月　　日"), block, size, 0)
        layout.space_before = Pt(12)


def _write_run(paragraph: Paragraph, run: Run, block: Block, size: float, tracking: float) -> None:
    made = paragraph.add_run("" if run.text == "\n" else run.text)
    if run.text == "\n":
        made.add_break()
    made.bold = run.is_bold or block.kind == "h3"
    made.underline = run.is_underlined
    _font(made, size, SANS if block.kind == "h2" else SERIF)
    if tracking:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(round(tracking * _TWIPS)))
        size_mark = made._r.get_or_add_rPr().find(qn("w:sz"))  # noqa: SLF001 - nor tracking, which stands before the size
        size_mark.addprevious(closer)


def _write_seal(place: Place, sheet: Sheet) -> None:
    size = TABLE_PT if sheet.is_table else BODY_PT
    for at, text in enumerate((sheet.stamp_name, "（印章）", sheet.day)):
        paragraph = _line(place, text, size, SERIF, after=0)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(4 * size)
        paragraph.paragraph_format.keep_with_next = at < 2  # noqa: PLR2004 - the last line follows nothing
        if not at:
            paragraph.paragraph_format.space_before = Pt(LINE_PT)


def _write_table(place: Place, table: Table, sheet: Sheet) -> None:
    width = table.width
    if hasattr(place, "sections"):
        made = place.add_table(len(table.rows), width)
        made.style = "Table Grid"
    else:  # cells hold no tables in this markup
        message = "a table inside a cell"
        raise TypeError(message)
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _set_widths(made, table.cols or (1,) * width, sheet.width_mm)
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows):
        _write_row(made, at, row, taken, sheet)


def _set_widths(made: DocxTable, parts: Sequence[int], whole_mm: float) -> None:
    for column, part in zip(made.columns, parts, strict=True):
        column.width = Mm(whole_mm * part / sum(parts))
        for cell in column.cells:
            cell.width = column.width


def _write_row(made: DocxTable, at: int, row: Row, taken: set[tuple[int, int]], sheet: Sheet) -> None:
    properties = made.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no repeated rows
    for name, is_set in (("w:cantSplit", not row.is_long), ("w:tblHeader", row.is_repeated)):
        if is_set:
            properties.append(OxmlElement(name))
    if row.lines:
        made.rows[at].height, made.rows[at].height_rule = (
            Pt(row.lines * TABLE_PT * 1.6),
            WD_ROW_HEIGHT_RULE.AT_LEAST,
        )
    free = (column for column in range(len(made.columns)) if (at, column) not in taken)
    for cell in row.cells:
        columns = [next(free) for _n in range(cell.span)]
        last = made.cell(at + cell.down - 1, columns[-1])
        taken |= {(at + down, column) for down in range(cell.down) for column in columns}
        _write_cell(made.cell(at, columns[0]).merge(last), cell, sheet, is_bold=row.is_repeated)


def _write_cell(place: _Cell, cell: Cell, sheet: Sheet, *, is_bold: bool) -> None:
    small = sheet if sheet.is_table else replace(sheet, is_table=True)
    empty = [paragraph._p for paragraph in place.paragraphs]  # noqa: SLF001 - a cell is made with one at least
    for block in cell.blocks:
        _write(place, [_bold(block) if is_bold and isinstance(block, Block) else block], small)
    for paragraph in empty if cell.blocks else empty[1:]:
        paragraph.getparent().remove(paragraph)
    if cell.is_heading or cell.align:
        for written in place.paragraphs:
            written.alignment = _ALIGN[cell.align or "center"]


def _bold(block: Block) -> Block:
    return Block(block.kind, tuple(Run(run.text, is_bold=True) for run in block.runs), block.align)


def _packed(made: io.BytesIO) -> bytes:
    """Return the same archive with fixed times and order."""
    target = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(source.namelist()):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
