"""What is plain for thousands of wells at once is what the rules of one well say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.kernel.months import Month
from casebook.quotas.rules import VolumeMethod
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.combining import figure_well
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.plain import plain_months
from casebook.volumes.rules.series import (
    MARK_CODES,
    MARKS,
    MONTHS,
    TAKEN_BACK,
    Series,
    day_of,
    pack,
    reading_ids,
    side_by_side,
)
from casebook.volumes.rules.suspicions import FEWEST_HOURLY, WellTraits

if TYPE_CHECKING:
    from collections.abc import Sequence

METERS = [UUID(int=1), UUID(int=2)]
FIRST = date(2023, 1, 3)

_steps = st.integers(0, 400_000) | st.sampled_from([0, 0, -2_000, 5_000_000])
_gaps = st.integers(5, 33) | st.sampled_from([0, 70, 20])
_seconds = st.sampled_from([-1, -1, -1, 30_000, 33_000])
_marks = st.sampled_from([*[ReadingMark.NONE] * 20, *ReadingMark])
_meters = st.sampled_from([*[0] * 30, 1])


@st.composite
def wells(draw: st.DrawFn) -> list[Reading]:
    """A well's readings in order: mostly such as offices write, sometimes with what must be looked at."""
    dial, on, found = draw(st.integers(0, 10**8)), FIRST, {}
    for _reading in range(draw(st.integers(0, 14))):
        on += timedelta(days=draw(_gaps))
        dial = max(dial + draw(_steps), 0)
        mark, meter = draw(_marks), METERS[draw(_meters)]
        one = Reading(meter, on, dial, mark, draw(_seconds), draw(st.booleans()))
        found[meter, on, one.second, mark is ReadingMark.NEW_OPENING] = one
    return sorted(found.values(), key=lambda r: (r.on, r.second, r.mark is ReadingMark.NEW_OPENING, r.meter))


_traits = st.builds(
    WellTraits,
    st.sampled_from([None, 0.2, 40.0]),
    st.sampled_from([None, date(2023, 6, 1), date(2030, 1, 1)]),
)


def series_of(every: Sequence[Sequence[Reading]]) -> Series:
    rows = [
        (
            number,
            METERS.index(one.meter),
            pack(one.on.toordinal(), one.second, is_opening=one.mark is ReadingMark.NEW_OPENING),
            one.dial_l,
            MARK_CODES[one.mark],
            one.is_online,
        )
        for number, some in enumerate(every)
        for one in some
    ]
    return Series(side_by_side(*zip(*rows, strict=True)) if rows else np.zeros((6, 0), np.int64))


@given(st.lists(st.tuples(wells(), _traits, st.booleans()), min_size=1, max_size=4))
def test_plain_months_are_those_of_the_rules(every: list[tuple[list[Reading], WellTraits, bool]]) -> None:
    traits = [one for _readings, one, _power in every]
    has_power = np.array([power for _readings, _traits, power in every])
    plain = plain_months(series_of([readings for readings, _traits, _power in every]), traits, has_power)
    for number, (readings, its, power) in enumerate(every):
        if plain.wants_a_look[number]:
            continue
        mine = plain.well == number
        told = zip(plain.month[mine], plain.litres[mine], plain.is_online[mine], strict=True)
        months = {divmod(int(month), MONTHS): (int(litres), bool(on)) for month, litres, on in told}
        power_wh = dict.fromkeys(_months_of(readings), 10**9) if power else {}
        found = figure_well(readings, digits={}, traits=its, power_wh=power_wh, estimates={})
        assert found.queries == []
        assert {month.flags for month in found.months.values()} <= {""}
        assert months == {
            (month.year, month.month - 1): (figure.litres, figure.method is VolumeMethod.ONLINE_METER)
            for month, figure in found.months.items()
        }


def _months_of(readings: Sequence[Reading]) -> set[Month]:
    return {Month.of(one.on) for one in readings}


def test_a_year_of_rising_dials_asks_nothing_and_a_fall_does() -> None:
    rising = [Reading(METERS[0], date(2023, month, 25), 1000 * month) for month in range(1, 13)]
    falling = [*rising[:-1], rising[-1]._replace(dial_l=0)]
    plain = plain_months(series_of([rising, falling]), [WellTraits()] * 2, np.zeros(2, np.bool_))
    assert plain.wants_a_look.tolist() == [False, True]
    assert plain.litres.tolist() == [1000] * 11


