"""Binding the volumes: covers, lists, leaves and 备考表 into one PDF, with a number on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from io import BytesIO
from itertools import count, repeat
from typing import TYPE_CHECKING, Any

from casebook.cases.acts import ActKind
from casebook.cases.rules.folding import last
from casebook.documents.rendering import print_page
from casebook.documents.rules import FormCode
from casebook.documents.rules.wording import day_words
from casebook.dossier import sheets
from casebook.dossier.actions import Bound
from casebook.dossier.presenters import archive_no_of
from casebook.dossier.queries import list_leaves
from casebook.dossier.rules.arranging import Placed, Source, Volume, arrange
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.storage.queries import get_file
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import IndirectObject

    from casebook.dossier.rules.arranging import Leaf
    from casebook.dossier.rules.review import Review
    from casebook.dossier.sheets import Press

COVER, LIST, REMARKS = "封面", "目录", "备考表"
_LABELS = """
@page { size: A4; margin: 0; }
html { font: 10.5pt "Noto Serif CJK SC"; color: #000; }
body { margin: 0; }
p { break-after: page; margin: 0; padding: 11mm 16mm 0 0; text-align: right; }
p:last-child { break-after: auto; }
"""


@dataclass(frozen=True)
class Made:
    """A leaf with its PDFs, read once."""

    leaf: Leaf
    pdfs: list[PdfReader]


def bind(press: Press, found: Review, told: Callable[[int, int | None], None]) -> Bound:
    """Bind the volumes of a case; `told` hears how many leaves of how many are made.

    RuleBroken `bundle_file_unreadable` for a scan that is no PDF and no picture.
    """
    made = _make_leaves(press, told)
    placed = arrange(one.leaf for one in made)
    pdfs = {id(one.leaf): one.pdfs for one in made}
    book = _Book()
    for volume in Volume:
        _bind_volume(press, book, volume, [one for one in placed if one.leaf.volume is volume], pdfs, found)
    archive_no = archive_no_of(press.file)
    return Bound(
        pdf=book.written(f"{press.file.case.number} {archive_no}".strip()),
        pages=placed[-1].last,
        archive_no=archive_no,
        contents=[_line(one) for one in placed],
        papers=tuple(
            (_file_name(press, one.leaf), one.leaf.file_hash)
            for one in placed
            if one.leaf.file_hash and one.leaf.source is not Source.EVIDENCE
        ),
    )


def _make_leaves(press: Press, told: Callable[[int, int | None], None]) -> list[Made]:
    leaves, made = list_leaves(press.session, press.file), []
    for done, leaf in enumerate(leaves, 1):
        pdfs = [_reader(data, leaf.title) for data in sheets.pieces_of(press, leaf)]
        made.append(Made(replace(leaf, pages=sum(len(one.pages) for one in pdfs)), pdfs))
        told(done, len(leaves))
    return made


class _Book:
    """The whole PDF while it is bound: its pages, what stands on each, its table of contents."""

    def __init__(self) -> None:
        from pypdf import PdfWriter  # noqa: PLC0415 - commands that bind nothing start without it

        self._writer: PdfWriter = PdfWriter()
        self._marks: list[str] = []

    def heading(self, title: str) -> IndirectObject:
        """Begin a volume: what is added next is its first page."""
        return self._writer.add_outline_item(title=title, page_number=len(self._writer.pages), bold=True)

    def add(
        self, pdfs: Iterable[PdfReader], title: str, parent: IndirectObject, marks: Iterator[str]
    ) -> None:
        """Add pages under a title, each with the next mark."""
        start = len(self._writer.pages)
        for one in pdfs:
            self._writer.append(one, import_outline=False)
            self._marks += [next(marks) for _page in one.pages]
        self._writer.add_outline_item(title=title, page_number=start, parent=parent)

    def written(self, title: str) -> bytes:
        """Put its mark on every page and return the whole."""
        from pypdf import PdfReader  # noqa: PLC0415 - as above

        lines = "".join(f"<p>{escape(mark)}</p>" for mark in self._marks)
        page = f'<!doctype html><html lang="zh-CN"><title>{escape(title)}</title><body>{lines}'
        labels = PdfReader(BytesIO(print_page(page, [_LABELS])[0]))
        for sheet, mark in zip(self._writer.pages, labels.pages, strict=True):
            sheet.transfer_rotation_to_content()
            box = sheet.mediabox
            across, up = (
                float(box.right) - float(mark.mediabox.width),
                float(box.top) - float(mark.mediabox.height),
            )
            sheet.merge_translated_page(mark, across, up)
        self._writer.add_metadata({"/Title": title})
        whole = BytesIO()
        self._writer.write(whole)
        return whole.getvalue()


def _bind_volume(
    press: Press,
    book: _Book,
    volume: Volume,
    placed: Sequence[Placed],
    pdfs: Mapping[int, list[PdfReader]],
    found: Review,
) -> None:
    name = label(volume)
    cover, listed = _cover(press, name, placed), _contents(press, placed)
    parent = book.heading(name)
    book.add([_reader(cover, COVER)], COVER, parent, repeat(f"{name}·{COVER}"))
    book.add([_reader(listed, LIST)], LIST, parent, (f"{name}·{LIST} {n}" for n in count(1)))
    for one in placed:
        title = f"{one.leaf.title} {one.leaf.number}".strip()
        book.add(pdfs[id(one.leaf)], title, parent, (str(n) for n in count(one.page)))
    remarks = _reader(_remarks(press, placed, found), REMARKS)
    book.add([remarks], REMARKS, parent, repeat(f"{name}·{REMARKS}"))


def _cover(press: Press, volume: str, placed: Sequence[Placed]) -> bytes:
    archived = last(press.file.entries, ActKind.ARCHIVED)
    facts = sheets.known_of(press, FormCode.F47A) | {
        "volume": volume,
        "pages": sum(one.leaf.pages for one in placed),
        "handlers": "、".join(one.name for one in press.file.investigators),
        "archivist": archived.actor_name if archived else "",
        "archived_on": archived.on if archived else None,
        "filed_on": press.file.case.opened_on,
    }
    return sheets.form_pdf(press, FormCode.F47A, facts)


def _contents(press: Press, placed: Sequence[Placed]) -> bytes:
    papers = [
        {
            "number": one.leaf.number,
            "maker": one.leaf.maker,
            "title": one.leaf.title,
            "on": day_words(one.leaf.on) if one.leaf.on else "",
            "page": one.span,
            "remark": one.leaf.remark,
        }
        for one in placed
    ]
    facts = sheets.known_of(press, FormCode.F47B) | {"papers": papers}
    return sheets.form_pdf(press, FormCode.F47B, facts)


def _remarks(press: Press, placed: Sequence[Placed], found: Review) -> bytes:
    """Print the 备考表: what the volume holds, and what the examination of the file found."""
    archived = last(press.file.entries, ActKind.ARCHIVED)
    held = f"本卷共 {len(placed)} 件，{sum(one.leaf.pages for one in placed)} 页"
    span = f"（第 {placed[0].page} 页至第 {placed[-1].last} 页）。" if placed else "。"
    vetoes = len(found.vetoes)
    judged = f"案卷评查 {found.points} 分，否决项 {vetoes} 项，扣分项 {len(found.faults) - vetoes} 处。"
    state = "" if archived else "制作本卷时案件尚未归档，没有档案号。"
    facts = sheets.known_of(press, FormCode.F47C) | {
        "remark": f"{held}{span}\n{judged}\n{state}".strip(),
        "archivist": archived.actor_name if archived else press.actor.name,
        "archived_on": archived.on if archived else local_day(press.now),
    }
    return sheets.form_pdf(press, FormCode.F47C, facts)


def _file_name(press: Press, leaf: Leaf) -> str:
    kind = get_file(press.session, leaf.file_hash).media_type.rpartition("/")[2]
    return f"{leaf.title}.{kind}"


def _line(one: Placed) -> dict[str, Any]:
    """Return a leaf as manifest and register keep it."""
    leaf = one.leaf
    return {
        "volume": leaf.volume.value,
        "section": int(leaf.section),
        "source": leaf.source.value,
        "title": leaf.title,
        "number": leaf.number,
        "on": leaf.on.isoformat() if leaf.on else None,
        "id": str(leaf.id),
        "page": one.page,
        "pages": leaf.pages,
    }


def _reader(data: bytes, title: str) -> PdfReader:
    """Open a PDF; RuleBroken for one that is damaged or locked with a password."""
    from pypdf import PdfReader  # noqa: PLC0415 - as above
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    try:
        found = PdfReader(BytesIO(data))
        if len(found.pages):
            return found
    except (PyPdfError, ValueError) as error:  # the parser lets the latter through
        raise RuleBroken("bundle_file_unreadable", title=title) from error
    raise RuleBroken("bundle_file_unreadable", title=title)
