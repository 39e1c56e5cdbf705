"""What a measurement prints, and how things are timed."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

POLL_SECONDS = 0.05
MIB = 1024 * 1024


@dataclass(frozen=True)
class Figure:
    """One line of the table; `unit` s, ms, MiB or /s."""

    name: str
    ours: float
    peer: float | None
    limit: float | None
    unit: str
    is_floor: bool = False
    """Whether more is better: the limit is then the least."""

    @property
    def ratio(self) -> float | None:
        return None if not self.peer else self.ours / self.peer

    @property
    def is_within(self) -> bool:
        if self.limit is None:
            return True
        return self.ours >= self.limit if self.is_floor else self.ours <= self.limit

    def cells(self) -> list[str]:
        def number(value: float | None) -> str:
            return "–" if value is None else f"{value:.2f}"

        verdict = "yes" if self.is_within else "NO"
        return [
            self.name,
            f"{number(self.ours)} {self.unit}",
            number(self.peer),
            number(self.limit),
            number(self.ratio),
            verdict,
        ]


HEADER = ["measured", "ours", "peer", "limit", "ours ÷ peer", "within"]


def table(figures: Sequence[Figure]) -> str:
    rows = [HEADER, ["---"] * len(HEADER), *(figure.cells() for figure in figures)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command and return (seconds, peak MiB of it and its children)."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(POLL_SECONDS)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return seconds, peak / MIB


def _memory(pid: int) -> int:
    try:
        parent = psutil.Process(pid)
        return sum(one.memory_info().rss for one in [parent, *parent.children(recursive=True)])
    except psutil.NoSuchProcess:
        return 0


def p95(act: Callable[[], object], times: int) -> float:
    """Return the 95th percentile of `times` runs, in ms."""
    taken = []
    for _round in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)[int(times * 0.95) - 1]
