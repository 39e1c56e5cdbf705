"""What the server takes in from tablets: inspections with photographs, from several at once, and after cuts.

Four tablets send in threads, over connections that stay open, to a server of its own process, as
`casebook serve` starts it. Keys, bodies and photographs are made beforehand.
"""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import psycopg

from casebook import config
from casebook.access import Role
from casebook.accounts.models import SignInSession
from casebook.config import Settings
from casebook.inspections.actions import ensure_checklist
from casebook.kernel import clock
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.keys import signing
from casebook.storage import disk
from casebook.wiring import create_app
from tests.bench.figures import Figure
from tests.factories import filings
from tests.factories.accounts import COUNTY, make_agency, make_officer
from tests.factories.field import File, make_tablet
from tests.factories.inspections import Visit
from tests.factories.regions import make_county
from tests.factories.storage import picture
from tests.factories.wells import make_well
from tests.support import cluster
from tests.support.databases import build, engine_for, session_on
from tests.support.processes import free_port
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from tests.factories.field import Made, Tablet

TABLETS = 4
INSPECTIONS = 200
PHOTOGRAPHS = 2
"""Of each inspection."""
PHOTOGRAPH_BYTES = 300 * 1024
CUT_FILE_BYTES = 6 * 1024 * 1024
CUT_AFTER = 300 * 1024
"""Bytes after which the link is cut, again and again."""
AIM = 100
WORKERS = 2
"""Server processes: one for each core of the usual machine."""
SECONDS_TO_START = 60


@dataclass
class Sender:
    """A signed-in tablet with its day's work."""

    tablet: Tablet
    token: str
    cookie: str = ""
    work: tuple[Made, ...] = ()
    receipts: int = 0


class Line:
    """A connection that stays open, and the bytes of originals that went over it."""

    def __init__(self, port: int, sender: Sender) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        device = str(sender.tablet.device.id)
        self._headers = {"Cookie": f"casebook={sender.cookie}", "Casebook-Device": device}

    def ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes, dict[str, str]]:
        self._connection.request(method, path, body, {**self._headers, **headers})
        answer = self._connection.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())

    def upload(self, file: File) -> None:
        status, told, _headers = self.ask("POST", "/field/api/files", file.data, upload_headers(file))
        if status != 201:
            raise AssertionError(told)

    def hand_over(self, made: Made) -> bytes:
        status, told, _headers = self.ask("PUT", f"/field/api/operations/{made.id}", made.body, made.headers)
        if status != 201 or b'"applied"' not in told:
            raise AssertionError(told.decode())
        return told


def upload_headers(file: File) -> dict[str, str]:
    told = {"hash": file.hash, "name": file.name, "type": file.type}
    pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
    return {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(file.data)),
        "Upload-Metadata": pairs,
        "Content-Type": "application/offset+octet-stream",
    }


def photographs(count: int, size: int) -> list[File]:
    """JPEGs of so many bytes; no two are the same."""
    base = picture(size=(640, 480))
    head, rest = base[:2], base[2:]
    found = []
    for _number in range(count):
        filling, left = b"", size - len(base)
        while left > 4:
            length = min(left - 2, 65_000)
            filling += b"\xff\xfe" + length.to_bytes(2, "big") + os.urandom(length - 2)
            left -= length + 2
        found.append(File(head + filling + rest))
    return found


