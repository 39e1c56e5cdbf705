"""`casebook permits reconcile`: the list of electronic permits held against ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.db.transaction import reading, unit_of_work
from casebook.kernel.clock import now
from casebook.quotas import actions, queries
from casebook.quotas.presenters import read_listed
from casebook.quotas.rules import Verdict, reconcile
from casebook.quotas.rules.lists import told_of
from casebook.web.terminal import DONE, in_app, print_json

if TYPE_CHECKING:
    from datetime import datetime

    from casebook.quotas.rules import Compared, Reconciled

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def permits() -> None:
    """Keep water abstraction permits."""


@permits.command("reconcile")
@click.argument("file", type=FILE)
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write all entries as JSON.")
@click.option(
    "--listed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of which the list speaks; the list is kept, so that closures are checked against it.",
)
@click.option("--apply", "is_applied", is_flag=True, help="Take their lines into our register.")
@as_officer
@in_app
def permits_reconcile(
    file: Path, report: Path | None, listed_on: datetime | None, login: str | None, *, is_applied: bool
) -> int:
    """Hold a list of electronic permits (XLSX, XLS or CSV) against ours: by number, then what each says."""
    theirs = read_listed(file, file.name)
    session = db.session()
    with reading(session):
        actor = acting(session, login)
        actor.need(Permission.PERMIT_EDIT)
        found = reconcile(theirs, queries.our_list(session, actor.county_code))
    if is_applied or listed_on is not None:
        day = listed_on.date() if listed_on else None
        with unit_of_work(session):
            row = actions.compare_list(
                session, actor=actor, now=now(), file_name=file.name, theirs=theirs, listed_on=day
            )
            if is_applied:
                actions.take_over(session, actor=actor, now=now(), row=row)
    if report is not None:
        report.write_bytes(orjson.dumps(_facts(found), option=orjson.OPT_INDENT_2))
    facts = _facts(found)
    facts.pop("entries")
    print_json(facts)
    return DONE


def _facts(found: Reconciled) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "unchanged": found.unchanged,
        **{verdict.value: found.counts.get(verdict, 0) for verdict in Verdict},
        "entries": [_entry(entry) for entry in found.entries],
    }


def _entry(entry: Compared) -> dict[str, Any]:
    return {
        "number": entry.number,
        "verdict": entry.verdict.value,
        "row": entry.theirs.row if entry.theirs else None,
        "theirs": told_of(entry.theirs),
        "ours": told_of(entry.ours),
        "differences": [one.value for one in entry.differences],
        "faults": [one.value for one in entry.faults],
    }


commands = (permits,)
