"""`casebook wells show`, as scripts call it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from casebook.kernel.coordinates import CrsSource
from casebook.quotas.actions import put_annual_volumes
from casebook.quotas.facts import VolumeFacts
from casebook.quotas.rules import VolumeSource
from casebook.regions.rules import Aquifer
from casebook.wells.commands import group
from tests.factories.accounts import COUNTY, NOW
from tests.factories.regions import WEST, make_county, make_zone
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result
    from flask import Flask
    from sqlalchemy.orm import Session

    Run = Callable[..., Result]

CODE = f"{WEST}JJ00037"


@pytest.fixture
def run(app: Flask, store: Session) -> Run:
    make_county(store)
    make_zone(store, name="深层承压水禁采区", aquifer=Aquifer.DEEP_CONFINED)
    make_zone(store, name="浅层", aquifer=Aquifer.SHALLOW)
    make_zone(store, name="旧区", ended_on=date(2016, 1, 1))
    well = make_well(
        store, code=CODE, aquifer=Aquifer.DEEP_CONFINED, crs_source=CrsSource.GCJ02, depth_m=225.3
    )
    facts = [
        VolumeFacts(well_id=well.id, year=2020, volume_m3=Decimal(3117)),
        VolumeFacts(well_id=well.id, year=2021, volume_m3=Decimal("0.5"), source=VolumeSource.MEASURED),
    ]
    put_annual_volumes(store, now=NOW, county_code=COUNTY, volumes=facts)
    store.commit()
    return lambda *words: CliRunner().invoke(group, ["show", *words], obj=lambda: app)


def test_the_shape_that_others_rely_on(run: Run) -> None:
    result = run(CODE, "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "code": CODE,
        "township": WEST,
        "status": "in_use",
        "lon": 115.42,
        "lat": 36.45,
        "crs_source": "gcj02",
        "depth_m": 225.3,
        "aquifer": "deep_confined",
        "use": "irrigation",
        "volumes_m3": {
            "2020": {"register": "3117.000", "measured": None},
            "2021": {"register": None, "measured": "0.500"},
        },
        "zones": [{"kind": "no_abstraction", "name": "深层承压水禁采区", "aquifer": "deep_confined"}],
    }


def test_for_people_it_speaks_words(run: Run) -> None:
    text = run(CODE).stdout
    for words in (CODE, "在用", "农业灌溉", "3117.000", "深层承压水禁采区"):
        assert words in text


def test_an_unknown_well_is_an_error(run: Run) -> None:
    result = run("X", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "没有这条记录" in result.stderr


def test_wrong_use(run: Run) -> None:
    assert run().exit_code == 2
