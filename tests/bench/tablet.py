"""The tablet app in Chromium: how soon it is there without a network, and its map of 5,000 wells.

Each start is cold: the browser is ended and started again on the same profile, without a network.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.config import Settings
from casebook.db import db
from casebook.demo.cast import QINGSHUI
from casebook.demo.geography import TOWNSHIP_NAMES
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.wiring import create_app
from tests.bench.figures import Figure
from tests.bench.registers import write_county, write_register
from tests.e2e.browser import CHINESE, QUIET, TABLET
from tests.e2e.pages.field import PIN, Tablet
from tests.factories.accounts import make_agency, make_officer
from tests.support.processes import free_port
from tests.support.source_tree import ROOT
from tools.system import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page, Playwright

WELLS = 5_000
STARTS = 5
START_MS, MAP_MS = 2_000, 1_000
TOKEN = "bench"
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def make_county(folder: Path) -> tuple[Path, str]:
    """Make a county whose wells lie in one township; return its data and the cookie of an inspector."""
    data = folder / "tablet-county"
    data.mkdir()
    environment = {**os.environ, "CASEBOOK_DATA_DIR": str(data), "CASEBOOK_DATABASE_URL": ""}
    register = folder / "tablet-register.xlsx"
    write_register(register, WELLS, only=QINGSHUI)
    steps = (("init",), ("county", "import", *write_county(folder)), ("wells", "import", str(register)))
    for step in steps:
        command = [sys.executable, "-m", "casebook", *step]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    app = create_app(Settings(data_dir=str(data), secret_key="bench"))
    with app.test_request_context():
        officer = make_officer(db.session(), Role.INSPECTOR, agency=make_agency(db.session()))
        now = clock.now()
        token = digest(TOKEN.encode())
        db.session.add(
            SignInSession(officer_id=officer.id, token_hash=token, started_at=now, last_write_at=now)
        )
        db.session.commit()
        cookie = app.session_interface.get_signing_serializer(app).dumps({"token": TOKEN})
    return data, str(cookie)


@contextmanager
def served(data: Path) -> Iterator[str]:
    port = free_port()
    environment = {**os.environ, "CASEBOOK_DATA_DIR": str(data), "CASEBOOK_SECRET_KEY": "bench"}
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(
        [*command, "wsgi:application"], env=environment, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    try:
        time.sleep(4)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


@contextmanager
def browser(play: Playwright, profile: Path, url: str, cookie: str, *, is_offline: bool) -> Iterator[Page]:
    context = play.chromium.launch_persistent_context(
        profile,
        executable_path=find_chromium(),
        args=list(QUIET),
        base_url=url,
        offline=is_offline,
        **CHINESE,
        **TABLET,
    )
    context.add_cookies([{"name": "casebook", "value": cookie, "domain": "127.0.0.1", "path": "/"}])
    try:
        yield context.pages[-1]
    finally:
        context.close()


def milliseconds(since: float) -> float:
    return (time.perf_counter() - since) * 1000


def start(page: Page) -> tuple[float, float]:
    """Return milliseconds to the lock screen and the tasks, without the typing, and those to the map."""
    began = time.perf_counter()
    page.goto("/field")
    pin = page.get_by_label("PIN", exact=True)
    pin.wait_for()
    locked = milliseconds(began)
    pin.fill(PIN[:-1])
    began = time.perf_counter()
    pin.press_sequentially(PIN[-1])
    page.get_by_role("heading", name="任务", level=1).wait_for(state="attached")
    page.evaluate(PAINTED)
    opened = milliseconds(began)
    began = time.perf_counter()
    Tablet(page).tab("地图")
    page.locator(".field-map__canvas canvas").first.wait_for()
    page.evaluate(PAINTED)
    return locked + opened, milliseconds(began)


def measure(folder: Path) -> list[Figure]:
    data, cookie = make_county(folder)
    profile = folder / "tablet-profile"
    with served(data) as url, sync_playwright() as play:
        with browser(play, profile, url, cookie, is_offline=False) as page:
            expect.set_options(timeout=60_000)
            Tablet(page).register().take_township(TOWNSHIP_NAMES[QINGSHUI]).is_ready_offline()
        taken = []
        for _start in range(STARTS):
            with browser(play, profile, url, cookie, is_offline=True) as page:
                taken.append(start(page))
    starts, maps = zip(*taken, strict=True)
    return [
        Figure(f"tablet: cold start offline, {WELLS:,} wells", median(starts), None, START_MS, "ms"),
        Figure(f"tablet: map of {WELLS:,} wells drawn", median(maps), None, MAP_MS, "ms"),
    ]
