"""Filling a form of 5,000 bound cells, figures and files included, beside openpyxl writing as many numbers.

Usage: python -m tests.bench.blanks. Prints seconds.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import openpyxl

from casebook.access.actor import local_operator
from casebook.blanks import actions, queries
from casebook.blanks.actions import Sent
from casebook.blanks.rules.binding import Bound
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Unit
from casebook.blanks.rules.cells import Area
from casebook.kernel.months import Month
from casebook.storage import disk
from tests.bench.figures import Figure, table
from tests.factories.accounts import COUNTY
from tests.factories.blanks import SHEET, saved
from tests.factories.regions import make_county
from tests.support.databases import build, engine_for, session_on

NOW, MONTH = datetime(2024, 1, 5, tzinfo=UTC), Month(2023, 11)
ROWS, COLUMNS, LIMIT_S = 500, 10, 5.0


def blank(names: list[str]) -> bytes:
    """Return a form of 500 rows that name the townships over and over."""
    book = openpyxl.Workbook()
    book.active.title = SHEET
    for row in range(1, ROWS + 1):
        book.active.cell(row, 1, names[row % len(names)])
    book.active.cell(ROWS + 1, 2, f"=SUM(B1:B{ROWS})")
    return saved(book)


def by_openpyxl(data: bytes) -> float:
    """Return how long the same takes without figures, lists and care."""
    started = time.perf_counter()
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row in range(1, ROWS + 1):
        for column in range(2, COLUMNS + 2):
            book.active.cell(row, column).value = row * column
    saved(book)
    return time.perf_counter() - started


def measure() -> list[Figure]:
    """Fill the form on SpatiaLite; return seconds against the limit."""
    figures = [one for one in FigureId if CATALOGUE[one].of_townships and CATALOGUE[one].unit is Unit.WELLS]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        build(url)
        disk.use(Path(folder))
        engine = engine_for(url)
        with session_on(engine) as session:
            make_county(session)
            places, actor = queries.places_of(session, COUNTY), local_operator("bench", COUNTY)
            data = blank([places.names[code] for code in places.townships])
            sent = Sent(io.BytesIO(data), "a.xlsx")
            form = actions.add_form(session, actor=actor, now=NOW, name="表", superior="", sent=sent)
            wanted = [
                Bound(SHEET, Area.parse(f"{letter}1:{letter}{ROWS}"), one, CATALOGUE[one].spans[0], names)
                for letter, one in zip("BCDEFGHIJK", (figures * 2)[:COLUMNS], strict=True)
                for names in [Area.parse(f"A1:A{ROWS}")]
            ]
            actions.bind(session, actor=actor, now=NOW, form=form, wanted=wanted)
            started = time.perf_counter()
            row = actions.fill(session, actor=actor, now=NOW, form=form, month=MONTH)
            session.commit()
            seconds = time.perf_counter() - started
            cells = row.filled_cells + row.empty_cells
        engine.dispose()
    return [Figure(f"filling a form of {cells} cells", seconds, by_openpyxl(data), LIMIT_S, "s")]


if __name__ == "__main__":
    sys.stdout.write(table(measure()))
