"""Processes are real here: a start script is run as `make run` would, and signalled from outside."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARENT = """
import sys
from casebook.serving.children import Children

def python(before, after):
    return [sys.executable, "-c", f"import os,signal,sys,time; {before}; os.write(1, bytes([10])); {after}"]

kinds = {
    "ok": python("pass", "time.sleep(600)"),
    "stubborn": python("signal.signal(signal.SIGTERM, signal.SIG_IGN)", "time.sleep(600)"),
    "short": python("pass", "time.sleep(0.5); sys.exit(3)"),
}
sys.exit(Children({"server": kinds["ok"], "worker": kinds[sys.argv[1]]}).run())
"""
"""Its children each write one line once they are ready."""


@pytest.fixture
def start() -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def act(kind: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PARENT, kind]
        parent = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        started.append(parent)
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == ["\n", "\n"]
        return parent

    yield act
    for parent in started:
        if parent.poll() is None:
            parent.kill()
        parent.communicate()


def children_of(parent: subprocess.Popen[str]) -> list[int]:
    listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text(encoding="ascii")
    return [int(pid) for pid in listed.split()]


def are_gone(pids: list[int], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(_lives(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


def _lives(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (ProcessLookupError, FileNotFoundError):
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_and_is_no_fault(
    start: Callable[[str], subprocess.Popen[str]], number: signal.Signals
) -> None:
    parent = start("ok")
    pids = children_of(parent)
    assert len(pids) == 2
    parent.send_signal(number)
    assert parent.wait(10) == 0
    assert are_gone(pids)


def test_one_that_ends_by_itself_ends_the_other(start: Callable[[str], subprocess.Popen[str]]) -> None:
    parent = start("short")
    pids = children_of(parent)
    assert parent.wait(10) == 1
    assert are_gone(pids)
    assert parent.stderr is not None
    assert "worker" in parent.stderr.read()


def test_a_second_signal_does_not_wait(start: Callable[[str], subprocess.Popen[str]]) -> None:
    parent = start("stubborn")
    pids = children_of(parent)
    parent.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert parent.poll() is None
    parent.send_signal(signal.SIGINT)
    assert parent.wait(10) == 0
    assert are_gone(pids)


def test_no_child_outlives_a_killed_parent(start: Callable[[str], subprocess.Popen[str]]) -> None:
    parent = start("ok")
    pids = children_of(parent)
    parent.kill()
    assert are_gone(pids)
