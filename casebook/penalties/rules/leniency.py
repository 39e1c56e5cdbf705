"""What makes a penalty lighter, or none (处罚法 30–33), and what must be shown for it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection


class Factor(StrEnum):
    """A fact about the party or the act that the law weighs."""

    UNDER_14 = "under_14"
    MINOR = "minor"
    """From fourteen, under eighteen."""
    NOT_OF_SOUND_MIND = "not_of_sound_mind"
    PARTLY_OF_SOUND_MIND = "partly_of_sound_mind"
    HARM_REDUCED = "harm_reduced"
    COERCED = "coerced"
    CONFESSED = "confessed"
    MERIT = "merit"
    OTHER_BY_LAW = "other_by_law"
    SLIGHT_AND_MENDED = "slight_and_mended"
    FIRST_AND_MENDED = "first_and_mended"
    NO_FAULT = "no_fault"


class Leniency(StrEnum):
    """What a factor leads to, the mildest first."""

    NONE_MUST = "none_must"
    """No penalty (不予处罚)."""
    NONE_MAY = "none_may"
    """可以不予处罚."""
    LIGHTER_MUST = "lighter_must"
    """应当从轻或者减轻."""
    LIGHTER_MAY = "lighter_may"
    """可以从轻或者减轻."""


class Weight(StrEnum):
    """How a fine is measured."""

    NORMAL = "normal"
    LIGHTER = "lighter"
    """从轻: in the range, towards its least."""
    REDUCED = "reduced"
    """减轻: below the least of the range."""
    HEAVIER = "heavier"
    """从重: in the range, towards its most."""


LEVEL_ARTICLE = "处罚法 34"
"""裁量基准: the standard that a level is taken from."""
GAINS_ARTICLE = "处罚法 28"
"""Illegal gains are confiscated, less what was given back."""

ARTICLES = {
    Factor.UNDER_14: "处罚法 30",
    Factor.MINOR: "处罚法 30",
    Factor.NOT_OF_SOUND_MIND: "处罚法 31",
    Factor.PARTLY_OF_SOUND_MIND: "处罚法 31",
    Factor.HARM_REDUCED: "处罚法 32(1)",
    Factor.COERCED: "处罚法 32(2)",
    Factor.CONFESSED: "处罚法 32(3)",
    Factor.MERIT: "处罚法 32(4)",
    Factor.OTHER_BY_LAW: "处罚法 32(5)",
    Factor.SLIGHT_AND_MENDED: "处罚法 33",
    Factor.FIRST_AND_MENDED: "处罚法 33",
    Factor.NO_FAULT: "处罚法 33",
}
_LEADS_TO = {
    Factor.UNDER_14: Leniency.NONE_MUST,
    Factor.NOT_OF_SOUND_MIND: Leniency.NONE_MUST,
    Factor.SLIGHT_AND_MENDED: Leniency.NONE_MUST,
    Factor.NO_FAULT: Leniency.NONE_MUST,
    Factor.FIRST_AND_MENDED: Leniency.NONE_MAY,
    Factor.PARTLY_OF_SOUND_MIND: Leniency.LIGHTER_MAY,
}
OF_CITIZENS = frozenset(
    {Factor.UNDER_14, Factor.MINOR, Factor.NOT_OF_SOUND_MIND, Factor.PARTLY_OF_SOUND_MIND}
)
"""Factors that a unit cannot have."""


def leads_to(factor: Factor) -> Leniency:
    """Return what a factor leads to by itself; 应当从轻或者减轻 unless the table says other."""
    return _LEADS_TO.get(factor, Leniency.LIGHTER_MUST)


def mildest(factors: Collection[Factor]) -> Leniency | None:
    """Return what several factors lead to together; None without any."""
    order = list(Leniency)
    return min(map(leads_to, factors), key=order.index, default=None)


def check_weight(weight: Weight, factors: Collection[Factor]) -> None:
    """Refuse a measure that the factors do not carry.

    减轻 needs a factor of the law, and none allows 从重 beside one that demands 从轻或者减轻.
    """
    if weight is Weight.REDUCED and not factors:
        raise RuleBroken("reduction_needs_factor", field="weight", article="处罚法 32")
    demanding = [one for one in factors if leads_to(one) is Leniency.LIGHTER_MUST]
    if demanding and weight in {Weight.NORMAL, Weight.HEAVIER}:
        raise RuleBroken("factor_demands_lighter", field="weight", article=ARTICLES[demanding[0]])
