"""What came of going to a meter: its dial was read, it had stopped, or nobody could get to it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from decimal import Decimal

LONGEST_REASON = 200
SUBJECT = "meter_visit"
"""How evidence and audit name an attempt."""


class DialOutcome(StrEnum):
    """What came of going to a meter."""

    READ = "dial_read"
    STOPPED = "meter_stopped"
    """It does not turn: its dial is noted, but is no reading, because no water would be made of it."""
    BARRED = "meter_barred"
    """Nobody could get to it, or see its dial."""


def check_visit(
    outcome: DialOutcome, dial_m3: Decimal | None, *, reason: str, is_proved: bool, needs_proof: bool
) -> None:
    """Hold that an attempt says all that it must.

    `is_proved`: a photograph comes with it; `needs_proof`: it was made at the meter, and what it says is
    out of the ordinary. RuleBroken: `dial_missing`, `dial_unseen`, `dial_impossible`, `visit_reason_missing`,
    `visit_photograph_missing`.
    """
    if outcome is DialOutcome.READ and dial_m3 is None:
        raise RuleBroken("dial_missing", field="dial_m3")
    if outcome is DialOutcome.BARRED and dial_m3 is not None:
        raise RuleBroken("dial_unseen", field="dial_m3")
    if dial_m3 is not None and not (dial_m3.is_finite() and 0 <= dial_m3 <= LARGEST_M3):
        raise RuleBroken("dial_impossible", field="dial_m3")
    if outcome is not DialOutcome.READ and not reason.strip():
        raise RuleBroken("visit_reason_missing", field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise RuleBroken("visit_reason_too_long", field="reason", most=LONGEST_REASON)
    if needs_proof and not is_proved:
        raise RuleBroken("visit_photograph_missing", field="photograph")


def needs_photograph(outcome: DialOutcome, *, is_rolled: bool, is_sure: bool) -> bool:
    """Say whether who stands before the meter must show it: it stopped, turned over, or looks wrong."""
    return outcome is DialOutcome.STOPPED or (outcome is DialOutcome.READ and (is_rolled or is_sure))
