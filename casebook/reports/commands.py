"""`casebook report`: reports from the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.cases.queries import ProblemFilter
from casebook.db import db
from casebook.kernel import clock
from casebook.reports import actions, presenters, queries
from casebook.web.sheets import write_xlsx
from casebook.web.terminal import in_app


@click.group()
def report() -> None:
    """Make reports."""


@report.command("work-ledger")
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The XLSX file to write.",
)
@click.option("--year", type=click.IntRange(1949, 2100), help="Only problems listed in this year.")
@click.option("--personal", is_flag=True, help="Do not mask names, numbers and telephones; this is logged.")
@as_officer
@in_app
def work_ledger(target: Path, year: int | None, *, personal: bool, login: str | None) -> None:
    """Write the problem list in the layout of the work ledger (一本账)."""
    session = db.session()
    actor = acting(session, login)
    actor.need(Permission.PROBLEM_EXPORT)
    if personal:
        actor.need(Permission.PARTY_SEE_PERSONAL)
        actions.note_personal_export(session, actor=actor, now=clock.now())
    part = target.with_name(f"{target.name}.part")
    with part.open("wb") as stream:
        count = write_xlsx(
            stream,
            title=_("一本账"),
            columns=presenters.work_ledger_columns(show_personal=personal),
            rows=queries.iterate_lines(session, ProblemFilter(year=year), actor),
        )
    part.replace(target)
    click.echo(_("%(file)s：共 %(n)s 行", file=target, n=count))


commands = (report,)
