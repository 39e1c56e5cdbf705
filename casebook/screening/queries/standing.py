"""What a run is held against: earlier hits with their figures, open problems, open leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.cases.models import Lead, Problem
from casebook.cases.rules import OPEN_LEADS, ProblemStatus
from casebook.screening.models import ScreeningHit, ScreeningHitEvent, ScreeningHitVersion, ScreeningRun
from casebook.screening.rules import RULES, RuleId, SubjectKind
from casebook.wells.models import Well

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.screening.rules import Hit

Key = tuple[RuleId, SubjectKind, str, str]


@dataclass(frozen=True)
class Standing:
    """Everything that decides what becomes of a hit."""

    hits: dict[Key, ScreeningHit]
    versions: dict[UUID, ScreeningHitVersion]
    """The figures that stand, by their id."""
    decided: dict[UUID, ScreeningHitVersion]
    """The figures that were put aside or made a lead, by hit."""
    events: dict[UUID, int]
    problems: dict[tuple[UUID, str], UUID]
    open_leads: frozenset[UUID]

    def problem_of(self, hit: Hit) -> UUID | None:
        """Return the open problem that a hit would only say again."""
        code, well_id = RULES[hit.rule].problem_code, hit.subject.id
        if code is None or well_id is None or hit.subject.kind is not SubjectKind.WELL:
            return None
        return self.problems.get((well_id, code))


def standing_of(session: Session, county_code: str) -> Standing:
    """Read what stands in a county; the number of statements is fixed."""
    mine = ScreeningHit.county_code == county_code
    rows = list(session.scalars(select(ScreeningHit).where(mine).order_by(ScreeningHit.rowid)))
    present = select(ScreeningHitVersion).join(
        ScreeningHit, ScreeningHit.version_id == ScreeningHitVersion.id
    )
    versions = {one.id: one for one in session.scalars(present.where(mine))}
    past = select(ScreeningHitVersion).join(ScreeningHit, ScreeningHit.id == ScreeningHitVersion.hit_id)
    past = past.where(mine, ScreeningHitVersion.version == ScreeningHit.decided_version)
    events = (
        select(ScreeningHitEvent.hit_id, func.max(ScreeningHitEvent.sequence))
        .join(ScreeningHit, ScreeningHit.id == ScreeningHitEvent.hit_id)
        .where(mine)
        .group_by(ScreeningHitEvent.hit_id)
    )
    problems = select(Problem.well_id, Problem.code, Problem.id).where(
        Problem.county_code == county_code, Problem.status != ProblemStatus.STRUCK_OFF
    )
    leads = select(Lead.id).where(Lead.county_code == county_code, Lead.state.in_(OPEN_LEADS))
    return Standing(
        {(row.rule, row.subject_kind, row.subject_key, row.period): row for row in rows},
        versions,
        {one.hit_id: one for one in session.scalars(past)},
        {row[0]: row[1] for row in session.execute(events)},
        {(well_id, code): problem_id for well_id, code, problem_id in session.execute(problems)},
        frozenset(session.scalars(leads)),
    )


def find_same_run(session: Session, county_code: str, as_of: date, digest: str) -> ScreeningRun | None:
    """Return the last run if it was of the same day and found exactly this, else None."""
    query = select(ScreeningRun).where(ScreeningRun.county_code == county_code)
    last = session.scalar(query.order_by(ScreeningRun.number.desc()).limit(1))
    return last if last is not None and (last.as_of, last.digest) == (as_of, digest) else None


def last_day_run(session: Session, county_code: str) -> date | None:
    """Return the latest day that was screened, or None."""
    return session.scalar(select(func.max(ScreeningRun.as_of)).where(ScreeningRun.county_code == county_code))


def last_run_number(session: Session, county_code: str) -> int:
    """Return the number of the last run, 0 before the first."""
    query = select(func.max(ScreeningRun.number)).where(ScreeningRun.county_code == county_code)
    return session.scalar(query) or 0


def list_counties(session: Session) -> list[str]:
    """Return the counties that have wells."""
    return list(session.scalars(select(Well.county_code).distinct().order_by(Well.county_code)))
