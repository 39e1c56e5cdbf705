"""Known points: kept by name, inside the county only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.access import Role
from casebook.db import db
from casebook.kernel.errors import Forbidden, RuleBroken
from casebook.regions import actions, queries
from casebook.regions.commands import points
from tests.factories.accounts import COUNTY, NOW, make_actor, make_registrar
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.regions.models import KnownPoint


@pytest.fixture
def registrar(session: Session) -> Actor:
    make_county(session)
    return make_registrar(session)


def keep(
    session: Session, actor: Actor, name: str = "县政府门口", lon: float = 115.44, lat: float = 36.48
) -> KnownPoint:
    return actions.keep_known_point(session, actor=actor, now=NOW, name=name, lon=lon, lat=lat)


def test_a_point_is_corrected_by_its_name(session: Session, registrar: Actor) -> None:
    first = keep(session, registrar, name=" 县政府  门口 ")
    again = keep(session, registrar, name="县政府 门口", lon=115.441)
    assert again.id == first.id
    (point,) = queries.list_known_points(session, COUNTY)
    assert (point.name, point.lon, point.lat) == ("县政府 门口", 115.441, 36.48)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(36.48, 115.44), (116.0, 36.48), (0.0, 0.0), (float("nan"), 36.48), (float("inf"), 36.48)],
)
def test_a_point_lies_in_the_county(session: Session, registrar: Actor, lon: float, lat: float) -> None:
    with pytest.raises(RuleBroken) as caught:
        keep(session, registrar, lon=lon, lat=lat)
    assert caught.value.code == "point_outside_county"


@pytest.mark.parametrize("name", ["", "   ", "长" * 61])
def test_a_point_has_a_name(session: Session, registrar: Actor, name: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        keep(session, registrar, name=name)
    assert caught.value.code == "point_name_unusable"


def test_without_an_outline_nothing_is_inside(session: Session) -> None:
    with pytest.raises(RuleBroken):
        keep(session, make_registrar(session))


def test_points_are_kept_by_who_keeps_places(session: Session, registrar: Actor) -> None:
    with pytest.raises(Forbidden):
        keep(session, make_actor(session, Role.INSPECTOR))


def test_the_command_line(app: Flask, store: Session) -> None:
    make_county(store)
    store.commit()
    words = ("add", "县政府门口", "--lon", "115.44", "--lat", "36.48")
    run = CliRunner()
    added = run.invoke(points, words, obj=lambda: app)
    assert (added.exit_code, added.stdout) == (0, "115.440000  36.480000  县政府门口\n")
    assert "县政府门口" in run.invoke(points, ("list",), obj=lambda: app).stdout
    listed = json.loads(run.invoke(points, ("list", "--json"), obj=lambda: app).stdout)
    assert [one["name"] for one in listed] == ["县政府门口"]
    outside = run.invoke(points, ("add", "x", "--lon", "1", "--lat", "1"), obj=lambda: app)
    assert outside.exit_code == 1
    assert "县界" in outside.stderr
    db.session.rollback()
