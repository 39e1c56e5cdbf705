"""What was done at a closed well, step by step, beside what it leaves open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.closures.models import ClosureWorks
from casebook.closures.rules import StepDone, WorkAnswer, Works, WorkStep, check_fill, work_flags
from casebook.evidence import queries as evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.closures.models import Closure
    from casebook.closures.rules import FillCheck, WorkFlag
    from casebook.wells.models import Well


@dataclass(frozen=True)
class WorksFound:
    """The works of a closure: `fill` where it can be held against the hole, photographs by step, flags."""

    works: Works | None
    fill: FillCheck | None
    pictured: Mapping[WorkStep, int]
    flags: list[WorkFlag]


def find_works(session: Session, closure_id: UUID) -> Works | None:
    """Return what was done at the well, or None before the acceptance and where it was not itemised."""
    return works_by_closure(session, [closure_id]).get(closure_id)


def works_by_closure(session: Session, closure_ids: Collection[UUID]) -> dict[UUID, Works]:
    """Return what was done at many wells by closure; those without are left out."""
    query = select(ClosureWorks).where(ClosureWorks.closure_id.in_(closure_ids))
    return {row.closure_id: _works(row) for row in session.scalars(query)}


def _works(row: ClosureWorks) -> Works:
    steps = tuple(
        StepDone(step=WorkStep(one["step"]), answer=WorkAnswer(one["answer"]), note=one["note"])
        for one in row.steps
    )
    return Works(steps=steps, tag_no=row.tag_no, fill_m3=row.fill_m3, material=row.material)


def works_of(session: Session, closure: Closure, well: Well) -> WorksFound:
    """Return the works of a closure with what they leave open; flags stand only once it was accepted."""
    codes = [one.item_code for one in evidence.list_items(session, "closure", closure.id)]
    return _found(closure, well, find_works(session, closure.id), codes)


def work_flags_of(
    session: Session, closures: Collection[Closure], wells: Mapping[UUID, Well]
) -> dict[UUID, list[WorkFlag]]:
    """Return what the works of many closures leave open, by closure; `wells` are theirs. Two statements."""
    ids = [one.id for one in closures]
    works, codes = works_by_closure(session, ids), evidence.item_codes_of(session, "closure", ids)
    return {
        one.id: _found(one, wells[one.well_id], works.get(one.id), codes.get(one.id, [])).flags
        for one in closures
    }


def _found(closure: Closure, well: Well, works: Works | None, codes: Iterable[str | None]) -> WorksFound:
    known = set(WorkStep)
    pictured = Counter(WorkStep(one) for one in codes if one in known)
    fill = None
    if works is not None and works.fill_m3 is not None:
        fill = check_fill(works.fill_m3, casing_mm=well.casing_mm, depth_m=well.depth_m)
    was_accepted = closure.accepted_on is not None
    flags = work_flags(closure.kind, works, fill=fill, pictured=pictured) if was_accepted else []
    return WorksFound(works, fill, pictured, flags)
