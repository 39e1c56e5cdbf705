"""Where rows wait until the database takes them: a private file, so that no lock is held while one is read.

It sorts ten million rows without holding them in memory; actions get them by well and in order of time.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from casebook.volumes.rules import ReadingMark, ReadingWay
from casebook.volumes.rules.cells import Fault, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from casebook.kernel.cells import Cell

    Read = Callable[[int, Sequence[Cell]], Row | Fault | None]

AT_ONCE = 20_000
_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
CREATE TABLE waiting (line, key, meter, day, second, amount, mark, way, written);
CREATE TABLE entry (line, body);
"""
_SORTED = "SELECT * FROM waiting ORDER BY key, day, second, mark = 'new_opening', line"
_MARKS = {mark.value: mark for mark in ReadingMark}
_WAYS: dict[str | None, ReadingWay | None] = {None: None, **{way.value: way for way in ReadingWay}}


class Spool:
    """Rows of one file that wait, and the answers to those that were refused."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "spool.sqlite", isolation_level=None)
        self._base.executescript(_TABLES)
        self.rows = 0
        """Rows with data in the file."""
        self.refused: Counter[str] = Counter()
        self.queries: Counter[str] = Counter()

    def fill(self, rows: Iterable[tuple[int, Sequence[Cell]]], read: Read) -> None:
        """Read a file's rows and keep what they say, or why they are refused."""
        good = self._good(rows, read)
        insert = "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._base.execute("BEGIN")
        while some := list(islice(good, AT_ONCE)):
            self._base.executemany(insert, some)
        self._base.execute("COMMIT")

    def _good(self, rows: Iterable[tuple[int, Sequence[Cell]]], read: Read) -> Iterator[Row]:
        for line, cells in rows:
            found = read(line, cells)
            if found is None:
                continue
            self.rows += 1
            if isinstance(found, Row):
                yield found
            else:
                self.refuse(found)

    def sorted(self) -> Iterator[Row]:
        """Yield the rows by well or account and in order of time, the same time in the file's order.

        A new meter's opening comes after the old one's closing of the same time.
        """
        for line, key, meter, day, second, amount, mark, way, written in self._base.execute(_SORTED):
            yield Row(line, key, meter, day, second, amount, _MARKS[mark], _WAYS[way], written)

    def refuse(self, fault: Fault) -> None:
        """Keep why a row is refused."""
        self.refused[fault.code.value] += 1
        body: dict[str, Any] = {
            "row": fault.line,
            "result": "refused",
            "code": fault.code.value,
            "column": fault.column.value,
        }
        self._keep(
            fault.line,
            body | {"key": fault.key, "meter": fault.meter, "written": fault.written, "hint": fault.hint},
        )

    def ask(self, line: int | None, kind: str, facts: dict[str, Any]) -> None:
        """Keep a query that a row raised."""
        self.queries[kind] += 1
        self._keep(line or 0, {"row": line, "result": "query", "code": kind, **facts})

    def _keep(self, line: int, body: dict[str, Any]) -> None:
        self._base.execute("INSERT INTO entry VALUES (?, ?)", (line, orjson.dumps(body)))

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield the answers by line."""
        for (body,) in self._base.execute("SELECT body FROM entry ORDER BY line, rowid"):
            yield orjson.loads(body)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()


@contextmanager
def open_spool() -> Iterator[Spool]:
    """Give a spool that vanishes afterwards."""
    with tempfile.TemporaryDirectory(prefix="casebook-spool-") as folder:
        spool = Spool(Path(folder))
        try:
            yield spool
        finally:
            spool.close()
