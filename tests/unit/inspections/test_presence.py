from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.inspections.filed import DatumCheck, Fix
from casebook.inspections.rules import PositionOrigin
from casebook.inspections.rules.presence import (
    BEST,
    POINTS,
    Datum,
    Doubt,
    Facts,
    Place,
    PlateSeen,
    Reason,
    Standing,
    find_standing,
    recognise_datum,
    score,
    weigh,
    weigh_travel,
)
from casebook.kernel.coordinates import distance_m, wgs84_to_gcj02

AT = datetime(2026, 5, 1, 2, 0, tzinfo=UTC)
LON, LAT = 115.42, 36.45
METRE = 0.000009


def fix(north_m: float = 0.0, *, accuracy_m: float = 6.0, age: timedelta = timedelta()) -> Fix:
    at = AT - age
    return Fix(at=at, fix_at=at, lon=LON, lat=LAT + north_m * METRE, accuracy_m=accuracy_m)


GOOD = Facts(
    standing=Standing(LON, LAT, 6.0, PositionOrigin.DEVICE),
    fixes=(fix(), fix(2)),
    arrival_at=AT,
    distance_m=3.0,
    far_limit_m=200.0,
    plate=PlateSeen.MATCH,
    datum=Datum.WGS84,
    clock_ahead_s=2.0,
)


def doubts(**changes: object) -> set[Doubt]:
    return {one.doubt for one in weigh(replace(GOOD, **changes))}  # type: ignore[arg-type]  # fields of Facts


def test_a_visit_without_doubts_has_all_points() -> None:
    assert weigh(GOOD) == []
    assert score([]) == BEST


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"standing": None, "fixes": ()}, {Doubt.NO_POSITION}),
        (
            {"standing": Standing(LON, LAT, None, PositionOrigin.TYPED), "fixes": ()},
            {Doubt.TYPED},
        ),
        ({"standing": Standing(LON, LAT, 80.0, PositionOrigin.DEVICE)}, {Doubt.VAGUE}),
        ({"standing": Standing(LON, LAT, 900.0, PositionOrigin.DEVICE)}, {Doubt.USELESS}),
        ({"fixes": (fix(),)}, {Doubt.SINGLE}),
        ({"fixes": (fix(), fix(160))}, {Doubt.SCATTERED}),
        ({"fixes": (fix(), fix(160, accuracy_m=90))}, set()),
        ({"fixes": (fix(age=timedelta(minutes=9)), fix(age=timedelta(minutes=8)))}, {Doubt.OLD}),
        ({"fixes": (fix(age=timedelta(minutes=4)), fix())}, set()),
        (
            {"fixes": (replace(fix(), fix_at=AT + timedelta(minutes=6)), fix(2, accuracy_m=9))},
            {Doubt.FIX_AHEAD},
        ),
        ({"distance_m": 201.0}, {Doubt.FAR}),
        ({"distance_m": 200.0}, set()),
        ({"plate": PlateSeen.NONE}, {Doubt.PLATE_NONE}),
        ({"plate": PlateSeen.OTHER}, {Doubt.PLATE_OTHER}),
        ({"plate": PlateSeen.REVOKED}, {Doubt.PLATE_BAD}),
        ({"plate": PlateSeen.FORGED}, {Doubt.PLATE_BAD}),
        ({"plate": PlateSeen.UNREADABLE}, {Doubt.PLATE_BAD}),
        ({"datum": Datum.UNCHECKED}, set()),
        ({"datum": Datum.GCJ02}, {Doubt.DATUM_SHIFTED}),
        ({"datum": Datum.UNKNOWN}, {Doubt.DATUM_UNKNOWN}),
        ({"clock_ahead_s": None}, {Doubt.CLOCK_UNKNOWN}),
        ({"clock_ahead_s": None, "is_clock_known": True}, set()),
        ({"clock_ahead_s": -301.0}, {Doubt.CLOCK_ODD}),
        ({"clock_ahead_s": 90_000.0}, {Doubt.CLOCK_WRONG}),
        ({"are_times_in_order": False}, {Doubt.TIMES}),
    ],
)
def test_each_doubt_by_itself(changes: dict[str, object], expected: set[Doubt]) -> None:
    assert doubts(**changes) == expected


