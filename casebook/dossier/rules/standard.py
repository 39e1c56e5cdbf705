"""案卷评查 as data: every fault that a file is examined for, its weight, its article and its remedy.

A veto (否决项) makes the file unfit whatever else is in order; the others take points off a hundred. Which
faults are vetoes and how many points the others cost is the practice of such examinations, not law [M]: the
articles say what must be there.
"""

from __future__ import annotations

from casebook.dossier.rules.items import Item, Part, Standard, Weight
from casebook.dossier.rules.point_items import POINTS
from casebook.dossier.rules.veto_items import VETOES

__all__ = ["FULL_MARKS", "STANDARDS", "Item", "Part", "Standard", "Weight"]

FULL_MARKS = 100

STANDARDS: dict[Item, Standard] = {one.item: one for one in (*VETOES, *POINTS)}
"""Every item by its id, in the order of the examination."""
