"""Ports for what a test starts, and ending it."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

import psutil

PORTS = range(20_000, 32_000, 2)
"""Below those that a system gives to who connects: a client that asks a port before anybody listens there
could otherwise be given that very port, and would hear itself."""


def free_port() -> int:
    """Return a port of this machine that is free, as the next one is."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as one, socket.socket() as next_one:
            try:
                one.bind(("127.0.0.1", port))
                next_one.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise OSError("no free port")


def kill_tree(root: psutil.Process) -> None:
    """End a process and all that it started, at once and without a word (SIGKILL)."""
    family = [*root.children(recursive=True), root]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(family, timeout=10)
