"""`casebook screening`: run the rules on a county's figures, take in lists of other offices."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import click
import orjson
from flask_babel import gettext as _

from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.db.transaction import reading
from casebook.intake.commands import EXISTING, NEW, in_a_folder
from casebook.kernel.clock import now, today
from casebook.screening import actions, queries
from casebook.screening.actions.running import check_may_run
from casebook.screening.rules.report import report_of
from casebook.screening.rules.states import ListKind
from casebook.web.labels import label
from casebook.web.terminal import in_app
from casebook.web.wording import listed

if TYPE_CHECKING:
    from pathlib import Path

    from casebook.screening.actions import Taken


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is named."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day such as 2023-12-31", param, ctx)


@click.group()
def screening() -> None:
    """Screen wells, accounts and users for what is worth a visit; a hit is a lead, never a violation."""


@screening.command("run")
@click.option("--as-of", "as_of", type=Day(), help="The day whose facts count; today without it.")
@click.option("--report", type=NEW, callback=in_a_folder, help="Write all hits into this file as JSON.")
@as_officer
@in_app
def run(*, as_of: date | None, report: Path | None, login: str | None) -> None:
    """Judge every well, account and user of the county, store the run, and print hits by rule."""
    session, started = db.session(), time.monotonic()
    day, at = as_of or today(), now()
    with reading(session):
        actor = acting(session, login)
        check_may_run(actor, day, at)
        found = queries.collect(session, actor.county_code, day, today())
    row = actions.store(session, actor=actor, now=at, found=found, seconds=time.monotonic() - started)
    told = report_of(found.hits)
    earlier = queries.find_run_before(session, row)
    changes = None if earlier is None else queries.compare_runs(session, earlier, row)
    if report is not None:
        whole = {"as_of": day, "run": row.number, **told, "compared": changes and changes.data}
        report.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2))
    click.echo(
        _("%(day)s 筛查：%(wells)s 眼井，命中 %(hits)s 条", day=day, wells=found.wells, hits=len(found.hits))
    )
    for rule, count in told["counts"].items():
        click.echo(f"  {rule:26} {count}")
    if changes is not None and not changes.is_same:
        told_so = listed(f"{label(change)} {n}" for change, n in changes.counts.items())
        click.echo(
            _("与第 %(n)s 次筛查（同一天）相比：%(changes)s", n=changes.earlier.number, changes=told_so)
        )


@screening.group("lists")
def lists() -> None:
    """Keep lists of other offices: businesses, tap accounts, buyers of reclaimed water, discharges."""


@lists.command("import")
@click.argument("file", type=EXISTING)
@click.option("--kind", required=True, type=click.Choice([one.value for one in ListKind]))
@click.option("--on", "on", type=Day(), help="The day that the list speaks of; today without it.")
@click.option("--strict", is_flag=True, help="Take in nothing when one row is refused.")
@click.option("--report", type=NEW, callback=in_a_folder, help="Write refused rows into this file as JSON.")
@as_officer
@in_app
def import_list(
    *, file: Path, kind: str, on: date | None, strict: bool, report: Path | None, login: str | None
) -> None:
    """Take in FILE (CSV, XLSX or XLS) as the list of its kind."""
    session = db.session()
    with file.open("rb") as stream:
        taken = actions.take_list(
            session,
            actor=acting(session, login),
            now=now(),
            kind=ListKind(kind),
            on=on or today(),
            stream=stream,
            file_name=file.name,
            strict=strict,
        )
    if report is not None:
        report.write_bytes(orjson.dumps(_told(taken), option=orjson.OPT_INDENT_2))
    click.echo(
        _(
            "导入 %(accepted)s 行，退回 %(refused)s 行",
            accepted=taken.row.accepted,
            refused=len(taken.refused),
        )
    )
    for code, count in taken.row.refused.items():
        click.echo(f"  {code:26} {count}")


def _told(taken: Taken) -> dict[str, object]:
    return {
        "rows": taken.row.accepted + len(taken.refused),
        "accepted": taken.row.accepted,
        "refused": taken.row.refused,
        "entries": [
            {"row": one.line, "code": one.fault.value, "written": one.written, "words": str(label(one.fault))}
            for one in taken.refused
        ],
    }


commands = (screening,)
