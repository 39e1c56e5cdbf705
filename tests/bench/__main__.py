"""`make bench`: import, lists, board and map at the sizes of docs/benchmarks.md.

Usage: python -m tests.bench [--write] [--small] [--sync] [--documents] [--volumes] [--hourly] [--scaled]
[--cases] [--ledger]. `--write` puts the table into docs/benchmarks.md, `--small` uses 10,000 wells instead
of 100,000. The others measure one part only: what tablets hand over, the rendering of papers, readings,
meters read every hour, fifty million readings (only where it is named), the page of a case, the ledger.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from playwright.sync_api import sync_playwright
from pysqlite3 import dbapi2
from python_calamine import CalamineWorkbook

from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.accounts.queries import actor_of
from casebook.config import Settings
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.oversight.actions import set_target
from casebook.oversight.rules import Indicator
from casebook.wiring import create_app
from tests.bench import cases, desk, hourly, ledger, papers, proof, scaled, sync, tablet, volumes
from tests.bench.figures import Figure, p95, run, table
from tests.bench.registers import write_county, write_register
from tests.e2e.browser import QUIET
from tests.factories.accounts import make_agency, make_officer
from tests.support.processes import free_port
from tests.support.source_tree import ROOT
from tools.system import find_chromium

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 200
TOKEN = "bench"
PAGES = ("/wells", "/board?year=2023")
BETWEEN = ("<!-- figures -->", "<!-- end of figures -->")


def casebook(*arguments: str, data: Path) -> tuple[float, float]:
    environment = {**os.environ, "CASEBOOK_DATA_DIR": str(data), "CASEBOOK_DATABASE_URL": ""}
    return run([sys.executable, "-m", "casebook", *arguments], environment)


def make_county(folder: Path, rows: int) -> tuple[Path, float, float]:
    """Make a county with so many wells; return its data folder, and seconds and MiB of the import."""
    data = folder / f"county-{rows}"
    data.mkdir()
    register = folder / f"register-{rows}.xlsx"
    write_register(register, rows)
    casebook("init", data=data)
    casebook("county", "import", *write_county(folder), data=data)
    seconds, memory = casebook("wells", "import", str(register), data=data)
    return data, seconds, memory


def peer_import(register: Path) -> float:
    """Read the same file and insert its cells into a bare table: the least that an import can do."""
    started = time.perf_counter()
    rows = CalamineWorkbook.from_path(register).get_sheet_by_index(0).to_python()
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        connection = dbapi2.connect(file.name)
        width = len(rows[1])
        connection.execute(f"CREATE TABLE cells ({', '.join(f'c{n}' for n in range(width))})")
        marks = ", ".join("?" * width)
        connection.executemany(f"INSERT INTO cells VALUES ({marks})", [row[:width] for row in rows[2:]])
        connection.commit()
        connection.close()
    return time.perf_counter() - started


def open_county(data: Path) -> Flask:
    settings = Settings(data_dir=str(data), secret_key="bench")
    app = create_app(settings)
    app.testing = True
    with app.app_context():
        officer = make_officer(db.session(), Role.PERMIT_OFFICER, agency=make_agency(db.session()))
        actor = actor_of(officer)
        for indicator, amount in ((Indicator.WELLS_CLOSED, 14), (Indicator.REDUCTION, 1_150_000)):
            set_target(
                db.session(),
                actor=actor,
                now=clock.now(),
                year=2023,
                division_code="371525",
                indicator=indicator,
                amount=Decimal(amount),
                paper="试〔2023〕1号",
            )
        now = clock.now()
        db.session.add(
            SignInSession(
                officer_id=officer.id, token_hash=digest(TOKEN.encode()), started_at=now, last_write_at=now
            )
        )
        db.session.commit()
    return app


def page_times(apps: dict[int, Flask]) -> dict[tuple[str, int], float]:
    """Return p95 of each page at each size, sizes taken in turn so that both see the same machine."""
    clients = {}
    for size, app in apps.items():
        clients[size] = app.test_client()
        with clients[size].session_transaction() as cookie:
            cookie["token"] = TOKEN
    found = {}
    for page in PAGES:
        for size, client in clients.items():
            answer = client.get(page)
            if answer.status_code != 200:
                sys.exit(f"{page} answers {answer.status_code}")
            found[page, size] = p95(lambda client=client, page=page: client.get(page), TIMES)
    return found


def bare_flask() -> float:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "hello")
    client = app.test_client()
    return p95(lambda: client.get("/"), TIMES)


def map_seconds(data: Path) -> float:
    """Return the seconds from navigation to the drawn map, in Chromium, on a served county."""
    port = free_port()
    environment = {**os.environ, "CASEBOOK_DATA_DIR": str(data), "CASEBOOK_SECRET_KEY": "bench"}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-b",
        f"127.0.0.1:{port}",
        "--threads",
        "4",
        "wsgi:application",
    ]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        app = create_app(Settings(data_dir=str(data), secret_key="bench"))
        with app.test_request_context():
            cookie = app.session_interface.get_signing_serializer(app).dumps({"token": TOKEN})
        time.sleep(4)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": "casebook", "value": cookie, "domain": "127.0.0.1", "path": "/"}])
            page = context.new_page()
            started = time.perf_counter()
            page.goto(f"http://127.0.0.1:{port}/map")
            page.wait_for_selector('[data-ready="true"]', timeout=60_000)
            seconds = time.perf_counter() - started
            browser.close()
        return seconds
    finally:
        server.terminate()
        server.wait(timeout=10)


def measure(folder: Path, large: int) -> list[Figure]:
    small_data, small_s, small_mib = make_county(folder, 1_191)
    figures = [
        Figure("import of 1,191 rows", small_s, peer_import(folder / "register-1191.xlsx"), 3, "s"),
        Figure("peak memory of it", small_mib, None, None, "MiB"),
    ]
    large_data, large_s, large_mib = make_county(folder, large)
    peer = peer_import(folder / f"register-{large}.xlsx")
    figures += [
        Figure(f"import of {large:,} rows", large_s, peer, 90, "s"),
        Figure("peak memory of it", large_mib, None, 400, "MiB"),
    ]
    times = page_times({1_191: open_county(small_data), large: open_county(large_data)})
    for page in PAGES:
        few, many = times[page, 1_191], times[page, large]
        figures.append(Figure(f"{page} p95 at 1,191 wells", few, bare_flask(), None, "ms"))
        figures.append(Figure(f"{page} p95 at {large:,} wells (peer: at 1,191)", many, few, few * 1.3, "ms"))
    figures.append(Figure(f"map drawn with {large:,} wells", map_seconds(large_data), None, 3, "s"))
    return figures


def chosen(large: int) -> list[Callable[[Path], list[Figure]]]:
    """Return what is measured: everything, or the one part that an option names."""
    parts = {
        "--sync": sync.measure,
        "--documents": papers.measure,
        "--volumes": volumes.measure,
        "--hourly": hourly.measure,
        "--scaled": scaled.measure,
        "--cases": cases.measure,
        "--ledger": ledger.measure,
    }
    wanted = [part for option, part in parts.items() if option in sys.argv]
    whole = partial(measure, large=large)
    return wanted or [
        whole,
        desk.measure,
        cases.measure,
        proof.measure,
        tablet.measure,
        papers.measure,
        sync.measure,
        volumes.measure,
        hourly.measure,
        ledger.measure,
    ]


def main() -> None:
    large = 10_000 if "--small" in sys.argv else 100_000
    with tempfile.TemporaryDirectory() as folder:
        figures = [figure for part in chosen(large) for figure in part(Path(folder))]
    text = table(figures)
    sys.stdout.write(text + "\n")
    if "--write" in sys.argv:
        path = ROOT / "docs" / "benchmarks.md"
        before, _old, rest = path.read_text(encoding="utf-8").partition(BETWEEN[0])
        _table, _end, after = rest.partition(BETWEEN[1])
        machine = f"{platform.system()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        stamp = f"{clock.today()}, {machine}"
        middle = f"{BETWEEN[0]}\n{stamp}\n\n{text}\n{BETWEEN[1]}"
        path.write_text(before + middle + after, encoding="utf-8")


if __name__ == "__main__":
    main()
