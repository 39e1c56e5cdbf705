"""Lines of lists: inspections, and wells to begin one at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.inspections.presenters.answers import title_of
from casebook.regions import queries as regions
from casebook.wells import queries as wells
from casebook.wells.presenters import ListedWell, listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

MOST_FOUND = 20


@dataclass(frozen=True)
class InspectionLine:
    """One line of the list of inspections."""

    inspection: Inspection
    township: str
    findings: list[str]


def inspection_lines(session: Session, found: Sequence[Inspection]) -> list[InspectionLine]:
    """Return lines for a list; a fixed number of queries whatever its length."""
    names = regions.names(session, found[0].county_code) if found else {}
    return [
        InspectionLine(
            inspection=one,
            township=names.get(one.division_code, one.division_code),
            findings=[f"{row.problem_code} {title_of(row.problem_code)}" for row in one.findings],
        )
        for one in found
    ]


def find_wells(session: Session, text: str, actor: Actor, on: date) -> list[ListedWell]:
    """Return the first wells that a text means, with who uses them (masked)."""
    page = wells.page_wells(session, wells.WellFilter(on=on, text=text), actor, size=MOST_FOUND)
    return listed(page.items, regions.names(session, actor.county_code))


def well_line(session: Session, well: Well) -> ListedWell:
    """Return one well with who uses it (masked)."""
    row = wells.WellRow(well, dict(wells.parties_by_well(session, [well.id])[well.id]))
    (line,) = listed([row], {well.division_code: regions.name_of(session, well.division_code)})
    return line
