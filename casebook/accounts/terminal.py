"""On whose behalf a command line acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from casebook import config
from casebook.access.actor import local_operator
from casebook.accounts import queries
from casebook.kernel.errors import Forbidden

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

as_officer = click.option(
    "--as",
    "login",
    metavar="LOGIN",
    help="Act as this officer; without it as the local operator, audited as such.",
)


def acting(session: Session, login: str | None, county_code: str | None = None) -> Actor:
    """Return the officer who signs in by `login`, or the local operator named after the system user."""
    if login is None:
        return local_operator(config.operator_name(), county_code or config.load().county_code)
    officer = queries.get_officer_by_login(session, login)
    if not officer.is_active:
        raise Forbidden("officer_disabled", login=login)
    return queries.actor_of(officer, device="cli")
