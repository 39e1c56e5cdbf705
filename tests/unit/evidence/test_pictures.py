from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from PIL import Image

from casebook.evidence.pictures import make_preview, read_exif
from casebook.evidence.rules import ExifFacts
from casebook.kernel.clock import CHINA
from tests.factories.evidence import exif
from tests.factories.storage import picture


def facts(data: Image.Exif) -> ExifFacts:
    return read_exif(io.BytesIO(picture(exif=data)))


def preview(data: bytes) -> Image.Image:
    made = make_preview(io.BytesIO(data))
    assert made is not None
    return Image.open(io.BytesIO(made))


def test_what_a_photograph_says() -> None:
    found = facts(exif(taken="2023:06:01 10:00:05", lon=(115, 26, 10.38), lat=(36, 28, 58.48), model="V 1"))
    assert found.taken_at == datetime(2023, 6, 1, 10, 0, 5, tzinfo=CHINA)
    assert found.position is not None
    assert (round(found.position.lon, 5), round(found.position.lat, 5)) == (115.43622, 36.48291)
    assert found.device == "V 1"


def test_a_photograph_with_its_own_offset() -> None:
    found = facts(exif(taken="2023:06:01 09:00:05", offset="+07:00"))
    assert found.taken_at == datetime(2023, 6, 1, 2, 0, 5, tzinfo=UTC)
    assert facts(exif(taken="2023:06:01 09:00:05", offset="-03:30")).taken_at == datetime(
        2023, 6, 1, 9, 0, 5, tzinfo=timezone(-timedelta(hours=3, minutes=30))
    )


@pytest.mark.parametrize("offset", ["", "Z", "+99:00", "08:00", "+ab:cd"])
def test_a_nonsense_offset_means_the_camera_ran_on_chinese_time(offset: str) -> None:
    found = facts(exif(taken="2023:06:01 10:00:05", offset=offset))
    assert found.taken_at == datetime(2023, 6, 1, 10, 0, 5, tzinfo=CHINA)


@pytest.mark.parametrize("taken", ["0000:00:00 00:00:00", "yesterday", "2023-06-01", "2023:13:01 10:00:05"])
def test_a_nonsense_time_is_not_said(taken: str) -> None:
    assert facts(exif(taken=taken)).taken_at is None


@pytest.mark.parametrize(
    ("lon", "lat"), [((0, 0, 0), (0, 0, 0)), ((200, 0, 0), (36, 0, 0)), ((115, 0, 0), (95, 0, 0))]
)
def test_a_nonsense_position_is_not_said(
    lon: tuple[float, float, float], lat: tuple[float, float, float]
) -> None:
    assert facts(exif(lon=lon, lat=lat)).position is None


def test_a_photograph_that_says_nothing() -> None:
    assert facts(Image.Exif()) == ExifFacts()


@pytest.mark.parametrize("data", [b"", b"no picture", picture()[:200]])
def test_damaged_bytes_say_nothing(data: bytes) -> None:
    assert read_exif(io.BytesIO(data)) == ExifFacts()


@pytest.mark.parametrize("data", [b"", b"no picture"])
def test_damaged_bytes_have_no_preview(data: bytes) -> None:
    assert make_preview(io.BytesIO(data)) is None


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_exif_block_is_not_said() -> None:
    data = picture(exif=exif(taken="2023:06:01 10:00:05"))
    place = data.index(b"Exif\0\0") + 10
    assert read_exif(io.BytesIO(data[:place] + b"\xff" * 12 + data[place + 12 :])).taken_at is None


def test_a_preview_is_small_upright_and_bare() -> None:
    data = picture(size=(2600, 1300), exif=exif(orientation=6, lon=(115, 0, 0), lat=(36, 0, 0), model="V 1"))
    made = preview(data)
    assert made.size == (640, 1280)
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_small_picture_is_not_enlarged() -> None:
    assert preview(picture(size=(64, 48))).size == (64, 48)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("WEBP", "RGBA")])
def test_transparent_pictures_stand_on_white(kind: str, mode: str) -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).convert(mode).save(stream, kind)
    pixel = preview(stream.getvalue()).getpixel((10, 10))
    assert isinstance(pixel, tuple)
    assert mode == "P" or min(pixel) > 250
