"""Storylines after a decision: one that is late, surcharged and urged, one that paid in two parts.

Whatever rests on an earlier day lies further from it than the longest holidays: those would move both to
the same working day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.cases.actions import enforcing, paying, surcharging
from casebook.cases.acts import Debt
from casebook.kernel.clock import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casebook.demo.stage import Stage, Storyline

_FEN = 100


def storylines(stage: Stage) -> Iterator[Storyline]:
    """Return the storylines of performance."""
    yield _late(stage)
    yield _paid(stage)


def _pay(stage: Stage, key: str, yuan: int, receipt_no: str) -> None:
    case = stage.cases[key]
    money = paying.Money(
        party_id=case.party_id,
        debt=Debt.FINE,
        fen=yuan * _FEN,
        paid_on=local_day(stage.now),
        receipt_no=receipt_no,
    )
    paying.record_payment(stage.session, **stage.by("inspector"), case=case, money=money)


def _late(stage: Stage) -> Storyline:
    """Play a party that paid part of its fine late: the surcharge is decided, the rest urged for."""
    yield stage.ago(4, "10:30")
    _pay(stage, "paid_up", 30_000, "鲁财票（演示）0000101")
    yield stage.ago(3, "09:50")
    case = stage.cases["paid_up"]
    surcharging.decide_surcharge(
        stage.session,
        **stage.by("inspector"),
        case=case,
        party_id=case.party_id,
        review_agency="冠县人民政府",
        court="冠县人民法院",
    )
    enforcing.urge(
        stage.session,
        **stage.by("inspector", 30),
        case=case,
        party_id=case.party_id,
        duty="缴纳尚未缴纳的罚款和加处的罚款。",
        way="缴至决定书载明的代收银行账户",
    )


def _paid(stage: Stage) -> Storyline:
    """Play a party that paid its fine in two sums within its time."""
    yield stage.ago(24, "11:10")
    _pay(stage, "nearly_closed", 60_000, "鲁财票（演示）0000102")
    yield stage.ago(21, "15:40")
    _pay(stage, "nearly_closed", 40_000, "鲁财票（演示）0000103")
