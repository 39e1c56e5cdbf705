"""`casebook county import` and `casebook wells import`."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click
import orjson
from flask import current_app
from flask_babel import gettext as _
from flask_babel import pgettext

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.db.transaction import reading
from casebook.intake import actions, queries
from casebook.intake.presenters import reason_counts, reason_text
from casebook.intake.rules.fields import Field
from casebook.intake.rules.layout import register_sheets
from casebook.intake.rules.mapping import read_mapping
from casebook.intake.rules.settings import RegisterSettings
from casebook.intake.sheets.mending import write_mending
from casebook.intake.sheets.reader import read_sheets
from casebook.kernel.cells import fold
from casebook.kernel.clock import now, today
from casebook.kernel.coordinates import CrsSource, read_crs
from casebook.regions.readers import read_outline, read_township_csv, read_townships, read_zones
from casebook.storage.rules import CSV, MediaKind
from casebook.storage.sniffing import inspect
from casebook.web.terminal import DONE, in_app, print_json
from casebook.web.wording import with_aside
from casebook.wells.actions import import_county
from casebook.wells.actions.place import CountyFiles
from casebook.wells.commands import group as wells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from casebook.access import Actor
    from casebook.intake.queries import Judgement
    from casebook.intake.rules.report import Report
    from casebook.intake.sheets.reader import SheetFile
    from casebook.regions.readers import DivisionDraft
    from casebook.wells.actions.place import CountyReport

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, writable=True, path_type=Path)


def in_a_folder(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file to be written whose folder is not there."""
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {path.parent}")
    return path


class Crs(click.ParamType[CrsSource]):
    """A coordinate system in any usual spelling."""

    name = "crs"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> CrsSource:
        """Return the system that is named."""
        found = value if isinstance(value, CrsSource) else read_crs(fold(str(value)))
        if not isinstance(found, CrsSource):
            self.fail(f"{value!r} is none of CGCS2000, WGS84, GCJ-02, BD-09", param, ctx)
        return found


@click.group()
def county() -> None:
    """Keep a county's divisions and control zones."""


@county.command("import")
@click.option("--code", required=True, help="Six-digit division code.")
@click.option("--name", default="", help="The county's name.")
@click.option("--outline", type=EXISTING, help="GeoJSON of the county's outline.")
@click.option("--outline-crs", type=Crs(), help="Its coordinate system, such as GCJ-02; converted.")
@click.option("--townships-csv", type=EXISTING, help="Codes and names: CSV with code,name.")
@click.option("--townships", type=EXISTING, help="GeoJSON of the townships with code and name.")
@click.option("--zones", type=EXISTING, help="GeoJSON of control zones with kind, name, aquifer, valid_from.")
@click.option(
    "--from",
    "since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="First day of areas that name none; else today.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@as_officer
@in_app
def county_import(
    code: str,
    name: str,
    since: datetime | None,
    login: str | None,
    *,
    as_json: bool,
    outline_crs: CrsSource | None,
    **paths: Path | None,
) -> int:
    """Take in a county's outline, townships and control zones; registered wells are placed anew."""
    if not any(paths.values()):
        raise click.UsageError("nothing to import: give --outline, --townships-csv, --townships or --zones")
    outline, zones = paths["outline"], paths["zones"]
    files = CountyFiles(
        outline=read_outline(outline.read_bytes(), outline_crs) if outline else None,
        county_name=name or code,
        townships=_townships(paths["townships_csv"], paths["townships"]),
        zones=read_zones(zones.read_bytes()) if zones else (),
    )
    session = db.session()
    actor = acting(session, login, code)
    on = since.date() if since else today()
    report = import_county(session, actor=actor, now=now(), on=on, county_code=code, files=files)
    _print_county(report, as_json=as_json)
    return DONE


def _townships(table: Path | None, areas: Path | None) -> list[DivisionDraft]:
    """Return the townships of a table, of areas, or of both: names from the table, shapes from the areas."""
    named = read_township_csv(table.read_bytes()) if table else []
    drawn = {draft.code: draft for draft in read_townships(areas.read_bytes())} if areas else {}
    whole = [
        replace(drawn.pop(draft.code), name=draft.name, written_name=draft.written_name)
        if draft.code in drawn
        else draft
        for draft in named
    ]
    return [*whole, *drawn.values()]


def _print_county(report: CountyReport, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report))
        return
    for title, changes in (
        (_("县界"), report.outline),
        (_("乡镇"), report.townships),
        (_("管控分区"), report.zones),
    ):
        if changes is not None:
            facts = {name: len(names) for name, names in asdict(changes).items()}
            click.echo(title + _("：新增 %(added)s，变更 %(changed)s，未变 %(unchanged)s", **facts))
    if report.wells_moved:
        click.echo(_("%(n)s 眼井改归另一乡镇", n=len(report.wells_moved)))


