"""The command line: each feature brings its own group or commands, this module binds them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casebook import __version__, config, wiring
from casebook.db import migrate
from casebook.deadlines.commands import fill_calendar
from casebook.kernel import clock
from casebook.serving.first_start import grant_rights, make_keys
from casebook.web.guard import route_table
from casebook.web.terminal import make_app

if TYPE_CHECKING:
    from flask import Flask


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context) -> None:
    """Groundwater over-extraction enforcement cases of a county."""
    context.obj = context.obj or wiring.create_app


@cli.command()
@click.option("--demo", is_flag=True, help="Fill it with the demonstration county, all of it invented.")
def init(*, demo: bool) -> None:
    """Create the database, or bring it up to date."""
    if demo:
        from casebook.demo.commands import make_demo  # noqa: PLC0415 - only the demonstration needs it

        make_demo()
        return
    settings = config.load()
    settings.data_path.mkdir(parents=True, exist_ok=True)
    before, after = migrate.upgrade(settings.owner_url)
    grant_rights(settings)
    make_keys(settings, now=clock.now())
    fill_calendar(make_app())
    click.echo(f"{before or '-'} -> {after}")


@cli.command()
@click.option("--write", type=click.Path(path_type=Path), help="Write the table to this file.")
def routes(write: Path | None) -> None:
    """Print every route with its endpoint and permission; routes.txt is made of it."""
    text = routes_text(make_app())
    if write:
        write.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def routes_text(app: Flask) -> str:
    """Return the table that routes.txt holds."""
    return "".join(
        f"{methods:9} {rule:60} {endpoint:40} {needed}\n"
        for methods, rule, endpoint, needed in route_table(app)
    )


def main() -> None:
    """Run the command line."""
    for module in wiring.role("commands"):
        for command in module.commands:
            cli.add_command(command)
    cli(prog_name="casebook")
