"""What pandas needs for the same file: read it, put it into a bare table with a primary key.

Usage: python -m tests.bench.pandas_peer FILE URL; prints the seconds. Runs by itself, so that pandas is
never loaded beside what is measured.
"""

from __future__ import annotations

import sys
import time

import pandas as pd
from sqlalchemy import create_engine, text

NAMES = ["well", "meter", "read_on", "dial", "way", "note"]
ROWS_AT_ONCE = 10_000


def main(path: str, url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TABLE pandas_peer (well text, meter text, read_on date, dial numeric, way text,"
                " note text, PRIMARY KEY (meter, read_on))"
            )
        )
    started = time.perf_counter()
    frame = pd.read_csv(path, header=0, names=NAMES, parse_dates=["read_on"])
    with engine.begin() as connection:
        frame.to_sql("pandas_peer", connection, if_exists="append", index=False, chunksize=ROWS_AT_ONCE)
    sys.stdout.write(f"{time.perf_counter() - started}\n")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE pandas_peer"))


if __name__ == "__main__":
    main(*sys.argv[1:])
