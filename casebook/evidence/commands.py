"""`casebook evidence`: proving that all evidence is what it was when it came."""

from __future__ import annotations

from dataclasses import asdict

import click
from flask_babel import gettext as _

from casebook.db import db
from casebook.db.transaction import set_reading
from casebook.evidence import queries
from casebook.web.labels import label
from casebook.web.terminal import DONE, FINDINGS, in_app, print_json


@click.group()
def evidence() -> None:
    """Prove that all evidence is what it was when it came."""


@evidence.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_app
def verify(*, as_json: bool) -> int:
    """Hash every file again, compare database and files both ways. Exit code 0: whole, 1: not."""
    set_reading(reading=True)  # a large store is read without keeping others from writing
    report = queries.verify(db.session())
    if as_json:
        print_json({"whole": report.is_whole, **asdict(report)})
    else:
        _tell(report)
    return DONE if report.is_whole else FINDINGS


def _tell(report: queries.Report) -> None:
    for fault in report.faults:
        click.echo(f"{label(fault.what)}  {fault.place}  {fault.concerns}".rstrip(), err=True)
    counts = {"files": report.files, "items": report.items, "custody": report.custody}
    click.echo(_("核对了 %(files)s 个文件、%(items)s 份证据、%(custody)s 条保管记录", **counts))
    click.echo(_("完整") if report.is_whole else _("不完整：%(n)s 处不符", n=len(report.faults)))


commands = (evidence,)
