"""Readings: loading them, and the balance of townships by year.

The same wells and dials for the same number: a generator with a fixed seed. What is measured as ours is the
whole import of a file: read, judged, kept, figures and roll-ups found, in one transaction.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from importlib.util import find_spec
from random import Random
from typing import TYPE_CHECKING, Any, cast

import psycopg
from pysqlite3 import dbapi2
from sqlalchemy import make_url, text

from casebook.access.actor import local_operator
from casebook.kernel import clock
from casebook.plans.models import PlanNode
from casebook.plans.rules import Level, PlanState, Spread
from casebook.quotas.rules import WaterSource
from casebook.volumes.actions import import_readings
from casebook.volumes.actions.batches import SourceFile
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import open_table
from casebook.volumes.rules import ImportKind
from casebook.volumes.rules.readers import reader_of_readings
from tests.bench.balance import YEAR, of_townships
from tests.bench.figures import Figure, run
from tests.factories.accounts import COUNTY
from tests.support.cluster import start
from tests.support.databases import build, engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Table

    from casebook.volumes.actions.batches import Imported

    Seconds = Sequence[float]

SEED = 371525
READINGS_A_WELL = 100
ODD_EVERY = 20
"""One well in so many has what must be looked at by itself: a leap, or two months without a reading."""
TOWNSHIPS = [f"{COUNTY}{number}" for number in range(100, 118)]
ROUNDS = 3
MOST_FOR_PANDAS = 1_000_000
"""Of more it would take minutes, at the same rate."""


def code_of(number: int) -> str:
    return f"{TOWNSHIPS[number % len(TOWNSHIPS)]}JJ{number:06d}"


def write_readings(path: Path, readings: int, a_well: int = READINGS_A_WELL) -> tuple[int, int]:
    """Write about so many readings, some of each well over two years; return how many, and the wells."""
    dice = Random(SEED)
    wells, rows = readings // a_well, 0
    first = date(2022, 1, 1)
    days = [(first + timedelta(days=index * 730 // a_well)).isoformat() for index in range(a_well)]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("水井编号,水表编号,抄表日期,表底数(m³),抄表方式,备注\n")
        for number in range(wells):
            head, dial = f"{code_of(number)},SB{number:08d},", dice.randint(0, 90_000)
            lines = []
            for day in days:
                dial += dice.randint(5, 400)
                lines.append(f"{head}{day},{dial / 10},人工,\n")
            if number % (2 * ODD_EVERY) == 0:
                del lines[a_well * 6 // 10 : a_well * 7 // 10]
            elif number % ODD_EVERY == 0:
                lines[-1] = f"{head}{days[-1]},{dial / 10 + 5000},人工,\n"
            stream.writelines(lines)
            rows += len(lines)
    return rows, wells


WELL = (
    "INSERT INTO well (id, county_code, code, code_reversed, division_code, village, lon, lat, geom,"
    " crs_source, status, use, aquifer, exemption, casing_material, meter_kind, meter_no,"
    " electricity_account, remark, written, registered_at, changed_at, version) VALUES (:id, :county, :code,"
    " :code, :division, '', 115.4, 36.5, {point}, 'CGCS2000', 'in_use', 'irrigation', 'shallow', 'none', '',"
    " 'mechanical', :meter, '', '', '{{}}', '2020-01-01', '2020-01-01', 1)"
)
POINTS = {
    "sqlite": "MakePoint(115.4, 36.5, 4490)",
    "postgresql": "ST_SetSRID(ST_MakePoint(115.4, 36.5), 4490)",
}


def fill_register(url: str, wells: int) -> None:
    """Register so many wells, each with its meter, and issue the plans of the townships."""
    build(url)
    engine = engine_for(url)
    statement = text(WELL.format(point=POINTS[engine.dialect.name]))
    with engine.begin() as connection:
        for start_at in range(0, wells, 10_000):
            rows = [
                {
                    "id": f"{number:032x}",
                    "county": COUNTY,
                    "code": code_of(number),
                    "division": code_of(number)[:9],
                    "meter": f"SB{number:08d}",
                }
                for number in range(start_at, min(start_at + 10_000, wells))
            ]
            connection.execute(statement, rows)
        plans = cast("Table", PlanNode.__table__)
        county = connection.execute(plans.insert().values(_plan("county", COUNTY)).returning(plans.c.id))
        above = county.scalar_one()
        connection.execute(
            plans.insert(), [{**_plan("township", code), "parent_id": above} for code in TOWNSHIPS]
        )
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE well"))
    engine.dispose()


def _plan(level: str, division_code: str) -> dict[str, Any]:
    return {
        "county_code": COUNTY,
        "year": YEAR,
        "source": WaterSource.SHALLOW,
        "level": Level(level),
        "key": division_code,
        "division_code": division_code,
        "state": PlanState.RUNNING,
        "planned_l": Decimal(1_000_000),
        "domestic_l": Decimal(0),
        "spread": Spread.EVEN,
        "months": [],
        "changed_at": clock.now(),
    }


def load(url: str, path: Path) -> tuple[Imported, float]:
    """Take in a file as the command does; return what became of it and the seconds."""
    engine = engine_for(url)
    started = time.perf_counter()
    with open_spool() as spool, session_on(engine) as session:
        with open_table(path, ImportKind.READINGS) as table:
            spool.fill(table.blocks, reader_of_readings(table.head, clock.today()))
        found = import_readings(
            session,
            actor=local_operator("bench", COUNTY),
            now=clock.now(),
            county_code=COUNTY,
            spool=spool,
            file=SourceFile(path.name, "sha256:0"),
        )
        session.commit()
    seconds = time.perf_counter() - started
    engine.dispose()
    return found, seconds


def plain(url: str) -> str:
    """Return a URL as the driver alone understands it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def copy_peer(url: str, path: Path) -> float:
    """COPY the very file into a bare table with a primary key."""
    with psycopg.connect(plain(url)) as peer:
        peer.execute(
            "CREATE TABLE peer (well text, meter text, read_on date, dial numeric, way text, note text,"
            " PRIMARY KEY (meter, read_on))"
        )
        words = "COPY peer FROM STDIN (FORMAT csv, HEADER)"
        started = time.perf_counter()
        with peer.cursor() as cursor, cursor.copy(words) as copy, path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                copy.write(piece)
        peer.commit()
        seconds = time.perf_counter() - started
        peer.execute("DROP TABLE peer")
    return seconds


