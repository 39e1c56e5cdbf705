"""Pure decisions of a start: which county is opened, where it may be shown, by what addresses."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum

from casebook.kernel.errors import RuleBroken


class County(StrEnum):
    """Which county a start opens."""

    NAMED = "named"
    """The database that CASEBOOK_DATABASE_URL names."""
    REAL = "real"
    """The embedded database of the data directory; made empty when it does not exist."""
    DEMO = "demo"
    """The demonstration, beside the real one."""


def choose_county(*, is_named: bool, is_there: bool, demo: bool | None) -> County:
    """Return which county to open.

    `demo` is what the operator said, None when nothing; `is_there` whether the embedded database exists.
    """
    if demo:
        return County.DEMO
    if is_named:
        return County.NAMED
    return County.REAL if is_there or demo is False else County.DEMO


def is_loopback(host: str) -> bool:
    """Say whether an address is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_everywhere(host: str) -> bool:
    """Say whether a server binds to all addresses of the machine, so that none of them is its name."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return not host


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int
    is_secure: bool = False

    @property
    def bind(self) -> str:
        """HOST:PORT for the server, IPv6 in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What is typed into a browser on this machine, or on a tablet when the host is not loopback."""
        return f"{'https' if self.is_secure else 'http'}://{self.bind}/"

    @property
    def install_site(self) -> Address:
        """Where tablets fetch the authority's certificate, without encryption: the next port."""
        return Address(self.host, self.port + 1)


def check_address(address: Address, *, is_demo: bool) -> None:
    """Refuse a demonstration that others could take for real, and a certificate for no name in particular."""
    if is_demo and not is_loopback(address.host):
        raise RuleBroken("demo_is_local", field="host", host=address.host)
    if address.is_secure and is_everywhere(address.host):
        raise RuleBroken("tls_needs_a_name", field="host", host=address.host)


def check_processes(*, workers: int, version: tuple[int, ...], least: tuple[int, ...]) -> None:
    """Refuse several server processes on an SQLite that can damage its own database."""
    if workers > 1 and version < least:
        raise RuleBroken(
            "sqlite_too_old",
            version=".".join(map(str, version)),
            least=".".join(map(str, least)),
            workers=workers,
        )
