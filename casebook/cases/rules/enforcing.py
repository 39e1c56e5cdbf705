"""When force may be used: the court's window, 代履行, night and holidays (强制法 35, 43, 50–55)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from casebook.deadlines.rules import DayKind, compute, find_rule
from casebook.kernel.clock import to_local
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, time

    from casebook.deadlines.rules import Calendar


@dataclass(frozen=True, slots=True)
class Window:
    """The days within which the court may be applied to; None where a bound is not known yet."""

    earliest: date | None
    latest: date | None
    terms_ended_on: date | None

    def check(self, on: date) -> None:
        """Refuse a day outside it: not urged, terms not over, too early, too late (强制法 53, 54)."""
        if self.terms_ended_on is None or self.latest is None:
            raise RuleBroken("court_terms_open", field="on", article="强制法 53")
        if self.earliest is None:
            raise RuleBroken("court_not_urged", field="on", article="强制法 54")
        if on < self.earliest:
            raise RuleBroken(
                "court_too_early", field="on", article="强制法 53、54", earliest=self.earliest.isoformat()
            )
        if on > self.latest:
            raise RuleBroken(
                "court_too_late", field="on", article="强制法 53", latest=self.latest.isoformat()
            )


def court_window(*, urged_on: date | None, terms_ended_on: date | None, calendar: Calendar) -> Window:
    """Return the window: ten working days after 催告 was served and the terms over, three months at most."""
    latest = _due(terms_ended_on, "D-16", calendar)
    urged = _due(urged_on, "D-15", calendar)
    if urged is None or terms_ended_on is None:
        return Window(None, latest, terms_ended_on)
    return Window(max(urged, terms_ended_on + timedelta(days=1)), latest, terms_ended_on)


def _due(start: date | None, rule_id: str, calendar: Calendar) -> date | None:
    rule = find_rule(rule_id)
    if start is None or rule.length is None:
        return None
    return compute(start, rule.length, calendar=calendar, roll=rule.roll).due


def is_at_rest(begun_at: datetime, ended_at: datetime, calendar: Calendar, night: tuple[time, time]) -> bool:
    """Say whether any of the time lies in the county's night or on a legal holiday (强制法 43).

    Work of several days is recorded day by day; as one span it would go through the nights.
    """
    begun, ended = to_local(begun_at), to_local(ended_at)
    night_from, night_until = night
    first_night = datetime.combine(begun.date(), night_from, tzinfo=begun.tzinfo)
    by_night = begun.time() < night_until or begun.time() >= night_from or ended > first_night
    days = (begun.date() + timedelta(days=n) for n in range((ended.date() - begun.date()).days + 1))
    return by_night or any(calendar.kind_of(day) is DayKind.HOLIDAY for day in days)


def check_work(begun_at: datetime, ended_at: datetime, now: datetime) -> None:
    """Refuse work that ends before it begins, or lies ahead."""
    if ended_at <= begun_at:
        raise RuleBroken("work_reversed", field="ended_at")
    if ended_at > now:
        raise RuleBroken("date_in_future", field="ended_at")


def check_cost(*, estimate_fen: int, spent_fen: int, added_fen: int, reason: str) -> None:
    """Refuse a cost of nothing, and one above the estimate unless somebody says why (强制法 51)."""
    if added_fen <= 0:
        raise RuleBroken("payment_empty", field="yuan")
    if spent_fen + added_fen > estimate_fen and not reason.strip():
        raise RuleBroken(
            "cost_above_estimate", field="reason", article="强制法 51", estimate=f"{estimate_fen / 100:.2f}"
        )
