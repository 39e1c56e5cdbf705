"""Our Gauss-Krüger zones agree with the PROJ that each database brings."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from casebook.kernel.coordinates import degrees_from_zone, zone_from_degrees

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.mark.parametrize("zone", [25, 38, 39, 45])
def test_zones_agree_with_the_databases_projection(session: Session, zone: int) -> None:
    epsg = 4488 + zone
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("SELECT InsertEpsgSrid(:srid)"), {"srid": epsg})
    chance = random.Random(zone)
    lons = [zone * 3 + chance.uniform(-1.6, 1.6) for _ in range(20)]
    lats = [chance.uniform(18, 53) for _ in range(20)]
    eastings, northings = zone_from_degrees(zone, lons, lats)
    back_lons, back_lats = degrees_from_zone(zone, eastings, northings)
    for index, (lon, lat) in enumerate(zip(lons, lats, strict=True)):
        point = f"ST_Transform(ST_GeomFromText('POINT({lon!r} {lat!r})', 4490), {epsg})"
        x, y = session.execute(text(f"SELECT ST_X({point}), ST_Y({point})")).one()
        assert x == pytest.approx(eastings[index], abs=1e-5)
        assert y == pytest.approx(northings[index], abs=1e-5)
        assert back_lons[index] == pytest.approx(lon, abs=1e-9)
        assert back_lats[index] == pytest.approx(lat, abs=1e-9)
