"""What a user reports: the water of each intake in a period, and what of it an officer has to ask about."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

MOST_PER_RETURN, MOST_PER_ADDRESS, MOST_REFUSED = 6, 120, 240
"""Reports of one return and from one address in a day, and what of an address may be refused besides."""
"""How often a day one return may be sent, and how many returns one address may send."""
MOST_PHOTOGRAPH_BYTES = 15 * 1024 * 1024
LONGEST_NOTE, LONGEST_NAME, LONGEST_PHONE = 400, 60, 40
_LITRE = Decimal("0.001")
NOTHING = Decimal(0)


class Finding(StrEnum):
    """What an officer is told beside a reported line."""

    DEVIATES = "line_deviates"
    """From what was measured, past the county's share."""
    NOT_MEASURED = "line_not_measured"
    DIAL_FELL = "line_dial_fell"
    DIAL_DIFFERS = "line_dial_differs"
    """The dial moved by something else than the reported volume."""


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """The water of one intake in a period, m³; `well_id` None where the user has no registered well."""

    well_id: UUID | None
    volume_m3: Decimal
    dial_m3: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A reported line beside what is known of its well."""

    line: ReportedLine
    measured_m3: Decimal | None
    """Of the whole period; None where a month has no figure or only part of one."""
    dial_before_m3: Decimal | None
    """As the return of the period before says it."""


def check_lines(lines: Sequence[ReportedLine], wells: Sequence[UUID | None], *, is_nil: bool) -> Decimal:
    """Return the total of a report; RuleBroken when it does not say each intake once, or says too much.

    A nil return says 0 for all; one that is not nil and sums to 0 would be a nil one.
    """
    if sorted(map(str, (one.well_id for one in lines))) != sorted(map(str, wells)):
        raise RuleBroken("return_wells_differ", count=len(wells))
    for one in lines:
        _check_volume(one.volume_m3)
        if one.dial_m3 is not None:
            _check_volume(one.dial_m3)
    total = sum((one.volume_m3 for one in lines), NOTHING)
    if is_nil and total:
        raise RuleBroken("return_nil_with_water", field="is_nil")
    if not is_nil and not total:
        raise RuleBroken("return_without_water", field="is_nil")
    return total


def _check_volume(volume: Decimal) -> None:
    if not volume.is_finite() or not 0 <= volume <= LARGEST_M3 or volume != volume.quantize(_LITRE):
        raise RuleBroken("return_volume")


def findings(compared: Compared, limit: Decimal) -> tuple[Finding, ...]:
    """Return what to ask about a line; `limit` is the share past which two figures deviate."""
    line, measured, before = compared.line, compared.measured_m3, compared.dial_before_m3
    found = []
    if measured is None:
        found.append(Finding.NOT_MEASURED)
    elif abs(line.volume_m3 - measured) > limit * measured:
        found.append(Finding.DEVIATES)
    if line.dial_m3 is not None and before is not None:
        moved = line.dial_m3 - before
        if moved < 0:
            found.append(Finding.DIAL_FELL)
        elif abs(moved - line.volume_m3) > limit * line.volume_m3:
            found.append(Finding.DIAL_DIFFERS)
    return tuple(found)


def caller_mark(secret: bytes, address: str, on: date) -> str:
    """Return a mark of who calls, good for one day: the address itself is never stored."""
    return hmac.new(secret, f"{on.isoformat()}|return|{address}".encode(), "sha256").hexdigest()[:32]


def check_rate(*, of_return: int, from_here: int, refused_here: int) -> None:
    """Refuse what goes beyond how often a day one return, or one address, may send.

    What was refused counts against its address alone: who mends a report again and again still gets it in.
    """
    if of_return >= MOST_PER_RETURN:
        raise RuleBroken("return_sent_too_often", most=MOST_PER_RETURN)
    if from_here >= MOST_PER_ADDRESS:
        raise RuleBroken("return_sent_too_often", most=MOST_PER_ADDRESS)
    if refused_here >= MOST_REFUSED:
        raise RuleBroken("return_sent_too_often", most=MOST_REFUSED)
