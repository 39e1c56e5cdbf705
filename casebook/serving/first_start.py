"""What a start does first: the schema is brought up to date, an empty county is made usable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import make_url

from casebook import wiring
from casebook.accounts import actions as accounts
from casebook.accounts import queries as officers
from casebook.backup import databases
from casebook.db import grants, migrate
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as calendar
from casebook.kernel.clock import to_local
from casebook.kernel.errors import RuleBroken
from casebook.keys import manifest, signing
from casebook.serving.county import embedded_file

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.actions import FirstAccount
    from casebook.config import Settings


def bring_up(settings: Settings, *, now: datetime) -> Path | None:
    """Bring an embedded database to the present schema; return the copy that was made of the old one.

    RuleBroken for a newer program's database, and for a server that has to be migrated: there,
    its owner does it with `casebook init`.
    """
    file = embedded_file(settings)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    before, head = migrate.current(settings.sqlalchemy_url), migrate.head()
    if before == head:
        return None
    if before is not None and not migrate.is_known(before):
        raise RuleBroken("schema_of_newer_program", revision=before, head=head)
    if file is None:
        raise RuleBroken("schema_to_be_migrated", revision=before or "-", head=head)
    copy = None if before is None else _copy(settings, file, before, now)
    migrate.upgrade(settings.sqlalchemy_url)
    return copy


def _copy(settings: Settings, file: Path, revision: str, now: datetime) -> Path:
    """Copy the database as it is before an upgrade, with its rowids."""
    folder = settings.data_path / "before-upgrade"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{file.stem}-{revision}-{to_local(now):%Y%m%d-%H%M%S}.sqlite"
    with databases.snapshot(settings.sqlalchemy_url, target):
        return target


def grant_rights(settings: Settings) -> None:
    """Give the application's role its rights, where the settings name another one as the tables' owner."""
    role, owner = (make_url(url).username for url in (settings.sqlalchemy_url, settings.owner_url))
    if role is None or role == owner:
        return
    wiring.load_models()
    engine = migrate.engine_for(settings.owner_url)
    with engine.begin() as connection:
        grants.grant(connection, role)
    engine.dispose()


def make_keys(settings: Settings, *, now: datetime) -> None:
    """Make the first signing key where there is none."""
    if not manifest.manifest_path(settings).exists():
        signing.init(settings, now=now)


def fill(session: Session, *, actor: Actor, now: datetime, first_year: int) -> list[FirstAccount]:
    """Give an empty county its calendar and its three administrators; return the accounts that were made.

    Where there is a calendar or anybody who can sign in, nothing is added to it.
    """
    if not calendar.list_years(session):
        deadlines.load_official_calendar(session, actor=actor, now=now, first_year=first_year)
    if officers.has_officers(session):
        return []
    return accounts.make_administrators(session, actor=actor, now=now)
