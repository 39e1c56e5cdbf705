"""The markup of a paper: a few structural elements, from which both PDF and DOCX are made.

There are no styles, no scripts, no addresses, no classes. Text stands in blocks:

- `<p>` a paragraph of the body (`align="center|right|left"`: without indent), `<to>` the addressee,
  `<h2>` `<h3>` headings, `<note>` small print, `<keep>` blocks that stay on one page, `<break>` a new page;
- `<table cols="2 3 2 3">` with `<head>` rows that every page repeats, `<tr lines="4">` as high as so many
  lines, `<th>` and `<td>` with `span` columns and `down` rows;
- `<sign>` a place to sign, named by its text; `<seal>` agency, day and place of the seal;
- inside a block `<b>`, `<u>`, `<br>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VALUE_BREAK = "\u2028"
"""Stands for a line break inside a value while a template is filled in."""
BODY = frozenset({"p", "to", "h2", "h3", "note", "sign"})
INLINE = frozenset({"b", "u"})
VOID = frozenset({"br", "break", "seal"})
_TOP = BODY | {"table", "keep", "break", "seal"}
INSIDE: dict[str, frozenset[str]] = {
    "": _TOP,
    "keep": _TOP - {"keep", "break"},
    "table": frozenset({"head", "tr"}),
    "head": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "th": INLINE | {"br"},
    "td": INLINE | {"br", "p", "sign", "seal"},
    **dict.fromkeys(BODY, INLINE | {"br"}),
    **dict.fromkeys(INLINE, INLINE | {"br"}),
}
"""What may stand in each element; the empty name is the page."""
ATTRIBUTES = {
    ("p", "align"): re.compile(r"left|center|right"),
    ("td", "align"): re.compile(r"left|center|right"),
    ("th", "align"): re.compile(r"left|center|right"),
    ("table", "cols"): re.compile(r"[1-9]\d?( [1-9]\d?){0,11}"),
    ("tr", "lines"): re.compile(r"[1-9]|[12]\d"),
    ("th", "span"): re.compile(r"[2-9]|1[0-2]"),
    ("td", "span"): re.compile(r"[2-9]|1[0-2]"),
    ("th", "down"): re.compile(r"[2-9]|1\d"),
    ("td", "down"): re.compile(r"[2-9]|1\d"),
}
"""The only attributes, with what they may say."""
_TEXT_IN = BODY | INLINE | {"th", "td"}
LONG_CELL = 350
"""Characters; about ten lines of a table form's widest cell."""
_WHITE = re.compile(r"[ \t\r\n\f]+")


class MarkupError(ValueError):
    """Markup that is no paper: what is wrong, and in which line."""

    def __init__(self, code: str, line: int, what: str) -> None:
        super().__init__(f"{code} in line {line}: {what}")
        self.code = code
        self.line = line
        self.what = what


@dataclass(frozen=True)
class Run:
    """Text of one look; a text of one line feed is a line break."""

    text: str
    is_bold: bool = False
    is_underlined: bool = False


@dataclass(frozen=True)
class Block:
    """One paragraph: `kind` is its element's name."""

    kind: str
    runs: tuple[Run, ...]
    align: str = ""

    @property
    def text(self) -> str:
        """Its words without their look."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Seal:
    """Where agency, day and seal stand."""


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    is_heading: bool
    blocks: tuple[Block | Seal, ...]
    span: int = 1
    down: int = 1
    align: str = ""

    @property
    def length(self) -> int:
        """Its characters."""
        return sum(len(block.text) for block in self.blocks if isinstance(block, Block))


@dataclass(frozen=True)
class Row:
    """One row; `lines` is its least height."""

    cells: tuple[Cell, ...]
    lines: int = 0
    is_repeated: bool = False

    @property
    def is_long(self) -> bool:
        """Whether so much stands in a cell that the row may run over the end of a page."""
        return any(cell.length > LONG_CELL for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table; `cols` are the relative widths of its columns, none: all alike."""

    rows: tuple[Row, ...]
    cols: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.cols) or max(sum(cell.span for cell in row.cells) for row in self.rows)


@dataclass(frozen=True)
class Keep:
    """Blocks that stay together on a page."""

    parts: tuple[Part, ...]


Part = Block | Table | Seal | PageBreak | Keep


def check_tag(tag: str, given: list[tuple[str, str | None]], inside: str, line: int) -> None:
    """Refuse an element that is not of the markup or not allowed here, and attributes that are not listed."""
    if tag not in INSIDE and tag not in VOID:
        raise MarkupError("element", line, tag)
    if tag not in INSIDE.get(inside, frozenset()):
        raise MarkupError("place", line, f"{inside or '—'} > {tag}")
    for name, value in given:
        allowed = ATTRIBUTES.get((tag, name))
        if allowed is None or not allowed.fullmatch(value or ""):
            raise MarkupError("attribute", line, f'{tag} {name}="{value or ""}"')


