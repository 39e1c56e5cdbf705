"""Making the demonstration: `casebook init --demo`, the first `make run`, and `casebook demo register`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook import config, wiring
from casebook.accounts.queries import has_officers
from casebook.db import db
from casebook.db.transaction import unit_of_work
from casebook.jobs.worker import Worker
from casebook.kernel import clock
from casebook.serving import first_start
from casebook.serving.county import demonstration
from casebook.web.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.config import Settings


def make_demo() -> None:
    """Make the demonstration beside the real county, unless it is there, and tell its accounts."""
    settings = demonstration(config.load())
    first_start.bring_up(settings, now=clock.now())
    first_start.make_keys(settings, now=clock.now())
    app = wiring.create_app(settings)
    fill_demo(app, settings)
    with app.app_context():
        click.echo(settings.sqlalchemy_url)
        tell_accounts()


def fill_demo(app: Flask, settings: Settings) -> bool:
    """Fill an empty database with the demonstration, all of it or nothing; say whether it was empty."""
    from casebook.demo import generator  # noqa: PLC0415 - drawing a county takes a moment; other starts do without

    with app.app_context():
        if has_officers(db.session()):
            return False
        db.session.rollback()
        click.echo(_("正在生成演示县，约需半分钟……"))
        with unit_of_work(db.session()) as session:
            generator.fill(session, now=clock.now(), first_year=int(settings.calendar_first_year))
        db.session.remove()
    _make_previews(app)
    return True


def tell_accounts() -> None:
    """Print the accounts of the demonstration; all have one password, which opens nothing real."""
    from casebook.demo.offices import ACCOUNTS, PASSWORD  # noqa: PLC0415 - as above

    click.echo(_("演示账号（密码都是 %(password)s）：", password=PASSWORD))
    for account in ACCOUNTS:
        click.echo(f"  {account.login:12}{account.name}  {label(account.role)}  {account.office}")


def _make_previews(app: Flask) -> None:
    """Do the background work that the story left behind: the previews of its photographs."""

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()

    Worker(scope).run_due()
    with app.app_context():
        db.engine.dispose()


@click.group()
def demo() -> None:
    """Write what the demonstration county is made of."""


@demo.command()
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    required=True,
    help="XLSX file to write.",
)
def register(target: Path) -> None:
    """Write the demonstration's register as a bureau would keep it: untidy, with the usual mistakes."""
    from casebook.demo.sheet import write_register  # noqa: PLC0415 - as above

    with target.open("wb") as stream:
        rows = write_register(stream)
    click.echo(f"{target}: {rows}")


commands = (demo,)
