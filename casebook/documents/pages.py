"""A paper as a page of HTML, which WeasyPrint sets; every class is ours, every text is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from casebook.documents.rules.markup import Block, Cell, Keep, PageBreak, Row, Run, Seal, Table
from casebook.documents.rules.sheet import page_signing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casebook.documents.rules.markup import Part
    from casebook.documents.rules.sheet import Sheet


def html_of(sheet: Sheet) -> str:
    """Return the whole page; its styles are `templates/letters/form.css`."""
    kind = "table-form" if sheet.is_table else "letter"
    agency = f'<p class="agency">{escape(sheet.agency)}</p>' if sheet.agency else ""
    signing = escape(page_signing(sheet.signer))
    mark = f'<p class="mark">{escape(sheet.mark)}</p>' if sheet.mark else ""
    number = f'<p class="number">{escape(sheet.number)}</p>' if sheet.number else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title></head>"
        f'<body class="{kind}" data-signing="{signing}">{mark}{agency}'
        f"<h1>{escape(sheet.title)}</h1>{number}{_parts(sheet.parts, sheet)}</body></html>"
    )


def _parts(parts: Iterable[Part], sheet: Sheet) -> str:
    return "".join(_part(part, sheet) for part in parts)


def _part(part: Part, sheet: Sheet) -> str:
    match part:
        case Block():
            return _block(part)
        case Table():
            return _table(part, sheet)
        case Seal():
            return _seal(sheet)
        case PageBreak():
            return '<div class="new-page"></div>'
        case Keep():
            return f'<div class="keep">{_parts(part.parts, sheet)}</div>'


def _block(block: Block) -> str:
    words = "".join(map(_run, block.runs))
    if block.kind == "sign":
        place = '<span class="sign-place"></span><span>年　　月　　日</span>'
        return f'<div class="sign"><span>{words}</span>{place}</div>'
    align = f" {block.align}" if block.align else ""
    return f'<p class="{block.kind}{align}">{words}</p>'


def _run(run: Run) -> str:
    text = "<br>" if run.text == "\n" else escape(run.text)
    text = f"<b>{text}</b>" if run.is_bold else text
    return f"<u>{text}</u>" if run.is_underlined else text


def _seal(sheet: Sheet) -> str:
    return (
        f'<div class="seal"><p>{escape(sheet.stamp_name)}</p><p>（印章）</p><p>{escape(sheet.day)}</p></div>'
    )


def _table(table: Table, sheet: Sheet) -> str:
    widths = table.cols or (1,) * table.width
    cols = "".join(f'<col style="width:{100 * width / sum(widths):.3f}%">' for width in widths)
    heads = "".join(_row(row, sheet) for row in table.rows if row.is_repeated)
    body = "".join(_row(row, sheet) for row in table.rows if not row.is_repeated)
    return f"<table><colgroup>{cols}</colgroup><thead>{heads}</thead><tbody>{body}</tbody></table>"


def _row(row: Row, sheet: Sheet) -> str:
    height = f' style="height:{row.lines * 1.6:.1f}em"' if row.lines else ""
    long = ' class="long"' if row.is_long else ""
    return f"<tr{long}{height}>{''.join(_cell(cell, sheet) for cell in row.cells)}</tr>"


def _cell(cell: Cell, sheet: Sheet) -> str:
    tag = "th" if cell.is_heading else "td"
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    align = f' class="{cell.align}"' if cell.align else ""
    return f"<{tag}{span}{down}{align}>{_parts(cell.blocks, sheet)}</{tag}>"