@pytest.mark.parametrize(("share", "is_plain"), [(0, True), (69, True), (70, False), (100, False)])
@pytest.mark.parametrize("days", [6, 12])
def test_hours_of_a_well_are_plain_but_those_of_the_night(share: int, days: int, *, is_plain: bool) -> None:
    """`share` per cent of the water is lifted in the eight hours from 22:00 on."""
    dial, readings = 0, []
    for hour in range(7, 7 + days * 24 + 1):
        on = FIRST + timedelta(days=hour // 24)
        readings.append(Reading(METERS[0], on, dial, second=hour % 24 * 3600, is_online=True))
        dial += share * 2 if (hour + 1) % 24 in {23, 0, 1, 2, 3, 4, 5, 6} else 100 - share
    plain = plain_months(series_of([readings]), [WellTraits()], np.zeros(1, np.bool_))
    found = figure_well(readings, digits={}, traits=WellTraits(), power_wh={}, estimates={})
    is_plain = is_plain or days * 24 < FEWEST_HOURLY
    assert plain.wants_a_look.tolist() == [not is_plain] == [bool(found.queries)]
    assert plain.litres.tolist() == [figure.litres for figure in found.months.values() if is_plain]


_places = st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 3), st.integers(0, 2))


@given(st.lists(_places, max_size=12, unique_by=lambda one: one[:3]), st.lists(_places, max_size=20))
def test_what_becomes_of_arriving_readings(
    held: list[tuple[int, int, int, int]], new: list[tuple[int, int, int, int]]
) -> None:
    known = {(well, meter, day): dial - 1 for well, meter, day, dial in held}
    fresh, unchanged, conflicts = [], 0, []
    for place, (well, meter, day, dial) in enumerate(new):
        present = known.setdefault((well, meter, day), dial)
        if (well, meter, day) not in {one[:3] for one in held} and new.index(new[place]) == place:
            is_first = (well, meter, day) not in {one[:3] for one in new[:place]}
        else:
            is_first = False
        if is_first:
            fresh.append(place)
        elif present == dial:
            unchanged += 1
        else:
            conflicts.append((place, present))
    fates = _series(held, less=1).receive(_series(new))
    assert (sorted(fates.fresh.tolist()), fates.unchanged) == (fresh, unchanged)
    assert sorted(fates.conflicts) == conflicts


def _series(places: Sequence[tuple[int, int, int, int]], less: int = 0) -> Series:
    rows = [(well, meter, pack(day + 1, -1), dial - less, 0, 0) for well, meter, day, dial in places]
    return Series(side_by_side(*zip(*rows, strict=True)) if rows else np.zeros((6, 0), np.int64))


def test_what_was_taken_back_keeps_its_place_and_counts_no_more() -> None:
    held = Series(side_by_side([0, 0], [0, 0], [pack(1, -1), pack(2, -1)], [5, TAKEN_BACK], [0, 0], [0, 0]))
    new = Series(side_by_side([0, 0], [0, 0], [pack(1, -1), pack(2, -1)], [5, 7], [0, 0], [0, 0]))
    fates = held.receive(new)
    assert (len(fates.fresh), fates.unchanged, fates.conflicts) == (0, 1, [(1, TAKEN_BACK)])
    assert len(held.in_order()) == 1


def test_of_each_reading_the_last_revision_counts() -> None:
    twice = Series(side_by_side([0, 0], [0, 0], [pack(1, -1)] * 2, [9, 8], [0, 0], [0, 0]))
    assert twice.last_of_each(np.array([2, 1])).dial.tolist() == [9]


def test_keys_are_of_meter_time_and_revision() -> None:
    moments = [pack(738_000, -1), pack(738_000, 0), pack(738_000, -1, is_opening=True), pack(738_001, -1)]
    which, moment = np.array([0, 0, 0, 0]), np.array(moments)
    first, again, other = (
        [UUID(bytes=bytes(key)) for key in keys]
        for keys in (
            reading_ids(METERS, which, moment),
            reading_ids(METERS, which, moment, 2),
            reading_ids(METERS, which + 1, moment),
        )
    )
    assert len({*first, *again, *other}) == 12
    assert sorted(first) == [key for _moment, key in sorted(zip(moments, first, strict=True))]
    assert {(key.version, key.variant) for key in first} == {(8, "specified in RFC 4122")}
    assert day_of(738_000).toordinal() == 738_000
    assert MARKS[MARK_CODES[ReadingMark.ROLLOVER]] is ReadingMark.ROLLOVER
