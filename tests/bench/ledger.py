"""The ledger: appending, verifying, a report of many rows, and the board as the ledger grows.

Entries are made by the real posting, or for the large ledger by the same sealing in bulk. Peers do the least
that the same task needs: bare inserts, parsing and hashing alone, xlsxwriter alone.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import date, timedelta
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import orjson
import psycopg
import xlsxwriter
from sqlalchemy import func, insert, select, text

from casebook.config import Settings
from casebook.db import db
from casebook.db.bulk import load_rows
from casebook.db.transaction import set_reading
from casebook.kernel import clock
from casebook.kernel.chains import GENESIS
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.ledger import queries
from casebook.ledger.models import LedgerEntry, LedgerRollup
from casebook.ledger.rules import AquiferGroup, PostingKind
from casebook.oversight import queries as oversight
from casebook.reports import making, presenters
from casebook.web.sheets import Sheet, write_book
from casebook.wiring import create_app
from tests.bench.figures import Figure, p95
from tests.factories.ledger import COUNTY, NOW, post_reduction
from tests.support.cluster import start
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
BOARD_TIMES = 60
ROUNDS = 2
REPORTS = 2
CORES = os.cpu_count() or 1
TOWNSHIPS = [f"{COUNTY}{number}" for number in range(100, 118)]
KINDS = (PostingKind.WELL_CLOSED, PostingKind.REDUCTION, PostingKind.PROBLEM_STRUCK_OFF)
GROUPS = tuple(AquiferGroup)
FIRST = date(2023, 1, 1)


def measure(folder: Path, large: int = LARGE) -> list[Figure]:
    """Return all figures on both databases; `large` is how long the long ledger is."""
    figures = _measure(folder, "SQLite", lambda name: f"sqlite:///{folder / name}.sqlite", large)
    cluster = start(max_wal_size="4GB")
    try:
        return figures + _measure(folder, "PostgreSQL", partial(_new_database, cluster.url), large)
    finally:
        cluster.stop()


def _measure(folder: Path, name: str, url_of: Callable[[str], str], large: int) -> list[Figure]:
    appended = _appended(_app(folder, url_of("append")))
    small, long = _county(_app(folder, url_of("small")), SMALL), _county(_app(folder, url_of("long")), large)
    verified = [_verified(long) for _round in range(ROUNDS)]
    few, many = _board_times([small, long])
    ours, theirs, peak = _report(long)
    for app in (small, long):
        with app.app_context():
            db.engine.dispose()
    one_core, both, peer = (median(rates) for rates in zip(*verified, strict=True))
    return [
        Figure(f"{name}: append on one chain (peer: bare rows)", *appended, 800, "/s", is_floor=True),
        Figure(
            f"{name}: verify {large:,} entries, one process (peer: parse and hash alone)",
            one_core,
            peer,
            200_000,
            "/s of processor",
            is_floor=True,
        ),
        Figure(f"{name}: the same, {CORES} processes", both, None, 200_000, "/s", is_floor=True),
        Figure(f"{name}: {ROWS:,} rows as XLSX (peer: xlsxwriter)", ours, theirs, theirs * 1.5, "s"),
        Figure(f"{name}: memory that it adds to the process", peak, None, 150, "MiB"),
        Figure(f"{name}: board p95 at {large:,} (peer: at {SMALL:,})", many, few, few * 1.2, "ms"),
    ]


def _new_database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    url = server.replace("postgresql://", "postgresql+psycopg://", 1)
    return url.replace("/postgres?", f"/{name}?", 1)


def _app(folder: Path, url: str) -> Any:  # noqa: ANN401 - Flask
    build(url)
    return create_app(
        Settings(database_url=url, data_dir=str(folder), county_code=COUNTY, secret_key="bench")
    )


def _per_second(count: int, act: Callable[[], object], now: Callable[[], float] = time.perf_counter) -> float:
    started = now()
    act()
    return count / (now() - started)


def _appended(app: Any) -> tuple[float, float]:  # noqa: ANN401 - Flask
    """Return postings per second by the real act, and rows per second by bare inserts of the same rows."""
    with app.app_context():
        session = db.session()

        def post() -> None:
            for number in range(APPENDED):
                post_reduction(session, number)
                if number % AT_ONCE == AT_ONCE - 1:
                    session.commit()

        ours = _per_second(APPENDED, post)
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
        db.session.remove()
        db.engine.dispose()
    return ours, theirs


def _rows(count: int) -> Iterator[list[Any]]:
    """Yield sealed entries over a year, townships, kinds and layers in turn, column by column as stored.

    Spelled here anew and faster than by the ledger; that it is the same, the proof shows.
    """
    actor = {"agency": "试验机关", "id": None, "name": "试验"}
    paper, at, chain = digest(b"x"), NOW.isoformat(timespec="microseconds"), f"ledger:{COUNTY}"
    previous, days = GENESIS, [FIRST + timedelta(days=number) for number in range(365)]
    for number in range(count):
        day, kind, town = days[number * 365 // count], KINDS[number % 3], TOWNSHIPS[number % len(TOWNSHIPS)]
        litres = number % 50_000 * 1000 if kind is PostingKind.REDUCTION else 0
        group, wells = GROUPS[number % len(GROUPS)].value, 0 if kind is PostingKind.REDUCTION else 1
        entry, about = new_id(), new_id()
        facts = {
            "sequence": number + 1,
            "previous_hash": previous,
            "chain": chain,
            "county_code": COUNTY,
            "kind": kind.value,
            "effective_on": day,
            "booked_on": day,
            "year": 2023,
            "division_code": town,
            "well_code": f"{town}JJ{number:07d}",
            "subject_id": about,
            "aquifer_group": group,
            "count": wells,
            "full_year_l": litres,
            "this_year_l": litres,
            "id": entry,
        }
        beside = {
            "actor": actor,
            "at": at,
            "grade": None,
            "method": None,
            "papers": [paper],
            "subject": {"kind": "closure", "title": f"371525-2023-FJ-{number:07d}"},
        }
        body = orjson.dumps({**facts, **beside}, option=orjson.OPT_SORT_KEYS)
        previous = digest(body)
        yield [*facts.values(), NOW, previous, body]


_COLUMNS = (
    *("sequence", "previous_hash", "chain", "county_code", "kind", "effective_on", "booked_on", "year"),
    *("division_code", "well_code", "subject_id", "aquifer_group", "count", "full_year_l", "this_year_l"),
    *("id", "at", "hash", "body"),
)


def _county(app: Any, count: int) -> Any:  # noqa: ANN401 - Flask
    """Return the application of a county whose ledger has so many entries."""
    with app.app_context():
        session = db.session()
        indexes = sorted(LedgerEntry.__table__.indexes, key=lambda one: str(one.name))
        for index in indexes:
            index.drop(session.connection())
        load_rows(session, LedgerEntry, _COLUMNS, _rows(count))
        for index in indexes:  # sorted at the end they cost a fraction
            index.create(session.connection())
        session.flush()
        _fill_rollups(session)
        session.commit()
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ANALYZE"))
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


def _verified(app: Any) -> tuple[float, float, float]:  # noqa: ANN401 - Flask
    """Return entries per second of the whole proof, and of parsing and hashing the bodies alone.

    Of one process by the processor's time, which others on the machine do not change much; on PostgreSQL the
    server's own is not in it. Of several processes by the clock.
    """
    with app.app_context():
        set_reading(reading=True)
        session = db.session()
        count = queries.head(session, COUNTY).count

        def ours(processes: int) -> None:
            if not queries.verify(session, COUNTY, processes=processes).is_whole:
                sys.exit("the ledger is not whole")

        def theirs() -> None:
            for (body,) in session.execute(select(LedgerEntry.body).execution_options(yield_per=500)):
                orjson.loads(body)
                digest(body)

        one_core = _per_second(count, partial(ours, 1), time.process_time)
        both = _per_second(count, partial(ours, CORES))
        peer = _per_second(count, theirs, time.process_time)
        db.session.remove()
    return one_core, both, peer


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

        def lines(most: int) -> Iterator[dict[str, Any]]:
            return making.iterate_lines(session, COUNTY, FIRST, clock.today(), most=most)

        def ours() -> None:
            with target.open("wb") as stream:
                write_book(stream, [Sheet("台账", presenters.entry_columns(), lines(ROWS))])

        columns = presenters.entry_columns()
        cells = [[column.value(row) for column in columns] for row in lines(1_000)]
        before = _peak_mib()
        taken = [1 / _per_second(1, ours)]
        peak = _peak_mib() - before
        alone = partial(_alone, target, cells)
        peers = [1 / _per_second(1, alone)]
        for _round in range(1, REPORTS):
            taken.append(1 / _per_second(1, ours))
            peers.append(1 / _per_second(1, alone))
        db.session.remove()
    return min(taken), min(peers), peak


def _peak_mib() -> float:
    """Return the most memory that this process ever had; what is written later may only add to it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
