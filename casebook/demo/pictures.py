"""Photographs of the demonstration: drawn, stamped with place and time, with the EXIF of a camera."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PIL import ExifTags, Image, ImageDraw, ImageFont

from casebook.demo.chance import chance
from casebook.evidence.rules import EvidenceOrigin, Upload
from casebook.kernel.clock import to_local

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from PIL.ImageDraw import ImageDraw as Canvas

_SIZE = (960, 720)
_HORIZON = 300
_QUALITY = 68
_STAMP_HIGH = 130
_SKIES = ("#b9d3e6", "#cfdbe2", "#d8d2c4", "#a9c4d8")
_FIELDS = ("#7f9a55", "#9a8f5a", "#b09a62", "#6f8a4c")
_CONCRETE, _DARK, _STEEL, _RED, _WHITE = "#b8b4aa", "#3a3f42", "#6d7f8a", "#b3402e", "#f4f2ec"
_INK_ON_PHOTO = "#ffe9a8"


@dataclass(frozen=True)
class Shot:
    """One photograph to take."""

    scene: str
    """Draw a key of `SCENES`."""
    code: str
    """What the stamp names: a well."""
    at: datetime
    lon: float
    lat: float
    clock_ahead_minutes: int = 0
    """How far the camera's own clock is wrong."""


def photograph(shot: Shot) -> Upload:
    """Return a photograph as a tablet would send it; no two are the same bytes."""
    return Upload(
        stream=io.BytesIO(draw(shot)),
        file_name=f"IMG_{to_local(shot.at):%Y%m%d_%H%M%S}.jpg",
        captured_at=shot.at,
        lon=shot.lon,
        lat=shot.lat,
        accuracy_m=5.0,
        origin=EvidenceOrigin.CAMERA,
    )


def draw(shot: Shot) -> bytes:
    """Return the photograph's bytes, a JPEG with EXIF."""
    dice = chance(f"{shot.scene}:{shot.code}:{shot.at.isoformat()}")
    picture = Image.new("RGB", _SIZE, dice.choice(_SKIES))
    canvas = ImageDraw.Draw(picture)
    _ground(canvas, dice)
    SCENES[shot.scene](canvas, dice)
    _stamp(canvas, shot)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, exif=_exif(shot))
    return target.getvalue()


