"""Hashing the whole store again, beside openssl on the same files, taken in turn."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.config import Settings
from casebook.db import db
from casebook.evidence import queries
from casebook.kernel import clock
from casebook.storage import actions as storage
from casebook.wiring import create_app
from tests.bench.figures import MIB, Figure
from tests.factories import evidence as make
from tests.factories import storage as files
from tests.factories.accounts import make_actor
from tests.support.databases import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

PHOTOGRAPHS, PHOTOGRAPH = 400, 300 * 1024
RECORDINGS, RECORDING = 4, 50 * MIB
ROUNDS = 7
SPEED = 0.6
"""Of openssl's, at least."""


def fill(session: Session) -> None:
    """Keep as many bytes as a year of visits to a township leaves, and some items with their custody."""
    actor = make_actor(session, Role.INSPECTOR)
    for size, count in ((PHOTOGRAPH, PHOTOGRAPHS), (RECORDING, RECORDINGS)):
        for _number in range(count):
            stream = io.BytesIO(os.urandom(size))
            storage.keep_made(
                session, stream=stream, limit=size, media_type="application/octet-stream", now=clock.now()
            )
    for number in range(100):
        upload = make.an_upload(files.picture(size=(64 + number, 48)))
        make.make_item(session, actor, upload=upload)
    session.commit()


def seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measure(folder: Path) -> list[Figure]:
    data = folder / "proof"
    data.mkdir()
    url = f"sqlite:///{data / 'casebook.sqlite'}"
    build(url)
    app = create_app(Settings(database_url=url, data_dir=str(data), secret_key="bench"))
    with app.app_context():
        fill(db.session())
        kept = sorted(str(path) for path in (data / "files" / "sha256").rglob("*") if path.is_file())

        def openssl() -> None:
            subprocess.run(["openssl", "dgst", "-sha256", *kept], stdout=subprocess.DEVNULL, check=True)

        def ours() -> None:
            if not queries.verify(db.session()).is_whole:
                sys.exit("the store is not whole")

        taken = [(seconds(ours), seconds(openssl)) for _round in range(ROUNDS)]
        db.session.remove()
    us, them = median(one for one, _other in taken), median(other for _one, other in taken)
    size = (PHOTOGRAPHS * PHOTOGRAPH + RECORDINGS * RECORDING) // MIB
    return [Figure(f"evidence verify, {size} MiB (peer: openssl dgst)", us, them, them / SPEED, "s")]
