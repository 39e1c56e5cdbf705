"""The settings of the county that is opened: the real one's, or the demonstration's beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from casebook.db import migrate
from casebook.serving.rules import County, choose_county

if TYPE_CHECKING:
    from casebook.config import Settings


def real_database(settings: Settings) -> Path:
    """Return where the embedded database of the real county is."""
    return settings.data_path / "casebook.sqlite"


def demonstration(settings: Settings) -> Settings:
    """Return the settings of the demonstration: its database, and files and keys apart from the real ones."""
    database = settings.data_path / "demo.sqlite"
    return replace(
        settings,
        demo="1",
        database_url=f"sqlite:///{database}",
        migration_database_url="",
        data_dir=str(settings.data_path / "demo"),
    )


def opened(settings: Settings, *, demo: bool | None = None) -> Settings:
    """Return the settings of the county that a start opens; `demo` is what the operator said."""
    is_named = bool(settings.database_url)
    wanted = True if demo is None and settings.is_demo and not is_named else demo
    county = choose_county(is_named=is_named, is_there=_is_there(real_database(settings)), demo=wanted)
    return demonstration(settings) if county is County.DEMO else settings


def _is_there(file: Path) -> bool:
    """Say whether a database was made in a file; what is no database at all is there, and will be told."""
    if not file.exists():
        return False
    try:
        return migrate.current(f"sqlite:///{file}") is not None
    except DBAPIError:
        return True


def embedded_file(settings: Settings) -> Path | None:
    """Return the database's file, None where the database is a server."""
    url = make_url(settings.sqlalchemy_url)
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database)
