"""The nightly proposal of what is due next on the ladder; nothing is ever issued by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Actor
from casebook.audit.actions import record
from casebook.db.holding import hold
from casebook.kernel.clock import local_day
from casebook.supervision import queries
from casebook.supervision.actions.steps import Move, move, note, subject_of
from casebook.supervision.models import SupervisionStep
from casebook.supervision.rules import StepState, next_rung

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.supervision.queries import Behind
    from casebook.supervision.rules import Trigger

_SYSTEM = "system"


def propose_all(session: Session, *, now: datetime) -> int:
    """Propose in every county what is due next, and drop proposals whose matter was done meanwhile."""
    made = 0
    for county_code in queries.list_counties(session):
        behind = queries.list_behind(session, county_code, local_day(now))
        made += propose(session, now=now, county_code=county_code, behind=behind)
        _drop_settled(session, county_code, now)
    return made


def propose(session: Session, *, now: datetime, county_code: str, behind: Iterable[Behind]) -> int:
    """Propose the next rung for each thing that is behind; each rung once for each occasion.

    Two runs at once take turns; how long the scheduler stood still makes no difference.
    """
    hold(session, f"supervision:{county_code}")
    triggers = queries.triggers_in_force(session, county_code, local_day(now))
    climbed = queries.climbed(session, county_code)
    made = 0
    for one in behind:
        steps = climbed.get((one.subject.id, one.lapse, one.occasion), [])
        trigger = next_rung(
            [known for known in triggers if known.lapse is one.lapse],
            one.degree,
            {step.rung for step in steps},
            is_one_open=any(step.state is StepState.PROPOSED for step in steps),
        )
        if trigger is not None:
            _propose(session, one, trigger, now)
            made += 1
    return made


def _propose(session: Session, one: Behind, trigger: Trigger, now: datetime) -> None:
    actor = _system(one.subject.division_code[:6])
    row = SupervisionStep(
        county_code=one.subject.division_code[:6],
        division_code=one.subject.division_code,
        lapse=one.lapse,
        rung=trigger.rung,
        occasion=one.occasion,
        subject_kind=one.subject.kind,
        subject_id=one.subject.id,
        subject_title=one.subject.title[:300],
        unit=one.unit[:100],
        unit_id=one.unit_id,
        degree=one.degree,
        issuer=trigger.issuer,
        reply_days=trigger.reply_days,
        state=StepState.PROPOSED,
        proposed_at=now,
        version=1,
    )
    session.add(row)
    session.flush()
    begun = Move(StepState.PROPOSED, local_day(now), "到期自动提出", "supervision:propose")
    note(session, row, begun, actor=actor, now=now)
    facts = {"rung": row.rung, "degree": row.degree, "more_than": trigger.more_than, "unit": row.unit}
    record(session, actor=actor, now=now, action=begun.act, subject=subject_of(row), after=facts)


def _drop_settled(session: Session, county_code: str, now: datetime) -> None:
    for steps in queries.climbed(session, county_code).values():
        for row in steps:
            if row.state is StepState.PROPOSED and queries.is_settled(session, row):
                dropped = Move(StepState.DROPPED, local_day(now), "事项已办结", "supervision:drop")
                move(session, row, dropped, actor=_system(county_code), now=now)


def _system(county_code: str) -> Actor:
    return Actor(None, _SYSTEM, None, "", county_code)
