from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from casebook.demo.pictures import SCENES, Shot, draw, photograph
from casebook.evidence.pictures import read_exif
from casebook.evidence.rules import MismatchKind, Position, mismatches

AT = datetime(2023, 6, 1, 2, 0, tzinfo=UTC)


def shot(scene: str = "head", **changes: object) -> Shot:
    return Shot(
        **{
            "scene": scene,
            "code": "371525104JJ00001",
            "at": AT,
            "lon": 115.436217,
            "lat": 36.48291,
            **changes,
        }
    )


@pytest.mark.parametrize("scene", SCENES)
def test_each_scene_is_a_small_photograph(scene: str) -> None:
    body = draw(shot(scene))
    assert len(body) < 120_000
    with Image.open(io.BytesIO(body)) as picture:
        assert picture.format == "JPEG"
    assert body == draw(shot(scene))


def test_the_file_says_the_same_as_the_record() -> None:
    upload = photograph(shot())
    exif = read_exif(upload.stream)
    assert exif.taken_at == AT
    assert upload.file_name == "IMG_20230601_100000.jpg"
    assert mismatches(upload.captured_at, Position(upload.lon, upload.lat), exif) == []


def test_a_wrong_clock_shows() -> None:
    exif = read_exif(photograph(shot(clock_ahead_minutes=60)).stream)
    assert [one.kind for one in mismatches(AT, None, exif)] == [MismatchKind.TIME]
