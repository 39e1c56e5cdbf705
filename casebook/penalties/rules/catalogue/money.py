"""Short hands for writing tiers: amounts in yuan, as the articles have them."""

from __future__ import annotations

from casebook.penalties.rules.provisions import YUAN, Condition, FineBasis, Range, Tier


def yuan(least: int, most: int) -> Range:
    """Return a range of fines from two amounts in yuan."""
    return Range(least * YUAN, most * YUAN)


def normal(least: int, most: int, *, other: str = "", when: str = "") -> Tier:
    """Return the tier that may go with the order at once."""
    return Tier(Condition.NORMAL, yuan(least, most), other=other, when=when)


def lapsed(least: int, most: int, *, revoke: bool = False, other: str = "", when: str = "") -> Tier:
    """Return a tier that is lawful only after an order that was not obeyed in time (rules.md 4.2)."""
    tier = Condition.REFUSES
    return Tier(tier, yuan(least, most), needs_overdue=True, revoke=revoke, other=other, when=when)


def grave(least: int, most: int, *, revoke: bool = True, needs_overdue: bool = False) -> Tier:
    """Return the tier of 情节严重, by which the permit may be revoked."""
    return Tier(Condition.GRAVE, yuan(least, most), revoke=revoke, needs_overdue=needs_overdue)


def times_owed(least: int, most: int, *, other: str = "") -> Tier:
    """Return a tier of so many times what is owed."""
    return Tier(Condition.NORMAL, Range(least * 100, most * 100), basis=FineBasis.MULTIPLE, other=other)