def test_every_doubt_takes_something() -> None:
    assert POINTS.keys() == set(Doubt)
    assert all(0 < points <= BEST for points in POINTS.values())


def test_a_reason_survives_storing() -> None:
    reason = Reason(Doubt.FAR, {"distance_m": 250})
    assert Reason.of(reason.as_data()) == reason


@given(st.lists(st.sampled_from(list(Doubt)), max_size=30))
def test_the_score_stays_within_its_bounds_and_counts_each_doubt_once(found: list[Doubt]) -> None:
    reasons = [Reason(doubt) for doubt in found]
    assert 0 <= score(reasons) <= BEST
    assert score(reasons) == score([*reasons, *reasons])
    assert score(reasons) == max(0, BEST - sum(POINTS[doubt] for doubt in set(found)))


@given(st.lists(st.sampled_from(list(Doubt)), max_size=10), st.sampled_from(list(Doubt)))
def test_a_further_doubt_never_raises_the_score(found: list[Doubt], more: Doubt) -> None:
    before = [Reason(doubt) for doubt in found]
    assert score([*before, Reason(more)]) <= score(before)


def test_the_most_accurate_position_counts() -> None:
    standing = find_standing((fix(9, accuracy_m=30), fix(1, accuracy_m=5)), (115.5, 36.5))
    assert standing == Standing(LON, LAT + METRE, 5.0, PositionOrigin.DEVICE)
    assert find_standing((), (115.5, 36.5)) == Standing(115.5, 36.5, None, PositionOrigin.TYPED)
    assert find_standing((), None) is None


@given(st.permutations([fix(9, accuracy_m=30), fix(1, accuracy_m=5), fix(2, accuracy_m=5)]))
def test_the_order_of_positions_is_no_matter(fixes: list[Fix]) -> None:
    assert find_standing(fixes, None) == find_standing((fix(9, accuracy_m=30), fix(1, accuracy_m=5)), None)


def check(position: tuple[float, float], accuracy_m: float = 8.0) -> DatumCheck:
    return DatumCheck(point=uuid4(), lon=position[0], lat=position[1], accuracy_m=accuracy_m)


KNOWN = (115.43, 36.47)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (None, Datum.UNCHECKED),
        (check(KNOWN), Datum.WGS84),
        (check((KNOWN[0], KNOWN[1] + 20 * METRE)), Datum.WGS84),
        (check(wgs84_to_gcj02(*KNOWN)), Datum.GCJ02),
        (check((KNOWN[0] + 0.01, KNOWN[1])), Datum.UNKNOWN),
        (check(KNOWN, accuracy_m=500), Datum.UNKNOWN),
    ],
)
def test_a_browser_that_shifts_positions_is_recognised(seen: DatumCheck | None, expected: Datum) -> None:
    assert recognise_datum(seen, KNOWN) is expected


def test_without_the_point_nothing_is_known() -> None:
    assert recognise_datum(check(KNOWN), None) is Datum.UNCHECKED


@given(st.floats(115.2, 115.9), st.floats(36.3, 36.8))
def test_a_shifted_position_is_turned_back(lon: float, lat: float) -> None:
    shifted_lon, shifted_lat = wgs84_to_gcj02(lon, lat)
    shifted = replace(fix(), lon=shifted_lon, lat=shifted_lat)
    standing = find_standing((shifted,), None, Datum.GCJ02)
    assert standing is not None
    assert distance_m(standing.lon, standing.lat, lon, lat) < 0.01


def test_travel_that_nobody_makes() -> None:
    here = Place(AT + timedelta(minutes=10), LON, LAT + 30_000 * METRE)
    found = weigh_travel(Place(AT, LON, LAT), here)
    assert found is not None
    assert (found.doubt, found.facts["minutes"]) == (Doubt.TRAVEL, 10)
    assert weigh_travel(Place(AT, LON, LAT), replace(here, at=AT + timedelta(minutes=40))) is None
    assert weigh_travel(Place(AT, LON, LAT), Place(AT, LON, LAT + 200 * METRE)) is None
