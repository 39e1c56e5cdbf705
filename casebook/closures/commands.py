"""`casebook closures`: checking a return, and entering old ledgers as history."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click
import orjson
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.closures import actions, presenters, queries
from casebook.db import db
from casebook.db.transaction import set_reading
from casebook.intake.commands import EXISTING, NEW, in_a_folder
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.clock import local_day, now
from casebook.storage.rules import CSV, MediaKind
from casebook.storage.sniffing import inspect
from casebook.web.formats import m3
from casebook.web.labels import label
from casebook.web.terminal import DONE, in_app
from casebook.web.wording import listed

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from casebook.closures.queries import JudgedReturn

of_county = click.option(
    "--county", "county_code", help="Six-digit division code; else CASEBOOK_COUNTY_CODE."
)
of_sheet = click.option("--sheet", help="Name of the sheet to read; else the one that is understood best.")
into_report = click.option(
    "--report", type=NEW, callback=in_a_folder, help="Write the report with an entry for every line here."
)
printed = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")


@click.group()
def closures() -> None:
    """Check returns of closed wells, and enter old ledgers as history."""


@closures.command("check")
@click.argument("file", type=EXISTING)
@of_county
@of_sheet
@into_report
@printed
@as_officer
@in_app
def check(
    file: Path,
    *,
    county_code: str | None,
    sheet: str | None,
    report: Path | None,
    as_json: bool,
    login: str | None,
) -> int:
    """Hold a return (XLSX, XLS or CSV) against register, ledger and readings. Writes nothing but the report.

    Exit code 0 when the file was processed, refused lines included; 1 when it cannot be used.
    """
    session = db.session()
    set_reading(reading=True)
    actor = acting(session, login, county_code)
    actor.need(Permission.CLOSURE_CHECK)
    media = inspect(file, file.name, frozenset({MediaKind.SPREADSHEET}))
    with file.open("rb") as stream, read_sheets(stream, is_text=media is CSV) as sheets:
        judged = queries.judge_return(session, actor=actor, file=sheets, today=local_day(now()), sheet=sheet)
    _tell(judged, report, as_json=as_json)
    return DONE


@closures.command("import")
@click.argument("file", type=EXISTING)
@click.option("--history", is_flag=True, help="Enter an old ledger as history.")
@of_county
@of_sheet
@printed
@as_officer
@in_app
def import_file(
    file: Path,
    *,
    history: bool,
    county_code: str | None,
    sheet: str | None,
    as_json: bool,
    login: str | None,
) -> int:
    """Post an old ledger's closures into their own years, marked as history; refused lines never.

    The same file once more posts nothing.
    """
    if not history:
        raise click.UsageError("only history is imported: give --history; a new closure is reported")
    session = db.session()
    actor = acting(session, login, county_code)
    with file.open("rb") as stream:
        row, posted = actions.import_history(
            session, actor=actor, now=now(), stream=stream, name=file.name, sheet=sheet
        )
    lines = queries.list_lines(session, row.id)
    facts = {
        "id": str(row.id),
        "lines": len(lines),
        "posted": posted,
        "unchanged": 0 if posted else sum(line.is_posted for line in lines),
        "refused": sum(not line.is_posted for line in lines),
    }
    if as_json:
        click.echo(orjson.dumps(facts, option=orjson.OPT_INDENT_2))
        return DONE
    click.echo(
        _(
            "%(lines)s 行：补录入账 %(posted)s 眼，以前已入账 %(unchanged)s 眼，"
            "不入账 %(refused)s 行；批次 %(id)s",
            **facts,
        )
    )
    return DONE


@closures.command("take-back")
@click.argument("batch", type=click.UUID)
@click.option("--reason", required=True, help="Why; it stands in the audit.")
@of_county
@as_officer
@in_app
def take_back(batch: UUID, *, reason: str, county_code: str | None, login: str | None) -> int:
    """Reverse all that an imported old ledger posted."""
    session = db.session()
    actor = acting(session, login, county_code)
    row = queries.get_return(session, batch, actor)
    wells = actions.take_back_history(session, actor=actor, now=now(), row=row, reason=reason)
    click.echo(_("已撤回 %(n)s 眼井的补录", n=wells))
    return DONE


def _tell(judged: JudgedReturn, target: Path | None, *, as_json: bool) -> None:
    report = presenters.report_of(judged)
    if target:
        target.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    if as_json:
        click.echo(orjson.dumps(report, option=orjson.OPT_INDENT_2))
        return
    for name, words in (
        ("claimed", _("申报")),
        ("admissible", _("可报")),
        ("doubtful", _("存疑")),
        ("refused", _("不可报")),
    ):
        click.echo(_("%(what)s：%(wells)s 眼，全年 %(m3)s m³", what=words, **_figures(report[name])))
    for line in judged.lines:
        if line.findings:
            words = listed(label(rule) for rule in line.rules)
            click.echo(f"  {line.claim.row}  {line.claim.code}  {label(line.outcome)}  {words}")


def _figures(found: dict[str, Any]) -> dict[str, Any]:
    return {"wells": found["wells"], "m3": m3(Decimal(found["full_year_m3"]))}


commands = [closures]
