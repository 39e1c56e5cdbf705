"""`casebook serve` as `make run` starts it: real processes on a free port, data in a temporary directory."""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, OpenerDirector, build_opener, urlopen

import pytest
from click.testing import CliRunner

from casebook.serving import certificates, commands
from tests.support.page import Page
from tests.support.processes import free_port
from tests.support.source_tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS_TO_START = 90
SECOND_START = 30
"""It takes three on two idle cores, where five are allowed; here suites run side by side."""
PASSWORD = re.compile(r"^  (system|security|audit) +(\S+) ", re.MULTILINE)


@dataclass
class Served:
    """A running `casebook serve`."""

    process: subprocess.Popen[str]
    port: int

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Stop it and return exit code and output."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        output, _nothing = self.process.communicate(timeout=60)
        return self.process.returncode, output

    def wait_for(self, opener: OpenerDirector, url: str) -> float:
        """Return after how many seconds the first answer came."""
        began = time.monotonic()
        while self.process.poll() is None and time.monotonic() - began < SECONDS_TO_START:
            try:
                opener.open(url, timeout=SECONDS_TO_START).close()
            except OSError:  # refused, or cut off before its answer, while the server still starts
                time.sleep(0.05)
            else:
                return time.monotonic() - began
        raise AssertionError(self.stop()[1])


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def act(*words: str) -> Served:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "casebook", "serve", "--port", str(port), *words],
            env={**kept, "CASEBOOK_DATA_DIR": str(tmp_path / "var"), "PYTHONUNBUFFERED": "1"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(Served(process, port))
        return started[-1]

    yield act
    for served in started:
        if served.process.poll() is None:
            served.stop()


def children_of(served: Served) -> list[int]:
    pid = served.process.pid
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as listed:  # noqa: PTH123 - not a path of ours
        return [int(child) for child in listed.read().split()]


def are_gone(pids: list[int]) -> bool:
    return not any(os.path.exists(f"/proc/{pid}") for pid in pids)  # noqa: PTH110 - not a path of ours


def browser(*handlers: HTTPSHandler) -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()), *handlers)


def sign_in(opener: OpenerDirector, url: str, login: str, password: str) -> str:
    """Sign in by the form and return where it led."""
    with opener.open(f"{url}sign-in") as page:
        token = Page(page.read().decode()).fields()["csrf_token"]
    form = urlencode({"csrf_token": token, "login": login, "password": password})
    with opener.open(f"{url}sign-in", form.encode()) as answer:
        return str(answer.url).removeprefix(url)


def test_an_empty_county_is_made_served_and_found_again(serve: Callable[..., Served], tmp_path: Path) -> None:
    first = serve("--no-demo")
    url = f"http://127.0.0.1:{first.port}/"
    first.wait_for(browser(), url)
    pids = children_of(first)
    code, output = first.stop()
    passwords = dict(PASSWORD.findall(output))
    assert (code, set(passwords)) == (0, {"system", "security", "audit"})
    assert are_gone(pids)
    assert (tmp_path / "var" / "casebook.sqlite").stat().st_mode & 0o077 == 0

    second = serve()
    url = f"http://127.0.0.1:{second.port}/"
    assert second.wait_for(browser(), url) < SECOND_START
    for login, password in passwords.items():
        assert sign_in(browser(), url, login, password) == "account/password"
    with pytest.raises(HTTPError) as refusal:
        sign_in(browser(), url, "system", passwords["audit"])
    assert refusal.value.code == 422
    refusal.value.close()
    code, output = second.stop(signal.SIGINT)
    assert (code, PASSWORD.findall(output)) == (0, [])


def test_when_the_server_dies_the_worker_is_stopped_and_it_is_told(serve: Callable[..., Served]) -> None:
    served = serve("--no-demo")
    served.wait_for(browser(), f"http://127.0.0.1:{served.port}/")
    server, worker = children_of(served)
    os.kill(server, signal.SIGKILL)
    assert served.process.wait(60) == 1
    assert are_gone([server, worker])
    assert "server" in served.stop()[1]


def test_over_https_by_its_own_authority(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve("--no-demo", "--tls", "--host", "127.0.0.1")
    site = f"http://127.0.0.1:{served.port + 1}/"
    served.wait_for(browser(), site)
    with urlopen(site) as page:
        told = Page(page.read().decode()).text
    made = certificates.of(tmp_path / "var")
    assert made.fingerprint() in told
    context = ssl.create_default_context(cafile=str(made.authority))
    opener = browser(HTTPSHandler(context=context))
    served.wait_for(opener, f"https://127.0.0.1:{served.port}/sign-in")
    another = browser(HTTPSHandler(context=context))
    with another.open(f"https://127.0.0.1:{served.port}/sign-in") as answer:
        assert "; Secure" in str(answer.headers["Set-Cookie"])
        assert "Strict-Transport-Security" in answer.headers
    code, output = served.stop()
    assert (code, made.fingerprint() in output) == (0, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--demo", "--host", "0.0.0.0"], "演示数据"),
        (["--host", "192.168.1.20"], "演示数据"),
        (["--no-demo", "--tls", "--host", "0.0.0.0"], "HOST="),
        (["--port", "0"], "--port"),
    ],
)
def test_what_is_refused(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CASEBOOK_DATA_DIR", str(tmp_path / "var"))
    result = CliRunner().invoke(commands.serve, words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "var").exists()


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEBOOK_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CASEBOOK_WORKERS", "many")
    result = CliRunner().invoke(commands.serve)
    assert (result.exit_code, "CASEBOOK_WORKERS" in result.stderr) == (2, True)


def test_a_port_that_is_taken_is_told_before_anything_is_made(
    serve: Callable[..., Served], tmp_path: Path
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        served = serve("--no-demo", "--port", str(port))
        code, output = served.process.wait(SECONDS_TO_START), served.stop()[1]
    assert code == 1
    assert str(port) in output
    assert not (tmp_path / "var").exists()
