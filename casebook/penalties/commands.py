"""`casebook penalties`: which provisions fit an act, and taking in local packs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask_babel import gettext as _

from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.kernel.clock import now, today
from casebook.kernel.errors import RuleBroken
from casebook.penalties import actions, queries
from casebook.penalties.presenters import act_words, gate_words, match_facts, tier_words
from casebook.penalties.rules import Match, Matches, PartyKind
from casebook.penalties.rules import match as match_act
from casebook.penalties.rules.packs import LARGEST_FILE
from casebook.web.labels import label, message
from casebook.web.terminal import in_app, print_json, settings
from casebook.web.wording import cited, clauses, with_aside

PARTIES = [one.value for one in PartyKind]


class Day(click.ParamType[date]):
    """A day."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(_("“%(text)s”不是日期；请写成 2024-05-01", text=value), param, ctx)


@click.group()
def penalties() -> None:
    """Find penal provisions, and take in the local ones."""


@penalties.command("match")
@click.option("--act", required=True, help="What was found: P01 … P30, or a provision such as PEN-07.")
@click.option("--on", type=Day(), required=True, help="Day of the act; of a continuing one its last day.")
@click.option(
    "--party", type=click.Choice([one.value for one in PartyKind]), default="unit", show_default=True
)
@click.option("--found", "found_on", type=Day(), help="Day on which it was found, for the limitation.")
@click.option("--decided", "decided_on", type=Day(), help="Day of the decision; today without it.")
@click.option("--json", "as_json", is_flag=True, help="Print ranges, rank and gates of every match as JSON.")
@in_app
def match(
    act: str,
    on: date,
    party: str,
    found_on: date | None,
    decided_on: date | None,
    *,
    as_json: bool,
) -> None:
    """Print all provisions that fit an act on a day, by rank, and the one proposed.

    Exit code 2 for an act that is none or days out of order; what is wrong is named.
    """
    session, county = db.session(), settings().county_code
    decided = decided_on or max(today(), found_on or on, on)
    flags = queries.flags_of(session, county)
    try:
        found = match_act(
            act.strip().upper(),
            on=on,
            party=PartyKind(party),
            flags=flags,
            found_on=found_on,
            decided_on=decided,
            thresholds=queries.thresholds_of(session, county, decided),
        )
    except RuleBroken as reason:
        raise click.UsageError(message(reason)) from reason
    if as_json:
        print_json(match_facts(found, flags))
    else:
        _print(found)


def _print(found: Matches) -> None:
    if found.instead is not None:
        click.echo(label(found.instead))
    for one in found.ranked:
        chosen = _("（建议适用）") if one is found.proposed else ""
        click.echo(f"{one.rank}  {_headline(one)}{chosen}")
        for tier in one.basis.tiers:
            click.echo(f"   {tier_words(tier)}")
        for gate in one.gates:
            click.echo(f"   - {with_aside(gate_words(gate), cited(gate.article))}")
    for one in found.later:
        click.echo(f"-  {_headline(one)}")


def _headline(one: Match) -> str:
    words = [one.provision.id, act_words(one.provision), cited(one.basis.citation)]
    return "  ".join([*words, clauses([label(one.why), label(one.certainty)])])


@penalties.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_officer
@in_app
def load(file: Path, login: str | None) -> None:
    """Take in a version of a local pack (JSON) for the county."""
    session = db.session()
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    row = actions.load_pack(session, actor=acting(session, login), now=now(), content=content)
    click.echo(_("已装入 %(title)s 第 %(version)s 版。", title=row.title, version=row.version))


commands = [penalties]
