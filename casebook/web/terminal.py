"""The command line's side: commands run inside the application, in one unit of work each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

import click
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from casebook.db import db, migrate
from casebook.db.refusals import is_busy, refusal_of
from casebook.db.transaction import unit_of_work
from casebook.kernel.errors import CasebookError, Refused
from casebook.web.labels import label, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from casebook.config import Settings
    from casebook.kernel.chains import Proof

DONE, FINDINGS, WRONG_USE = 0, 1, 2
Command = TypeVar("Command", bound="Callable[..., int | None]")


def make_app() -> Flask:
    """Build the application for the running command; `cli` hands the factory down as the root's object."""
    factory: Callable[[], Flask] = click.get_current_context().find_root().obj
    return factory()


def in_app(command: Command) -> Command:
    """Run a command inside the application and commit when it returns.

    What it returns is the exit code (None is 0). A refusal is told on standard error, rolls
    everything back and exits with 1. Exit code 2 is for wrong use: of options, which click says, or of
    a database that is away, has no tables yet, or has those of another version.
    """

    @wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        with make_app().app_context():
            try:
                with unit_of_work(db.session()):
                    code = command(*args, **kwargs)
            except CasebookError as error:
                tell(error)
                sys.exit(FINDINGS)
            except DBAPIError as error:
                sys.exit(_tell_database(error))
        sys.exit(code or DONE)

    return cast("Command", run)


def _tell_database(error: DBAPIError) -> int:
    """Say what the database refused or lacks, and return the exit code; a fault of the program is raised."""
    refused = refusal_of(error)
    if refused is not None:
        tell(refused)
        return FINDINGS
    unready = migrate.why_not_ready(settings().sqlalchemy_url)
    if unready is None and is_busy(error):
        unready = CasebookError("database_unreachable", reason=error.orig)
    if unready is None:
        raise error
    tell(unready)
    return WRONG_USE


def settings() -> Settings:
    """Return the settings that the running command's application was built with."""
    found: Settings = current_app.config["CASEBOOK"]
    return found


def tell(error: CasebookError) -> None:
    """Say on standard error what was refused."""
    for reason in error.reasons if isinstance(error, Refused) else (error,):
        click.echo(message(reason), err=True)


def print_json(value: object) -> None:
    """Print a report for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_proof(proof: Proof, *, as_json: bool) -> int:
    """Print what a verification of a chain found; return the exit code."""
    head = proof.head
    if as_json:
        faults = [{**asdict(fault), "what": fault.what.value} for fault in proof.faults]
        print_json({"whole": proof.is_whole, **asdict(head), "faults": faults})
        return DONE if proof.is_whole else FINDINGS
    for fault in proof.faults:
        click.echo(f"{fault.place}  {label(fault.what)}  {fault.detail}".rstrip(), err=True)
    end = {"chain": head.chain, "count": head.count, "hash": head.hash}
    if proof.is_whole:
        click.echo(_("%(chain)s 完整：共 %(count)s 条，末条 %(hash)s", **end))
        return DONE
    click.echo(_("%(chain)s 不完整：共 %(count)s 条，%(faults)s 处不符", faults=len(proof.faults), **end))
    return FINDINGS
