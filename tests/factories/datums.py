"""How registers write places, numbers and days; the web maps' shifts in their published form.

Independent of casebook's own code, so that the one can be held against the other.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

Written = str | int | float | None

WORDS = {
    "degrees": "CGCS2000",
    "dms": "CGCS2000",
    "zone38": "CGCS2000 3度带",
    "zone39": "CGCS2000 3度带",
    "exchanged": "CGCS2000 3度带",
    "wgs84": "WGS84",
    "gcj02": "GCJ-02（高德）",
    "bd09": "BD-09（百度）",
}
"""How a register calls each way of writing a place."""


_MAJOR_M, _E2 = 6_378_137.0, 0.0066943800229
"""CGCS2000: semi-major axis and first eccentricity squared."""


def zone_grid(lon: float, lat: float, zone: int) -> tuple[float, float]:
    """Easting with the zone before it, and northing: the textbook's power series in the longitude."""
    b, away = math.radians(lat), math.radians(lon - 3 * zone)
    t2, eta2 = math.tan(b) ** 2, _E2 / (1 - _E2) * math.cos(b) ** 2
    n, c = _MAJOR_M / math.sqrt(1 - _E2 * math.sin(b) ** 2), math.cos(b) * away
    up = c**2 / 2 + (5 - t2 + 9 * eta2 + 4 * eta2**2) * c**4 / 24 + (61 - 58 * t2 + t2**2) * c**6 / 720
    across = c + (1 - t2 + eta2) * c**3 / 6 + (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * eta2 * t2) * c**5 / 120
    return zone * 1_000_000 + 500_000 + n * across, _meridian(b) + n * math.tan(b) * up


def _meridian(b: float, steps: int = 200) -> float:
    """Metres from the equator along the meridian, by Simpson's rule."""
    values = [(1 - _E2 * math.sin(b * step / steps) ** 2) ** -1.5 for step in range(steps + 1)]
    inner = 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2])
    return _MAJOR_M * (1 - _E2) * (values[0] + inner + values[-1]) * b / steps / 3


def write(lon: float, lat: float, system: str, chance: random.Random) -> tuple[Written, Written]:
    """Return the two cells of a place."""
    match system:
        case "dms":
            form = chance.choice(
                ["{d}°{m:02d}′{s:05.2f}″", "{d}度{m}分{s:.3f}秒", "{d}°{m}'{s:.2f}\"", "{d}-{m}-{s:.2f}"]
            )
            return _sexagesimal(lon, form), _sexagesimal(lat, form)
        case "zone38" | "zone39" | "exchanged":
            zone = 39 if system == "zone39" else 38
            easting, northing = zone_grid(lon, lat, zone)
            pair = (f"{easting:.2f}", f"{northing:.2f}")
            return pair[::-1] if system == "exchanged" else pair
        case "gcj02":
            lon, lat = gcj02(lon, lat)
        case "bd09":
            lon, lat = bd09(*gcj02(lon, lat))
        case _:
            pass
    number = chance.choice([lambda v: f"{v:.6f}", lambda v: round(v, 7), lambda v: full_width(f"{v:.6f}")])
    return number(lon), number(lat)


def _sexagesimal(value: float, form: str) -> str:
    degrees = int(value)
    minutes = int((value - degrees) * 60)
    return form.format(d=degrees, m=minutes, s=(value - degrees) * 3600 - minutes * 60)


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """The published forward function of the encrypted map datum."""
    x, y, pi = lon - 105.0, lat - 35.0, math.pi
    d_lat = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    d_lon = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    both = (20 * math.sin(6 * x * pi) + 20 * math.sin(2 * x * pi)) * 2 / 3
    d_lat += both + (20 * math.sin(y * pi) + 40 * math.sin(y / 3 * pi)) * 2 / 3
    d_lat += (160 * math.sin(y / 12 * pi) + 320 * math.sin(y * pi / 30)) * 2 / 3
    d_lon += both + (20 * math.sin(x * pi) + 40 * math.sin(x / 3 * pi)) * 2 / 3
    d_lon += (150 * math.sin(x / 12 * pi) + 300 * math.sin(x / 30 * pi)) * 2 / 3
    a, ee = 6378245.0, 0.00669342162296594323
    magic = 1 - ee * math.sin(lat / 180 * pi) ** 2
    d_lat = d_lat * 180 / (a * (1 - ee) / (magic * math.sqrt(magic)) * pi)
    d_lon = d_lon * 180 / (a / math.sqrt(magic) * math.cos(lat / 180 * pi) * pi)
    return lon + d_lon, lat + d_lat


def bd09(lon: float, lat: float) -> tuple[float, float]:
    """The published function from GCJ-02 to BD-09."""
    turn = math.pi * 3000 / 180
    z = math.sqrt(lon**2 + lat**2) + 0.00002 * math.sin(lat * turn)
    theta = math.atan2(lat, lon) + 0.000003 * math.cos(lon * turn)
    return z * math.cos(theta) + 0.0065, z * math.sin(theta) + 0.006


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def written_number(chance: random.Random, value: float) -> Written:
    """A number as a cell, as text, or in full-width digits."""
    return chance.choice([value, str(value), full_width(str(value)), f"{value} "])


def written_volume(chance: random.Random, volume: int) -> Written:
    """Cubic metres as a number, with 万, with thousands, with a unit, or nothing."""
    return chance.choice(
        [
            volume,
            volume,
            str(volume),
            f"{volume / 10_000}万",
            f"{volume:,}",
            f"{volume}m³",
            full_width(str(volume)),
            None,
        ]
    )


def written_day(chance: random.Random, year: int, month: int, day: int) -> str:
    forms = [
        "{y}-{m:02d}-{d:02d}",
        "{y}/{m}/{d}",
        "{y}.{m:02d}.{d:02d}",
        "{y}年{m}月{d}日",
        "{y}年{m}月",
        "{y}",
    ]
    return chance.choice(forms).format(y=year, m=month, d=day)


def permit_number(chance: random.Random, year: int, serial: int) -> str:
    if chance.random() < 0.5:
        return f"D371525G{year}-{serial:04d}"
    return f"取水（冠县）字〔{year}〕第B{serial:08d}号"


def citizen_number(serial: int) -> str:
    """A number with a right check digit whose sequence 000 is never issued."""
    body = f"371525{1950 + serial % 50}{1 + serial % 12:02d}{1 + serial % 28:02d}000"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