@wells.command("import", epilog=f"Fields of a mapping: {', '.join(field.value for field in Field)}.")
@click.argument("file", type=EXISTING)
@click.option("--county", "county_code", help="Six-digit division code; else CASEBOOK_COUNTY_CODE.")
@click.option("--dry-run", is_flag=True, help="Judge only; write nothing.")
@click.option("--apply-changes", is_flag=True, help="Take over what the file says otherwise of known wells.")
@click.option(
    "--mapping",
    type=EXISTING,
    help='JSON of header to field, such as {"井位号": "code", "20年用水": "volume:2020"}; "" leaves out.',
)
@click.option("--sheet", help="Name of the sheet to read; else the one that is understood best.")
@click.option(
    "--report", type=NEW, callback=in_a_folder, help="Write the report with an entry for every line here."
)
@click.option(
    "--refused", type=NEW, callback=in_a_folder, help="Write the refused rows with their reasons here (XLSX)."
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@as_officer
@in_app
def wells_import(
    file: Path,
    *,
    dry_run: bool,
    apply_changes: bool,
    report: Path | None,
    refused: Path | None,
    as_json: bool,
    **wanted: Any,  # noqa: ANN401 - the fields of `Wanted`
) -> int:
    """Import a well register: XLSX, XLS or CSV.

    Exit code 0 when the file was processed, refused rows included; 1 when it cannot be used.
    """
    moment = now()
    with ExitStack() as stack:
        judged = _judge(stack, file, Wanted(**wanted))
        if not dry_run:
            _apply(judged, moment, file, with_changes=apply_changes)
        if refused:
            _write_refused(refused, judged)
        _tell(judged, report, as_json=as_json)
    return DONE


@dataclass(frozen=True)
class Wanted:
    """How a register is to be read, and on whose behalf."""

    county_code: str | None
    mapping: Path | None
    sheet: str | None
    login: str | None


@dataclass(frozen=True)
class Judged:
    """A register that was read and judged; nothing is written yet."""

    actor: Actor
    county_code: str
    stream: BinaryIO
    """The file, so that what is kept is what was judged."""
    sheets: SheetFile
    judgement: Judgement


def _judge(stack: ExitStack, file: Path, wanted: Wanted) -> Judged:
    """Read and judge a file without holding the database's write lock."""
    mapping = read_mapping(wanted.mapping.read_bytes()) if wanted.mapping else None
    media = inspect(file, file.name, frozenset({MediaKind.SPREADSHEET}))
    stream = stack.enter_context(file.open("rb"))
    sheets = stack.enter_context(read_sheets(stream, is_text=media is CSV))
    with reading(db.session()) as session:
        actor = acting(session, wanted.login, wanted.county_code)
        code = wanted.county_code or actor.county_code
        actor.need(Permission.WELL_IMPORT)
        actor.need_reach(code, "county", code)
        layout = queries.understand(session, code, sheets, mapping, wanted.sheet)
        settings = current_app.config["CASEBOOK"]
        judging = queries.judge(
            session,
            county_code=code,
            file=sheets,
            layout=layout,
            settings=RegisterSettings(settings.well_code_pattern, settings.well_limits),
        )
        return Judged(actor, code, stream, sheets, stack.enter_context(judging))


def _apply(judged: Judged, moment: datetime, file: Path, *, with_changes: bool) -> None:
    session = db.session()
    judged.stream.seek(0)
    batch = actions.open_batch(
        session,
        actor=judged.actor,
        now=moment,
        county_code=judged.county_code,
        stream=judged.stream,
        name=file.name,
        layout=judged.judgement.layout,
    )
    actions.apply_batch(
        session,
        actor=judged.actor,
        now=moment,
        batch=batch,
        judgement=judged.judgement,
        with_changes=with_changes,
    )


def _write_refused(target: Path, judged: Judged) -> None:
    judgement = judged.judgement
    reasons = {line.row: reason_text(line.findings) for line in judgement.plan.lines() if line.is_refused}
    with target.open("wb") as stream:
        write_mending(
            stream, file=judged.sheets, layout=judgement.layout, reasons=reasons, header=_("不能导入的原因")
        )


def _tell(judged: Judged, target: Path | None, *, as_json: bool) -> None:
    report = judged.judgement.report
    if target:
        with target.open("wb") as stream:
            stream.writelines(_as_json(report))
    if as_json:
        for piece in _as_json(report):
            click.echo(piece, nl=False)
        return
    counts: dict[str, Any] = report.counts()
    click.echo(
        _(
            "%(rows)s 行：可导入 %(accepted)s，写入 %(applied)s，与台账不同 %(changed)s，未变 %(unchanged)s",
            **counts,
        )
    )
    for found in reason_counts(counts):
        kind = _("不导入") if found.is_refusing else pgettext("import", "提醒")
        click.echo(f"  {kind}  {with_aside(found.label, found.reason)}  {found.count}")
    _tell_unread(judged)


def _tell_unread(judged: Judged) -> None:
    """Say what of the file was not read, so that nothing is lost without a word."""
    layout = judged.judgement.layout
    unread = [f"{c.letters} {c.header}" for c in layout.columns if not c.meaning and c.header]
    if unread:
        click.echo(_("没有读的列：%(columns)s", columns="、".join(unread)))
    others = [name for name in register_sheets(judged.sheets.heads) if name != layout.sheet_name]
    if others:
        click.echo(_("另有工作表也像台账，没有读：%(sheets)s（用 --sheet 指定）", sheets="、".join(others)))


def _as_json(report: Report) -> Iterator[bytes]:
    """Yield the report piece by piece, one entry a line: a large one is never held whole."""
    yield orjson.dumps(report.counts(), option=orjson.OPT_INDENT_2).removesuffix(b"\n}")
    yield b',\n  "entries": ['
    comma = b"\n    "
    for entry in report.pieces():
        yield comma + orjson.dumps(entry)
        comma = b",\n    "
    yield b"\n  ]\n}\n"


commands = [county]
