"""Settings: environment variables with the prefix CASEBOOK_, or a `.env` file. The only reader of both."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """How one setting is documented and read."""

    help: str
    default: str = ""


def _setting(default: str, text: str) -> str:
    value: str = field(default=default, metadata={"setting": Setting(text, default)})
    return value


@dataclass(frozen=True)
class Settings:
    """All settings as text; the properties give them their types."""

    database_url: str = _setting("", "SQLAlchemy URL; empty means SpatiaLite in the data directory")
    migration_database_url: str = _setting(
        "", "URL of the tables' owner on PostgreSQL; empty means database_url"
    )
    data_dir: str = _setting("", "directory of database, files and keys; empty means var/ of the checkout")
    county_code: str = _setting("371525", "six-digit division code (GB/T 2260) of the county")
    secret_key: str = _setting("", "signs cookies; empty means a key kept in the data directory")
    demo: str = _setting("0", "1 marks every page as demonstration data; refused off loopback")
    secure_cookies: str = _setting("0", "1 sends cookies over HTTPS only; set it behind TLS")
    trusted_proxies: str = _setting("0", "number of reverse proxies whose forwarded headers are believed")
    password_profile: str = _setting("plain", "plain or mlps (等保三级): length, history, age and lock-out")
    session_hours: str = _setting("12", "a sign-in ends after so many hours without use")
    upload_limit_mb: str = _setting("210", "largest request body in MiB")
    timestamp_url: str = _setting(
        "", "time stamp authority (RFC 3161) that stamps evidence packages and heads; empty means none"
    )
    tile_url: str = _setting("", "base map tiles {z}/{x}/{y}; empty means a plain background")
    well_code_pattern: str = _setting(
        "", "regular expression of a well code; empty means township code + JJ + 5 digits"
    )
    well_limits: str = _setting("", 'JSON of ranges for register numbers, for example {"depth_m": [1, 1500]}')
    public_url: str = _setting(
        "", "address under which casebook is reached from outside; stands in the QR codes of well plates"
    )
    far_from_well_m: str = _setting(
        "200", "metres from a well's registered position beyond which an inspector must say why"
    )
    position_visits: str = _setting(
        "3", "visits that must agree on another position of a well before it is proposed"
    )
    package_days: str = _setting("7", "a work package on a tablet expires after so many days")
    field_lock_minutes: str = _setting("10", "a tablet locks itself after so many minutes without use")
    basemap: str = _setting("", "PMTiles file of the base map that tablets take along; empty means none")
    calendar_first_year: str = _setting("2004", "first year of the working calendar")
    default_locale: str = _setting("zh", "zh or en")
    working_set: str = _setting("", "directory with the Guanxian working set for the extra test suite")
    chromium: str = _setting("", "browser for end-to-end tests; empty means the system's Chromium")
    host: str = _setting("127.0.0.1", "address to serve on")
    port: str = _setting("8000", "port to serve on")
    workers: str = _setting("1", "server processes")
    threads: str = _setting("8", "threads of each server process")

    @property
    def data_path(self) -> Path:
        """Directory that holds database, files and keys."""
        return Path(self.data_dir) if self.data_dir else ROOT / "var"

    @property
    def is_demo(self) -> bool:
        """Whether this is the demonstration county."""
        return self.demo == "1"

    @property
    def sqlalchemy_url(self) -> str:
        """The database's URL, with the driver that casebook uses."""
        url = self.database_url or f"sqlite:///{self.data_path / 'casebook.sqlite'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def owner_url(self) -> str:
        """URL of the role that owns the tables and migrates them."""
        url = self.migration_database_url or self.sqlalchemy_url
        return url.replace("postgresql://", "postgresql+psycopg://", 1)


def documented() -> list[tuple[str, str, str]]:
    """Return (variable, default, explanation) of every setting, for the README and `casebook doctor`."""
    return [
        (f"CASEBOOK_{item.name.upper()}", item.metadata["setting"].default, item.metadata["setting"].help)
        for item in fields(Settings)
    ]


def load(**overrides: str) -> Settings:
    """Read `.env` and the environment; overrides win. Unknown CASEBOOK_ names are left alone."""
    dot = {key: value for key, value in dotenv_values(ROOT / ".env").items() if value is not None}
    found = {**dot, **os.environ}
    known = {item.name for item in fields(Settings)}
    values = {
        name: found[f"CASEBOOK_{name.upper()}"] for name in known if f"CASEBOOK_{name.upper()}" in found
    }
    return Settings(**{**values, **overrides})


class _InForce:
    """The settings that this process was built with; wiring names them once."""

    settings: Settings | None = None


def use(settings: Settings) -> None:
    """Let these settings be in force for all that knows no application: actions, background work."""
    _InForce.settings = settings


def in_force() -> Settings:
    """Return the settings that this process was built with, else those of the environment."""
    return _InForce.settings or load()


def unknown_names() -> list[str]:
    """Return the CASEBOOK_ names in `.env` and the environment that no setting has: misspelt, most likely."""
    known = {variable for variable, _default, _help in documented()}
    found = {*dotenv_values(ROOT / ".env"), *os.environ}
    return sorted(
        name
        for name in found - known
        if name.startswith("CASEBOOK_") and not name.startswith("CASEBOOK_TEST_")
    )


def set_environment(name: str, value: str) -> None:
    """Hand a setting to child processes (server and worker)."""
    os.environ[f"CASEBOOK_{name.upper()}"] = value


def child_environment(**extra: str) -> dict[str, str]:
    """Return the environment of a child process with further names in it, such as a password for libpq."""
    return {**os.environ, **extra}


def operator_name() -> str:
    """Name of the system user who runs a command, for the audit of the built-in local operator."""
    return os.environ.get("SUDO_USER") or os.environ.get("USER") or os.environ.get("LOGNAME") or "unknown"
