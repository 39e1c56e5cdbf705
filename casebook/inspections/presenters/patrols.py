"""Rounds of village patrols and their visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases import queries as cases
from casebook.evidence import queries as evidence
from casebook.inspections import queries
from casebook.inspections.filed import PatrolState
from casebook.regions import queries as regions
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.inspections.models import Patrol, PatrolVisit
    from casebook.wells.models import Well


@dataclass(frozen=True)
class VillageView:
    """How a round found the wells of a village."""

    name: str
    total: int
    states: list[tuple[PatrolState, int]]


@dataclass(frozen=True)
class PatrolLine:
    """One line of the list of rounds."""

    patrol: Patrol
    villages: list[VillageView]
    total: int


@dataclass(frozen=True)
class VisitLine:
    """One visit of a round."""

    visit: PatrolVisit
    well: Well | None
    place: str
    lead: str | None
    photographs: int


def patrol_lines(session: Session, patrols: Sequence[Patrol]) -> list[PatrolLine]:
    """Return lines for a list of rounds; a fixed number of queries whatever its length."""
    counts = queries.count_by_village(session, [one.id for one in patrols])
    names = regions.names(session, patrols[0].county_code) if patrols else {}
    return [_line(one, counts.get(one.id, []), names) for one in patrols]


def _line(patrol: Patrol, counts: Sequence[queries.VillageCount], names: dict[str, str]) -> PatrolLine:
    villages = [
        VillageView(
            name=f"{names.get(one.division_code, one.division_code)} {one.village}".strip(),
            total=one.total,
            states=[(state, one.states[state]) for state in PatrolState if state in one.states],
        )
        for one in counts
    ]
    return PatrolLine(patrol, villages, sum(one.total for one in villages))


def visit_lines(session: Session, patrol: Patrol) -> list[VisitLine]:
    """Return the visits of a round with what came of them; a fixed number of queries for any number."""
    visits = queries.list_visits(session, patrol.id)
    ids = [one.id for one in visits]
    by_well = wells.list_wells(session, {one.well_id for one in visits if one.well_id})
    leads = cases.leads_of_visits(session, ids)
    names = regions.names(session, patrol.county_code)
    pictures = evidence.hashes_by_subject(session, "patrol_visit", ids)
    return [
        VisitLine(
            visit=one,
            well=by_well.get(one.well_id) if one.well_id else None,
            place=f"{names.get(one.division_code, one.division_code)} {one.village}".strip(),
            lead=leads.get(one.id),
            photographs=len(pictures.get(one.id, [])),
        )
        for one in visits
    ]
