"""`casebook blanks`: superiors' forms taken, bound, filled and merged from the command line."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.blanks import actions, presenters, queries
from casebook.blanks.actions import Sent
from casebook.blanks.forms import read_areas
from casebook.blanks.rules.binding import MOST_IN_LINE, Bound, Rounding, Scale
from casebook.blanks.rules.catalogue import CATALOGUE, FigureId, Span
from casebook.blanks.rules.cells import parse_area
from casebook.blanks.rules.merging import MergeMode
from casebook.blanks.rules.proposing import propose
from casebook.db import db
from casebook.intake.commands import EXISTING, NEW
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.storage.queries import open_file
from casebook.web.labels import label
from casebook.web.sheets import write_xlsx
from casebook.web.terminal import DONE, FINDINGS, in_app

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.blanks.models import BlankForm


def _month(_context: click.Context, _parameter: click.Parameter, value: str) -> Month:
    with suppress(ValueError):
        return Month.parse(value)
    raise click.BadParameter(_("请写成 2023-11 这样。"))


def _form(session: Session, actor: Actor, name: str) -> BlankForm:
    actor.need(Permission.BLANK_FILL)
    found = queries.find_form_by_name(session, actor.county_code, name)
    if found is None:
        raise NotFound("blank_form", name)
    return queries.get_form(session, found.id, actor)


@click.group()
def blanks() -> None:
    """Fill a superior's blank XLSX, bound once; merge townships' returns."""


@blanks.command("figures")
@in_app
def figures() -> None:
    """List the figures that a cell can be bound to, with their spans."""
    for one, figure in CATALOGUE.items():
        spans = " ".join(span.value for span in figure.spans)
        click.echo(f"{one.value}\t{label(one)}\t{label(figure.unit)}\t{spans}")


@blanks.command("add")
@click.argument("file", type=EXISTING)
@click.option("--name", required=True, help="What the form is called here.")
@click.option("--superior", default="", help="Who asks for it.")
@click.option("--propose", "takes_proposals", is_flag=True, help="Bind what its headings tell.")
@as_officer
@in_app
def add(file: Path, *, name: str, superior: str, takes_proposals: bool, login: str | None) -> None:
    """Take a blank form."""
    session = db.session()
    actor = acting(session, login)
    by: dict[str, Any] = {"actor": actor, "now": clock.now()}
    with file.open("rb") as stream:
        form = actions.add_form(session, **by, name=name, superior=superior, sent=Sent(stream, file.name))
    if takes_proposals:
        places = queries.places_of(session, form.county_code)
        book = queries.open_book(queries.latest_version(session, form.id))
        wanted = [one.bound for one in propose(book, places, [])]
        actions.bind(session, **by, form=form, wanted=wanted)
        for line in presenters.proposal_lines(propose(book, places, []), places.names):
            click.echo(f"{line['key']}\t{line['line'].figure}\t{line['line'].span}\t{line['line'].how}")
    click.echo(_("已登记《%(name)s》。", name=form.name))


@blanks.command("bind")
@click.argument("name")
@click.argument("area")
@click.argument("figure", type=click.Choice([one.value for one in FigureId]))
@click.option("--sheet", help="The sheet; else the first.")
@click.option("--names", help="The cells that name the townships of a line.")
@click.option("--division", default="", help="Code of the township that one cell is about; else the county.")
@click.option("--span", type=click.Choice([one.value for one in Span]), help="Else the figure's first.")
@click.option("--scale", type=click.Choice([one.value for one in Scale]), default=Scale.ONE.value)
@click.option("--decimals", type=int, default=0, help="Digits behind the point.")
@click.option(
    "--rounding", type=click.Choice([one.value for one in Rounding]), default=Rounding.HALF_UP.value
)
@as_officer
@in_app
def bind(  # noqa: PLR0913 - one option for each fact of a binding
    name: str,
    area: str,
    figure: str,
    *,
    sheet: str | None,
    names: str | None,
    division: str,
    span: str | None,
    scale: str,
    decimals: int,
    rounding: str,
    login: str | None,
) -> None:
    """Bind AREA (C6, or C6:C23 with --names B6:B23) of form NAME to FIGURE."""
    session = db.session()
    actor = acting(session, login)
    form = _form(session, actor, name)
    book = queries.open_book(queries.latest_version(session, form.id))
    bound = Bound(
        sheet=sheet or book.sheets[0].name,
        area=parse_area(area, field="area", most=MOST_IN_LINE),
        figure=FigureId(figure),
        span=Span(span) if span else CATALOGUE[FigureId(figure)].spans[0],
        names=parse_area(names, field="names", most=MOST_IN_LINE) if names else None,
        division=division,
        scale=Scale(scale),
        decimals=decimals,
        rounding=Rounding(rounding),
    )
    actions.bind(session, actor=actor, now=clock.now(), form=form, wanted=[bound])
    click.echo(_("已绑定 %(area)s。", area=f"{bound.sheet}!{bound.area}"))


@blanks.command("fill")
@click.argument("name")
@click.option("--month", required=True, callback=_month, metavar="YYYY-MM", help="The month reported on.")
@click.option("-o", "target", type=NEW, required=True, help="Where the filled form is written.")
@click.option("--list", "list_target", type=NEW, help="Where the list of filled cells is written (XLSX).")
@as_officer
@in_app
def fill(name: str, *, month: Month, target: Path, list_target: Path | None, login: str | None) -> None:
    """Fill form NAME for a month; the file and the list of its cells are kept as well."""
    session = db.session()
    actor = acting(session, login)
    form = _form(session, actor, name)
    row = actions.fill(session, actor=actor, now=clock.now(), form=form, month=month)
    _write(row.file_hash, target)
    if list_target is not None:
        names = queries.places_of(session, form.county_code).names
        lines = presenters.cell_lines(queries.open_list(row), names)
        with list_target.open("wb") as stream:
            write_xlsx(stream, title=_("填报依据"), columns=presenters.cell_columns(), rows=lines)
    click.echo(_("已填 %(n)s 格，%(empty)s 格没有数。", n=row.filled_cells, empty=row.empty_cells))


@blanks.command("merge")
@click.argument("name")
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.option("-o", "target", type=NEW, required=True, help="Where the merged form is written.")
@click.option("--conflicts", type=NEW, help="Where the list of conflicts is written (XLSX).")
@click.option("--mode", type=click.Choice([one.value for one in MergeMode]), default=MergeMode.SUM.value)
@click.option("--area", "areas", multiple=True, help="C6:F20 or SHEET!C6:F20; sums need none.")
@as_officer
@in_app
def merge(
    name: str,
    files: Sequence[Path],
    *,
    target: Path,
    conflicts: Path | None,
    mode: str,
    areas: Sequence[str],
    login: str | None,
) -> int:
    """Merge townships' returns on form NAME. Exit code 1 when something does not agree."""
    session = db.session()
    actor = acting(session, login)
    form = _form(session, actor, name)
    book = queries.open_book(queries.latest_version(session, form.id))
    row = actions.merge_returns(
        session,
        actor=actor,
        now=clock.now(),
        form=form,
        sent=[Sent(io.BytesIO(one.read_bytes()), one.name) for one in files],
        mode=MergeMode(mode),
        areas=read_areas("\n".join(areas), book.sheets[0].name),
    )
    _write(row.file_hash, target)
    names = queries.places_of(session, form.county_code).names
    lines = presenters.conflict_lines(row.conflicts, names)
    if conflicts is not None:
        with conflicts.open("wb") as stream:
            write_xlsx(stream, title=_("汇总问题"), columns=presenters.conflict_columns(), rows=lines)
    for line in lines:
        click.echo(f"{line.place}  {line.where}  {line.kind}  {line.found}  {line.expected}".rstrip())
    used = presenters.count_used(row.returns)
    click.echo(
        _("收到 %(all)s 份，并入 %(n)s 份，问题 %(wrong)s 条。", all=len(files), n=used, wrong=len(lines))
    )
    return FINDINGS if lines else DONE


def _write(file_hash: str, target: Path) -> None:
    with open_file(file_hash) as stream:
        target.write_bytes(stream.read())


commands = [blanks]
