"""Storylines are played together in the order of their moments, and stop at the present."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def stage() -> Stage:
    found = object.__new__(Stage)
    found.present = found.now = NOW
    return found


def line(on: Stage, told: list[tuple[str, datetime]], name: str, *moments: datetime) -> Iterator[datetime]:
    for moment in moments:
        yield moment
        told.append((name, on.now))


def test_in_the_order_of_moments() -> None:
    on, told = stage(), []
    on.play([line(on, told, "a", NOW - 9 * DAY, NOW - 2 * DAY), line(on, told, "b", NOW - 5 * DAY)])
    assert told == [("a", NOW - 9 * DAY), ("b", NOW - 5 * DAY), ("a", NOW - 2 * DAY)]


def test_nothing_beyond_the_present() -> None:
    on, told = stage(), []
    on.play([line(on, told, "a", NOW - DAY, NOW + DAY, NOW - DAY)])
    assert told == [("a", NOW - DAY)]


def test_no_storyline_goes_back_in_time() -> None:
    on, told = stage(), []
    on.play([line(on, told, "a", NOW - DAY, NOW - 3 * DAY)])
    assert told == [("a", NOW - DAY), ("a", NOW - DAY)]
