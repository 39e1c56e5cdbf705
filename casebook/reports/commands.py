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
from casebook.kernel.months import Month
from casebook.ledger import queries as ledger
from casebook.ledger.actions import close_month
from casebook.reports import actions, making, presenters, queries
from casebook.web.sheets import write_xlsx
from casebook.web.terminal import in_app, settings


@click.group()
def report() -> None:
    """Make reports."""


def _month(_context: click.Context, _parameter: click.Parameter, value: str) -> Month:
    try:
        return Month.parse(value)
    except ValueError as error:
        raise click.BadParameter(_("请写成 2023-11 这样。")) from error


a_month = click.option("--month", required=True, callback=_month, metavar="YYYY-MM", help="Which month.")


@report.command("monthly")
@a_month
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; it is made where it is missing.",
)
@as_officer
@in_app
def monthly(month: Month, target: Path, login: str | None) -> None:
    """Write a closed month's report as it stands in the store; of an open month a draft."""
    session = db.session()
    actor = acting(session, login)
    actor.need(Permission.LEDGER_SEE)
    closed = ledger.find_closed_month(session, actor.county_code, month)
    if closed is None:
        made = making.make_month(
            session, settings=settings(), actor=actor, now=clock.now(), month=month, is_draft=True
        )
        _write(target, f"monthly-{month}-draft", made.files)
        click.echo(_("%(month)s 还没有关账：写出的是草稿，没有编号和签名。", month=month))
        return
    actor.need_reach(closed.county_code, "ledger_month", closed.number)
    files = {kind: making.stored(closed, kind) for kind in closed.files}
    _write(target, f"monthly-{month}", {**files, "signed.json": making.signed(closed)})
    click.echo(_("%(number)s 已写入 %(folder)s", number=closed.number, folder=target))


def _period(_context: click.Context, _parameter: click.Parameter, value: str) -> Month | int:
    try:
        return int(value) if value.isdecimal() else Month.parse(value)
    except ValueError as error:
        raise click.BadParameter(_("请写成 2023-11 或者 2023 这样。")) from error


@report.command("county")
@click.option("--period", required=True, callback=_period, metavar="YYYY[-MM]", help="Which month or year.")
@click.option(
    "-o",
    "target",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; it is made where it is missing.",
)
@as_officer
@in_app
def county(period: Month | int, target: Path, login: str | None) -> None:
    """Write the county's report of a month or a year as XLSX, DOCX and PDF, with charts."""
    session, now = db.session(), clock.now()
    actor = acting(session, login)
    actor.need(Permission.LEDGER_SEE)
    if isinstance(period, Month):
        made = making.month_report(session, actor=actor, now=now, month=period)
    else:
        made = making.year_report(session, actor=actor, now=now, year=period)
    files = {kind: making.report_file(made, kind, now=now) for kind in making.KINDS}
    _write(target, f"county-{period}", files)
    click.echo(_("%(title)s 已写入 %(folder)s。%(state)s", title=made.title, folder=target, state=made.state))


@report.command("close")
@a_month
@as_officer
@in_app
def close(month: Month, login: str | None) -> None:
    """Close a month of the ledger: its report is made once, numbered, signed and kept."""
    session, now = db.session(), clock.now()
    actor = acting(session, login)
    made = making.make_month(session, settings=settings(), actor=actor, now=now, month=month)
    closed = close_month(session, actor=actor, now=now, made=made)
    click.echo(_("%(number)s 已关账，总账共 %(n)s 笔", number=closed.number, n=closed.head.count))


def _write(folder: Path, name: str, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind, data in files.items():
        part = folder / f"{name}.{kind}.part"
        part.write_bytes(data)
        part.replace(folder / f"{name}.{kind}")


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