def make_work(session: Session) -> list[Sender]:
    """Four pairs of officers with a tablet, and their inspections of wells of their own."""
    make_county(session)
    agency = make_agency(session)
    now = clock.now()
    checklist = ensure_checklist(session, COUNTY, on=clock.local_day(now))
    senders = []
    for number in range(TABLETS):
        lead, second = (make_officer(session, Role.INSPECTOR, agency=agency) for _part in range(2))
        sender = Sender(make_tablet(session, lead, name=f"平板 {number}"), f"bench-{number}")
        session.add(
            SignInSession(
                officer_id=lead.id,
                token_hash=digest(sender.token.encode()),
                started_at=now,
                last_write_at=now,
                device="bench",
            )
        )
        made = []
        for _number in range(INSPECTIONS // TABLETS):
            visit = Visit(agency, lead, second, make_well(session))
            files = tuple(photographs(PHOTOGRAPHS, PHOTOGRAPH_BYTES))
            payload = filings.inspection(visit, checklist, *files, at=now)
            made.append(sender.tablet.make("inspection.file", new_id(), payload, files, at=now))
        sender.work = tuple(made)
        senders.append(sender)
    session.commit()
    return senders


def sign_in(settings: Settings, senders: Sequence[Sender]) -> None:
    """Give each sender the cookie that a browser would have."""
    app = create_app(settings)
    for sender in senders:
        cookie = app.session_interface.get_signing_serializer(app)
        assert cookie is not None
        sender.cookie = cookie.dumps({"token": sender.token})


@contextmanager
def served(settings: Settings) -> Iterator[int]:
    """A server of the county; yield its port."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")},
        "CASEBOOK_DATABASE_URL": settings.database_url,
        "CASEBOOK_DATA_DIR": settings.data_dir,
        "CASEBOOK_COUNTY_CODE": COUNTY,
        "CASEBOOK_SECRET_KEY": settings.secret_key,
    }
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    rest = ["--workers", str(WORKERS), "--threads", "8", "--log-level", "warning", "--no-control-socket"]
    server = subprocess.Popen([*gunicorn, *rest, "wsgi:application"], env=environment, cwd=ROOT)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")


def send(port: int, sender: Sender) -> None:
    line = Line(port, sender)
    for made in sender.work:
        for file in made.files:
            line.upload(file)
        told = line.hand_over(made)
        sender.receipts += b'"signature"' in told


def warm(port: int, senders: Sequence[Sender]) -> None:
    for sender in senders:
        Line(port, sender).ask("GET", "/field/api/inbox", b"", {})


def resent_after_cuts(port: int, sender: Sender) -> int:
    """Send a recording over a link that is cut again and again; return the bytes that went twice."""
    file = photographs(1, CUT_FILE_BYTES)[0]
    line = Line(port, sender)
    announced = {**upload_headers(file), "Content-Type": ""}
    _status, _told, answered = line.ask("POST", "/field/api/files", b"", announced)
    path, sent, here = "/field/api/files/" + answered["Location"].rsplit("/", 1)[-1], 0, 0
    while here < len(file.data):
        sent += cut_off(port, sender, path, file.data, here)
        status, _told, told = Line(port, sender).ask("HEAD", path, b"", {"Tus-Resumable": "1.0.0"})
        if status != 200:
            raise AssertionError(status)
        here = int(told["Upload-Offset"])
    return sent - len(file.data)


def cut_off(port: int, sender: Sender, path: str, data: bytes, offset: int) -> int:
    """Begin to send the rest, and break the connection; return how many bytes went out."""
    rest = data[offset:]
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: casebook={sender.cookie}\r\n"
        f"Casebook-Device: {sender.tablet.device.id}\r\nTus-Resumable: 1.0.0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: {offset}\r\n"
        f"Content-Length: {len(rest)}\r\n\r\n"
    )
    piece = rest[:CUT_AFTER]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(head.encode() + piece)
        if len(piece) == len(rest):
            link.recv(1024)
    time.sleep(0.05)
    return len(piece)


def measure(folder: Path) -> list[Figure]:
    """Return the figures of both databases."""
    embedded = f"sqlite:///{folder / 'sync.sqlite'}"
    found = measure_on(embedded, folder / "sync-embedded", "SpatiaLite")
    server = cluster.start(fsync="on", synchronous_commit="on", full_page_writes="on")
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
        url = server.url.replace("/postgres?", "/bench?")
        return found + measure_on(url, folder / "sync-server", "PostGIS")
    finally:
        server.stop()


def measure_on(url: str, folder: Path, name: str) -> list[Figure]:
    """Return inspections a second on one database, bytes sent twice after cuts, and receipts."""
    settings = Settings(database_url=url, data_dir=str(folder), county_code=COUNTY, secret_key="bench")
    folder.mkdir()
    signing.init(settings, now=clock.now())
    config.use(settings)
    disk.use(folder)
    build(settings.sqlalchemy_url)
    engine = engine_for(settings.sqlalchemy_url)
    with session_on(engine) as session:
        session.expire_on_commit = False  # whoever reads a row again would hold SQLite's one lock
        senders = make_work(session)
        sign_in(settings, senders)
        with served(settings) as port:
            warm(port, senders)
            load = os.getloadavg()[0]
            seconds = sent_in(port, senders)
            resent = resent_after_cuts(port, senders[0])
    engine.dispose()
    what = f"{INSPECTIONS} inspections with {PHOTOGRAPHS} photographs, {TABLETS} tablets, {name}"
    sys.stdout.write(f"{what}: {WORKERS} server processes, load {load:.2f} before\n")
    receipts = sum(sender.receipts for sender in senders)
    return [
        Figure(what, INSPECTIONS / seconds, None, AIM, "/s", is_floor=True),
        Figure(f"receipts of them, {name}", receipts, None, INSPECTIONS, "", is_floor=True),
        Figure(f"sent again after cuts every 300 KiB, {name}", resent / 1024, None, 512, "KiB"),
    ]


def sent_in(port: int, senders: Sequence[Sender]) -> float:
    """Let all tablets send at once; return the seconds until the last receipt."""
    started = time.perf_counter()
    with ThreadPoolExecutor(TABLETS) as pool:
        list(pool.map(lambda sender: send(port, sender), senders))
    return time.perf_counter() - started
