"""Online meters that are read every hour: a year of each, then one further hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.bench.figures import Figure
from tests.bench.volumes import SEED, code_of, fill_register, fresh_database, load, postgres

if TYPE_CHECKING:
    from pathlib import Path

WELLS = 100
HOURS = 365 * 24
FIRST = datetime(2022, 1, 1, 0, 30)  # noqa: DTZ001 - as a file writes it
HEADER = "水井编号,水表编号,抄表日期,表底数(m³),抄表方式,备注\n"


def write_hours(path: Path, hours: int, since: int = 0) -> int:
    """Write so many hours of each well from one hour on; the same dials for the same hour."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER)
        for number in range(WELLS):
            dice, dial = Random(SEED + number), 0
            for hour in range(since + hours):
                at = FIRST + timedelta(hours=hour)
                dial += dice.randint(5, 20) if 5 <= at.hour < 22 else dice.randint(0, 6)
                if hour >= since:
                    stream.write(f"{code_of(number)},SB{number:08d},{at},{dial / 10},在线,\n")
    return WELLS * hours


def measure(folder: Path) -> list[Figure]:
    """Measure it on both databases."""
    figures = of_hours("SQLite", f"sqlite:///{folder / 'hours.sqlite'}", folder)
    with postgres() as server:
        return figures + of_hours("PostgreSQL", fresh_database(server, "hours"), folder)


def of_hours(name: str, url: str, folder: Path) -> list[Figure]:
    """Load a year of hours into an empty county, then the hour after it as one file."""
    year, hour = folder / "year.csv", folder / "hour.csv"
    rows = write_hours(year, HOURS)
    write_hours(hour, 1, HOURS)
    fill_register(url, WELLS)
    taken, seconds = load(url, year)
    more, longer = load(url, hour)
    if taken.accepted != rows or more.accepted != WELLS:
        message = "not every hour was taken in"
        raise ValueError(message)
    words = f"{name}: {WELLS} meters read every hour"
    return [
        Figure(f"{words}, a year of each", rows / seconds, None, None, "/s"),
        Figure(f"{words}, one further hour, a well", longer / WELLS * 1000, None, None, "ms"),
    ]
