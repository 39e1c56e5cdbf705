"""The ledger: appending, verifying, a report of many rows, and the board as the ledger grows.

Entries are made by the real posting, or for the large ledger by the same sealing in bulk. Peers do the
least that the same task needs: bare inserts, openssl's speed is no peer for parsing, xlsxwriter alone.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import orjson
import xlsxwriter
from sqlalchemy import func, insert, select

from casebook.config import Settings
from casebook.db import db
from casebook.db.chain import Draft, append_many
from casebook.db.transaction import set_reading
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.ledger import queries
from casebook.ledger.models import LedgerEntry, LedgerRollup
from casebook.ledger.rules import AquiferGroup, PostingKind
from casebook.oversight import queries as oversight
from casebook.reports import making, presenters
from casebook.web.sheets import Sheet, write_book
from casebook.wiring import create_app
from tests.bench.figures import MIB, Figure, p95
from tests.factories.ledger import COUNTY, NOW, post_reduction
from tests.support.databases import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

APPENDED = 4_000
AT_ONCE = 50
"""Postings of one transaction, as an import has them."""
SMALL, LARGE = 1_000, 1_000_000
ROWS = 100_000
BOARD_TIMES = 100
ROUNDS = 3
TOWNSHIPS = [f"{COUNTY}{number}" for number in range(100, 118)]
KINDS = (PostingKind.WELL_CLOSED, PostingKind.REDUCTION, PostingKind.PROBLEM_STRUCK_OFF)
GROUPS = tuple(AquiferGroup)
FIRST = date(2023, 1, 1)


def measure(folder: Path, large: int = LARGE) -> list[Figure]:
    """Return all figures; `large` is how long the long ledger is."""
    appended = _appended(folder)
    small, long = (_county(folder / name, count) for name, count in (("small", SMALL), ("long", large)))
    verified = [_verified(long) for _round in range(ROUNDS)]
    few, many = _board_times([small, long])
    ours, theirs, peak = _report(long)
    return [
        Figure("ledger append on one chain", appended[0], appended[1], 800, "/s", is_floor=True),
        Figure(
            f"ledger verify, {large:,} entries (peer: parse and hash alone, one core)",
            median(one for one, _peer in verified),
            median(peer for _one, peer in verified),
            200_000,
            "/s",
            is_floor=True,
        ),
        Figure(f"report of {ROWS:,} rows as XLSX (peer: xlsxwriter)", ours, theirs, theirs * 1.5, "s"),
        Figure("peak memory of it", peak, None, 150, "MiB"),
        Figure(f"board p95 at {large:,} postings (peer: at {SMALL:,})", many, few, few * 1.2, "ms"),
    ]


def _app(folder: Path) -> Any:  # noqa: ANN401 - Flask
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 'ledger.sqlite'}"
    build(url)
    return create_app(
        Settings(database_url=url, data_dir=str(folder), county_code=COUNTY, secret_key="bench")
    )


def _per_second(count: int, act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return count / (time.perf_counter() - started)


def _appended(folder: Path) -> tuple[float, float]:
    """Return postings per second by the real act, and rows per second by bare inserts of the same rows."""
    with _app(folder / "append").app_context():
        session = db.session()

        def post() -> None:
            for number in range(APPENDED):
                post_reduction(session, number)
                if number % AT_ONCE == AT_ONCE - 1:
                    session.commit()

        ours = _per_second(APPENDED, post)
        table = LedgerRollup.__table__
        plain = [
            {"id": new_id(), "county_code": COUNTY, "year": 9000 + number, "division_code": COUNTY}
            for number in range(APPENDED)
        ]
        figures = {
            "kind": KINDS[0],
            "aquifer_group": GROUPS[0],
            "count": 1,
            "full_year_m3": 0,
            "this_year_m3": 0,
        }
        statement = insert(LedgerRollup)

        def bare() -> None:
            for number, row in enumerate(plain):
                session.execute(statement, [{**row, **figures}])
                if number % AT_ONCE == AT_ONCE - 1:
                    session.commit()

        theirs = _per_second(APPENDED, bare)
        assert table is not None
        db.session.remove()
    return ours, theirs


def _drafts(count: int) -> Iterator[Draft]:
    """Yield entries over a year, townships, kinds and layers in turn."""
    actor = {"id": None, "name": "试验", "agency": "试验机关"}
    for number in range(count):
        day = FIRST + timedelta(days=number * 365 // count)
        kind = KINDS[number % len(KINDS)]
        volume = Decimal(number % 50_000) if kind is PostingKind.REDUCTION else Decimal(0)
        columns = {
            "county_code": COUNTY,
            "kind": kind,
            "effective_on": day,
            "booked_on": day,
            "year": 2023,
            "division_code": TOWNSHIPS[number % len(TOWNSHIPS)],
            "well_code": f"{TOWNSHIPS[number % len(TOWNSHIPS)]}JJ{number:07d}",
            "subject_id": new_id(),
            "aquifer_group": GROUPS[number % len(GROUPS)],
            "count": 0 if kind is PostingKind.REDUCTION else 1,
            "full_year_m3": volume,
            "this_year_m3": volume,
        }
        about = {"subject": {"kind": "closure", "title": f"371525-2023-FJ-{number:07d}"}, "actor": actor}
        yield Draft(NOW, columns, {**about, "method": None, "grade": None, "papers": [digest(b"x")]})


def _county(folder: Path, count: int) -> Any:  # noqa: ANN401 - Flask
    """Return the application of a county whose ledger has so many entries."""
    app = _app(folder)
    with app.app_context():
        session, chain, drafts = db.session(), f"ledger:{COUNTY}", _drafts(count)
        while some := [draft for draft, _place in zip(drafts, range(20_000), strict=False)]:
            append_many(session, LedgerEntry, chain=chain, drafts=some)
            session.commit()
        _fill_rollups(session)
        session.commit()
        db.session.remove()
    return app


def _fill_rollups(session: Session) -> None:
    key = ("county_code", "year", "division_code", "kind", "aquifer_group")
    figures = ("count", "full_year_m3", "this_year_m3")
    columns = [getattr(LedgerEntry, name) for name in key]
    sums = [func.sum(getattr(LedgerEntry, name)).label(name) for name in figures]
    for row in session.execute(select(*columns, *sums).group_by(*columns)).all():
        session.add(LedgerRollup(**dict(zip((*key, *figures), row, strict=True))))


def _verified(app: Any) -> tuple[float, float]:  # noqa: ANN401 - Flask
    """Return entries per second of the whole proof, and of parsing and hashing the bodies alone."""
    with app.app_context():
        set_reading(reading=True)
        session = db.session()
        count = queries.head(session, COUNTY).count

        def ours() -> None:
            if not queries.verify(session, COUNTY, processes=2).is_whole:
                sys.exit("the ledger is not whole")

        def theirs() -> None:
            for (body,) in session.execute(select(LedgerEntry.body).execution_options(yield_per=500)):
                orjson.loads(body)
                digest(body)

        found = _per_second(count, ours), _per_second(count, theirs)
        db.session.remove()
    return found


def _board_times(apps: list[Any]) -> list[float]:
    """Return the 95th percentile of the board's figures in each county, in ms, taken in turn."""
    found: list[list[float]] = [[] for _app_of in apps]
    for _round in range(ROUNDS):
        for place, app in enumerate(apps):
            with app.app_context():
                set_reading(reading=True)
                act = partial(_board, db.session())
                act()
                found[place].append(p95(act, BOARD_TIMES))
                db.session.remove()
    return [min(one) for one in found]