def read_page(markup: str) -> tuple[Part, ...]:
    """Return the parts of a page; MarkupError for anything that is not this markup."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.page()


@dataclass
class _Open:
    tag: str
    given: dict[str, str]
    line: int
    parts: list[object] = field(default_factory=list)


class _Reader(HTMLParser):
    """Builds the tree; every element must be closed by its own end tag, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open = [_Open("", {}, 0)]

    def page(self) -> tuple[Part, ...]:
        if len(self._open) > 1:
            raise MarkupError("unclosed", self._open[-1].line, self._open[-1].tag)
        return tuple(self._open[0].parts)  # type: ignore[arg-type]  # check_tag lets only parts in here

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        check_tag(tag, attrs, self._open[-1].tag, line)
        found = _Open(tag, {name: value or "" for name, value in attrs}, line)
        if tag in VOID:
            self._open[-1].parts.extend(_made(found))
        else:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        ended = self._open[-1]
        if tag in VOID:
            return
        if ended.tag != tag:
            raise MarkupError("unclosed", self.getpos()[0], ended.tag or tag)
        self._open.pop()
        self._open[-1].parts.extend(_made(ended))

    def handle_data(self, data: str) -> None:
        here = self._open[-1]
        text = _WHITE.sub(lambda found: "" if "\n" in found[0] else " ", data)
        if here.tag in _TEXT_IN:
            here.parts.append(Run(text))
        elif text.strip():
            raise MarkupError("stray_text", self.getpos()[0], text.strip()[:40])

    def handle_decl(self, decl: str) -> None:
        raise MarkupError("element", self.getpos()[0], f"<!{decl[:20]}>")

    def handle_pi(self, data: str) -> None:
        raise MarkupError("element", self.getpos()[0], f"<?{data[:20]}>")

    def handle_comment(self, data: str) -> None:
        raise MarkupError("element", self.getpos()[0], f"<!--{data[:20]}-->")


def _made(ended: _Open) -> list[object]:
    """Return what a closed element adds to the one around it."""
    if ended.tag in BODY:
        return list(_blocks(ended.tag, ended.parts, ended.given.get("align", "")))
    if ended.tag in INLINE:
        return [_look(ended.tag, run) for run in ended.parts]
    return [_MADE[ended.tag](ended)]


def _look(tag: str, run: object) -> object:
    assert isinstance(run, Run)
    return Run(run.text, run.is_bold or tag == "b", run.is_underlined or tag == "u")


def _blocks(kind: str, parts: list[object], align: str) -> list[Block]:
    """Return one paragraph, or several where a value has lines of its own."""
    paragraphs: list[list[Run]] = [[]]
    for run in parts:
        assert isinstance(run, Run)
        first, *more = run.text.split(VALUE_BREAK)
        paragraphs[-1].append(Run(first, run.is_bold, run.is_underlined))
        paragraphs.extend([Run(text, run.is_bold, run.is_underlined)] for text in more)
    return [Block(kind, tuple(run for run in runs if run.text), align) for runs in paragraphs]


def _cell(ended: _Open) -> Cell:
    blocks: list[Block | Seal] = []
    loose: list[object] = []
    for part in ended.parts:
        if isinstance(part, Run):
            loose.append(part)
        elif isinstance(part, Block | Seal):
            blocks += [*_filled(loose), part]
            loose = []
    blocks += _filled(loose)
    given = ended.given
    return Cell(
        ended.tag == "th",
        tuple(blocks),
        int(given.get("span", 1)),
        int(given.get("down", 1)),
        given.get("align", ""),
    )


def _filled(loose: list[object]) -> list[Block]:
    return [block for block in _blocks("td", loose, "") if block.text.strip()] if loose else []


def _row(ended: _Open) -> Row:
    cells = tuple(part for part in ended.parts if isinstance(part, Cell))
    if not cells:
        raise MarkupError("empty", ended.line, ended.tag)
    return Row(cells, int(ended.given.get("lines", 0)))


def _head(ended: _Open) -> tuple[Row, ...]:
    rows = (part for part in ended.parts if isinstance(part, Row))
    return tuple(Row(row.cells, row.lines, is_repeated=True) for row in rows)


def _table(ended: _Open) -> Table:
    rows: list[Row] = []
    for part in ended.parts:
        rows.extend(part if isinstance(part, tuple) else [part])  # type: ignore[list-item]  # rows, or a head of rows
    if not rows:
        raise MarkupError("empty", ended.line, ended.tag)
    cols = tuple(int(part) for part in ended.given.get("cols", "").split())
    found = Table(tuple(rows), cols)
    if not is_whole(found):
        raise MarkupError("ragged", ended.line, ended.tag)
    return found


def is_whole(table: Table) -> bool:
    """Say whether every row fills the width, counting the cells that reach down from rows above."""
    width, reach = table.width, [0] * table.width
    for row in table.rows:
        free = [column for column in range(width) if not reach[column]]
        if sum(cell.span for cell in row.cells) != len(free):
            return False
        reach = [max(0, rest - 1) for rest in reach]
        for cell in row.cells:
            taken, free = free[: cell.span], free[cell.span :]
            if taken[-1] - taken[0] != cell.span - 1:
                return False
            for column in taken:
                reach[column] = cell.down - 1
    return not any(reach)


_MADE = {
    "br": lambda _ended: Run("\n"),
    "break": lambda _ended: PageBreak(),
    "seal": lambda _ended: Seal(),
    "keep": lambda ended: Keep(tuple(ended.parts)),  # type: ignore[arg-type]  # check_tag lets only parts in
    "th": _cell,
    "td": _cell,
    "tr": _row,
    "head": _head,
    "table": _table,
}
