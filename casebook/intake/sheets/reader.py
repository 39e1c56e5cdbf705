"""The rows of a foreign spreadsheet, as the child process found them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import orjson

from casebook.intake.rules.table import HEAD_ROWS, Merge, Row, SheetHead
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.kernel.cells import Cell

SECONDS = 90
"""Wall time for the child; its own limit of processor time is shorter."""

_CHILD = Path(__file__).with_name("child.py")
_UNUSABLE = 3
_NEUTRALISED = frozenset("=+-@")
"""Signs before which our own exports put an apostrophe, so that no spreadsheet runs the cell."""


class SheetFile:
    """The sheets of one file; made by `read_sheets`."""

    def __init__(self, spool: BinaryIO) -> None:
        self._spool = spool
        self._offsets: list[int] = []
        self.heads: list[SheetHead] = []
        """What each sheet begins with, in the file's order."""
        self._index()

    def rows(self, sheet: int) -> Iterator[Row]:
        """Yield the rows of a sheet that are not empty, from the top; only one such walk at a time."""
        self._spool.seek(self._offsets[sheet])
        for line in self._spool:
            found = orjson.loads(line)
            if found is None:
                return
            yield _row(found)

    def _index(self) -> None:
        sheets = orjson.loads(self._spool.readline())["sheets"]
        for _ in range(sheets):
            meta = orjson.loads(self._spool.readline())
            self._offsets.append(self._spool.tell())
            self.heads.append(self._head(meta))

    def _head(self, meta: dict[str, Any]) -> SheetHead:
        rows: list[Row] = []
        count = 0
        while (line := self._spool.readline()) != b"null\n":
            count += 1
            if len(rows) < HEAD_ROWS:
                rows.append(_row(orjson.loads(line)))
        merges = tuple(Merge(*first, *last) for first, last in meta["merged"])
        return SheetHead(meta["name"], meta["hidden"], tuple(rows), count, merges)


@contextmanager
def read_sheets(stream: BinaryIO, *, is_text: bool) -> Iterator[SheetFile]:
    """Open a spreadsheet (XLSX or XLS; `is_text`: CSV) whose kind has been checked.

    Raises RuleBroken (field `file`): `sheet_encrypted`, `sheet_unreadable`, `sheet_too_large`.
    """
    with TemporaryFile() as copy, TemporaryFile() as spool:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        _run_child(copy, spool, "csv" if is_text else "workbook")
        spool.seek(0)
        yield SheetFile(spool)


def _run_child(source: BinaryIO, spool: BinaryIO, kind: str) -> None:
    command = [sys.executable, "-I", str(_CHILD), kind]
    environment = {"LANG": "C.UTF-8", "PYTHONUTF8": "1"}  # nothing of ours: no addresses, no secrets
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            command,
            stdin=source,
            stdout=spool,
            stderr=subprocess.PIPE,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RuleBroken("sheet_too_large", field="file") from None
    if done.returncode:
        _refuse(done.returncode, done.stderr.decode(errors="replace"))


def _refuse(code: int, word: str) -> NoReturn:
    """Tell apart what the child said, a fault in the file that broke it, and a limit that ended it."""
    if code == _UNUSABLE and word == "encrypted":
        raise RuleBroken("sheet_encrypted", field="file")
    if code > 0 and (code != _UNUSABLE or word == "unreadable"):
        raise RuleBroken("sheet_unreadable", field="file")
    raise RuleBroken("sheet_too_large", field="file")


def _row(found: list[Any]) -> Row:
    number, cells = found
    return Row(number, [value if value is None else _cell(value) for value in cells])


def _cell(value: Any) -> Cell:  # noqa: ANN401 - any JSON value of the spool
    if isinstance(value, dict):
        written = value["d"]
        return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    if isinstance(value, str) and value[:1] == "'" and value[1:2] in _NEUTRALISED:
        return value[1:]
    found: Cell = value
    return found
