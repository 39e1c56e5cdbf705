"""`casebook board`: the year's targets held against what is booked and claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook.db import db
from casebook.db.transaction import set_reading
from casebook.oversight import presenters
from casebook.oversight.rules import YEARS
from casebook.web.terminal import in_app, print_json, settings

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any


@click.command("board")
@click.option(
    "--year", required=True, type=click.IntRange(YEARS[0], YEARS[-1]), help="The year of the targets."
)
@click.option(
    "--as-of",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="What was booked and claimed by the end of this day; without it what is now.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@in_app
def board(year: int, as_of: datetime | None, *, as_json: bool) -> None:
    """Show target, booked and claimed by indicator and township; m³ of a full year and of this year."""
    set_reading(reading=True)
    day = None if as_of is None else as_of.date()
    found = presenters.board_statement(db.session(), settings().county_code, year, as_of=day)
    if as_json:
        print_json(found)
        return
    for place in (found["county"], *found["townships"]):
        click.echo(place["name"])
        for name, line in place["indicators"].items():
            if line["target"] is not None or line["booked"] not in {None, 0, "0.000"}:
                click.echo(_line(found["definitions"][name], line))


def _line(definition: dict[str, Any], line: dict[str, Any]) -> str:
    def shown(key: str) -> object:
        return "—" if line.get(key) is None else line[key]

    words = {key: shown(key) for key in ("target", "booked", "claimed")}
    text: str = _(
        "  %(title)s（%(unit)s）：任务 %(target)s，已入账 %(booked)s，待入账 %(claimed)s",
        title=definition["title"],
        unit=definition["unit"],
        **words,
    )
    return text


commands = (board,)
