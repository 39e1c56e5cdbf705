"""Device clocks: every instant of a payload is put right once, before anything of the trade reads it.

The bytes that the device signed keep what its clock said. An instant named `signed_at` stays as it is,
because it stands in a text that was signed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from casebook.inspections.rules.presence import ODD_CLOCK_S
from casebook.kernel.clock import CHINA, local_day, to_local

if TYPE_CHECKING:
    from casebook.field.rules.envelope import Envelope

_CREDIBLE = datetime(2020, 1, 1, tzinfo=UTC)
"""No tablet worked with casebook before; a clock that says so was reset, to 1970 as a rule."""
_AS_SIGNED = "signed_at"
_AHEAD = "clock_ahead_s"
_DAYS_OF_CLOCK = frozenset({"accepted_on", "read_on", "signed_on"})
"""Days that the tablet fills in from its clock; others, such as a term's end, are chosen."""


@dataclass(frozen=True)
class Clock:
    """A device's clock as it stood when an operation was made."""

    made_at: datetime
    """By that clock."""
    received_at: datetime
    """By the server's; nothing of the operation is dated later."""
    ahead_s: float | None
    """By how many seconds its instants are put back; None where there is nothing to put right."""

    def right(self, at: datetime) -> datetime:
        """Return an instant of this clock as the server's clock would have had it."""
        corrected = at if self.ahead_s is None else at - timedelta(seconds=self.ahead_s)
        return min(corrected, self.received_at)

    def right_day(self, day: date) -> date:
        """Return a Chinese day that was read from this clock, as the server's would have had it."""
        made = to_local(self.made_at)
        return local_day(self.right(datetime.combine(day, made.time(), CHINA)))


def clock_of(found: Envelope, received_at: datetime) -> Clock:
    """Return the clock that an operation was made by.

    What the tablet says of it holds as long as the operation was then made between the first tablets and
    its arrival. Otherwise nobody knows how far the clock is off, and it counts as made when it arrived.
    """
    stated = found.clock_ahead_s or 0.0
    made = found.made_at - timedelta(seconds=stated)
    is_credible = _CREDIBLE <= made <= received_at + timedelta(seconds=ODD_CLOCK_S)
    ahead = stated if is_credible else (found.made_at - received_at).total_seconds()
    return Clock(found.made_at, received_at, ahead if abs(ahead) > ODD_CLOCK_S else None)


def put_right(value: Any, clock: Clock) -> Any:  # noqa: ANN401 - of the payload's own type
    """Return a payload with all its instants by the server's clock."""
    if isinstance(value, datetime):
        return clock.right(value)
    if isinstance(value, tuple):
        return tuple(put_right(part, clock) for part in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    present = {field.name: getattr(value, field.name) for field in fields(value)}
    righted = {name: _part(name, part, clock) for name, part in present.items()}
    changed = {name: part for name, part in righted.items() if part is not present[name]}
    return replace(value, **changed) if changed else value


def _part(name: str, value: object, clock: Clock) -> object:
    if clock.ahead_s is not None:
        if name == _AHEAD:
            return clock.ahead_s
        if name in _DAYS_OF_CLOCK and isinstance(value, date):
            return clock.right_day(value)
    return value if name == _AS_SIGNED else put_right(value, clock)
