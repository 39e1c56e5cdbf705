"""`casebook serve`, and `casebook db`: what the owner of a database does to it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from casebook import config, wiring
from casebook.db import db, grants, migrate, spatial
from casebook.doctor.rules import invalid_settings
from casebook.kernel.errors import CasebookError, RuleBroken
from casebook.serving import running
from casebook.serving.county import opened
from casebook.serving.rules import Address, check_address
from casebook.web.labels import message
from casebook.web.terminal import FINDINGS, in_app, print_json, tell

if TYPE_CHECKING:
    from casebook.config import Settings


@click.command()
@click.option("--demo/--no-demo", default=None, help="The demonstration, or the real county even when empty.")
@click.option("--tls", is_flag=True, help="Serve HTTPS by a local certificate authority; tablets install it.")
@click.option("--host", help="Address to serve on, instead of CASEBOOK_HOST.")
@click.option("--port", type=click.IntRange(1, 65534), help="Port to serve on, instead of CASEBOOK_PORT.")
def serve(*, demo: bool | None, tls: bool, host: str | None, port: int | None) -> None:
    """Serve casebook, with the worker beside it, until Ctrl-C or TERM.

    Opens the database of CASEBOOK_DATABASE_URL; without one the real county in the data directory;
    while there is none, the demonstration. Exit code 2: asked for what is refused.
    """
    given = {"host": host, "port": port and str(port)}
    settings = config.load(**{name: value for name, value in given.items() if value})
    with wiring.create_speaker(settings).app_context():
        try:
            settings, address = _choose(settings, demo=demo, tls=tls)
        except RuleBroken as error:
            raise click.UsageError(message(error)) from error
        try:
            sys.exit(running.run(settings, address))
        except CasebookError as error:
            tell(error)
            sys.exit(FINDINGS)


def _choose(settings: Settings, *, demo: bool | None, tls: bool) -> tuple[Settings, Address]:
    """Return what is served where; RuleBroken when it must not be."""
    for name in invalid_settings(asdict(settings)):
        raise RuleBroken("setting_unusable", variable=name.upper())
    settings = opened(settings, demo=demo)
    address = Address(settings.host, int(settings.port), is_secure=tls)
    check_address(address, is_demo=settings.is_demo)
    return settings, address


@click.group("db")
def database() -> None:
    """Grant the application's role its rights; mend what a copy has torn."""


@database.command("grant")
@click.option("--app-role", "role", required=True, metavar="NAME", help="The role that the application uses.")
@click.option("--json", "as_json", is_flag=True, help="Print the rights by table as JSON.")
def grant(role: str, *, as_json: bool) -> None:
    """Give a PostgreSQL role what the application needs: append-only tables are read and added to.

    Runs as the tables' owner (CASEBOOK_MIGRATION_DATABASE_URL), again after every `casebook init`.
    """
    settings = config.load()
    wiring.load_models()
    engine = migrate.engine_for(settings.owner_url)
    with wiring.create_speaker(settings).app_context():
        try:
            with engine.begin() as connection:
                rights = grants.grant(connection, role)
        except CasebookError as error:
            tell(error)
            sys.exit(FINDINGS)
        finally:
            engine.dispose()
    if as_json:
        print_json(rights)
    else:
        for table, allowed in rights.items():
            click.echo(f"{table:30} {allowed}")


@database.command("reindex")
@in_app
def reindex() -> None:
    """Make the spatial indexes of an embedded database anew, after VACUUM or a restored copy."""
    for table, column in spatial.geometry_columns():
        spatial.rebuild_index(db.session(), table, column)
        click.echo(f"{table}.{column}")


commands = (serve, database)
