from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.evidence.rules import (
    EvidenceOrigin,
    ExifFacts,
    Mismatch,
    MismatchKind,
    Position,
    Upload,
    check_upload,
    mismatches,
)
from casebook.kernel.errors import RuleBroken

NOW = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)
WELL = Position(115.436217, 36.48291)


def north(metres: float) -> Position:
    return Position(WELL.lon, WELL.lat + metres / 111_195)


@pytest.mark.parametrize(
    ("minutes", "found"),
    [(0, []), (10, []), (-10, []), (11, [11]), (-11, [-11]), (420, [420])],
)
def test_a_clock_more_than_ten_minutes_off(minutes: int, found: list[int]) -> None:
    exif = ExifFacts(taken_at=NOW + timedelta(minutes=minutes))
    assert mismatches(NOW, WELL, exif) == [Mismatch(MismatchKind.TIME, amount) for amount in found]


@pytest.mark.parametrize(("metres", "found"), [(0, []), (99, []), (101, [101]), (5000, [5000])])
def test_a_position_more_than_a_hundred_metres_off(metres: int, found: list[int]) -> None:
    exif = ExifFacts(position=north(metres))
    assert mismatches(NOW, WELL, exif) == [Mismatch(MismatchKind.PLACE, amount) for amount in found]


@pytest.mark.parametrize(
    ("captured_at", "position", "exif"),
    [
        (None, None, ExifFacts(NOW, WELL)),
        (NOW, WELL, ExifFacts()),
        (None, WELL, ExifFacts(taken_at=NOW)),
        (NOW, None, ExifFacts(position=WELL)),
    ],
)
def test_what_is_not_said_is_no_contradiction(
    captured_at: datetime | None, position: Position | None, exif: ExifFacts
) -> None:
    assert mismatches(captured_at, position, exif) == []


@given(st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_a_contradiction_depends_only_on_how_far_apart(apart: timedelta) -> None:
    there = bool(mismatches(NOW, None, ExifFacts(taken_at=NOW + apart)))
    back = bool(mismatches(NOW + apart, None, ExifFacts(taken_at=NOW)))
    assert there == back == (abs(apart) > timedelta(minutes=10))


def upload(lon: float | None, lat: float | None, accuracy_m: float | None = None) -> Upload:
    return Upload(io.BytesIO(), "a.jpg", lon=lon, lat=lat, accuracy_m=accuracy_m)


@pytest.mark.parametrize(("lon", "lat"), [(None, None), (115.4, 36.4), (-180, 90)])
def test_positions_that_are_taken(lon: float | None, lat: float | None) -> None:
    check_upload(upload(lon, lat, 6.0))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (upload(115.4, None), "position_incomplete"),
        (upload(None, 36.4), "position_incomplete"),
        (upload(181, 36.4), "position_impossible"),
        (upload(115.4, -91), "position_impossible"),
        (upload(float("nan"), 36.4), "position_impossible"),
        (upload(115.4, 36.4, -1), "accuracy_impossible"),
        (upload(115.4, 36.4, float("nan")), "accuracy_impossible"),
    ],
)
def test_positions_that_are_refused(given: Upload, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_upload(given)
    assert refusal.value.code == code


def test_what_came_through_a_chat_program_is_no_original_carrier() -> None:
    assert [origin for origin in EvidenceOrigin if not origin.is_original_carrier] == [EvidenceOrigin.CHAT]
