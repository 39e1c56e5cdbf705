"""`casebook officer hand-over`, which moves what only cases know, and `casebook leads import`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from casebook.accounts.commands import officer, officer_of, print_as_json, whose
from casebook.accounts.terminal import acting, as_officer
from casebook.cases.actions import hand_over, import_leads
from casebook.cases.labels import HANDED_OVER, IMPORTED, REFUSED_ROW
from casebook.cases.rules import FoundHow
from casebook.cases.rules.channels import BY_HAND, CHANNELS
from casebook.db import db
from casebook.intake.commands import EXISTING
from casebook.kernel.clock import now
from casebook.web.labels import message
from casebook.web.terminal import in_app, print_json

if TYPE_CHECKING:
    from pathlib import Path


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


@click.group()
def leads() -> None:
    """Leads that come as lists."""


@leads.command("import")
@click.argument("file", type=EXISTING)
@click.option(
    "--channel",
    type=click.Choice([kind.value for kind in BY_HAND if CHANNELS[kind].has_number]),
    default=FoundHow.HOTLINE_12345.value,
    show_default=True,
    help="Whose list it is.",
)
@click.option("--county", "county_code", help="Six-digit division code; else CASEBOOK_COUNTY_CODE.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@as_officer
@in_app
def import_list(
    file: Path, *, channel: str, county_code: str | None, as_json: bool, login: str | None
) -> None:
    """Register the rows of a hotline's list (XLSX, XLS or CSV) as leads.

    A number that the channel has already is left alone, a row that cannot be a lead is told with its
    reason; the same file once more adds nothing.
    """
    session = db.session()
    with file.open("rb") as stream:
        report = import_leads(
            session,
            actor=acting(session, login, county_code),
            now=now(),
            channel=FoundHow(channel),
            stream=stream,
        )
    refused = [{"row": one.number, "reason": str(message(one.reason))} for one in report.refused]
    if as_json:
        rows = {
            "added": [{"row": row, "number": lead.number} for row, lead in report.added],
            "merged": report.merged,
            "known": [{"row": row, "number": lead.number} for row, lead in report.known],
            "refused": refused,
        }
        print_json(rows)
        return
    click.echo(
        str(IMPORTED) % {"added": len(report.added), "known": len(report.known), "refused": len(refused)}
    )
    for one in refused:
        click.echo(str(REFUSED_ROW) % one)


commands: tuple[click.Command, ...] = (leads,)
