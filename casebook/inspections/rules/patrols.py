"""What a patroller may say of a well, and what of it gives cause to look closer (rules.md 6.1, 6.4)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from casebook.inspections.filed import PatrolState
from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import LARGEST_M3

if TYPE_CHECKING:
    from decimal import Decimal

    from casebook.inspections.filed import FiledPatrolVisit

LONGEST_NOTE = 400


class PatrolSign(StrEnum):
    """Something off that a patroller saw, the gravest first; a hint, never a finding."""

    PUMPING = "pumping"
    """Closed on the register, in use at the well."""
    OPENED = "opened"
    """Closed on the register, no longer closed at the well."""
    CLOSURE_BROKEN = "closure_broken"
    """Seal, cover or weld is not intact."""
    UNREGISTERED = "unregistered"
    """A well that the register does not have."""
    GONE = "gone"
    """Nothing is where the register has a well."""


def check_visit(filed: FiledPatrolVisit, dial: Decimal | None) -> None:
    """Refuse a visit that contradicts itself; `dial` is the reading in m³ as it was understood."""
    is_new = filed.state is PatrolState.NEW_WELL
    if is_new and filed.well is not None:
        raise RuleBroken("patrol_new_well_named", field="well")
    if not is_new and filed.well is None:
        raise RuleBroken("patrol_well_missing", field="well")
    if is_new and filed.fix is None:
        raise RuleBroken("patrol_position_missing", field="fix")
    if filed.fix is not None and not (-180 <= filed.fix.lon <= 180 and -90 <= filed.fix.lat <= 90):  # noqa: PLR2004 - degrees
        raise RuleBroken("position_impossible", field="fix", lon=filed.fix.lon, lat=filed.fix.lat)
    if dial is not None and not 0 <= dial <= LARGEST_M3:
        raise RuleBroken("answer_out_of_range", field="dial_m3", item="dial_m3", written=filed.dial_m3)
    if len(filed.note) > LONGEST_NOTE:
        raise RuleBroken("answer_too_long", field="note", item="note", most=LONGEST_NOTE)


def signs_of(state: PatrolState, *, is_closure_intact: bool | None, is_closed: bool) -> list[PatrolSign]:
    """Return all that is off about a visit, the gravest first; `is_closed` is what the register says."""
    found = set()
    if is_closed and state is PatrolState.IN_USE:
        found.add(PatrolSign.PUMPING)
    if is_closed and state is PatrolState.IDLE:
        found.add(PatrolSign.OPENED)
    if is_closure_intact is False and (is_closed or state is PatrolState.CLOSED):
        found.add(PatrolSign.CLOSURE_BROKEN)
    if state is PatrolState.NEW_WELL:
        found.add(PatrolSign.UNREGISTERED)
    if state is PatrolState.NOT_FOUND:
        found.add(PatrolSign.GONE)
    return [sign for sign in PatrolSign if sign in found]
