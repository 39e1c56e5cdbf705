"""`casebook points`: known points, where tablets check in what datum their browser speaks."""

from __future__ import annotations

import click

from casebook.accounts.terminal import acting, as_officer
from casebook.db import db
from casebook.kernel import clock
from casebook.regions import actions, queries
from casebook.web.terminal import in_app, print_json, settings


@click.group()
def points() -> None:
    """Keep places whose position is certain."""


@points.command("add")
@click.argument("name")
@click.option("--lon", type=float, required=True, help="Longitude in CGCS2000 degrees, as surveyed.")
@click.option("--lat", type=float, required=True, help="Latitude in CGCS2000 degrees, as surveyed.")
@as_officer
@in_app
def add(name: str, lon: float, lat: float, login: str | None) -> None:
    """Keep a point; the same NAME again corrects its position."""
    actor = acting(db.session(), login, settings().county_code)
    point = actions.keep_known_point(db.session(), actor=actor, now=clock.now(), name=name, lon=lon, lat=lat)
    click.echo(_line(point.name, point.lon, point.lat))


@points.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the points as JSON.")
@in_app
def show(*, as_json: bool) -> None:
    """Print all points by name."""
    found = queries.list_known_points(db.session(), settings().county_code)
    if as_json:
        print_json([{"id": one.id, "name": one.name, "lon": one.lon, "lat": one.lat} for one in found])
        return
    for one in found:
        click.echo(_line(one.name, one.lon, one.lat))


def _line(name: str, lon: float, lat: float) -> str:
    return f"{lon:.6f}  {lat:.6f}  {name}"


commands = (points,)
