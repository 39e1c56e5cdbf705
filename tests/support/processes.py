"""Ending what a test started."""

from __future__ import annotations

from contextlib import suppress

import psutil


def kill_tree(root: psutil.Process) -> None:
    """End a process and all that it started, at once and without a word (SIGKILL)."""
    family = [*root.children(recursive=True), root]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(family, timeout=10)
