"""加处罚款: three per cent of a fine for each day it is not paid, at most the fine (处罚法 72, 73)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.deadlines.rules.counting import merge
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casebook.deadlines.rules.counting import Span

PERCENT_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A surcharge as its sheet shows it: days since the due day, those not counted, the amount in fen."""

    fine_fen: int
    days_late: int
    days_paused: int
    amount_fen: int


def compute_surcharge(fine_fen: int, pay_due_on: date, on: date, paused: Iterable[Span] = ()) -> Surcharge:
    """Return what is owed beside a fine on a day.

    Each day after `pay_due_on` up to and with `on` counts, but for those of review or suit (`paused`,
    both ends included). A part of a fen is dropped. Raises RuleBroken `fine_negative`.
    """
    if fine_fen < 0:
        raise RuleBroken("fine_negative", field="fine")
    first = pay_due_on + timedelta(days=1)
    late = max(0, (on - pay_due_on).days)
    still = sum(max(0, (min(one.last, on) - max(one.first, first)).days + 1) for one in merge(paused))
    owed = fine_fen * PERCENT_A_DAY * (late - still) // 100
    return Surcharge(fine_fen, late, still, min(fine_fen, owed))


def surcharge(fine_fen: int, pay_due_on: date, on: date, paused: Iterable[Span] = ()) -> int:
    """Return the amount of `compute_surcharge` in fen."""
    return compute_surcharge(fine_fen, pay_due_on, on, paused).amount_fen
