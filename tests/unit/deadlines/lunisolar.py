"""Oracle for festival days: the Chinese calendar computed from the Sun and the Moon.

Rules of GB/T 33661-2017: a month begins on the Beijing day of the new moon, the winter solstice falls
in month eleven, and of thirteen months between two solstices the first without a major solar term is
the leap one. Positions: J. Meeus, Astronomical Algorithms, chapters 25 (Sun, 0.01 degrees) and 49 (new moon).
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

BEIJING = 8 / 24
J2000 = 2451545.0
SYNODIC = 29.530588861
WINTER_SOLSTICE = 270
QINGMING = 15


def _delta_t_days(year: float) -> float:
    return (62.92 + 0.32217 * (year - 2000) + 0.005589 * (year - 2000) ** 2) / 86400


def _day(jde: float) -> date:
    year = 2000 + (jde - J2000) / 365.25
    return date.fromordinal(floor(jde - _delta_t_days(year) + BEIJING + 0.5) - 1721425)


def _new_moon(k: int) -> float:
    t = k / 1236.85
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t * t)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t**3)
    f = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    omega = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    terms = (
        (-0.40720, moon),
        (0.17241 * e, sun),
        (0.01608, 2 * moon),
        (0.01039, 2 * f),
        (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun),
        (0.00208 * e * e, 2 * sun),
        (-0.00111, moon - 2 * f),
        (-0.00057, moon + 2 * f),
        (0.00056 * e, 2 * moon + sun),
        (-0.00042, 3 * moon),
        (0.00042 * e, sun + 2 * f),
        (0.00038 * e, sun - 2 * f),
        (-0.00024 * e, 2 * moon - sun),
        (-0.00017, omega),
        (0.000325, radians(299.77 + 0.107408 * k)),
        (0.000165, radians(251.88 + 0.016321 * k)),
    )
    mean = 2451550.09766 + SYNODIC * k + 0.00015437 * t * t
    return mean + sum(size * sin(angle) for size, angle in terms)


def _sun_longitude(jde: float) -> float:
    t = (jde - J2000) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    omega = radians(125.04 - 1934.136 * t)
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    return (mean + centre - 0.00569 - 0.00478 * sin(omega)) % 360


def _sun_reaches(longitude: float, near: float) -> float:
    moment = near
    for _ in range(20):
        gap = (longitude - _sun_longitude(moment) + 180) % 360 - 180
        moment += gap / 360 * 365.2422
    return moment


def _jde(day: date) -> float:
    return day.toordinal() + 1721424.5


@cache
def _solstice(year: int) -> date:
    return _day(_sun_reaches(WINTER_SOLSTICE, _jde(date(year, 12, 21))))


def _month_starts(first: date, last: date) -> list[date]:
    k = floor((_jde(first) - 2451550.09766) / SYNODIC) - 2
    starts = [_day(_new_moon(k + i)) for i in range(20)]
    return [day for i, day in enumerate(starts[:-1]) if starts[i + 1] > first and day <= last]


def _has_major_term(start: date, following: date) -> bool:
    near = _jde(start) + 15
    here = _sun_longitude(near)
    for longitude in ((here // 30) * 30, (here // 30 + 1) * 30):
        if start <= _day(_sun_reaches(longitude % 360, near)) < following:
            return True
    return False


@cache
def months_of(year: int) -> dict[int, date]:
    """Return the first days of the months 11 (of the year before), 12, 1 … 10 by their number."""
    before, after = _solstice(year - 1), _solstice(year)
    starts = _month_starts(before, after)
    leap_wanted = len(starts) == 14
    numbered: dict[int, date] = {}
    number = 10
    for start, following in itertools.pairwise(starts):
        if leap_wanted and not _has_major_term(start, following):
            leap_wanted = False
            continue
        number = number % 12 + 1
        numbered[number] = start
    return numbered


def festivals(year: int) -> tuple[date, date, date, date]:
    """Return Spring Festival, Qingming, Dragon Boat and Mid-autumn days of a year."""
    months = months_of(year)
    qingming = _day(_sun_reaches(QINGMING, _jde(date(year, 4, 5))))
    return (
        months[1],
        qingming,
        months[5] + timedelta(days=4),
        months[8] + timedelta(days=14),
    )
