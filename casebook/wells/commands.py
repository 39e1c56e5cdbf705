"""`casebook wells show`; intake hangs `casebook wells import` on the same group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from flask import current_app

from casebook.accounts.terminal import acting, as_officer
from casebook.kernel import clock
from casebook.quotas.queries import volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.web.labels import label
from casebook.web.lifecycle import current_session
from casebook.web.terminal import in_app, print_json
from casebook.web.wording import clauses
from casebook.wells import queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.quotas.queries import Volumes
    from casebook.wells.models import Well


@click.group(name="wells")
def group() -> None:
    """Read and fill the register of wells."""


@group.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@as_officer
@in_app
def show(*, code: str, as_json: bool, login: str | None) -> None:
    """Show the well with this CODE: place, data, volumes by year, zones of today for its layer."""
    session = current_session()
    actor = acting(session, login, current_app.config["CASEBOOK"].county_code)
    found = facts_of(session, queries.get_well(session, code, actor))
    if as_json:
        print_json(found)
        return
    for name, value in found.items():
        click.echo(f"{name:12} {_plain(value)}")


def facts_of(session: Session, well: Well) -> dict[str, Any]:
    """Return what `wells show` prints: volumes as text with three decimals, zones in force today."""
    zones = queries.list_zones(session, well, clock.today())
    return {
        "code": well.code,
        "township": well.division_code,
        "status": well.status,
        "lon": well.lon,
        "lat": well.lat,
        "crs_source": well.crs_source,
        "depth_m": well.depth_m,
        "aquifer": well.aquifer,
        "use": well.use,
        "volumes_m3": _volumes(volumes_by_year(session, [well.id]).get(well.id, {})),
        "zones": [{"kind": zone.kind, "name": zone.name, "aquifer": zone.aquifer} for zone in zones],
    }


def _volumes(volumes: Volumes) -> dict[str, dict[str, str | None]]:
    return {
        str(year): {
            source.value: str(by_source[source].volume_m3) if source in by_source else None
            for source in VolumeSource
        }
        for year, by_source in volumes.items()
    }


def _plain(value: object) -> str:
    """Return a value for people: words for codes, parts side by side."""
    if isinstance(value, dict):
        return "  ".join(f"{key} {_plain(part)}".rstrip() for key, part in value.items())
    if isinstance(value, list):
        return clauses(_plain(part) for part in value)
    return label(value)


commands = [group]
