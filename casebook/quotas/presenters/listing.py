"""The list of electronic permits as a file: opened by the reader of imports, read by the rules."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.errors import RuleBroken
from casebook.quotas.rules.reading import read_list
from casebook.storage.rules import CSV, MediaKind
from casebook.storage.sniffing import inspect

if TYPE_CHECKING:
    from casebook.quotas.rules import Listed

_CHUNK = 1024 * 1024


def read_listed(path: Path, name: str) -> list[Listed]:
    """Return what the first sheet with a header says; RuleBroken on field `file` where none can be read."""
    media = inspect(path, name, frozenset({MediaKind.SPREADSHEET}))
    with path.open("rb") as stream, read_sheets(stream, is_text=media is CSV) as file:
        for index, head in enumerate(file.heads):
            if head.is_hidden or not head.rows:
                continue
            try:
                return read_list((row.number, row.cells) for row in file.rows(index))
            except RuleBroken as reason:
                if reason.code != "permit_list_no_header":
                    raise
    raise RuleBroken("permit_list_no_header", field="file")


def read_uploaded(stream: BinaryIO, name: str) -> list[Listed]:
    """Return what an uploaded list says."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        with path.open("wb") as copy:
            while chunk := stream.read(_CHUNK):
                copy.write(chunk)
        return read_listed(path, name)
