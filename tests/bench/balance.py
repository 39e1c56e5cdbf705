"""The balance of townships in a year: as its page asks it, against the best statement, and against a scan."""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import text

from casebook.access.actor import local_operator
from casebook.db.transaction import set_reading
from casebook.volumes import queries
from tests.bench.figures import Figure, p95
from tests.factories.accounts import COUNTY
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from casebook.volumes.queries import Balances

YEAR = 2023
TODAY = date(YEAR + 1, 2, 1)
"""Every month of the year is over."""
ROUNDS, CALLS = 9, 60
LIVES = (
    "UPDATE well SET status = 'plugged', closed_on = '2023-06-30' WHERE code LIKE '%13' OR code LIKE '%57'",
    "UPDATE well SET built_on = '2023-04-01', built_precision = 'month' WHERE code LIKE '%29'",
    "UPDATE well SET status = 'idle' WHERE code LIKE '%71'",
)
"""Of a hundred wells two are closed in the year, one is built in it, one stands idle."""
SCAN = (
    "SELECT w.division_code, sum(m.dial_l - m.before_l) FROM (SELECT well_id, read_on, dial_l, lag(dial_l)"
    " OVER (PARTITION BY meter_id ORDER BY read_on) AS before_l FROM meter_reading) m"
    " JOIN well w ON w.id = m.well_id WHERE m.read_on BETWEEN '2023-01-01' AND '2023-12-31'"
    " GROUP BY w.division_code"
)
_OF_WELLS = f"FROM well WHERE county_code = '{COUNTY}'"
_BUILT = "substr(CAST(built_on AS text), 6, 2)"
_CLOSED = "substr(CAST(closed_on AS text), 6, 2)"
_FIGURES = (
    f"(SELECT count(*) FROM well_month m WHERE m.well_id = w.id AND m.year = {YEAR} AND m.grade IS NOT NULL"
)
BEST = " UNION ALL ".join(
    (
        "SELECT division_code, grade AS kind, sum(volume_l) AS litres, -sum(wells) AS months"
        f" FROM township_month WHERE county_code = '{COUNTY}' AND year = {YEAR}"
        " GROUP BY division_code, grade",
        "SELECT division_code, 'plan', sum(planned_l), 0 FROM plan_node"
        f" WHERE county_code = '{COUNTY}' AND year = {YEAR} AND level = 'township'"
        " AND state IN ('plan_issued', 'in_force', 'plan_warned', 'adjusted', 'settled', 'cut_next_year')"
        " AND source IN ('groundwater_shallow', 'groundwater_deep') GROUP BY division_code",
        f"SELECT division_code, '', 0, 12 * count(*) {_OF_WELLS} AND status = 'in_use'"
        " GROUP BY division_code",
        f"SELECT division_code, '', 0, -sum(CAST({_BUILT} AS integer) - 1) {_OF_WELLS}"
        f" AND coalesce(status, '') = 'in_use' AND built_on >= '{YEAR}-01-01' GROUP BY division_code",
        f"SELECT division_code, '', 0, sum(CAST({_CLOSED} AS integer)) {_OF_WELLS}"
        f" AND status IN ('plugged', 'mothballed', 'monitoring') AND closed_on >= '{YEAR}-01-01'"
        " GROUP BY division_code",
        f"SELECT w.division_code, '', 0, sum({_FIGURES} AND (w.closed_on IS NULL OR m.month >"
        f" CAST({_CLOSED} AS integer)))) FROM well w WHERE w.county_code = '{COUNTY}'"
        " AND w.status IN ('plugged', 'mothballed', 'monitoring', 'idle', 'unverified', 'not_found',"
        " 'proposed', 'under_construction') GROUP BY w.division_code",
        f"SELECT w.division_code, '', 0, sum({_FIGURES} AND m.month < CAST({_BUILT} AS integer)))"
        f" FROM well w WHERE w.county_code = '{COUNTY}' AND coalesce(w.status, '') = 'in_use'"
        f" AND w.built_on >= '{YEAR}-01-01' GROUP BY w.division_code",
    )
)
"""Litres by grade, the plan, and the months that lack, by township: what one who knows the tables would ask.

It holds for wells that were built or closed in that very year, and for a year whose months are all over.
"""


def answer(found: Balances) -> str:
    return "\n".join(
        f"{one.division_code} {one.plan_m3} {one.measured.missing} {grade} {volume}"
        for one in found.townships[YEAR]
        for grade, volume in sorted(one.measured.by_grade.items())
    )


def best_answer(rows: Iterable[Any]) -> str:
    volumes, plans = [], {}
    missing: Counter[str] = Counter()
    for code, kind, litres, months in rows:
        missing[code] += months
        if kind == "plan":
            plans[code] = f"{litres / 1000:.3f}"
        elif kind:
            volumes.append((code, kind, litres))
    volumes.sort()
    return "\n".join(
        f"{code} {plans[code]} {missing[code]} {kind} {litres / 1000:.3f}" for code, kind, litres in volumes
    )


def give_lives(engine: Engine) -> None:
    """Close, build and rest some wells, and let PostgreSQL tidy up as it does by itself after a while."""
    with engine.begin() as connection:
        for statement in LIVES:
            connection.execute(text(statement))
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE well, well_month, township_month, plan_node"))


def of_townships(name: str, url: str) -> list[Figure]:
    """Time the balance of a year against the best statement, and a scan, once wells were closed and built.

    Both answer with the same text from a Flask that does nothing else.
    """
    engine = engine_for(url)
    give_lives(engine)
    bare = Flask("bare")
    set_reading(reading=True)
    with engine.connect() as connection, session_on(engine) as session:
        reader = local_operator("bench", COUNTY)
        found = partial(queries.balances_of, session, reader, [YEAR], TODAY)
        bare.add_url_rule("/best", "best", lambda: best_answer(connection.execute(text(BEST))))
        bare.add_url_rule("/", "ours", lambda: answer(found()))
        client = bare.test_client()
        if client.get("/").text != client.get("/best").text or not client.get("/").text:
            sys.exit("the best statement and ours answer differently")
        pairs = [
            (p95(lambda: client.get("/"), CALLS), p95(lambda: client.get("/best"), CALLS))
            for _round in range(ROUNDS)
        ]
        ours, best = (statistics.median(times) for times in zip(*pairs, strict=True))
        started = time.perf_counter()
        scanned = {code: int(litres) for code, litres in connection.execute(text(SCAN))}
        scan = (time.perf_counter() - started) * 1000
        kept = {one.division_code: int(one.measured.total_m3 * 1000) for one in found().townships[YEAR]}
        if kept != scanned:
            sys.exit("the roll-up of the townships is not the sum of the readings")
    set_reading(reading=False)
    engine.dispose()
    words = f"{name}: townships × year against plan p95"
    return [
        Figure(f"{words} (peer: best SQL, bare Flask)", ours, best, best * 1.3, "ms"),
        Figure(f"{words} (peer: scanning the readings)", ours, scan, scan / 100, "ms"),
    ]
