"""A province of wells with five times the readings: what loading takes, and whether a balance costs more.

`--readings=N` says how many are the many (fifty million); a fifth of them are the few, of the same wells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.balance import of_townships
from tests.bench.figures import Figure
from tests.bench.volumes import (
    READINGS_A_WELL,
    copy_peer,
    fill_register,
    fresh_database,
    import_file,
    option,
    postgres,
    write_readings,
)

if TYPE_CHECKING:
    from pathlib import Path

MANY, TIMES = 50_000_000, 5
TIMES_MORE = 1.2


def measure(folder: Path) -> list[Figure]:
    """Load a fifth of the readings and all of them, a database each, and ask both for a year."""
    many, figures, years = option("readings", MANY), [], []
    with postgres() as server:
        for wanted, a_well in ((many // TIMES, READINGS_A_WELL), (many, READINGS_A_WELL * TIMES)):
            path = folder / "readings.csv"
            readings, wells = write_readings(path, wanted, a_well)
            url = fresh_database(server, f"of{wanted}")
            fill_register(url, wells)
            seconds, mib = import_file(url, path)
            name, peer = (
                f"PostgreSQL, {readings:,} readings of {wells:,} wells",
                readings / copy_peer(url, path),
            )
            loaded = f"{name} loaded by the command (peer: COPY of the file)"
            figures += [
                Figure(loaded, readings / seconds, peer, peer / 2, "/s", is_floor=True),
                Figure(f"{name}: peak memory of the command", mib, None, 500, "MiB"),
            ]
            some = of_townships(name, url)
            years.append(some[0].ours)
            figures += some
    few, more = years
    words = f"PostgreSQL: townships × year at {many:,} readings (peer: at a fifth)"
    return [*figures, Figure(words, more, few, few * TIMES_MORE, "ms")]
