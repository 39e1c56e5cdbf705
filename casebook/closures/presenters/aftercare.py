"""What the pages of looks back show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.closures import queries
from casebook.closures.rules import RECHECK_DAYS
from casebook.deadlines import queries as clocks
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure, ClosureRecheck
    from casebook.wells.models import Well

__all__ = ["RECHECK_DAYS", "RecheckLine", "recheck_lines"]


@dataclass(frozen=True)
class RecheckLine:
    """One look back, with the closure and the day it is due."""

    row: ClosureRecheck
    closure: Closure
    well: Well
    township: str
    due_on: date


def recheck_lines(session: Session, rows: Sequence[ClosureRecheck], actor: Actor) -> list[RecheckLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    by_well = wells.list_wells(session, {one.well_id for one in rows})
    closures = queries.closures_by_id(session, [one.closure_id for one in rows])
    terms = clocks.terms_by_id(session, [one.term_id for one in rows])
    names = regions.names(session, actor.county_code) if rows else {}
    return [
        RecheckLine(
            row=one,
            closure=closures[one.closure_id],
            well=by_well[one.well_id],
            township=names.get(one.division_code, one.division_code),
            due_on=terms[one.term_id].due_on,
        )
        for one in rows
    ]