def _ground(canvas: Canvas, dice: Random) -> None:
    wide, high = _SIZE
    field = dice.choice(_FIELDS)
    canvas.rectangle((0, _HORIZON, wide, high), fill=field)
    for number in range(14):
        top = _HORIZON + number * number * 2.4
        canvas.line((0, top, wide, top + dice.randint(-6, 6)), fill="#6a7a45", width=1 + number // 4)
    for _tree in range(dice.randint(5, 9)):
        left, tall = dice.randint(0, wide), dice.randint(30, 80)
        canvas.ellipse((left, _HORIZON - tall, left + tall, _HORIZON + 8), fill="#55703f")


def _head(canvas: Canvas, dice: Random) -> None:
    """Draw a well head on its slab, with the pipe that leads away."""
    left = 300 + dice.randint(-60, 60)
    canvas.polygon([(left - 60, 600), (left + 400, 600), (left + 340, 500), (left, 500)], fill=_CONCRETE)
    canvas.rectangle((left + 110, 340, left + 190, 540), fill=_STEEL)
    canvas.ellipse((left + 100, 325, left + 200, 360), fill=_DARK)
    canvas.rectangle((left + 190, 430, left + 520, 466), fill=_STEEL)
    canvas.rectangle((left + 250, 415, left + 275, 480), fill=_DARK)


def _pumping(canvas: Canvas, dice: Random) -> None:
    """Draw the same, with water running from the pipe."""
    _head(canvas, dice)
    for drop in range(6):
        canvas.line((820, 446 + drop * 4, 860 + drop * 8, 640), fill="#d9ecf5", width=5)


def _meter(canvas: Canvas, dice: Random) -> None:
    """Draw a water meter's dial."""
    canvas.rectangle((0, 500, 960, 560), fill=_STEEL)
    canvas.ellipse((270, 170, 690, 590), fill=_DARK)
    canvas.ellipse((295, 195, 665, 565), fill=_WHITE)
    canvas.text((480, 270), "m3", fill=_DARK, font=_font(40), anchor="mm")
    for place, digit in enumerate(f"{dice.randint(10_000, 999_999):06d}"):
        left = 330 + place * 52
        canvas.rectangle((left, 330, left + 46, 400), fill=_DARK)
        canvas.text((left + 23, 365), digit, fill=_WHITE, font=_font(44), anchor="mm")
    canvas.ellipse((430, 430, 530, 530), outline=_RED, width=6)
    canvas.line((480, 480, 480 + dice.randint(-36, 36), 440), fill=_RED, width=6)


def _bare_pipe(canvas: Canvas, dice: Random) -> None:
    """Draw a pipe with no meter on it."""
    canvas.rectangle((60, 430, 900, 500), fill=_STEEL)
    for left in (180, 420, 690):
        canvas.rectangle((left, 410, left + 34, 520), fill=_DARK)
    canvas.ellipse((560, 340 + dice.randint(-8, 8), 640, 420), outline=_RED, width=9)
    canvas.line((600, 420, 600, 440), fill=_RED, width=9)


def _bypass(canvas: Canvas, dice: Random) -> None:
    """Draw a second pipe that leads around the meter."""
    _bare_pipe(canvas, dice)
    canvas.line([(200, 430), (200, 300), (520, 300), (520, 430)], fill=_RED, width=26, joint="curve")
    canvas.ellipse((300, 380, 420, 500), fill=_WHITE, outline=_DARK, width=6)


def _plate(canvas: Canvas, dice: Random) -> None:
    """Draw the post where a plate is, or was."""
    canvas.rectangle((455, 260, 495, 660), fill=_CONCRETE)
    if dice.random() < 0.5:  # noqa: PLR2004 - every second post still has its plate
        canvas.rectangle((360, 190, 590, 330), fill="#1f5f87", outline=_WHITE, width=6)
        for row in range(3):
            canvas.line((390, 225 + row * 34, 560, 225 + row * 34), fill=_WHITE, width=8)


def _works(canvas: Canvas, dice: Random) -> None:
    """Draw a rig over the well while it is filled."""
    canvas.line([(330, 560), (480, 90), (630, 560)], fill=_RED, width=16, joint="curve")
    canvas.line((405, 330, 555, 330), fill=_RED, width=12)
    canvas.line((480, 90, 480, 540), fill=_DARK, width=6)
    canvas.ellipse((420, 530, 540, 580), fill=_DARK)
    for _bag in range(5):
        left = dice.randint(60, 300)
        canvas.rounded_rectangle((left, 580, left + 90, 630), 18, fill="#cbbf9b", outline=_DARK)


def _closed(canvas: Canvas, dice: Random) -> None:
    """Draw a capped well with its number."""
    canvas.polygon([(260, 610), (740, 610), (680, 470), (320, 470)], fill=_CONCRETE)
    canvas.ellipse((400, 480, 600, 560), fill="#8d8a82", outline=_DARK, width=5)
    canvas.text((500, 520), f"{dice.randint(1, 99):02d}", fill=_RED, font=_font(46), anchor="mm")


def _box(canvas: Canvas, dice: Random) -> None:
    """Draw a switch box, open, the wires cut or whole."""
    canvas.rectangle((330, 150, 630, 560), fill="#8f979c", outline=_DARK, width=8)
    for row in range(3):
        canvas.rectangle((370, 190 + row * 110, 590, 270 + row * 110), fill=_WHITE)
        canvas.rectangle((450, 205 + row * 110, 500, 255 + row * 110), fill=_DARK)
    canvas.line((480, 560, 480 + dice.randint(-80, 80), 720), fill=_DARK, width=14)


def _shaft(canvas: Canvas, dice: Random) -> None:
    """Draw an open shaft without cover."""
    canvas.ellipse((330, 430, 650, 590), fill="#8a7a55")
    canvas.ellipse((360, 450, 620, 570), fill="#141616")
    canvas.line((300, 520 + dice.randint(-10, 10), 690, 505), fill="#7a5a34", width=14)


SCENES: dict[str, Callable[[Canvas, Random], None]] = {
    "head": _head,
    "pumping": _pumping,
    "meter": _meter,
    "bare_pipe": _bare_pipe,
    "bypass": _bypass,
    "plate": _plate,
    "works": _works,
    "closed": _closed,
    "box": _box,
    "shaft": _shaft,
}


CAPTIONS = {
    "head": "井口全景",
    "pumping": "水泵运行、出水",
    "meter": "水表表盘",
    "bare_pipe": "出水管，无计量设施",
    "bypass": "表前旁通管",
    "plate": "标识牌位置",
    "works": "封填施工",
    "closed": "封填后井口",
    "box": "配电箱",
    "shaft": "废弃井口",
}
"""What each scene shows, as officers write it on the card."""


def _stamp(canvas: Canvas, shot: Shot) -> None:
    wide, high = _SIZE
    lines = (
        f"DEMO  {shot.code}",
        f"{to_local(shot.at):%Y-%m-%d %H:%M:%S}",
        f"{shot.lon:.6f}E  {shot.lat:.6f}N",
    )
    canvas.rectangle((0, high - _STAMP_HIGH, wide, high), fill=_DARK)
    for row, line in enumerate(lines):
        canvas.text((24, high - _STAMP_HIGH + 12 + row * 38), line, fill=_INK_ON_PHOTO, font=_font(30))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _exif(shot: Shot) -> Image.Exif:
    data = Image.Exif()
    data[ExifTags.Base.Make], data[ExifTags.Base.Model] = "Demo", "Tablet"
    detail, place = data.get_ifd(ExifTags.IFD.Exif), data.get_ifd(ExifTags.IFD.GPSInfo)
    taken = to_local(shot.at) + timedelta(minutes=shot.clock_ahead_minutes)
    detail[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    detail[ExifTags.Base.OffsetTimeOriginal] = "+08:00"
    place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef] = _parts(shot.lon), "E"
    place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef] = _parts(shot.lat), "N"
    return data


def _parts(degrees: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds."""
    minutes = (degrees - int(degrees)) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes - int(minutes)) * 60, 4)
