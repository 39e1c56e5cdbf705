"""The provisions PEN-01 … PEN-28 of rules.md 4.1, each with its present and former bases.

Amounts are tagged as rules.md tags them. Days of laws that it does not give are [M]: shown as 未核实.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.catalogue import abstraction, metering, saving, transfers, works

if TYPE_CHECKING:
    from casebook.penalties.rules.provisions import Provision


def _place(provision: Provision) -> str:
    return provision.id


CATALOGUE: dict[str, Provision] = {
    one.id: one
    for one in sorted(
        (
            *abstraction.PROVISIONS,
            *metering.PROVISIONS,
            *works.PROVISIONS,
            *saving.PROVISIONS,
            *transfers.PROVISIONS,
        ),
        key=_place,
    )
}
"""Every provision of the country and of Shandong by its id, in the order of rules.md 4.1."""


def find_provision(pen_id: str) -> Provision:
    """Return a provision of the catalogue; RuleBroken `penalty_unknown` names an id that it lacks.

    Acts of local packs are found by `flags.find` (they belong to the county).
    """
    found = CATALOGUE.get(pen_id)
    if found is None:
        raise RuleBroken("penalty_unknown", field="act", act=pen_id)
    return found
