"""The only place that reads the clock. Instants are aware UTC, days are Chinese days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present day in China."""
    return now().astimezone(CHINA).date()


def to_local(moment: datetime) -> datetime:
    """Return an aware instant as Chinese wall time."""
    return moment.astimezone(CHINA)


def local_day(moment: datetime) -> date:
    """Return the Chinese day that an aware instant falls on."""
    return to_local(moment).date()


def end_of_day(day: date) -> datetime:
    """Return the instant at which a Chinese day is over."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def rfc3339(moment: datetime) -> str:
    """Return an aware instant as programs of ours exchange it: in UTC, with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
