"""`casebook plates`: making and printing the plates of a township."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _

from casebook.accounts.terminal import acting, as_officer
from casebook.documents.rendering import render_pdf
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.keys import signing
from casebook.plates import actions, presenters, queries
from casebook.regions import queries as regions
from casebook.web.lifecycle import current_session
from casebook.web.terminal import in_app, settings


@click.group(name="plates")
def group() -> None:
    """Make and print well plates."""


@group.command("print")
@click.option("--township", required=True, help="Nine-digit code of the township, or six of the county.")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@as_officer
@in_app
def print_plates(*, township: str, target: Path, login: str | None) -> None:
    """Write the plates of a township as a PDF; wells without a valid plate get one."""
    session, house = current_session(), settings()
    actor = acting(session, login, house.county_code)
    signer = signing.load(house)
    made = actions.issue_plates(session, actor=actor, now=clock.now(), division_code=township, signer=signer)
    plates, part = [], 1
    while some := queries.list_sheet(session, actor, township, part):
        plates += some
        part += 1
    if not plates:
        raise RuleBroken("plate_none")
    names = regions.names(session, house.county_code)
    pages = presenters.sheets(plates, names, house.public_url)
    county = regions.name_of(session, house.county_code)
    target.write_bytes(render_pdf("letters/plates.html", pages=pages, county=county))
    counts = {"n": len(plates), "new": len(made)}
    click.echo(_("标牌 %(n)s 块，其中新制 %(new)s 块：%(file)s", file=str(target), **counts))


commands = (group,)
