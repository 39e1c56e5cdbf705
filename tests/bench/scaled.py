"""Ten times the readings: what loading them takes, and whether the balance of a year costs more.

`--readings=N` says how many are the many (ten million); a tenth of them are the few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.balance import of_townships
from tests.bench.figures import Figure
from tests.bench.volumes import (
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

MANY = 10_000_000
TIMES_MORE = 1.2


def measure(folder: Path) -> list[Figure]:
    """Load a tenth of the readings and all of them, a county each, and ask both for a year."""
    many, figures, years = option("readings", MANY), [], []
    with postgres() as server:
        for wanted in (many // 10, many):
            path = folder / "readings.csv"
            readings, wells = write_readings(path, wanted)
            url = fresh_database(server, f"of{wanted}")
            fill_register(url, wells)
            seconds, mib = import_file(url, path)
            name, peer = f"PostgreSQL, {readings:,} readings", readings / copy_peer(url, path)
            loaded = f"{name} loaded by the command (peer: COPY of the file)"
            figures += [
                Figure(loaded, readings / seconds, peer, peer / 2, "/s", is_floor=True),
                Figure(f"{name}: peak memory of the command", mib, None, 500, "MiB"),
            ]
            some = of_townships(name, url)
            years.append(some[0].ours)
            figures += some
    few, more = years
    words = f"PostgreSQL: townships × year at {many:,} readings (peer: at a tenth)"
    return [*figures, Figure(words, more, few, few * TIMES_MORE, "ms")]