def rows_peer(url: str, folder: Path) -> float:
    """COPY the rows as they are kept, ready made, into one table of the same columns with a primary key."""
    kept = folder / "rows.copy"
    with psycopg.connect(plain(url)) as peer, peer.cursor() as cursor:
        with (
            kept.open("wb") as stream,
            cursor.copy("COPY (SELECT * FROM meter_reading ORDER BY id) TO STDOUT") as copy,
        ):
            stream.writelines(bytes(piece) for piece in copy)
        cursor.execute(
            "CREATE TABLE peer (LIKE meter_reading); ALTER TABLE peer ADD PRIMARY KEY (id, read_on)"
        )
        peer.commit()
        started = time.perf_counter()
        with cursor.copy("COPY peer FROM STDIN") as copy, kept.open("rb") as stream:
            while piece := stream.read(1 << 20):
                copy.write(piece)
        peer.commit()
        seconds = time.perf_counter() - started
        cursor.execute("DROP TABLE peer")
    kept.unlink()
    return seconds


def pandas_peer(url: str, path: Path) -> float:
    """Return the seconds that pandas takes for the file, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.pandas_peer", str(path), url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def has_pandas() -> bool:
    """Say whether pandas is there to stand beside; `make bench` installs it, nothing else does."""
    if find_spec("pandas") is None:
        sys.stderr.write("pandas is not installed, its row is left out: requirements/bench.txt\n")
        return False
    return True


def executemany_peer(folder: Path, path: Path) -> float:
    """Insert the rows of the file, sorted, into a bare SQLite table with a primary key."""
    connection = dbapi2.connect(folder / "peer.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(
        "CREATE TABLE peer (well, meter, read_on, dial, way, note, PRIMARY KEY (meter, read_on))"
        " WITHOUT ROWID"
    )
    started = time.perf_counter()
    with path.open(encoding="utf-8") as stream:
        next(stream)
        rows = sorted(line.rstrip("\n").split(",") for line in stream)
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO peer VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - started
    connection.close()
    for file in folder.glob("peer.sqlite*"):
        file.unlink()
    return seconds


@contextmanager
def postgres() -> Iterator[str]:
    """A private PostgreSQL that keeps what it says it keeps."""
    cluster = start(fsync="on", synchronous_commit="on", full_page_writes="on", autovacuum="on")
    try:
        yield cluster.url.replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        cluster.stop()


def fresh_database(server: str, name: str) -> str:
    with psycopg.connect(plain(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def rates(name: str, readings: int, floor: float | None, ours: Seconds, peer: Seconds) -> Figure:
    """Return the rates of loading, medians of the rounds; at least `floor` times the peer is wanted."""
    mine, theirs = statistics.median(ours), statistics.median(peer)
    limit = None if floor is None else floor * readings / theirs
    label = f"{name} (spread {max(ours) / min(ours):.2f}, {max(peer) / min(peer):.2f})"
    return Figure(label, readings / mine, readings / theirs, limit, "/s", is_floor=True)


def replay(name: str, url: str, path: Path) -> Figure:
    again, seconds = load(url, path)
    if again.accepted or again.unchanged != again.rows:
        sys.exit("the same file again added something")
    return Figure(f"{name}: the same file again, adding nothing", again.rows / seconds, None, None, "/s")


def import_file(url: str, path: Path) -> tuple[float, float]:
    """Take in a file by the command; return seconds and its peak memory."""
    environment = {"CASEBOOK_DATABASE_URL": url, "CASEBOOK_COUNTY_CODE": COUNTY, "PATH": ""}
    command = [sys.executable, "-m", "casebook", "readings", "import", str(path)]
    return run(command, environment)


def memory(name: str, url: str, path: Path) -> Figure:
    _seconds, mib = import_file(url, path)
    return Figure(f"{name}: peak memory of the command", mib, None, 500, "MiB")


def measure(folder: Path) -> list[Figure]:
    """Load readings on both databases, against what each database can do at most.

    `--readings=N` says how many (a million), `--rounds=N` how often, `--postgresql` leaves SQLite out.
    """
    wanted, rounds = option("readings", 1_000_000), option("rounds", ROUNDS)
    path = folder / "readings.csv"
    readings, wells = write_readings(path, wanted)
    figures = on_postgresql(folder, path, readings, wells, rounds)
    if "--postgresql" not in sys.argv:
        figures += on_sqlite(folder, path, readings, wells, rounds)
    return figures


def option(name: str, default: int) -> int:
    values = [word.partition("=")[2] for word in sys.argv if word.startswith(f"--{name}=")]
    return int(values[-1]) if values else default


def on_postgresql(folder: Path, path: Path, readings: int, wells: int, rounds: int) -> list[Figure]:
    name, times = f"PostgreSQL, {readings:,} readings", []
    with postgres() as server:
        for number in range(rounds):
            url = fresh_database(server, f"bench{number}")
            fill_register(url, wells)
            gc.collect()
            times.append((load(url, path)[1], copy_peer(url, path), rows_peer(url, folder)))
        ours, file, rows = zip(*times, strict=True)
        beside = [pandas_peer(url, path)] if has_pandas() and readings <= MOST_FOR_PANDAS else []
        figures = [
            rates(f"{name} loaded (peer: COPY of the file)", readings, 0.5, ours, file),
            rates(f"{name} loaded (peer: COPY of the rows as kept)", readings, None, ours, rows),
            *[rates(f"{name} loaded (peer: pandas)", readings, 3, ours, [one]) for one in beside],
            replay(name, url, path),
            *of_townships(name, url),
        ]
        last = fresh_database(server, "memory")
        fill_register(last, wells)
        return [*figures, memory(name, last, path)]


def on_sqlite(folder: Path, path: Path, readings: int, wells: int, rounds: int) -> list[Figure]:
    name, times = f"SQLite, {readings:,} readings", []
    for number in range(rounds):
        url = f"sqlite:///{folder / f'bench{number}.sqlite'}"
        fill_register(url, wells)
        gc.collect()
        times.append((load(url, path)[1], executemany_peer(folder, path)))
    ours, peer = zip(*times, strict=True)
    words = f"{name} loaded (peer: sorted executemany)"
    last = f"sqlite:///{folder / 'memory.sqlite'}"
    fill_register(last, wells)
    return [
        rates(words, readings, 0.4, ours, peer),
        replay(name, url, path),
        *of_townships(name, url),
        memory(name, last, path),
    ]
