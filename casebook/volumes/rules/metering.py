"""When a meter may be put on a well, swapped or taken away, and what becomes of its lead seal (铅封)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.volumes.rules.dials import Reading

LEAST_DIGITS, MOST_DIGITS = 3, 12
CALIBRATION_SOON_DAYS = 60
"""A calibration that is due within these days is told beforehand; casebook's own."""


class SealEnd(StrEnum):
    """How a lead seal came to its end."""

    BROKEN = "seal_broken"
    """Found broken: a sign of tampering until explained."""
    OPENED = "seal_opened"
    """Taken off by those who may: calibration, repair, swap."""
    RENEWED = "seal_renewed"


class CalibrationState(StrEnum):
    """Whether a meter's calibration (检定) still holds."""

    UNKNOWN = "calibration_unknown"
    VALID = "calibration_valid"
    DUE_SOON = "calibration_due_soon"
    OVERDUE = "calibration_overdue"


@dataclass(frozen=True, slots=True)
class Span:
    """A meter on a well for a while; `to_on` None while it is there."""

    well: str
    meter: str
    from_on: date
    to_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Say whether it was there that day; on the day of its removal another may come."""
        return self.from_on <= on and (self.to_on is None or on < self.to_on)


def check_put(spans: Iterable[Span], *, well: str, meter: str, on: date, today: date) -> None:
    """Hold that a meter may begin on a well.

    `spans` are those of the meter anywhere and of any meter on the well. RuleBroken: `meter_day_in_future`,
    `meter_elsewhere`, `meter_already_there` (a swap, or a removal first), `meter_put_before_former`.
    """
    check_day(on, today)
    for span in spans:
        is_free = span.to_on is not None and span.to_on <= on
        if is_free:
            continue
        if span.well != well:
            raise RuleBroken(
                "meter_elsewhere", field="number", meter=meter, well=span.well, since=span.from_on
            )
        if span.to_on is None and span.from_on <= on:
            raise RuleBroken("meter_already_there", field="number", meter=span.meter, since=span.from_on)
        raise RuleBroken("meter_put_before_former", field="on", meter=span.meter, since=span.from_on)


def check_here(spans: Iterable[Span], *, well: str, meter: str) -> None:
    """Hold that a meter of a well is not on another one by now. RuleBroken: `meter_elsewhere`."""
    for span in spans:
        if span.meter == meter and span.to_on is None and span.well != well:
            raise RuleBroken(
                "meter_elsewhere", field="number", meter=meter, well=span.well, since=span.from_on
            )


def check_day(on: date, today: date) -> None:
    """Hold that what is written down has happened."""
    if on > today:
        raise RuleBroken("meter_day_in_future", field="on")


def check_closing(readings: Iterable[Reading], span: Span, *, on: date, today: date) -> None:
    """Hold that a meter may be taken away on a day: no reading of it comes later.

    `readings` are the meter's own on this well. RuleBroken: `meter_day_in_future`, `meter_closed_before_put`,
    `meter_read_later`.
    """
    check_day(on, today)
    if on < span.from_on:
        raise RuleBroken("meter_closed_before_put", field="on", since=span.from_on)
    last = max((reading.on for reading in readings), default=span.from_on)
    if last > on:
        raise RuleBroken("meter_read_later", field="on", last=last)


def check_digits(digits: int | None, dials_l: Iterable[int]) -> None:
    """Hold that a dial has a possible number of digits, and enough for what was read from it.

    RuleBroken: `meter_digits_impossible`, `meter_digits_too_few`.
    """
    if digits is None:
        return
    if not LEAST_DIGITS <= digits <= MOST_DIGITS:
        raise RuleBroken("meter_digits_impossible", field="digits", least=LEAST_DIGITS, most=MOST_DIGITS)
    highest = max(dials_l, default=0) // 1000
    if highest >= 10**digits:
        raise RuleBroken("meter_digits_too_few", field="digits", dial=highest)


def calibration_state(due_on: date | None, today: date) -> CalibrationState:
    """Return whether a calibration holds on a day: it ends after its due day."""
    if due_on is None:
        return CalibrationState.UNKNOWN
    if due_on < today:
        return CalibrationState.OVERDUE
    soon = (due_on - today).days <= CALIBRATION_SOON_DAYS
    return CalibrationState.DUE_SOON if soon else CalibrationState.VALID


def check_seal(*, put_on: date, former_put_on: date | None, today: date) -> None:
    """Hold that a new seal comes after the one before it, and not in the future."""
    check_day(put_on, today)
    if former_put_on is not None and put_on < former_put_on:
        raise RuleBroken("seal_before_former", field="on", since=former_put_on)


def check_seal_end(*, put_on: date, ended_on: date, today: date) -> None:
    """Hold that a seal ends after it was put on, and not in the future."""
    check_day(ended_on, today)
    if ended_on < put_on:
        raise RuleBroken("seal_before_former", field="on", since=put_on)
