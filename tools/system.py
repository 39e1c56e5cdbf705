"""What casebook needs from the operating system: how it is found, and how it is installed."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the browser for the end-to-end suite: CASEBOOK_CHROMIUM, or the first one on PATH."""
    named = os.environ.get("CASEBOOK_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def find_postgres() -> Path | None:
    """Return the folder of initdb and postgres of the newest PostgreSQL that has PostGIS."""
    controls = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    versions = sorted((control.parts[4] for control in controls), key=float, reverse=True)
    folders = (Path("/usr/lib/postgresql", version, "bin") for version in versions)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _has_file(pattern: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr").glob(pattern))


def _has_module(*names: str) -> Callable[[], bool]:
    return lambda: all(importlib.util.find_spec(name) for name in names)


@dataclass(frozen=True)
class Need:
    """A Debian package, and how to see that what it brings is there, wherever it came from."""

    package: str
    is_met: Callable[[], object]


TO_RUN = (
    Need("python3-venv", _has_module("venv", "ensurepip")),
    Need("libsqlite3-mod-spatialite", _has_file("lib/*/mod_spatialite.so")),
    Need("libmagic1", _has_file("lib/*/libmagic.so.1")),
    Need("libpangoft2-1.0-0", _has_file("lib/*/libpangoft2-1.0.so.0")),  # sets the printed forms
    Need("libharfbuzz-subset0", _has_file("lib/*/libharfbuzz-subset.so.0")),
    Need("fonts-noto-cjk", _has_file("share/fonts/*/*/NotoSansCJK*")),
    Need("ca-certificates", Path("/etc/ssl/certs/ca-certificates.crt").exists),
)
TO_TEST = (
    Need("postgresql-postgis", find_postgres),
    Need("chromium", find_chromium),
    Need("libatomic1", _has_file("lib/*/libatomic.so.1")),  # Playwright's driver links it
    Need("openssl", lambda: shutil.which("openssl")),
)


def ensure(needs: Sequence[Need]) -> None:
    """Install what is missing, or say how to and leave with status 1."""
    missing = [need.package for need in needs if not need.is_met()]
    if not missing:
        return
    if "chromium" in missing and platform.freedesktop_os_release().get("ID") == "ubuntu":
        sys.exit(
            "The tests need a Chromium, which Ubuntu has as a snap only: run `sudo snap install chromium`,\n"
            "or name another Chrome in CASEBOOK_CHROMIUM. Then run this again."
        )
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    prefix = root_prefix()
    if prefix is None or not shutil.which("apt-get"):
        sys.exit(
            f"Missing on this machine: {', '.join(missing)}.\nInstall them and run this again:\n\n"
            f"    sudo apt-get update && sudo {' '.join(install)}\n"
        )
    print(f"Installing {', '.join(missing)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], install):
        if subprocess.run([*prefix, *command], env=quiet, check=False).returncode:
            sys.exit(f"`{' '.join(command)}` failed; what it said stands above.")


def root_prefix() -> list[str] | None:
    """Return what must stand before a command to run it as root; None when that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None
