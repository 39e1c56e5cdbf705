"""Files of invented offices with planted faults: a run finds each of them, and nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from shapely import box

from casebook.intake.commands import wells
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening.queries import collect
from casebook.volumes.commands import electricity, readings
from tests.factories.accounts import COUNTY
from tests.factories.planted import NETWORK_EAST_OF, plant
from tests.factories.regions import EAST_SHAPE, OUTLINE, make_zone
from tests.factories.screening import make_watch
from tests.factories.styles import STYLES

if TYPE_CHECKING:
    from pathlib import Path

    import click
    from flask import Flask
    from sqlalchemy.orm import Session

DAY, TODAY = date(2023, 12, 31), date(2024, 6, 1)
ZONE_FROM = date(2015, 7, 1)


@pytest.fixture
def county(store: Session) -> None:
    make_watch(store)
    deep = {"aquifer": Aquifer.DEEP_CONFINED, "shape": OUTLINE, "name": "深层承压水禁采区"}
    make_zone(store, kind=ZoneKind.NO_ABSTRACTION, **deep, valid_from=ZONE_FROM)
    limited = {"shape": EAST_SHAPE, "name": "浅层限采区", "valid_from": ZONE_FROM}
    make_zone(store, kind=ZoneKind.RESTRICTED, **limited)
    network = box(NETWORK_EAST_OF, 36.40, 115.45, 36.50)
    make_zone(store, kind=ZoneKind.PUBLIC_SUPPLY, shape=network, name="供水管网", valid_from=date(2019, 1, 1))
    store.commit()


def take_in(app: Flask, commands: click.Group, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    result = CliRunner().invoke(commands, ["import", str(file)], obj=lambda: app, catch_exceptions=False)
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("county")
@pytest.mark.parametrize(
    ("seed", "style", "encoding"),
    [
        (7, "plain", "gb18030"),
        (11, "other words and order", "utf-16"),
        (23, "two rows of header", "utf-8-sig"),
    ],
)
def test_every_planted_fault_is_found_and_nothing_else(
    app: Flask, store: Session, tmp_path: Path, seed: int, style: str, encoding: str
) -> None:
    files = plant(seed, STYLES[style], encoding)
    take_in(app, wells, tmp_path / "机井.csv", files.register)
    take_in(app, readings, tmp_path / "抄表.csv", files.readings)
    take_in(app, electricity, tmp_path / "用电.csv", files.electricity)
    store.rollback()
    hits = collect(store, COUNTY, DAY, TODAY).hits
    found = {(hit.rule.value, hit.subject.title) for hit in hits}
    assert (files.expected - found, found - files.expected) == (set(), set())
