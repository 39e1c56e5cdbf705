"""A county's ladder: who issues, who is behind, and steps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.accounts.rules import AgencyKind
from casebook.kernel.clock import local_day
from casebook.supervision import actions, queries
from casebook.supervision.actions import Paper, Reply
from casebook.supervision.queries import Behind
from casebook.supervision.rules import LADDER, Lapse, Rung
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency
from tests.factories.approvals import some_subject
from tests.factories.deadlines import load_calendar

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.kernel.subjects import Subject
    from casebook.supervision.models import SupervisionStep

DAY = timedelta(days=1)
TOWNSHIP = "371525104"


@dataclass(frozen=True)
class Ladder:
    """The enforcing agency's two heads, and the township that is behind."""

    agency: Agency
    chief: Actor
    head: Actor
    unit: Actor
    unit_name: str
    subject: Subject


def make_ladder(session: Session, *, with_calendar: bool = True) -> Ladder:
    if with_calendar:
        load_calendar(session)
    agency = make_agency(session, name="冠县综合行政执法局", word="冠综执", kind=AgencyKind.LAW_ENFORCEMENT)
    town = make_agency(
        session,
        name="冠县清水镇人民政府",
        word="清水",
        kind=AgencyKind.TOWNSHIP,
        division_code=TOWNSHIP,
    )
    return Ladder(
        agency,
        make_actor(session, Role.CASE_HEAD, agency=agency),
        make_actor(session, Role.AGENCY_HEAD, agency=agency),
        make_actor(session, Role.TOWNSHIP_LEAD, agency=town),
        town.name,
        some_subject(TOWNSHIP),
    )


def propose(
    session: Session,
    ladder: Ladder,
    *,
    rung: Rung | None = None,
    degree: int = 1,
    subject: Subject | None = None,
    occasion: str = "year:2023",
    expect: int = 1,
) -> SupervisionStep | None:
    """Let the night propose for a subject; up to a rung, with those below it dropped."""
    about = subject or ladder.subject
    behind = Behind(Lapse.PROBLEM, about, occasion, degree if rung is None else 900, *_unit(ladder))
    made = actions.propose(session, now=NOW, county_code=COUNTY, behind=[behind])
    assert made == expect
    row = _last(session, about.id)
    while rung is not None and row.rung is not rung:
        actor = ladder.head if LADDER.index(row.rung) > 1 else ladder.chief
        actions.drop_step(session, actor=actor, now=NOW, row=row, reason="试验")
        actions.propose(session, now=NOW, county_code=COUNTY, behind=[behind])
        row = _last(session, about.id)
    return row if expect else None


def issue(
    session: Session,
    ladder: Ladder,
    row: SupervisionStep,
    *,
    actor: Actor | None = None,
    base_version: int | None = None,
) -> SupervisionStep:
    paper = Paper(ladder.unit_name, "问题逾期未整改，请限期完成。", local_day(NOW))
    return actions.issue_step(
        session, actor=actor or ladder.chief, now=NOW, row=row, paper=paper, base_version=base_version
    )


def reply(session: Session, ladder: Ladder, row: SupervisionStep, *, now: datetime = NOW + DAY) -> None:
    given = Reply("已明确专人，十日内完成整改。", "高远", local_day(now))
    actions.reply_step(session, actor=ladder.unit, now=now, row=row, reply=given)


def _last(session: Session, subject_id: object) -> SupervisionStep:
    found = [row for rows in queries.climbed(session, COUNTY).values() for row in rows]
    return next(row for row in reversed(found) if row.subject_id == subject_id)


def _unit(ladder: Ladder) -> tuple[str, object]:
    return ladder.unit_name, ladder.unit.agency_id
