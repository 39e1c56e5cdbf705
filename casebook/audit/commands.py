"""`casebook audit`: proving the audit, and erasing what the law wants erased."""

from __future__ import annotations

import click

from casebook import config
from casebook.access.actor import local_operator
from casebook.audit import actions, queries
from casebook.db import db
from casebook.db.transaction import set_reading
from casebook.kernel.clock import now
from casebook.web.terminal import in_app, print_proof, settings


@click.group()
def audit() -> None:
    """Prove the audit chain, and erase details where the law demands it."""


@audit.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_app
def verify(*, as_json: bool) -> int:
    """Check chain, details and looks. Exit code 0: whole, 1: not, with the places."""
    set_reading(reading=True)  # a long chain is read without keeping others from writing
    return print_proof(queries.verify(db.session(), settings().county_code), as_json=as_json)


@audit.command("erase")
@click.argument("sequence", type=click.IntRange(1))
@click.option("--reason", required=True, help="On what ground; it stays in the audit.")
@in_app
def erase(sequence: int, reason: str) -> None:
    """Erase reason and values of one entry. The act itself stays."""
    operator = local_operator(config.operator_name(), settings().county_code)
    entry = actions.erase_details(db.session(), actor=operator, now=now(), sequence=sequence, reason=reason)
    click.echo(f"{entry.chain}#{entry.sequence}")


commands = (audit,)
