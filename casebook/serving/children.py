"""Child processes of a start: they run side by side, end together, and never outlive their parent."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOOK_SECONDS = 0.2
_PATIENCE_SECONDS = 40
"""How long a child may take to end: gunicorn gives its requests 30 s."""
STOPPED, DIED = 0, 1


class Children:
    """Processes by name, all of them needed: when one ends by itself, the others are stopped."""

    def __init__(self, commands: Mapping[str, Sequence[str]]) -> None:
        self._commands = commands
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()
        self._hurry = False

    def run(self) -> int:
        """Start all, wait for TERM or INT or for the first that ends; return the exit code."""
        before = {number: signal.signal(number, self._asked) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            for name, command in self._commands.items():
                self._processes[name] = _start(command)
            dead = self._watch()
            return self._end(dead)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _asked(self, _number: int, _frame: object) -> None:
        """Remember the wish to stop; a second one no longer waits for work at hand."""
        self._hurry = self._stop.is_set()
        self._stop.set()

    def _watch(self) -> str | None:
        """Return the name of the child that ended by itself, None when stopping was asked for."""
        while not self._stop.wait(_LOOK_SECONDS):
            for name, process in self._processes.items():
                if process.poll() is not None:
                    return name
        return None

    def _end(self, dead: str | None) -> int:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            self._wait(process)
        if dead is None:
            return STOPPED
        code = self._processes[dead].returncode
        click.echo(
            _("%(name)s 自己退出了（代码 %(code)s），其余进程已停止。", name=dead, code=code), err=True
        )
        return DIED

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        left: float = _PATIENCE_SECONDS
        while process.poll() is None:
            if self._hurry or left <= 0:
                process.kill()
            left -= _LOOK_SECONDS
            try:
                process.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, so that a terminal's Ctrl-C reaches the parent only.

    The kernel ends it when the parent is killed, where the system has setpriv (util-linux).
    """
    setpriv = shutil.which("setpriv")
    prefix = [setpriv, "--pdeathsig", "TERM"] if setpriv else []
    return subprocess.Popen([*prefix, *command], start_new_session=True)  # noqa: S603 - our own programs
