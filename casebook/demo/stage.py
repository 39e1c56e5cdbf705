"""The stage on which the story is played: who acts, at which well, at what moment.

A storyline is a generator that yields the moment at which it goes on. All of them are played together
in the order of their moments, so that numbers and chains come out as in real life; a moment that has
not come yet ends a storyline where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any

from casebook.accounts.queries import actor_of
from casebook.deadlines.queries import get_calendar
from casebook.kernel.clock import CHINA, local_day
from casebook.wells.queries import get_well, get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Officer
    from casebook.cases.models import Case, Measure, Problem
    from casebook.closures.models import Closure
    from casebook.demo.tablets import Tablet
    from casebook.wells.models import Well

Storyline = Iterator[datetime]


class Stage:
    """One performance: people and wells by the names that the story has for them, and what came of them."""

    def __init__(
        self,
        session: Session,
        *,
        officers: Mapping[str, Officer],
        well_ids: Mapping[str, UUID],
        present: datetime,
    ) -> None:
        self.session = session
        self.present = present
        """The real present; nothing is played beyond it."""
        self.now = present
        """The moment of the act that is being played."""
        self.problems: dict[str, list[Problem]] = {}
        self.cases: dict[str, Case] = {}
        self.measures: dict[str, Measure] = {}
        self.closures: dict[str, Closure] = {}
        self.tablets: dict[str, Tablet] = {}
        """By the login of who has them."""
        self.visits: dict[str, UUID] = {}
        """Filed inspections by the names that the story has for them."""
        self.plates: dict[str, str] = {}
        """What the codes on well plates say, by well code."""
        self._officers = officers
        self._well_ids = well_ids
        self._calendar = get_calendar(session)

    def officer(self, login: str) -> Officer:
        """Return somebody by login."""
        return self._officers[login]

    def actor(self, login: str) -> Actor:
        """Return somebody as one who acts."""
        return actor_of(self._officers[login], device="demo")

    def by(self, login: str, minutes: int = 0) -> dict[str, Any]:
        """Return who acts and when, as every act takes them; so many minutes after the present moment."""
        return {"actor": self.actor(login), "now": self.now + timedelta(minutes=minutes)}

    def well(self, key: str) -> Well:
        """Return a well of the story."""
        return get_well_by_id(self.session, self._well_ids[key])

    def well_coded(self, code: str) -> Well:
        """Return a well of the crowd."""
        return get_well(self.session, code, self.actor("permit"))

    def on(self, day: date, time: str = "09:30") -> datetime:
        """Return a time of a working day: of the day itself, or of the last one before it."""
        if not self._calendar.is_working_day(day):
            day = self._calendar.previous_working_day(day)
        hour, minute = time.split(":")
        return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=CHINA)

    def ago(self, days: int, time: str = "09:30") -> datetime:
        """Return a time of a working day so many days before today."""
        return self.on(local_day(self.present) - timedelta(days=days), time)

    def play(self, storylines: Iterable[Storyline]) -> None:
        """Play all storylines up to the present."""
        turns = [(next(story), number, story) for number, story in enumerate(storylines)]
        heapify(turns)
        while turns:
            self.now, number, story = heappop(turns)
            if self.now > self.present:
                continue
            following = next(story, None)
            if following is not None:
                heappush(turns, (max(following, self.now), number, story))
