"""How much: the range after discretion, the amount held against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.leniency import Weight, check_weight
from casebook.penalties.rules.provisions import YUAN, Basis, Range, Tier

if TYPE_CHECKING:
    from collections.abc import Collection

    from casebook.penalties.rules.leniency import Factor

_ROUND = 100 * YUAN
"""A proposal is in whole hundreds of yuan where the range has room for one."""


def narrow(statutory: Range, bench: Range | None) -> Range:
    """Return the range after discretion: what a level of the bench leaves of the law's.

    RuleBroken `bench_outside_law` where the two have no amount in common.
    """
    if bench is None:
        return statutory
    least, most = max(statutory.min_fen, bench.min_fen), min(statutory.max_fen, bench.max_fen)
    if least > most:
        raise RuleBroken(
            "bench_outside_law",
            field="level",
            article="处罚法 34",
            least=statutory.min_yuan,
            most=statutory.max_yuan,
        )
    return Range(least, most)


def propose_fine(band: Range) -> int:
    """Return an amount to start from: the middle of a range, in whole hundreds of yuan, in fen."""
    middle = (band.min_fen + band.max_fen) // 2
    rounded = middle // _ROUND * _ROUND
    return rounded if rounded in band else middle


def check_amount(
    basis: Basis,
    tier: Tier,
    amount_fen: int,
    *,
    weight: Weight = Weight.NORMAL,
    factors: Collection[Factor] = (),
    bench: Range | None = None,
    owed_fen: int | None = None,
) -> None:
    """Refuse a fine, in fen, that the tier and the level of discretion do not allow.

    `weight` REDUCED goes below the least of the law, never to nothing; anything else stays in the range,
    and in the level of the bench where one is given. Raises RuleBroken `fine_outside_range` (naming the
    range in yuan), `fine_not_of_law` for a tier without a fine, `fine_without_floor` for a reduction where
    the law sets no least, and what `check_weight` raises.
    """
    check_weight(weight, factors)
    statutory = tier.range_for(owed_fen)
    if statutory is None:
        raise RuleBroken("fine_not_of_law", field="fine", article=basis.citation)
    band = _below(statutory, basis) if weight is Weight.REDUCED else narrow(statutory, bench)
    if amount_fen not in band:
        raise RuleBroken(
            "fine_outside_range",
            field="fine",
            article=basis.citation,
            least=band.min_yuan,
            most=band.max_yuan,
        )


def _below(statutory: Range, basis: Basis) -> Range:
    if statutory.min_fen <= 1:
        raise RuleBroken("fine_without_floor", field="weight", article=basis.citation)
    return Range(1, statutory.min_fen - 1)


def illegal_gains(received_fen: int, refunded_fen: int = 0) -> int:
    """Return what is to be confiscated, in fen: what the act brought in, less what was paid back by law.

    Costs are not deducted (处罚法 28). Raises RuleBroken `gains_reversed` for amounts that cannot be.
    """
    if not 0 <= refunded_fen <= received_fen:
        raise RuleBroken("gains_reversed", field="refunded", article="处罚法 28")
    return received_fen - refunded_fen
