"""`casebook backup` and `casebook restore`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask_babel import gettext as _

from casebook import config
from casebook.backup import actions, queries
from casebook.backup.labels import MESSAGES
from casebook.db import db
from casebook.kernel import clock
from casebook.kernel.errors import CasebookError
from casebook.web import labels
from casebook.web.terminal import FINDINGS, make_app, print_json, tell

if TYPE_CHECKING:
    from casebook.backup.actions import Made
    from casebook.backup.rules import Manifest


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print what is in it as JSON.")
def backup(file: Path, *, as_json: bool) -> None:
    """Write database, files and keys into FILE. It holds private keys: keep it where only you can read.

    Exit code 0: whole, 1: refused, or files were already missing or damaged (the rest is in FILE).
    """
    labels.register({}, MESSAGES)
    try:
        made = actions.back_up(config.load(), file, now=clock.now())
    except CasebookError as error:
        tell(error)
        sys.exit(FINDINGS)
    if as_json:
        print_json(_report(made))
    else:
        _print(made)
    sys.exit(FINDINGS if made.missing or made.damaged else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Make the house of FILE where there is no database, file or key yet, and prove it.

    Exit code 0: restored and whole, 1: refused (nothing is written), or restored with faults that
    the house had when FILE was made; they are printed.
    """
    labels.register({}, MESSAGES)
    try:
        manifest = actions.restore(config.load(), file)
    except CasebookError as error:
        tell(error)
        sys.exit(FINDINGS)
    _print_heads(manifest)
    with make_app().app_context():
        faults = queries.faults(db.session(), manifest)
        db.session.remove()
        db.engine.dispose()
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(FINDINGS if faults else 0)


def _print(made: Made) -> None:
    click.echo(_("共 %(n)s 个文件，清单摘要 %(hash)s", n=len(made.manifest.entries), hash=made.manifest_hash))
    _print_heads(made.manifest)
    for stored_hash in made.missing:
        click.echo(_("缺失：%(hash)s", hash=stored_hash), err=True)
    for stored_hash in made.damaged:
        click.echo(_("损坏：%(hash)s", hash=stored_hash), err=True)


def _print_heads(manifest: Manifest) -> None:
    for head in manifest.heads:
        click.echo(f"{head.chain}  {head.count}  {head.hash}")


def _report(made: Made) -> dict[str, Any]:
    return {
        "entries": len(made.manifest.entries),
        "bytes": sum(entry.size for entry in made.manifest.entries),
        "manifest": made.manifest_hash,
        "heads": [vars(head) for head in made.manifest.heads],
        "missing": made.missing,
        "damaged": made.damaged,
    }


commands = (backup, restore)
