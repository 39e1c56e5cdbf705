"""What each act must contain (rules.md 5.4, 6.1, 8): one table, for the desk and for the tablet."""

from __future__ import annotations

from dataclasses import dataclass

from casebook.inspections.rules.kinds import InspectionKind


@dataclass(frozen=True)
class Needs:
    """What a record of one kind needs before it is whole; two certified officers it always needs (G1)."""

    photographs: int = 1
    """Fewest photographs on an original carrier."""
    checklist: bool = True
    """Whether the items of the checklist that apply to the kind are answered."""
    earlier: bool = False
    """Whether the findings of earlier visits are asked for one by one."""
    sketch: bool = False
    """Whether there must be a drawing of the place."""
    is_startable: bool = True
    """Whether an officer may begin it at the desk; an acceptance begins with its closure."""


_NEEDS = {
    InspectionKind.INSPECTION: Needs(),
    InspectionKind.VERIFICATION: Needs(),
    InspectionKind.RECHECK: Needs(earlier=True),
    InspectionKind.FOLLOW_UP: Needs(earlier=True),
    InspectionKind.SURVEY: Needs(sketch=True),
    InspectionKind.ACCEPTANCE: Needs(checklist=False, is_startable=False),
}
STARTABLE = tuple(kind for kind, needs in _NEEDS.items() if needs.is_startable)
"""What an officer may begin at the desk."""


def needs_of(kind: InspectionKind) -> Needs:
    """Return what a record of this kind needs."""
    return _NEEDS[kind]
