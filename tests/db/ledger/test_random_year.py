"""A year of random operations against a plain model: sums as of any day, closed months, the proof."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.kernel import clock
from casebook.kernel.months import Month, months_of_year
from casebook.ledger import queries
from casebook.ledger.rules import WATER, WELLS, PostingKind
from tests.factories.ledger import (
    COUNTY,
    OTHER_TOWNSHIP,
    TOWNSHIP,
    close_month,
    make_subject,
    post_closed_well,
    post_reduction,
    reverse,
    well_code,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.ledger.queries import Entry

pytestmark = pytest.mark.usefixtures("file_store")

STEPS = 220
START = datetime(2023, 1, 3, 2, tzinfo=UTC)
CUT, STRUCK = frozenset({PostingKind.PLAN_CUT}), frozenset({PostingKind.PROBLEM_STRUCK_OFF})


@dataclass
class Line:
    """One booking as the model keeps it: litres, no ledger."""

    day: date
    what: frozenset[PostingKind]
    township: str
    count: int = 0
    full: int = 0
    this: int = 0


@dataclass
class Year:
    """What an office does in a year, and a list of what that has to come to."""

    session: Session
    chance: random.Random
    now: datetime = START
    lines: list[Line] = field(default_factory=list)
    standing: list[tuple[Entry, Line]] = field(default_factory=list)
    wells: int = 0
    closed: dict[Month, tuple[str, int, int]] = field(default_factory=dict)

    def step(self) -> None:
        self.now += timedelta(hours=self.chance.randint(1, 76))
        self.close_months()
        acts = [self.close_well, self.close_well, self.reduce, self.cut, self.strike_off, self.take_back]
        self.chance.choice(acts)()

    @property
    def today(self) -> date:
        return clock.local_day(self.now)

    def book(self, entry: Entry, line: Line) -> None:
        self.lines.append(line)
        self.standing.append((entry, line))

    def place(self) -> str:
        return self.chance.choice([TOWNSHIP, OTHER_TOWNSHIP])

    def day(self) -> date:
        """Mostly long before it is booked, so that closed months are corrected."""
        return max(date(2023, 1, 1), self.today - timedelta(days=self.chance.randint(0, 60)))

    def close_well(self) -> None:
        self.wells += 1
        place, day = self.place(), self.day()
        about = {"now": self.now, "on": day, "year": day.year, "division_code": place}
        entry = post_closed_well(self.session, well_code=well_code(self.wells, place), **about)
        self.book(entry, Line(self.today, WELLS, place, count=1))

    def reduce(self) -> None:
        full = self.chance.randint(0, 99_999_999)
        this = self.chance.randint(0, full)
        self.wells += 1
        place, day = self.place(), self.day()
        entry = post_reduction(
            self.session,
            now=self.now,
            on=day,
            year=day.year,
            division_code=place,
            well_code=well_code(self.wells, place),
            full_year_m3=Decimal(full) / 1000,
            this_year_m3=Decimal(this) / 1000,
        )
        self.book(entry, Line(self.today, WATER, place, full=full, this=this))

    def cut(self) -> None:
        volume, place = self.chance.randint(1, 9_999_999), self.place()
        entry = post_reduction(
            self.session,
            kind=PostingKind.PLAN_CUT,
            now=self.now,
            on=self.day(),
            well_code=None,
            division_code=place,
            subject=make_subject(kind="plan_cut"),
            method=None,
            grade=None,
            full_year_m3=Decimal(volume) / 1000,
            this_year_m3=Decimal(volume) / 1000,
        )
        self.book(entry, Line(self.today, CUT, place, full=volume, this=volume))

    def strike_off(self) -> None:
        place = self.place()
        about = {"now": self.now, "on": self.day(), "division_code": place, "well_code": well_code(1, place)}
        entry = post_closed_well(self.session, kind=PostingKind.PROBLEM_STRUCK_OFF, **about)
        self.book(entry, Line(self.today, STRUCK, place, count=1))

    def take_back(self) -> None:
        if not self.standing:
            return
        entry, line = self.standing.pop(self.chance.randrange(len(self.standing)))
        kept = self.chance.randint(0, line.this) if line.what is WATER else 0
        first = (self.today - entry.posting.on).days
        on = self.today - timedelta(days=self.chance.randint(0, first))
        reverse(self.session, entry, now=self.now, on=on, this_year_m3_kept=Decimal(kept) / 1000)
        taken = Line(self.today, line.what, line.township, -line.count, -line.full, kept - line.this)
        self.lines.append(taken)

    def close_months(self) -> None:
        """Close what is over, now and then a month late."""
        for month in months_of_year(2023):
            if month in self.closed or month.last >= self.today or self.chance.random() < 0.5:
                continue
            if any(earlier < month and earlier not in self.closed for earlier in months_of_year(2023)):
                continue
            closed = close_month(self.session, month, now=self.now)
            self.closed[month] = closed.head.hash, *self.expected(month.last, WATER)[1:]

    def expected(self, day: date, what: frozenset[PostingKind], township: str = "") -> tuple[int, int, int]:
        those = [one for one in self.lines if one.day <= day and one.what is what]
        those = [one for one in those if one.township.startswith(township)]
        return tuple(sum(getattr(one, name) for one in those) for name in ("count", "full", "this"))  # type: ignore[return-value]  # three


def found(session: Session, day: date | None, what: frozenset[PostingKind], township: str) -> tuple[int, ...]:
    sums = queries.totals(session, COUNTY, 2023, kinds=what, division=township, as_of=day)
    return sums.count, int(sums.full_year_m3 * 1000), int(sums.this_year_m3 * 1000)


@pytest.mark.parametrize("seed", [20231, 20232])
def test_a_year_of_operations(session: Session, seed: int) -> None:
    game = Year(session, random.Random(seed))
    while game.now < datetime(2023, 12, 27, tzinfo=UTC) and len(game.lines) < STEPS:
        game.step()
    days = [date(2023, 1, 1) + timedelta(days=game.chance.randint(0, 364)) for _ in range(12)]
    for day in [*days, *(month.last for month in game.closed)]:
        for what in (WELLS, WATER, CUT, STRUCK):
            for township in ("", TOWNSHIP, OTHER_TOWNSHIP):
                assert found(session, day, what, township) == game.expected(day, what, township)
    for what in (WELLS, WATER, CUT, STRUCK):
        now = found(session, None, what, "")
        assert now == game.expected(game.today, what) == found(session, game.today, what, "")
    check_months(session, game)
    assert queries.verify(session, COUNTY).is_whole


def check_months(session: Session, game: Year) -> None:
    """Later corrections of a closed month changed nothing of it; they are booked in their own months."""
    assert len(game.closed) > 6
    for month, (head, full, this) in game.closed.items():
        assert queries.head_as_of(session, COUNTY, month.last).hash == head
        assert found(session, month.last, WATER, "")[1:] == (full, this)
        booked = queries.iterate_booked(session, COUNTY, month.first, month.last)
        lines = [one for one in game.lines if Month.of(one.day) == month]
        assert sum(facts["full_year_l"] for facts, _hash in booked) == sum(one.full for one in lines)
