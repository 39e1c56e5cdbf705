"""`casebook readings import`, `casebook electricity import`, `casebook volumes show` and `recompute`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import orjson
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.intake.commands import EXISTING, NEW, in_a_folder
from casebook.kernel.clock import CHINA, now, today
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.volumes import actions, queries
from casebook.volumes.actions.batches import SourceFile
from casebook.volumes.actions.messages import replay as replay_messages
from casebook.volumes.files.spool import open_spool
from casebook.volumes.files.tables import open_table
from casebook.volumes.presenters import composition, entry_of, year_json
from casebook.volumes.queries import sources
from casebook.volumes.rules import ImportKind, QueryKind, ReadingFault
from casebook.volumes.rules.coverage import coverage_of
from casebook.volumes.rules.readers import reader_of_electricity, reader_of_readings
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.web.terminal import DONE, FINDINGS, in_app, print_json, settings
from casebook.wells.queries import get_well

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from casebook.volumes.actions.batches import Imported
    from casebook.volumes.files.spool import Spool

_PIECE = 1024 * 1024
_READ = {
    ImportKind.READINGS: (reader_of_readings, actions.import_readings),
    ImportKind.ELECTRICITY: (reader_of_electricity, actions.import_electricity),
}


@click.group()
def readings() -> None:
    """Take in meter readings."""


@click.group()
def electricity() -> None:
    """Take in electricity by account and month."""


@click.group(name="volumes")
def group() -> None:
    """Show the volumes of wells, and prove the roll-ups."""


_report = click.option(
    "--report", type=NEW, callback=in_a_folder, help="Write counts and an entry for every refusal and query."
)
_strict = click.option("--strict", is_flag=True, help="Keep nothing when a single row is refused.")
_county = click.option("--county", "county_code", help="Six-digit division code; else CASEBOOK_COUNTY_CODE.")


@readings.command("import")
@click.argument("file", type=EXISTING)
@_strict
@_report
@_county
@as_officer
@in_app
def readings_import(
    file: Path, *, strict: bool, report: Path | None, county_code: str | None, login: str | None
) -> int:
    """Import meter readings: CSV (UTF-8, UTF-16, GB 18030) or XLSX.

    Exit code 0 when the file was taken in, refused rows included; 1 when it cannot be used, or with --strict
    when a row is refused: then nothing is kept.
    """
    return _import(ImportKind.READINGS, file, county_code, login, report, strict=strict)


@electricity.command("import")
@click.argument("file", type=EXISTING)
@_strict
@_report
@_county
@as_officer
@in_app
def electricity_import(
    file: Path, *, strict: bool, report: Path | None, county_code: str | None, login: str | None
) -> int:
    """Import kWh by account and month: CSV (UTF-8, UTF-16, GB 18030) or XLSX."""
    return _import(ImportKind.ELECTRICITY, file, county_code, login, report, strict=strict)


@readings.command()
@click.option("--source", "name", help="Only what this source sent; its name.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what came on this day or later.")
@_county
@as_officer
@in_app
def replay(*, name: str | None, since: datetime | None, county_code: str | None, login: str | None) -> int:
    """Read kept messages of online meters again, in the order in which they came.

    With the source's present settings and meters; what is known already is added no more. Exit code 0 when
    all could be read, refused rows included; 1 when a message could not.
    """
    session = current_session()
    actor = acting(session, login, county_code)
    code = county_code or actor.county_code
    source = sources.find_source_by_name(session, code, name) if name else None
    if name and source is None:
        raise NotFound("meter_source", name)
    start = since.replace(tzinfo=CHINA) if since else None
    wanted = sources.message_ids(session, code, source_id=source.id if source else None, since=start)
    messages = (sources.get_message(session, message_id, actor) for message_id in wanted)
    told = replay_messages(session, actor=actor, now=now(), messages=messages)
    figures = {"messages": told.messages, "accepted": told.accepted, "refused": told.refused}
    click.echo(_("重放 %(messages)s 条报文：新写入 %(accepted)s 行，不导入 %(refused)s 行", **figures))
    if told.unread:
        click.echo(_("%(n)s 条报文仍未能解析", n=told.unread))
    return FINDINGS if told.unread else DONE


def _import(
    kind: ImportKind,
    file: Path,
    county_code: str | None,
    login: str | None,
    report: Path | None,
    *,
    strict: bool,
) -> int:
    """Read the whole file before the database is touched, then take it in."""
    reader, take_in = _READ[kind]
    with open_spool() as spool:
        with open_table(file, kind) as table:
            spool.fill(table.blocks, reader(table.head, today()))
        session = current_session()
        actor = acting(session, login, county_code)
        found = take_in(
            session,
            actor=actor,
            now=now(),
            county_code=county_code or actor.county_code,
            spool=spool,
            file=SourceFile(file.name, _hash(file)),
        )
        refused = sum(found.refused.values())
        if strict and refused:
            found = replace(found, accepted=0)
        if report:
            _write(report, found, spool)
        _tell(found)
        if strict and refused:
            raise RuleBroken("readings_strict", refused=refused)
    return DONE


def _hash(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


def _write(target: Path, found: Imported, spool: Spool) -> None:
    with target.open("wb") as stream:
        stream.writelines(_as_json(found, spool))


def _as_json(found: Imported, spool: Spool) -> Iterator[bytes]:
    """Yield the report piece by piece, one entry a line: a large one is never held whole."""
    yield orjson.dumps(found.counts(), option=orjson.OPT_INDENT_2).removesuffix(b"\n}")
    yield b',\n  "entries": ['
    comma = b"\n    "
    for body in spool.entries():
        yield comma + orjson.dumps(entry_of(body))
        comma = b",\n    "
    yield b"\n  ]\n}\n"


def _tell(found: Imported) -> None:
    figures = {"rows": found.rows, "accepted": found.accepted, "unchanged": found.unchanged}
    click.echo(_("%(rows)s 行：写入 %(accepted)s，未变 %(unchanged)s", **figures))
    for code, count in found.refused.items():
        click.echo(f"  {_('不导入')}  {label(ReadingFault(code))}  {count}")
    for code, count in found.queries.items():
        click.echo(f"  {_('待核')}  {label(QueryKind(code))}  {count}")


@group.command()
@click.option("--well", "code", required=True, help="The well's code.")
@click.option("--year", type=click.IntRange(1949, 2200), required=True, help="Calendar year.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_officer
@in_app
def show(*, code: str, year: int, as_json: bool, login: str | None) -> None:
    """Show a well's volume by month of readings: a month without a figure has none, never 0."""
    session = current_session()
    actor = acting(session, login, settings().county_code)
    actor.need(Permission.VOLUME_SEE)
    well = get_well(session, code, actor)
    found = queries.year_of(session, well.id, year)
    if as_json:
        print_json(year_json(well.code, found))
        return
    for month in found.months:
        figure = _("无数据") if month.m3 is None else f"{month.m3} m³"
        notes = " ".join(label(flag) for flag in month.flags)
        click.echo(f"{month.month}  {figure:>16}  {label(month.method)}  {notes}".rstrip())
    whole = coverage_of(found.months, [month.month for month in found.months])
    made_of = composition(whole, of_one=True)
    click.echo(_("全年 %(total)s m³：%(made_of)s", total=found.total_m3, made_of=made_of))


@group.command()
@click.option("--check", is_flag=True, help="Compare only: 0 when equal, 1 and the places otherwise.")
@_county
@as_officer
@in_app
def recompute(*, check: bool, county_code: str | None, login: str | None) -> int:
    """Find all figures anew from the raw readings; with --check prove that the roll-ups equal them."""
    session = current_session()
    actor = acting(session, login, county_code)
    code = county_code or actor.county_code
    if not check:
        changes = actions.recompute(session, actor=actor, now=now(), county_code=code)
        figures = {"new": changes.months_new, "changed": changes.months_changed}
        click.echo(_("重算完成：新增 %(new)s 个井月，变更 %(changed)s 个井月", **figures))
        return DONE
    actor.need(Permission.VOLUME_SEE)
    actor.need_reach(code, "county", code)
    count = 0
    for found in queries.differences(session, code):
        count += 1
        click.echo(f"{found.place}  {found.month}  {found.kept or '-'}  {found.found or '-'}", err=True)
    click.echo(_("汇总与原始抄表一致") if not count else _("%(n)s 处不一致", n=count))
    return FINDINGS if count else DONE


commands = [readings, electricity, group]
