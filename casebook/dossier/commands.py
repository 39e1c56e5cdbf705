"""`casebook case review` and `case archive`, and `casebook evidence package` on the group of the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook.access import Permission
from casebook.accounts.terminal import acting, as_officer
from casebook.cases.queries.file import load_file
from casebook.dossier import actions, making, queries, well_sheets
from casebook.dossier.presenters import fault_lines
from casebook.evidence.commands import evidence
from casebook.kernel import clock
from casebook.kernel.errors import NotFound
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.web.terminal import DONE, FINDINGS, WRONG_USE, in_app, print_json, settings, tell
from casebook.web.wording import with_aside

if TYPE_CHECKING:
    from casebook.dossier.presenters import FaultLine
    from casebook.dossier.rules.review import Review


@evidence.command("package")
@click.argument("number", metavar="CASE_NO")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print key, head, size and number of items as JSON.")
@as_officer
@in_app
def package(*, number: str, target: Path, as_json: bool, login: str | None) -> None:
    """Write the evidence package of a case (or of a closure, by its number) as one ZIP."""
    session, house, now = current_session(), settings(), clock.now()
    actor = acting(session, login, house.county_code)
    session.rollback()  # what follows reads for a while, without keeping others from writing
    written, path = making.write(
        session, actor=actor, now=now, number=number, settings=house, directory=target.absolute().parent
    )
    made = actions.register_package(session, actor=actor, now=now, written=written)
    path.replace(target)
    facts = {"key": made.key, "head": made.head, "items": made.items, "size": made.size}
    if as_json:
        print_json(facts)
        return
    click.echo(_("%(file)s：证据 %(items)s 份，%(size)s 字节", file=str(target), **facts))
    click.echo(f"python3 verify.py {target} --key {made.key} --head {made.head}")


@click.group("case")
def case() -> None:
    """Examine the file of a case, and bind its volumes for the archive."""


@case.command("review")
@click.argument("number", metavar="CASE_NO")
@click.option("--json", "as_json", is_flag=True, help="Print verdict, points and faults as JSON.")
@as_officer
@in_app
def review(*, number: str, as_json: bool, login: str | None) -> int:
    """Examine the file of a case: 0 when it is clean, 1 with faults, 2 for a case that is not there."""
    session, house = current_session(), settings()
    actor = acting(session, login, house.county_code)
    try:
        file = load_file(session, number, actor)
    except NotFound as error:
        tell(error)
        return WRONG_USE
    found = queries.review_file(session, file, today=clock.today())
    lines = fault_lines(file.case, found, queries.pages_in_file(session, file), with_urls=False)
    if as_json:
        faults = [one.as_data() for one in lines]
        print_json({"case": number, "verdict": found.verdict.value, "points": found.points, "faults": faults})
    else:
        _print_review(found, lines)
    return FINDINGS if found.faults else DONE


def _print_review(found: Review, lines: list[FaultLine]) -> None:
    click.echo(_("%(verdict)s，%(points)s 分", verdict=label(found.verdict), points=found.points))
    for one in lines:
        click.echo(f"{one.kind}  {with_aside(one.what, one.article)}{one.form}".rstrip())
        click.echo(f"    {one.remedy}")


@case.command("archive")
@click.argument("number", metavar="CASE_NO")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print key, head, pages, size and items as JSON.")
@as_officer
@in_app
def archive(*, number: str, target: Path, as_json: bool, login: str | None) -> None:
    """Bind the volumes of a case and write its archive bundle as one ZIP."""
    session, house, now = current_session(), settings(), clock.now()
    actor = acting(session, login, house.county_code)
    session.rollback()  # what follows reads for a while, without keeping others from writing
    written, bound, path = making.write_bundle(
        session, actor=actor, now=now, number=number, settings=house, directory=target.absolute().parent
    )
    made = actions.register_bundle(session, actor=actor, now=now, written=written, bound=bound)
    path.replace(target)
    facts = {"key": made.key, "head": made.head, "pages": made.pages, "items": made.items, "size": made.size}
    if as_json:
        print_json({**facts, "archive_no": made.archive_no})
        return
    click.echo(_("%(file)s：%(pages)s 页，证据 %(items)s 份，%(size)s 字节", file=str(target), **facts))
    click.echo(f"python3 verify.py {target} --key {made.key} --head {made.head}")


@click.group("dossier")
def dossier() -> None:
    """Write the files of closed wells (一井一档)."""


@dossier.command("well")
@click.argument("code", metavar="WELL")
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what is missing as JSON.")
@as_officer
@in_app
def well_file(*, code: str, target: Path, as_json: bool, login: str | None) -> None:
    """Write the file of a closed well as one PDF; its first page names what is missing."""
    session, house = current_session(), settings()
    actor = acting(session, login, house.county_code)
    actor.need(Permission.EVIDENCE_SEE)
    made, file = well_sheets.print_well_file(
        session, actor=actor, now=clock.now(), code=code.strip().upper(), is_demo=house.is_demo
    )
    well_sheets.note_taken(session, actor=actor, now=clock.now(), taken=[file.well])
    _write(target, made)
    if as_json:
        missing = [one.value for one in file.missing]
        print_json({"well": file.well.code, "closure": file.number, "missing": missing})
        return
    click.echo(_("%(file)s：缺 %(n)s 项", file=str(target), n=len(file.missing)))
    for one in file.missing:
        click.echo(f"    {label(one)}")


@dossier.command("year")
@click.argument("year", type=click.IntRange(1949, 2100))
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print how many things each file lacks as JSON.")
@as_officer
@in_app
def year_files(*, year: int, target: Path, as_json: bool, login: str | None) -> None:
    """Write the files of all wells closed in a year as one ZIP."""
    session, house = current_session(), settings()
    actor = acting(session, login, house.county_code)
    actor.need(Permission.EVIDENCE_SEE)
    part = target.with_name(f"{target.name}.part")
    try:
        lacking = well_sheets.write_year(
            session, actor=actor, now=clock.now(), year=year, target=part, is_demo=house.is_demo
        )
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    well_sheets.note_taken(session, actor=actor, now=clock.now(), taken=[well for well, _n in lacking])
    part.replace(target)
    by_code = {well.code: count for well, count in lacking}
    if as_json:
        print_json({"year": year, "wells": len(by_code), "missing": by_code})
        return
    click.echo(_("%(file)s：%(n)s 眼井的档案", file=str(target), n=len(lacking)))


def _write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    part.write_bytes(data)
    part.replace(target)


commands = (case, dossier)
