"""A private, throw-away PostgreSQL for the suites that run on both databases.

The process that the tester starts (not xdist's workers) makes it and names it in
CASEBOOK_TEST_POSTGRES_URL. Where that is set already, that server is used and left alone.
It listens on a socket in its own folder only, and ends with the process that made it.
"""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tools.system import find_postgres

URL_NAME = "CASEBOOK_TEST_POSTGRES_URL"
WITHOUT_DATABASE = ("tests/unit", "tests/architecture", "tests/frontend")
SECONDS_TO_START = 60
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "60",
}


@dataclass
class Cluster:
    folder: Path
    server: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def stop(self) -> None:
        self.server.send_signal(signal.SIGINT)
        self.server.wait(timeout=30)
        shutil.rmtree(self.folder)


RUNNING = pytest.StashKey[Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    is_worker = hasattr(config, "workerinput")
    if is_worker or URL_NAME in os.environ or config.option.collectonly or not _needs_database(config):
        return
    cluster = start()
    config.stash[RUNNING] = cluster
    os.environ[URL_NAME] = cluster.url


def pytest_unconfigure(config: pytest.Config) -> None:
    if RUNNING in config.stash:
        del os.environ[URL_NAME]
        config.stash[RUNNING].stop()


def _needs_database(config: pytest.Config) -> bool:
    chosen = [Path(config.invocation_params.dir, arg.split("::")[0]).resolve() for arg in config.args]
    pure = [config.rootpath / suite for suite in WITHOUT_DATABASE]
    return not all(any(path.is_relative_to(suite) for suite in pure) for path in chosen)


def start(**other: str) -> Cluster:
    """Make a cluster in a temporary folder and wait until it answers; `other` settings replace ours."""
    programs = find_postgres()
    if programs is None:
        raise pytest.UsageError(
            "These suites run on PostGIS too, and this machine has no PostgreSQL with PostGIS. "
            f"`make test` installs it; or name a server in {URL_NAME}."
        )
    folder = Path(tempfile.mkdtemp(prefix="casebook-postgres-"))
    prefix = _as_ordinary_user(folder)
    data = folder / "data"
    initdb = [programs / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([*prefix, *initdb, *locale], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    settings = {**THROW_AWAY, **other, "unix_socket_directories": str(folder)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        command = [*prefix, programs / "postgres", "-D", data, *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    cluster = Cluster(folder, server)
    _wait_for(cluster)
    return cluster


def _as_ordinary_user(folder: Path) -> list[str]:
    """Return what stands before a command: PostgreSQL refuses root, and must not outlive the tests."""
    prefix = ["setpriv", "--pdeathsig=INT"]
    if getpass.getuser() != "root":
        return prefix
    shutil.chown(folder, "postgres", "postgres")
    return [*prefix, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _wait_for(cluster: Cluster) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while cluster.server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(cluster.url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    cluster.server.kill()
    raise pytest.UsageError(f"PostgreSQL did not start:\n{(cluster.folder / 'log').read_text()}")
