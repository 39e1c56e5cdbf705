"""Rows given by the column: as lists, and as binary COPY takes them."""

from __future__ import annotations

import struct
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from casebook.db.columns import BEGINS, ENDS, KEY, Picked, listed, spelled

if TYPE_CHECKING:
    from casebook.db.columns import Values

FIRST, SECOND = UUID(int=1), UUID(int=2**127 + 5)
KINDS = {
    "id": "UUID",
    "of": "UUID",
    "on": "DATE",
    "litres": "BIGINT",
    "line": "INTEGER",
    "mark": "VARCHAR(40)",
    "written": "VARCHAR(40)",
    "county": "VARCHAR(6)",
    "batch": "UUID",
    "revision": "INTEGER",
    "at": "TIMESTAMP WITH TIME ZONE",
}
AT = datetime(2023, 5, 25, 8, 0, 0, 7, tzinfo=UTC)
SAME = {"county": "371525", "batch": None, "revision": 3, "at": AT}


def columns(words: list[str]) -> dict[str, Values]:
    places = np.arange(len(words)) % 2
    return {
        "id": np.frombuffer(b"".join((FIRST, SECOND)[place].bytes for place in places), KEY),
        "of": Picked([FIRST, SECOND], places),
        "on": Picked([date(1999, 12, 31), date(2023, 5, 25)], places),
        "litres": np.arange(len(words)) * 10**12,
        "line": np.arange(len(words)) + 2,
        "mark": Picked(["none", "翻转"], places),
        "written": words,
    }


def cells_of(body: bytes) -> list[list[bytes | None]]:
    """Read rows as the server does."""
    found, at = [], 0
    while at < len(body):
        (count,) = struct.unpack_from(">h", body, at)
        at, row = at + 2, []
        for _cell in range(count):
            (width,) = struct.unpack_from(">i", body, at)
            at += 4
            row.append(None if width < 0 else body[at : at + width])
            at += max(width, 0)
        found.append(row)
    return found


def expected(words: list[str]) -> list[list[bytes | None]]:
    microseconds = int((AT - datetime(2000, 1, 1, tzinfo=UTC)).total_seconds()) * 10**6 + 7
    return [
        [
            (FIRST, SECOND)[number % 2].bytes,
            (FIRST, SECOND)[number % 2].bytes,
            struct.pack(">i", (-1, 8545)[number % 2]),
            struct.pack(">q", number * 10**12),
            struct.pack(">i", number + 2),
            ("none", "翻转")[number % 2].encode(),
            word.encode(),
            b"371525",
            None,
            struct.pack(">i", 3),
            struct.pack(">q", microseconds),
        ]
        for number, word in enumerate(words)
    ]


@given(st.lists(st.text(max_size=4), min_size=1, max_size=30))
def test_every_row_is_spelled_whatever_its_widths(words: list[str]) -> None:
    body = b"".join(spelled(columns(words), SAME, KINDS))
    assert sorted(map(repr, cells_of(body))) == sorted(map(repr, expected(words)))


def test_rows_of_the_same_widths_stay_in_order_over_slices() -> None:
    words = ["12.5"] * 40_000
    some = columns(words) | {"mark": Picked(["none"], np.zeros(len(words), np.int64))}
    lines = [row[4] for row in cells_of(b"".join(spelled(some, SAME, KINDS)))]
    assert lines == [struct.pack(">i", number + 2) for number in range(40_000)]


def test_what_stands_around_them() -> None:
    assert (len(BEGINS), BEGINS[:6], ENDS) == (19, b"PGCOPY", struct.pack(">h", -1))


def test_values_one_by_one() -> None:
    found: dict[str, list[Any]] = {name: listed(values) for name, values in columns(["1", "2"]).items()}
    assert found == {
        "id": [FIRST.hex, SECOND.hex],
        "of": [FIRST.hex, SECOND.hex],
        "on": ["1999-12-31", "2023-05-25"],
        "litres": [0, 10**12],
        "line": [2, 3],
        "mark": ["none", "翻转"],
        "written": ["1", "2"],
    }
