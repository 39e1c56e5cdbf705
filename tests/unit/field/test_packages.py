"""What a package may be asked for, and when a look back is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.field import basemap
from casebook.field.rules import packages as rules
from casebook.field.rules.packages import Scope
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from tests.factories.storage import base_map

if TYPE_CHECKING:
    from pathlib import Path

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
SCOPES = st.one_of(
    st.builds(Scope, st.just("township"), township=st.text()),
    st.builds(Scope, st.just("wells"), wells=st.lists(st.text()).map(tuple)),
    st.builds(Scope, st.just("due"), days=st.integers()),
)


@given(scope=SCOPES)
def test_a_scope_is_read_as_it_was_written(scope: Scope) -> None:
    assert rules.scope_of(scope.as_data()) == scope


@pytest.mark.parametrize(
    ("scope", "data"),
    [
        (Scope("township", township="371525104"), {"kind": "township", "township": "371525104"}),
        (Scope("wells", wells=("a", "b")), {"kind": "wells", "wells": ["a", "b"]}),
        (Scope("due", days=7), {"kind": "due", "days": 7}),
    ],
)
def test_a_scope_is_written_as_the_protocol_says(scope: Scope, data: dict[str, object]) -> None:
    assert scope.as_data() == data
    rules.check_scope(scope)


@given(off=DAYS, visits=st.lists(DAYS, max_size=6))
def test_a_look_back_comes_three_times(off: date, visits: list[date]) -> None:
    later = [day for day in visits if day >= off]
    due = rules.next_follow_up(off, visits)
    if len(later) >= 3:
        assert due is None
    else:
        assert due == off + timedelta(days=(30, 90, 180)[len(later)])
        assert due - rules.earliest_struck_off(due) >= due - off


def test_papers_bear_the_years_of_the_package() -> None:
    assert rules.years_of(date(2023, 5, 1), date(2023, 5, 8)) == [2023]
    assert rules.years_of(date(2023, 12, 28), date(2024, 1, 4)) == [2023, 2024]


def test_numbers_outlast_their_package_by_a_month() -> None:
    ended = datetime(2023, 6, 1, tzinfo=UTC)
    assert not rules.is_abandoned(ended, ended + timedelta(days=30))
    assert rules.is_abandoned(ended, ended + timedelta(days=30, seconds=1))


def test_no_base_map_is_none() -> None:
    assert basemap.describe("") is None


def test_a_base_map_is_named_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "county.pmtiles"
    path.write_bytes(base_map())
    assert basemap.describe(str(path)) == {
        "url": "/field/api/basemap",
        "size": 127,
        "hash": digest(base_map()),
    }
    path.write_bytes(base_map(3, b"more"))
    described = basemap.describe(str(path))
    assert described is not None
    assert described["hash"] == digest(base_map(3, b"more"))


@pytest.mark.parametrize("content", [None, b"", b"<html>", b"PMTile", base_map()[:126], base_map(version=2)])
def test_what_is_no_base_map(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "county.pmtiles"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RuleBroken) as caught:
        basemap.describe(str(path))
    assert caught.value.code == "basemap_unreadable"


@pytest.mark.parametrize("tiles", [0, 1, 5, 6])
def test_a_base_map_that_tablets_cannot_draw(tmp_path: Path, tiles: int) -> None:
    path = tmp_path / "county.pmtiles"
    path.write_bytes(base_map(tiles))
    with pytest.raises(RuleBroken) as caught:
        basemap.describe(str(path))
    assert caught.value.code == "basemap_not_pictures"


def test_a_folder_is_no_base_map(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken):
        basemap.path_of(str(tmp_path))
