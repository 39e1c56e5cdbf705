"""Finding records of several features by one text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.cases import queries as cases
from casebook.cases.queries import CaseFilter, ProblemFilter
from casebook.closures import queries as closures
from casebook.closures.queries import ClosureFilter
from casebook.wells import queries as wells
from casebook.wells.queries import WellFilter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case, Problem
    from casebook.closures.models import Closure
    from casebook.wells.models import Well

SHOWN = 10
LEAST_LETTERS = 2


@dataclass(frozen=True)
class Found:
    """What a text found, by kind; at most ten of each."""

    wells: Sequence[Well] = ()
    problems: Sequence[Problem] = ()
    cases: Sequence[Case] = ()
    closures: Sequence[Closure] = ()

    @property
    def count(self) -> int:
        """How many records are shown."""
        return len(self.wells) + len(self.problems) + len(self.cases) + len(self.closures)


def find(session: Session, text: str, actor: Actor, *, on: date) -> Found:
    """Return what the officer may see of what a text means; nothing for fewer than two letters."""
    words = text.strip()
    if len(words) < LEAST_LETTERS:
        return Found()
    return Found(
        wells=wells.find_matches(session, WellFilter(on=on, text=words), actor, limit=SHOWN)
        if actor.can(Permission.WELL_SEE)
        else (),
        problems=cases.page_problems(session, actor=actor, wanted=ProblemFilter(text=words), size=SHOWN).items
        if actor.can(Permission.PROBLEM_SEE)
        else (),
        cases=cases.page_cases(session, actor=actor, wanted=CaseFilter(text=words), size=SHOWN).items
        if actor.can(Permission.CASE_SEE)
        else (),
        closures=closures.page_closures(
            session, actor=actor, wanted=ClosureFilter(text=words), size=SHOWN
        ).items
        if actor.can(Permission.CLOSURE_SEE)
        else (),
    )
