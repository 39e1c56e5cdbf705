"""`casebook officer hand-over`: it stands here because it moves what only cases know."""

from __future__ import annotations

from dataclasses import asdict

import click

from casebook.accounts.commands import officer, officer_of, print_as_json, whose
from casebook.accounts.terminal import as_officer
from casebook.cases.actions import hand_over
from casebook.cases.labels import HANDED_OVER
from casebook.db import db
from casebook.kernel.clock import now
from casebook.web.terminal import in_app, print_json


@officer.command("hand-over")
@click.argument("giver", metavar="FROM")
@click.argument("taker", metavar="TO")
@click.option("--reason", required=True, help="Why; it stays in each record.")
@print_as_json
@as_officer
@in_app
def hand_over_work(*, giver: str, taker: str, reason: str, as_json: bool, login: str | None) -> None:
    """Give all open work of the officer FROM to the officer TO of the same agency."""
    done = hand_over(
        db.session(),
        actor=whose(login),
        now=now(),
        giver=officer_of(giver),
        taker=officer_of(taker),
        reason=reason,
    )
    if as_json:
        print_json(asdict(done))
    else:
        click.echo(str(HANDED_OVER) % asdict(done))


commands: tuple[click.Command, ...] = ()
