"""The drawn county: the same every time, in the proportions of a real one, nobody's numbers."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import shapely

from casebook.demo.cast import BY_KEY, CAST
from casebook.demo.geography import TOWNSHIP_NAMES, outline, townships, zones
from casebook.demo.register import wells, wells_beyond
from casebook.kernel.identifiers import IdentifierKind, read_identifier, read_permit_number
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.wells.rules import WellUse
from tests.support.source_tree import ROOT

KM2 = 111.3 * 89.5
"""Square kilometres of a square degree at 36.5° north."""


def parties() -> set[tuple[str, str, str]]:
    return {(p.name, p.identifier, p.phone) for well in wells() for _role, p in well.parties}


def test_the_same_register_in_another_process() -> None:
    code = "from casebook.demo.register import wells; print(repr(wells()))"
    prints = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for _time in range(2)
    }
    assert len(prints) == 1


def test_eighteen_townships_cover_the_county() -> None:
    assert len(TOWNSHIP_NAMES) == len(townships()) == 18
    assert TOWNSHIP_NAMES["371525104"] == "清水镇"
    assert all(area.is_valid for area in townships().values())
    assert 1_050 < outline().area * KM2 < 1_250
    assert abs(sum(area.area for area in townships().values()) - outline().area) * KM2 < 0.1
    west, south, east, north = outline().bounds
    assert west > 115.2
    assert south > 36.3
    assert east < 115.9
    assert north < 36.8


def test_zones_are_of_all_kinds_and_inside() -> None:
    kinds = Counter(zone.kind for zone in zones())
    assert set(kinds) == {
        ZoneKind.NO_ABSTRACTION,
        ZoneKind.RESTRICTED,
        ZoneKind.PUBLIC_SUPPLY,
        ZoneKind.RECLAIMED_NETWORK,
    }
    assert kinds[ZoneKind.NO_ABSTRACTION] == 2
    deep = [zone for zone in zones() if zone.aquifer is Aquifer.DEEP_CONFINED]
    assert [zone.shape.equals(outline()) for zone in deep] == [True]
    assert all(zone.shape.difference(outline()).area * KM2 < 0.01 for zone in zones())


def test_wells_have_codes_of_their_own_in_the_township_they_lie_in() -> None:
    assert len({well.code for well in wells()}) == len(wells()) == 1_200
    outside = [
        well.code
        for well in wells()
        if not shapely.contains_xy(townships()[well.code[:9]], well.lon, well.lat)
    ]
    assert outside == []


def test_wells_beyond_are_new_and_leave_the_others_alone() -> None:
    beyond = wells_beyond(20)
    assert len(beyond) == 20
    assert not {well.code for well in beyond} & {well.code for well in wells()}


def test_most_wells_are_on_farms_and_small() -> None:
    uses = Counter(well.use for well in wells())
    assert uses[WellUse.IRRIGATION] > 0.8 * len(wells())
    farm = [well.volumes[2022] for well in wells() if well.use is WellUse.IRRIGATION and 2022 in well.volumes]
    assert 3_000 < sum(farm) / len(farm) < 4_200
    industry = [
        well.volumes[2022] for well in wells() if well.use is WellUse.INDUSTRY and 2022 in well.volumes
    ]
    assert all(10_000 < volume < 200_000 for volume in industry)
    assert all((well.depth_m > 180) is (well.aquifer is Aquifer.DEEP_CONFINED) for well in wells())


def test_the_cast_is_on_the_register_under_its_names() -> None:
    assert {well.key for well in wells() if well.key} == set(BY_KEY)
    assert len(BY_KEY) == len(CAST)


def test_numbers_are_sound_and_nobodys() -> None:
    for name, identifier, phone in parties():
        read = read_identifier(identifier)
        assert read is not None
        assert read.is_valid, (name, identifier, read.problems)
        if read.kind is IdentifierKind.CITIZEN:
            assert identifier[14:17] == "000"
        else:
            assert identifier[8:12] == "0000"
        assert phone.startswith("100")
        assert len(phone) == 11
    assert len({identifier for _name, identifier, _phone in parties()}) == len(parties())


def test_permit_numbers_are_readable() -> None:
    for permit in {well.permit for well in wells() if well.permit}:
        assert getattr(read_permit_number(permit.number), "value", None) == permit.number
