"""Prepare a checkout: system packages, virtual environment, npm packages, front end, translations.

Each step is remembered by a hash of what it read (`.venv/.made`), so that a second run does nothing.
Runs on the system's Python and needs nothing but its standard library.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from tools import system

LEAST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
MADE = VENV / ".made"


def main(arguments: list[str]) -> None:
    """Bring the checkout up to date; `--tests` adds what the suites and checks need."""
    for_tests = "--tests" in arguments
    if sys.version_info < LEAST_PYTHON:
        sys.exit(f"casebook needs Python {'.'.join(map(str, LEAST_PYTHON))} or newer; this is {sys.version}")
    system.ensure((*system.TO_RUN, *system.TO_TEST) if for_tests else system.TO_RUN)
    if not (BIN / "pip").exists():  # what making one writes last
        print("Making .venv", flush=True)
        venv.create(VENV, clear=True, with_pip=True)
    _install_packages("requirements/dev.txt" if for_tests else "requirements/run.txt")
    _build()


def _install_packages(pinned: str) -> None:
    pip = [f"{BIN}/python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    only_pinned = ["--require-hashes", "--only-binary", ":all:", "--requirement", pinned]
    once(f"Installing {pinned}", [pinned], [*pip, *only_pinned])
    itself = ["--no-deps", "--no-build-isolation", "--editable", "."]
    once("Installing casebook itself", ["pyproject.toml"], [*pip, *itself], makes=".venv/bin/casebook")
    npm = [f"{BIN}/npm", "ci"]
    once("Installing npm packages", ["package-lock.json", ".npmrc"], npm, makes="node_modules")


def _build() -> None:
    # The version of the tablet app's worker is made of these, too.
    shown = [*_files("templates/field", "*.html"), *_files("casebook/translations", "*.po")]
    sources = ["package-lock.json", "tools/build.mjs", "tsconfig.json", *_files("static/src", "*"), *shown]
    once("Building the front end", sources, [f"{BIN}/node", "tools/build.mjs"], makes="static/dist")
    catalogues = _files("casebook/translations", "*.po")
    compile_all = [f"{BIN}/pybabel", "--quiet", "compile", "--directory", "casebook/translations"]
    once("Compiling translations", catalogues, compile_all, makes=catalogues[0].replace(".po", ".mo"))


def _files(folder: str, pattern: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob(pattern) if path.is_file())


def once(title: str, reads: list[str], command: list[str], makes: str = "") -> None:
    """Run a command unless it ran before on the same input and its outcome is still there."""
    digest = hashlib.sha256("\0".join(command).encode())
    for name in reads:
        digest.update(f"\0{name}\0".encode() + (ROOT / name).read_bytes())
    stamp = MADE / title.replace(" ", "-").replace("/", "-")
    if (ROOT / makes).exists() and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    print(title, flush=True)
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit(f"{title}: the command failed, what it said stands above:\n    {' '.join(command)}")
    MADE.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


if __name__ == "__main__":
    main(sys.argv[1:])
