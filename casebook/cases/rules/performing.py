"""What a party owes after a decision, what came in, and what is left: pure sums over the acts of a case.

The surcharge (处罚法 72, 73; rules.md 5.6) is counted piece by piece: what is paid on a day costs up to that
day, what is still unpaid up to today, and no piece costs more than itself. Where nothing was paid that is
min(fine, fine × 3 % × days). Money is fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.cases.acts import CashGround, Debt
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules import surcharge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from casebook.deadlines.rules import Span

ONE_DAY = timedelta(days=1)
SMALL_CASH_FEN = 10_000
"""处罚法 68(1): one hundred yuan."""
MOST_PARTS = 24


@dataclass(frozen=True, slots=True)
class Due:
    """A part of the fine and the last day to pay it."""

    due_on: date
    fen: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came in on a day; negative where it went back."""

    on: date
    debt: Debt
    fen: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the fine: due on a day, paid on a day or not yet."""

    fen: int
    due_on: date
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """What one party owes by the decision, and all that came in."""

    party: UUID
    fine_fen: int = 0
    confiscated_fen: int = 0
    cost_fen: int = 0
    parts: tuple[Due, ...] = ()
    """Of the fine; empty before the decision was served."""
    receipts: tuple[Receipt, ...] = ()
    pauses: tuple[Span, ...] = ()
    """Days of review and suit."""
    decided_fen: int = 0
    """Surcharge that a decision put down."""
    cut_fen: int = 0
    """Surcharge that was let off."""
    is_deferred: bool = False
    is_revoked: bool = False
    on_whole: bool = False
    """Whether a part paid in pieces costs as a whole until its last piece (a county's setting)."""

    def paid(self, debt: Debt) -> int:
        """Return what came in for a debt, refunds taken off."""
        return sum(one.fen for one in self.receipts if one.debt is debt)


@dataclass(frozen=True, slots=True)
class Line:
    """One debt of a party on a day."""

    debt: Debt
    owed_fen: int
    paid_fen: int

    @property
    def left_fen(self) -> int:
        """What is still to be paid."""
        return max(0, self.owed_fen - self.paid_fen)

    @property
    def over_fen(self) -> int:
        """What came in beyond what is owed."""
        return max(0, self.paid_fen - self.owed_fen)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the surcharge, or a run of days that do not count."""

    first: date
    last: date
    is_paused: bool
    base_fen: int
    """What was unpaid and past its day."""
    added_fen: int
    total_fen: int


def pieces(account: Account) -> list[Piece]:
    """Lay what was paid on the fine over its parts, the earliest due first; refunds undo what came last."""
    money = _net(one for one in account.receipts if one.debt is Debt.FINE)
    found: list[Piece] = []
    for part in sorted(account.parts, key=lambda one: one.due_on):
        left = part.fen
        while left and money:
            on, fen = money[0]
            taken = min(left, fen)
            found.append(Piece(taken, part.due_on, on))
            left -= taken
            money[0] = (on, fen - taken)
            if taken == fen:
                money.pop(0)
        if left:
            found.append(Piece(left, part.due_on, None))
    return found


def _net(receipts: Iterable[Receipt]) -> list[tuple[date, int]]:
    money: list[tuple[date, int]] = []
    for one in sorted(receipts, key=lambda each: (each.on, -each.fen)):
        if one.fen > 0:
            money.append((one.on, one.fen))
            continue
        back = -one.fen
        while back and money:
            on, fen = money.pop()
            if fen > back:
                money.append((on, fen - back))
            back -= min(fen, back)
    return money


def charged(account: Account) -> list[Piece]:
    """Return the pieces that a surcharge is counted of: the unpaid ones, or each part until it is paid."""
    found = pieces(account)
    if not account.on_whole:
        return found
    whole: dict[date, list[Piece]] = {}
    for one in found:
        whole.setdefault(one.due_on, []).append(one)
    return [
        Piece(sum(one.fen for one in parts), due_on, _last_paid(one.paid_on for one in parts))
        for due_on, parts in whole.items()
    ]


def _last_paid(days: Iterable[date | None]) -> date | None:
    known = list(days)
    return None if None in known else max(day for day in known if day is not None)


def surcharge_on(account: Account, on: date) -> int:
    """Return the surcharge that has grown up to a day."""
    return sum(
        surcharge(one.fen, one.due_on, min(on, one.paid_on or on), account.pauses) for one in charged(account)
    )


def late_from(account: Account, on: date) -> date | None:
    """Return the first day of delay that a surcharge on `on` counts from; None where nothing is late."""
    late = [one.due_on for one in charged(account) if min(on, one.paid_on or on) > one.due_on]
    return min(late) + ONE_DAY if late else None


def late_days(account: Account, on: date) -> tuple[int, int]:
    """Return the days since the first piece fell due, and how many of them did not count."""
    first = late_from(account, on)
    if first is None:
        return 0, 0
    last = max(min(on, one.paid_on or on) for one in charged(account) if one.due_on < on)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return len(days), sum(any(day in span for span in account.pauses) for day in days)


def day_by_day(account: Account, on: date) -> list[DayLine]:
    """Tell how the surcharge grew, each counted day by itself, runs of days that do not count as one line."""
    found: list[DayLine] = []
    day, total, most = late_from(account, on), 0, surcharge_on(account, on)
    while day is not None and day <= on and total < most:
        now = surcharge_on(account, day)
        base = sum(one.fen for one in charged(account) if one.due_on < day <= (one.paid_on or day))
        line = DayLine(day, day, any(day in span for span in account.pauses), base, now - total, now)
        before = found[-1] if found else None
        if before and not line.added_fen and not before.added_fen and line.is_paused == before.is_paused:
            found[-1] = DayLine(before.first, day, line.is_paused, base, 0, now)
        else:
            found.append(line)
        total, day = now, day + ONE_DAY
    return found


def lines(account: Account, on: date) -> list[Line]:
    """Return every debt on a day; a surcharge that nobody decided on stands as it has grown."""
    grown = max(0, max(account.decided_fen, surcharge_on(account, on)) - account.cut_fen)
    owed = {
        Debt.FINE: account.fine_fen,
        Debt.CONFISCATED: account.confiscated_fen,
        Debt.SURCHARGE: grown,
        Debt.COST: account.cost_fen,
    }
    every = [Line(debt, fen, account.paid(debt)) for debt, fen in owed.items()]
    return [one for one in every if one.owed_fen or one.paid_fen]


def line_of(account: Account, debt: Debt, on: date) -> Line:
    """Return one debt on a day."""
    found = (one for one in lines(account, on) if one.debt is debt)
    return next(found, Line(debt, 0, account.paid(debt)))


def unpaid_fen(accounts: Iterable[Account]) -> int:
    """Return what stands in the way of 结案: fine, confiscated gains, costs, and surcharge once decided.

    A surcharge is something that the agency may impose (处罚法 72); until it has, nothing of it is owed.
    """
    found = 0
    for one in accounts:
        binding = max(0, one.decided_fen - one.cut_fen)
        owed = {
            Debt.FINE: one.fine_fen,
            Debt.CONFISCATED: one.confiscated_fen,
            Debt.SURCHARGE: binding,
            Debt.COST: one.cost_fen,
        }
        found += sum(max(0, fen - one.paid(debt)) for debt, fen in owed.items())
    return found


def check_payment(line: Line, fen: int, reason: str) -> None:
    """Refuse a payment of nothing, and one above what is owed unless somebody says why it came in."""
    if fen <= 0:
        raise RuleBroken("payment_empty", field="yuan")
    if fen > line.left_fen and not reason.strip():
        raise RuleBroken(
            "payment_over",
            field="reason",
            left=f"{line.left_fen / 100:.2f}",
            over=f"{(fen - line.left_fen) / 100:.2f}",
        )


def check_refund(line: Line, fen: int, reason: str) -> None:
    """Refuse to give back more than came in beyond what is owed, or without a reason."""
    if fen <= 0:
        raise RuleBroken("payment_empty", field="yuan")
    if fen > line.over_fen:
        raise RuleBroken("refund_above_over", field="yuan", over=f"{line.over_fen / 100:.2f}")
    if not reason.strip():
        raise RuleBroken("refund_needs_reason", field="reason")


def check_cash(ground: CashGround | None, *, fen: int, on_spot: bool) -> None:
    """Hold that cash is taken only where the law allows it (处罚法 68, 69)."""
    if ground is None:
        raise RuleBroken("cash_needs_ground", field="ground", article="处罚法 67—69")
    if ground is not CashGround.REMOTE and not on_spot:
        raise RuleBroken("cash_only_on_spot", field="ground", article="处罚法 68")
    if ground is CashGround.SMALL and fen > SMALL_CASH_FEN:
        raise RuleBroken("cash_too_much", field="yuan", article="处罚法 68")


def check_plan(parts: Sequence[Due], *, left_fen: int, after: date) -> None:
    """Hold that a plan pays exactly what is left of the fine, on days in order that lie ahead (处罚法 66)."""
    if not 1 <= len(parts) <= MOST_PARTS:
        raise RuleBroken("plan_parts", field="plan", most=MOST_PARTS)
    if any(one.fen <= 0 for one in parts):
        raise RuleBroken("payment_empty", field="plan")
    days = [one.due_on for one in parts]
    if days != sorted(set(days)) or days[0] <= after:
        raise RuleBroken("plan_days", field="plan", after=after.isoformat())
    total = sum(one.fen for one in parts)
    if total != left_fen:
        raise RuleBroken("plan_sum", field="plan", left=f"{left_fen / 100:.2f}", total=f"{total / 100:.2f}")
