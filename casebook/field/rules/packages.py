"""What a work package may be asked for, how long it lasts, and when a look back is due: pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

VERSION = 1
PARTS = (
    "wells",
    "problems",
    "measures",
    "closures",
    "tasks",
    "earlier",
    "pictures",
    "zones",
    "townships",
    "officers",
    "checklists",
    "codes",
    "plates",
    "points",
    "numbers",
    "basemap",
)
"""Names of a package's parts, in the order in which its text lists them."""

MOST_ROUTE = 500
MOST_DAYS = 60
FOLLOW_UP_DAYS = (30, 90, 180)
"""Days after a problem is struck off on which it is looked at again (回头看, rules.md 6.1)."""

BLOCK = 5
"""Unused numbers of each form that a device holds of a year: ten together."""
NUMBERS_KEPT = timedelta(days=30)
"""So long after its last package ran out a device may still hand over a paper that it made with a number."""


@dataclass(frozen=True)
class Scope:
    """What an officer takes along: a township, a route of wells in its order, or what falls due."""

    kind: Literal["township", "wells", "due"]
    township: str = ""
    wells: tuple[str, ...] = ()
    days: int = 0

    def as_data(self) -> dict[str, object]:
        """Return the scope as the wire has it."""
        said = {"township": self.township, "wells": list(self.wells), "due": self.days}[self.kind]
        return {"kind": self.kind, {"due": "days"}.get(self.kind, self.kind): said}


def scope_of(data: Mapping[str, Any]) -> Scope:
    """Return the scope that `Scope.as_data` wrote."""
    facts = {name: value for name, value in data.items() if name != "wells"}
    return Scope(**facts, wells=tuple(data.get("wells", ())))


def check_scope(scope: Scope) -> None:
    """Refuse a scope that names nothing, or more than one carries along."""
    if scope.kind == "wells" and not 0 < len(scope.wells) <= MOST_ROUTE:
        raise RuleBroken("package_route_length", field="wells", most=MOST_ROUTE)
    if scope.kind == "due" and not 0 <= scope.days <= MOST_DAYS:
        raise RuleBroken("package_days_wrong", field="days", most=MOST_DAYS)


def check_route(wanted: Sequence[str], found: Sequence[str]) -> None:
    """Refuse a route on which wells are not to be had; which ones is said."""
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise RuleBroken("package_wells_unknown", field="wells", wells="、".join(missing[:10]))


def address(package_id: UUID, part: str) -> str:
    """Return where a part is fetched."""
    return f"/field/api/packages/{package_id}/{part}"


def next_follow_up(struck_off_on: date, visits: Sequence[date]) -> date | None:
    """Return the day on which a problem that was struck off is to be looked at again; None when all was.

    `visits` are days of 回头看 at the well.
    """
    done = sum(1 for day in visits if day >= struck_off_on)
    if done >= len(FOLLOW_UP_DAYS):
        return None
    return struck_off_on + timedelta(days=FOLLOW_UP_DAYS[done])


def earliest_struck_off(today: date) -> date:
    """Return the day before which nothing that was struck off is looked at again."""
    return today - timedelta(days=2 * FOLLOW_UP_DAYS[-1])


def years_of(first: date, last: date) -> list[int]:
    """Return the years in which a package is used: papers bear a number of their year."""
    return list(range(first.year, last.year + 1))


def is_abandoned(expired_at: datetime, now: datetime) -> bool:
    """Say whether the numbers of a device without a valid package are given up."""
    return expired_at + NUMBERS_KEPT < now
