"""Choosing the re-check that a verification rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.inspections import queries as inspections
from casebook.inspections.rules import InspectionKind, InspectionState
from casebook.web.formats import moment
from casebook.web.labels import label

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.inspections.models import Inspection

RECHECKS = frozenset({InspectionKind.RECHECK, InspectionKind.FOLLOW_UP})


def rechecks_of(session: Session, well_id: UUID) -> list[tuple[Inspection, str]]:
    """Return the submitted re-checks of a well with their words, newest first."""
    return [
        (one, f"{label(one.kind)} {moment(one.started_at)}")
        for one in inspections.list_by_well(session, well_id)
        if one.kind in RECHECKS and one.state is InspectionState.SUBMITTED
    ]
