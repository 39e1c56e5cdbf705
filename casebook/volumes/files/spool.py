"""Where rows wait until the database takes them: a private file, so that no lock is held while one is read.

Rows are put on heaps by their well, a few heaps are sorted at a time: ten million rows are never held in
memory together.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

import msgspec
import numpy as np
import orjson

from casebook.kernel.collecting import unwatched
from casebook.volumes.rules.series import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casebook.volumes.rules.blocks import Block
    from casebook.volumes.rules.cells import Fault, Row
    from casebook.volumes.rules.readers import Reader

ROWS_OF_A_PIECE = 150_000
"""Rows that are sorted and judged together, at least where there are as many."""
HEAPS = 128
_ENTRIES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16000;
CREATE TABLE entry (line, body);
"""


class _Packed(msgspec.Struct, array_like=True):
    """Rows as they lie in the file."""

    keys: list[str]
    meters: list[str]
    figures: bytes
    written: list[str]


class _Place(NamedTuple):
    """Where some rows of a heap lie in the file."""

    begins: int
    bytes: int


class Spool:
    """Rows of one file that wait, and the answers to those that were refused."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "entries.sqlite", isolation_level=None)
        self._base.executescript(_ENTRIES)
        self._file = (folder / "rows").open("w+b")
        self._heaps: list[list[_Place]] = [[] for _heap in range(HEAPS)]
        self._sizes = np.zeros(HEAPS, np.int64)
        self.rows = 0
        """Rows with data in the file."""
        self.refused: Counter[str] = Counter()
        self.queries: Counter[str] = Counter()

    def fill(self, blocks: Iterable[Block], read: Reader) -> None:
        """Read a file's rows and keep what they say, or why they are refused."""
        every = iter(blocks)
        self._base.execute("BEGIN")
        while self._take(every, read):
            pass
        self._base.execute("COMMIT")

    def _take(self, blocks: Iterator[Block], read: Reader) -> bool:
        """Read some rows; say whether there were any."""
        with unwatched():
            block = next(blocks, None)
            if block is None:
                return False
            rows, faults = read.many(block)
            self.rows += len(rows) + len(faults)
            self._heap(rows)
            for fault in faults:
                self.refuse(fault)
            return True

    def _heap(self, rows: Rows) -> None:
        """Put each row on the heap of its well."""
        heaps = np.array([crc32(key.encode()) % HEAPS for key in rows.keys], np.int64)[rows.key]
        in_heaps = rows.taken(np.argsort(heaps, kind="stable"))
        edges = np.concatenate(([0], np.cumsum(np.bincount(heaps, minlength=HEAPS)))).tolist()
        for heap in range(HEAPS):
            if edges[heap] < edges[heap + 1]:
                self._write(heap, in_heaps, slice(edges[heap], edges[heap + 1]))

    def _write(self, heap: int, rows: Rows, part: slice) -> None:
        keys, key = np.unique(rows.key[part], return_inverse=True)
        meters, meter = np.unique(rows.meter[part], return_inverse=True)
        figures = np.vstack([key, meter, rows.figures[2:, part]])
        packed = _Packed(
            keys=[rows.keys[number] for number in keys.tolist()],
            meters=[rows.meters[number] for number in meters.tolist()],
            figures=figures.tobytes(),
            written=rows.written[part],
        )
        body = msgspec.msgpack.encode(packed)
        self._heaps[heap].append(_Place(self._file.tell(), len(body)))
        self._sizes[heap] += part.stop - part.start
        self._file.write(body)

    def pieces(self) -> Iterator[Rows]:
        """Yield the rows, all of a well together, by well or account and in order of time.

        The same time stays in the file's order, but a new meter's opening after the old one's closing.
        """
        held: list[_Place] = []
        rows = 0
        for places, size in zip(self._heaps, self._sizes.tolist(), strict=True):
            held += places
            rows += size
            if rows >= ROWS_OF_A_PIECE:
                yield self._read(held)
                held, rows = [], 0
        if held:
            yield self._read(held)

    def _read(self, places: Sequence[_Place]) -> Rows:
        parts = []
        for place in places:
            self._file.seek(place.begins)
            packed = msgspec.msgpack.decode(self._file.read(place.bytes), type=_Packed)
            figures = np.frombuffer(packed.figures, np.int64).reshape(-1, len(packed.written))
            parts.append(Rows(packed.keys, packed.meters, figures, packed.written))
        return Rows.joined(parts).in_order()

    def sorted(self) -> Iterator[Row]:
        """Yield the rows one by one in that order."""
        for piece in self.pieces():
            yield from piece.each()

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
        """Let go of the files."""
        self._base.close()
        self._file.close()


@contextmanager
def open_spool() -> Iterator[Spool]:
    """Give a spool that vanishes with its process, also a killed one: its open files have no name."""
    with tempfile.TemporaryDirectory(prefix="casebook-spool-") as folder:
        spool = Spool(Path(folder))
    try:
        yield spool
    finally:
        spool.close()
