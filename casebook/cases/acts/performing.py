"""What is kept of performance, enforcement and disputes after a decision: payloads and what they choose from.

Money is fen, days are Chinese days.
"""

from __future__ import annotations

from datetime import date, datetime  # noqa: TC003 - msgspec reads the annotations when it decodes
from enum import StrEnum
from uuid import UUID  # noqa: TC003 - msgspec reads the annotations when it decodes

from casebook.cases.acts.payloads import Act


class Debt(StrEnum):
    """What a party owes after a decision."""

    FINE = "fine"
    CONFISCATED = "confiscated"
    """没收违法所得 (处罚法 28)."""
    SURCHARGE = "surcharge"
    """加处罚款 (处罚法 72)."""
    COST = "cost"
    """代履行费用 (强制法 51)."""


class PayWay(StrEnum):
    """How money came in."""

    BANK = "bank"
    """Into the account that the decision names (处罚法 67)."""
    CASH = "cash"
    """当场收缴, only where 处罚法 68, 69 allow it."""
    COURT = "court"
    """Collected by the court."""


class CashGround(StrEnum):
    """Why a fine was taken in cash."""

    SMALL = "small"
    """A fine of at most 100 yuan on the spot (处罚法 68(1))."""
    HARD_LATER = "hard_later"
    """On the spot, hard to collect afterwards (处罚法 68(2))."""
    REMOTE = "remote"
    """The way to a bank is hard, and the party asked for it (处罚法 69)."""


class CourtState(StrEnum):
    """Where an application to the court stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    """不予受理, or 不准予强制执行."""
    GRANTED = "granted"
    """准予强制执行."""
    ENFORCED = "enforced"
    ENDED = "ended"
    """终结执行."""


COURT_ENDED = frozenset({CourtState.ENFORCED, CourtState.ENDED})


class DisputeKind(StrEnum):
    """How a party fights a decision."""

    REVIEW = "review"
    SUIT = "suit"


class DisputeResult(StrEnum):
    """How a review or suit ended."""

    UPHELD = "upheld"
    """维持, 驳回."""
    CHANGED = "changed"
    REVOKED = "revoked"
    UNLAWFUL = "unlawful"
    """确认违法; the decision stands."""
    WITHDRAWN = "withdrawn"
    """The party took it back, or came to terms."""


class Paid(Act, frozen=True, kw_only=True):
    """Money came in, or went back (`is_refund`)."""

    fen: int
    paid_on: date
    receipt_no: str
    on_spot: bool = False
    party: UUID | None = None
    """None: the case's first party."""
    debt: Debt = Debt.FINE
    way: PayWay = PayWay.BANK
    payment: UUID | None = None
    is_refund: bool = False
    reason: str = ""
    """Why more came in than was owed, or why it went back."""


class CashHanded(Act, frozen=True, kw_only=True):
    """Cash was handed in at the agency, or taken to the bank (处罚法 71)."""

    payment: UUID
    to_bank: bool
    receipt_no: str = ""


class Part(Act, frozen=True, kw_only=True):
    """One instalment."""

    due_on: date
    fen: int


class DeferralAsked(Act, frozen=True, kw_only=True):
    """The party asked to pay later or in parts (处罚法 66)."""

    party: UUID
    reason: str
    parts: tuple[Part, ...]


class Deferred(Act, frozen=True, kw_only=True):
    """延期、分期缴纳 was decided; the plan takes the place of an earlier one."""

    party: UUID
    number: str
    parts: tuple[Part, ...]


class Surcharged(Act, frozen=True, kw_only=True):
    """加处罚款 was decided with the figures of one day."""

    party: UUID
    number: str
    fine_fen: int
    late_from: date
    until_on: date
    days_late: int
    days_paused: int
    amount_fen: int
    """All surcharge up to `until_on`, what earlier decisions said included."""


class SurchargeCut(Act, frozen=True, kw_only=True):
    """Part of the surcharge was let off by an agreement on performance (强制法 42)."""

    party: UUID
    fen: int
    reason: str
    paper: str


class Performed(Act, frozen=True, kw_only=True):
    """All that the decision asks for is done."""

    how: str
    paper: str = ""


class Substitute(Act, frozen=True, kw_only=True):
    """代履行: who acted, who supervised, who signed, what it was to cost (强制法 51)."""

    performer: str
    supervisor: str
    signed_by: tuple[str, ...] = ()
    cost_fen: int = 0
    is_estimate: bool = False
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    course: str = ""


class Cost(Act, frozen=True, kw_only=True):
    """A cost of 代履行: estimated, or spent with its paper; a correction names what it takes back."""

    cost: UUID
    party: UUID
    item: str
    fen: int
    is_estimate: bool = False
    paper: str = ""
    corrects: UUID | None = None


class Court(Act, frozen=True, kw_only=True):
    """The court was applied to, or answered (强制法 53–58)."""

    court: str
    paper: str
    is_ended: bool = False
    state: CourtState = CourtState.APPLIED
    reason: str = ""


class Sought(Act, frozen=True, kw_only=True):
    """行政复议 or 行政诉讼 began."""

    dispute: UUID
    party: UUID
    kind: DisputeKind
    organ: str
    number: str
    begun_on: date


class Stayed(Act, frozen=True, kw_only=True):
    """停止执行 during a dispute began, or ended (`until_on`)."""

    dispute: UUID
    paper: str
    reason: str
    from_on: date
    until_on: date | None = None


class DisputeEnded(Act, frozen=True, kw_only=True):
    """A review or suit ended."""

    dispute: UUID
    party: UUID
    kind: DisputeKind
    result: DisputeResult
    paper: str
    ended_on: date
    fine_fen: int | None = None
    """The party's fine as it was changed."""
    must_remake: bool = False


class Archived(Act, frozen=True, kw_only=True):
    """归档 under a number, kept for so many years; None is for ever."""

    archive_no: str
    kept_years: int | None = None
    points: int | None = None
    """What the examination of the file left of a hundred; None where nobody examined it."""