def _board(session: Session) -> None:
    board = oversight.board(session, county_code=COUNTY, year=2023)
    oversight.gauges(session, COUNTY, 2023, board.targets)


def _report(app: Any) -> tuple[float, float, float]:  # noqa: ANN401 - Flask
    """Return seconds of writing entries from the ledger, of xlsxwriter with the same cells, and peak MiB."""
    with app.app_context(), app.test_request_context():
        set_reading(reading=True)
        session, target = db.session(), app.config["CASEBOOK"].data_path / "report.xlsx"

        def ours() -> None:
            with target.open("wb") as stream:
                rows = making.iterate_lines(session, COUNTY, FIRST, clock.today(), most=ROWS)
                write_book(stream, [Sheet("台账", presenters.entry_columns(), rows)])

        tracemalloc.start()
        ours()
        peak = tracemalloc.get_traced_memory()[1] / MIB
        tracemalloc.stop()
        cells = [
            [column.value(row) for column in presenters.entry_columns()]
            for row in making.iterate_lines(session, COUNTY, FIRST, clock.today(), most=1_000)
        ]
        taken = [
            (1 / _per_second(1, ours), 1 / _per_second(1, partial(_alone, target, cells)))
            for _ in range(ROUNDS)
        ]
        db.session.remove()
    return median(one for one, _peer in taken), median(peer for _one, peer in taken), peak


def _alone(target: Path, cells: list[list[object]]) -> None:
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number in range(ROWS):
        for column, value in enumerate(cells[number % len(cells)]):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)  # type: ignore[arg-type]  # an int or Decimal
    book.close()
