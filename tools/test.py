"""Run every suite, one after the other; exit with 1 when one of them fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.setup import BIN, ROOT

BESIDE = ROOT.parent / "shared/data/guanxian"
ON_TWO_CORES = ["-n", "2", "--dist", "worksteal"]
TWO_BROWSERS = ["-n", "2", "--dist", "loadfile"]
"""Each with a demonstration of its own, on which the journeys of a file follow each other."""


def main() -> int:
    """Run them all, so that one failure does not hide another."""
    pytest = [str(BIN / "python"), "-m", "pytest", "--quiet"]
    node = str(BIN / "node")
    apart = ["--ignore=tests/e2e", "--ignore=tests/working_set"]
    outcomes = [
        _run(
            "Unit, database, web, migrations, architecture",
            [*pytest, *ON_TWO_CORES, "--durations=25", "tests", *apart],
        ),
        _run("Front end", [node, "tools/build.mjs", "--tests"], [node, "--test", ".build/frontend/*.js"]),
        _run("End to end, in Chromium", [*pytest, *TWO_BROWSERS, "tests/e2e"]),
        _run_working_set([*pytest, *ON_TWO_CORES, "tests/working_set"]),
    ]
    return 0 if all(outcomes) else 1


def _run_working_set(command: list[str]) -> bool:
    folder = Path(os.environ.setdefault("CASEBOOK_WORKING_SET", str(BESIDE)))
    if folder.is_dir():
        return _run(f"Working set in {folder}", command)
    print(f"\n== Working set: not at {folder}, so its suite does not run (CASEBOOK_WORKING_SET names it)")
    return True


def _run(title: str, *commands: list[str]) -> bool:
    """Run commands until one fails; tell whether none did."""
    print(f"\n== {title}", flush=True)
    return all(subprocess.run(command, cwd=ROOT, check=False).returncode == 0 for command in commands)


if __name__ == "__main__":
    sys.exit(main())
