"""Ranking townships by what they were asked to do, never by money (行政处罚法 74)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.oversight.rules import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casebook.bulletins.rules.lights import Measure

Weights = dict[Indicator, int]
WHOLE = 100
_TENTH = Decimal("0.1")
COUNTY_ONLY = frozenset({Indicator.RECLAIMED, Indicator.RECLAIMED_RATE})
"""Counted for the county alone, so that no township can be ranked by it."""
RANKABLE = tuple(one for one in Indicator if one not in COUNTY_ONLY)
"""What may be weighed. An indicator is something asked for; fines and what they bring are none."""
DEFAULT_WEIGHTS: Weights = {
    Indicator.WELLS_CLOSED: 30,
    Indicator.REDUCTION: 40,
    Indicator.STRUCK_OFF_RATE: 20,
    Indicator.ANSWERED_RATE: 10,
}
"""Until the county sets its own; not verified."""


@dataclass(frozen=True)
class Ranked:
    """One township: its score 0 to 100 and its place; both None where it has nothing that is weighed."""

    code: str
    name: str
    score: Decimal | None
    place: int | None
    measures: tuple[Measure, ...]


def check_weights(named: Mapping[str, int]) -> Weights:
    """Return weights by indicator; RuleBroken for anything that is no indicator, and for a sum not 100."""
    known = {one.value: one for one in RANKABLE}
    for name in named:
        if name not in known:
            raise RuleBroken("ranking_never_by_money", article="处罚法 74", name=name)
    for name, weight in named.items():
        if not 0 <= weight <= WHOLE:
            raise RuleBroken("ranking_weight", field=name)
    if sum(named.values()) != WHOLE:
        raise RuleBroken("ranking_weights_sum", sum=sum(named.values()))
    return {known[name]: weight for name, weight in named.items() if weight}


def score(measures: Sequence[Measure], weights: Mapping[Indicator, int]) -> Decimal | None:
    """Return the weighted mean of what is attained, 0 to 100 with one decimal; None of nothing.

    What has no target, or no figure yet, is left out, and its weight goes to the others.
    """
    counted = [(weights[one.indicator], one.attained) for one in measures if weights.get(one.indicator)]
    known = [(weight, attained) for weight, attained in counted if attained is not None]
    whole = sum(weight for weight, _attained in known)
    if not whole:
        return None
    total = sum((weight * attained for weight, attained in known), Decimal(0))
    return (total / whole).quantize(_TENTH, ROUND_HALF_UP)


def rank(
    places: Mapping[str, tuple[str, Sequence[Measure]]], weights: Mapping[Indicator, int]
) -> tuple[Ranked, ...]:
    """Return the townships best first; equal scores share a place, and who has nothing weighed comes apart.

    `places` holds name and measures by code.
    """
    scored = {code: score(measures, weights) for code, (_name, measures) in places.items()}
    known = sorted((value for value in scored.values() if value is not None), reverse=True)
    found = [
        Ranked(code, name, scored[code], _place(scored[code], known), tuple(measures))
        for code, (name, measures) in places.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.place or len(found) + 1, one.code)))


def _place(value: Decimal | None, known: Sequence[Decimal]) -> int | None:
    return None if value is None else known.index(value) + 1


def last_ones(ranked: Sequence[Ranked]) -> frozenset[str]:
    """Return who stands last; nobody where all are equal."""
    places = {one.place for one in ranked if one.place is not None}
    worst = max(places, default=1)
    return frozenset(one.code for one in ranked if one.place == worst) if worst > 1 else frozenset()


def months_last(rankings: Iterable[Sequence[Ranked]]) -> dict[str, int]:
    """Return for how many months in a row each township stood last; the newest month comes first.

    No further ranking is asked for once nobody is left whose row goes on.
    """
    counts: dict[str, int] = {}
    standing: frozenset[str] | None = None
    for ranked in rankings:
        last = last_ones(ranked)
        standing = last if standing is None else standing & last
        if not standing:
            break
        for code in standing:
            counts[code] = counts.get(code, 0) + 1
    return counts
