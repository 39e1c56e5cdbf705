"""`casebook settings` and `casebook diagrams`."""

from __future__ import annotations

from pathlib import Path

import click

from casebook.config import ROOT
from casebook.handbook import settings as table
from casebook.handbook import workflows
from casebook.web.terminal import print_json


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.option("--markdown", is_flag=True, help="Print the table that the README holds.")
def settings(*, as_json: bool, markdown: bool) -> None:
    """Print every setting with its default and meaning. `casebook doctor` says what is wrong with yours."""
    if markdown:
        click.echo(table.markdown(), nl=False)
    elif as_json:
        names = ("variable", "default", "meaning")
        print_json([dict(zip(names, row, strict=True)) for row in table.rows()])
    else:
        for variable, default, meaning in table.rows():
            click.echo(f"{variable:34} {default:12} {meaning}")


@click.command()
@click.option(
    "--write",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=ROOT / "docs" / "workflows.md",
    help="Write to this file instead of docs/workflows.md.",
)
def diagrams(path: Path) -> None:
    """Write the workflows' diagrams from their transition tables."""
    path.write_text(workflows.document(), encoding="utf-8")


commands = (settings, diagrams)
