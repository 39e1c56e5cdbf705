"""`casebook worker`."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from casebook.db import db
from casebook.jobs.worker import Worker
from casebook.web.terminal import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, then end.")
def worker(*, once: bool) -> None:
    """Run background work until a TERM or INT signal; the job at hand is finished first."""
    app = make_app()

    @contextmanager
    def scope() -> Iterator[Session]:
        with app.app_context():
            yield db.session()

    found = Worker(scope)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: found.stop())
    if once:
        click.echo(found.run_due())
    else:
        found.run()


commands = [worker]
