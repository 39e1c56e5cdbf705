"""A decision as text and as a sheet, with its cuts made: the same words on the page and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casebook.documents.rules.facts import shown
from casebook.documents.rules.fields import FieldKind
from casebook.documents.rules.markup import Block, Keep, Row, Run, Seal, Table
from casebook.publications.rules.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from casebook.documents.rules import Form
    from casebook.documents.rules.markup import Cell, Part
    from casebook.documents.rules.sheet import Sheet
    from casebook.publications.rules.redaction import Cut

_GAP = "　"


def text_of(sheet: Sheet) -> str:
    """Return the words of a sheet, a paragraph or table row each line, agency and day where the seal is."""
    return "\n".join(line for part in sheet.parts for line in _lines(part, sheet) if line.strip())


def _lines(part: Part, sheet: Sheet) -> Iterator[str]:
    match part:
        case Block():
            yield part.text.strip()
        case Table():
            for row in part.rows:
                yield _GAP.join(filter(None, (_cell_words(cell) for cell in row.cells)))
        case Keep():
            for one in part.parts:
                yield from _lines(one, sheet)
        case Seal():
            yield sheet.stamp_name
            yield sheet.day


def _cell_words(cell: Cell) -> str:
    return " ".join(block.text.strip() for block in cell.blocks if isinstance(block, Block))


def redacted_sheet(sheet: Sheet, cuts: Sequence[Cut], *, mark: str) -> Sheet:
    """Return a sheet with all cuts made, and what stands across its top."""
    parts = tuple(_cut(part, cuts) for part in sheet.parts)
    return replace(sheet, parts=parts, mark=mark, signer="")


def _cut(part: Any, cuts: Sequence[Cut]) -> Any:  # noqa: ANN401 - any part gives one of its own kind
    match part:
        case Block():
            return replace(part, runs=tuple(_runs(part.runs, cuts)))
        case Table():
            return replace(part, rows=tuple(_row(row, cuts) for row in part.rows))
        case Keep():
            return replace(part, parts=tuple(_cut(one, cuts) for one in part.parts))
        case _:
            return part


def _runs(runs: Iterable[Run], cuts: Sequence[Cut]) -> Iterator[Run]:
    for run in runs:
        yield replace(run, text=redacted(run.text, cuts))


def _row(row: Row, cuts: Sequence[Cut]) -> Row:
    cells = tuple(replace(cell, blocks=tuple(_cut(one, cuts) for one in cell.blocks)) for cell in row.cells)
    return replace(row, cells=cells)


def parts_of_facts(form: Form, kept: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the facts of a paper as plain lines: where the wording it was issued with is gone."""
    words = shown(form, kept)
    found: list[Block] = []
    for field in form.fields:
        if field.name not in kept:
            continue
        if field.kind is FieldKind.ROWS:
            lines = ["，".join(row.values()) for row in words[field.name]]
            found += [_line(f"{field.label}：{line}") for line in lines]
        else:
            found += [_line(f"{field.label}：{words[field.name]}")]
    return tuple(found)


def _line(words: str) -> Block:
    return Block("p", (Run(words),))
