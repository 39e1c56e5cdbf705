"""`casebook ledger`: proving the ledger, and taking its head out of the house."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask_babel import gettext as _

from casebook.db import db
from casebook.db.transaction import set_reading
from casebook.kernel.clock import now
from casebook.keys import timestamps
from casebook.ledger import heads, queries
from casebook.web.terminal import in_app, print_json, print_proof, settings

if TYPE_CHECKING:
    from casebook.config import Settings


@click.group()
def ledger() -> None:
    """Prove the ledger, and take its head out of the house."""


@ledger.command("verify")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A head exported earlier: also finds a cut tail and a rewritten history.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_app
def verify(against: Path | None, *, as_json: bool) -> int:
    """Check every hash, link, column and roll-up. Exit code 0: whole, 1: not, with the places."""
    set_reading(reading=True)  # a long chain is read without keeping others from writing
    house = settings()
    county = house.county_code
    closed = queries.list_closed_months(db.session(), county)
    months = heads.faults_of_months(house, closed)
    if against is None:
        proof = queries.verify(db.session(), county, processes=_cores())
        return print_proof(replace(proof, faults=(*proof.faults, *months)), as_json=as_json)
    kept = heads.read(house, against.read_bytes(), county_code=county, file=against.name)
    proof = queries.verify(db.session(), county, kept=kept.head, processes=_cores())
    against_kept = [
        fault for fault in (kept.fault(), heads.fault_of_newest(kept, closed)) if fault is not None
    ]
    faults = (*proof.faults, *months, *against_kept)
    return print_proof(replace(proof, faults=faults), as_json=as_json)


def _cores() -> int:
    return os.cpu_count() or 1


@ledger.command("head")
@click.option("--export", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write it, signed.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@in_app
def head(target: Path | None, *, as_json: bool) -> None:
    """Print the number of entries and the hash of the newest.

    Where a time stamp authority is named (CASEBOOK_TIMESTAMP_URL), its answer over the exported file
    is written beside it as FILE.tsr, to be checked with `openssl ts -verify`.
    """
    house = settings()
    newest = next(iter(queries.list_closed_months(db.session(), house.county_code)), None)
    end = queries.head(db.session(), house.county_code)
    statement = heads.state(house.county_code, end, now(), newest)
    if target is not None:
        _write(house, target, heads.export(house, statement))
    if as_json:
        print_json(statement)
    else:
        click.echo(_("%(chain)s 共 %(count)s 条，末条 %(head)s", **statement))


def _write(house: Settings, target: Path, data: bytes) -> None:
    url = house.timestamp_url
    stamp = timestamps.obtain(url, data) if url else None
    target.write_bytes(data)
    if stamp is not None:
        target.with_name(target.name + ".tsr").write_bytes(stamp)


commands = (ledger,)
