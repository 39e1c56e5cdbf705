"""`casebook evidence package`: hangs on the group of the evidence."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext as _

from casebook.accounts.terminal import acting, as_officer
from casebook.dossier import actions, making
from casebook.evidence.commands import evidence
from casebook.kernel import clock
from casebook.web.lifecycle import current_session
from casebook.web.terminal import in_app, print_json, settings


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


commands = ()
