"""A source's readings against the meters it may speak of: what can be taken in, and why the rest cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from casebook.kernel.cells import Unit
from casebook.kernel.clock import CHINA, local_day, to_local
from casebook.volumes.rules.cells import Bad, Fault, Row, read_amount, read_key, read_moment
from casebook.volumes.rules.columns import Column
from casebook.volumes.rules.kinds import ReadingFault, ReadingMark, ReadingWay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from casebook.volumes.rules.parsing import Said

AHEAD = timedelta(minutes=10)
"""A reading may lie so far ahead of our clock; two clocks are never quite the same."""
MARKS = {"": ReadingMark.NONE, "none": ReadingMark.NONE, "rollover": ReadingMark.ROLLOVER}
"""What a source may note; a swap of meters is told by an officer, with both readings."""
_DAY_LENGTH = 10
_PLAIN = re.compile(r"[0-9]{8}|[0-9]{10}|[0-9]{12}|[0-9]{13}|[0-9]{14}")
_EPOCH, _EPOCH_MS = 10, 13
_SPELLED = {12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
EARLIEST = date(2000, 1, 1).toordinal()
"""A clock that lost its battery begins in 1970; no online meter is older than this."""


@dataclass(frozen=True, slots=True)
class Link:
    """A meter that a source may speak of."""

    device_no: str
    meter_no: str
    well_code: str
    gone_on: date | None = None
    """Day on which the meter was taken from the well."""


@dataclass(slots=True)
class Links:
    """The meters of one source, by the numbers under which a message may name them."""

    by_number: dict[str, Link] = field(default_factory=dict)
    by_well: dict[str, list[Link]] = field(default_factory=dict)

    @classmethod
    def of(cls, links: Iterable[Link]) -> Links:
        """Return the meters by number; the sender's own number goes before the register's."""
        found, known = cls(), list(links)
        for link in known:
            found.by_number.setdefault(read_key(link.meter_no), link)
            found.by_well.setdefault(read_key(link.well_code), []).append(link)
        found.by_number.update({read_key(link.device_no): link for link in known})
        return found


def judge(said: Said, links: Links, unit: Decimal, received_at: datetime) -> Row | Fault:
    """Return a reading as a row of a file would say it, or why it is refused; `unit` in m³."""
    well, number = read_key(said.well), read_key(said.meter)
    try:
        link = _link_of(well, number, links)
        day, second = _moment_of(said.at, received_at)
        _refuse_gone(link, day)
        amount = read_amount(said.dial, Unit.CUBIC_METRE, unit, Column.DIAL)
        mark = _mark_of(said.mark)
    except Bad as bad:
        written = {Column.DATE: said.at, Column.DIAL: said.dial, Column.REMARK: said.mark}
        shown = written.get(bad.column, said.meter or said.well)[:80]
        return Fault(said.row, bad.code, bad.column, shown, well, number, bad.hint)
    meter = read_key(link.meter_no)
    key = read_key(link.well_code)
    return Row(said.row, key, meter, day, second, amount, mark, ReadingWay.ONLINE, said.dial[:40])


def _refuse_gone(link: Link, day: int) -> None:
    """Refuse what a meter says after it was taken away: it would be counted beside the one in its place."""
    if link.gone_on is not None and day > link.gone_on.toordinal():
        raise Bad(ReadingFault.METER_UNKNOWN, Column.METER, "gone")


def _mark_of(text: str) -> ReadingMark:
    found = MARKS.get(text.lower())
    if found is None:
        raise Bad(ReadingFault.MARK_UNREADABLE, Column.REMARK)
    return found


def _link_of(well: str, number: str, links: Links) -> Link:
    """Return the meter that is meant; what is not the source's own is unknown, whether it exists or not."""
    if not number:
        of_well = links.by_well.get(well, [])
        if not well or not of_well:
            raise Bad(ReadingFault.METER_UNKNOWN, Column.METER, "not_of_source" if well else "not_said")
        if len(of_well) > 1:
            raise Bad(ReadingFault.METER_UNKNOWN, Column.METER, "several")
        return of_well[0]
    link = links.by_number.get(number)
    if link is None:
        raise Bad(ReadingFault.METER_UNKNOWN, Column.METER, "not_of_source")
    if well and read_key(link.well_code) != well:
        raise Bad(ReadingFault.WELL_UNKNOWN, Column.WELL, "other_well")
    return link


def _moment_of(text: str, received_at: datetime) -> tuple[int, int]:
    """Return the day and second of a reading; Bad when it lies ahead of our clock, or far back."""
    day, second = read_instant(text)
    latest = to_local(received_at + AHEAD)
    now = latest.date().toordinal(), latest.hour * 3600 + latest.minute * 60 + latest.second
    if day > local_day(received_at).toordinal() if second < 0 else (day, second) > now:
        raise Bad(ReadingFault.DATE_IN_FUTURE, Column.DATE, "clock")
    if day < EARLIEST:
        raise Bad(ReadingFault.DATE_UNREADABLE, Column.DATE, "clock")
    return day, second


def read_instant(text: str) -> tuple[int, int]:
    """Return the ordinal of a Chinese day and the second of it, -1 where only the day is written.

    Understood: ISO 8601 with or without offset (without one it is Chinese time), 20230525080000,
    202305250800, 20230525, seconds or milliseconds since 1970, and what files may say.
    """
    moment = find_moment(text)
    if moment is None:
        return read_moment(text)
    return moment.date().toordinal(), moment.hour * 3600 + moment.minute * 60 + moment.second


def find_moment(text: str) -> datetime | None:
    """Return the instant that a text names, as Chinese wall time; None where it names none, or a day only."""
    try:
        if _PLAIN.fullmatch(text):
            return _of_digits(text)
        if len(text) <= _DAY_LENGTH or not (":" in text or "T" in text):
            return None
        moment = datetime.fromisoformat(text)
        return to_local(moment) if moment.tzinfo else moment.replace(tzinfo=CHINA)
    except (ValueError, OverflowError, OSError):
        return None


def _of_digits(text: str) -> datetime | None:
    if len(text) in {_EPOCH, _EPOCH_MS}:
        seconds = int(text) if len(text) == _EPOCH else int(text) // 1000
        return to_local(datetime.fromtimestamp(seconds, UTC))
    spelled = _SPELLED.get(len(text))
    return datetime.strptime(text, spelled).replace(tzinfo=CHINA) if spelled else None


def clock_off(sent_at: str, received_at: datetime) -> int | None:
    """Return by how many seconds the sender's clock is ahead of ours; None where it does not say its time."""
    moment = find_moment(sent_at)
    if moment is None:
        return None
    off = round((moment - received_at).total_seconds())
    return max(-_LARGEST_OFF, min(off, _LARGEST_OFF))


_LARGEST_OFF = 2**31 - 1
FAR_OFF = timedelta(minutes=5)
"""A clock that is off by more is told to whoever keeps the source."""


def is_far_off(seconds: int | None) -> bool:
    """Say whether a clock is so wrong that somebody should set it."""
    return seconds is not None and abs(seconds) > FAR_OFF.total_seconds()


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Return rows as a file's would come: by well and time, the same time in the message's order."""
    return sorted(rows, key=lambda row: (row.key, row.day, row.second, row.line))


def instant_of(row: Row) -> datetime:
    """Return when a reading was taken; of one that says only the day its first moment."""
    on = date.fromordinal(row.day)
    start = datetime(on.year, on.month, on.day, tzinfo=CHINA)
    return start + timedelta(seconds=max(row.second, 0))
