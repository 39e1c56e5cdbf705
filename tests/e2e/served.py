"""The demonstration, served as `make run` does it: real processes, a free port, a folder of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import psutil

from casebook.config import Settings
from casebook.serving.county import demonstration
from tests.support.processes import free_port, kill_tree
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SECONDS_TO_START = 300
"""The first start makes the whole demonstration."""


class Served:
    """`casebook serve --demo` with its data in a folder; it can be stopped and started again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._settings = {f"CASEBOOK_{name.upper()}": value for name, value in settings.items()}
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    @property
    def county(self) -> Settings:
        """The settings of the county that is served."""
        return demonstration(Settings(data_dir=str(self._folder)))

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of casebook beside the server, on the same county."""
        where = {
            "CASEBOOK_DATA_DIR": self.county.data_dir,
            "CASEBOOK_DATABASE_URL": self.county.database_url,
        }
        return subprocess.run(
            [sys.executable, "-m", "casebook", *arguments],
            env={**self._environment(), **where},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
        return {**kept, "CASEBOOK_DATA_DIR": str(self._folder), "PYTHONUNBUFFERED": "1", **self._settings}

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "casebook", "serve", "--demo", "--port", str(self._port)],
                env=self._environment(),
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def _wait(self) -> None:
        assert self._process
        deadline = time.monotonic() + SECONDS_TO_START
        while self._process.poll() is None and time.monotonic() < deadline:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=5)
            try:
                connection.request("GET", "/sign-in")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.1)
            finally:
                connection.close()
        self.stop()
        raise AssertionError(f"the demonstration did not start:\n{self.log}")

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(30)
        self._process = None

    def kill(self) -> None:
        """End server and worker as a power cut does."""
        assert self._process
        kill_tree(psutil.Process(self._process.pid))
        self._process.wait(10)
        self._process = None
