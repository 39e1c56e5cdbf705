"""Lines of the programme of closings, and emergency uses. All people invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.closures import actions
from casebook.closures.rules import (
    ClosureKind,
    ClosureOrigin,
    ClosureStatus,
    EmergencyAsked,
    EmergencyStatus,
    PlanFacts,
    PlanStep,
    ReplacementSource,
    StepFacts,
)
from tests.factories import closures as make
from tests.factories.accounts import NOW, make_officer
from tests.factories.closures import DAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure, ClosurePlan, EmergencyOpening
    from casebook.wells.models import Well
    from tests.factories.closures import Offices

NOTIFIED_ON = date(2023, 5, 8)
APPLIED_ON = date(2023, 5, 9)
JOINED_ON = date(2023, 5, 12)
SUPPLIED_ON = date(2023, 5, 16)


def plan_facts(**changes: object) -> PlanFacts:
    """What a good line says."""
    facts: dict[str, object] = {
        "year": 2023,
        "origin": ClosureOrigin.PROGRAMME,
        "obliged": "冠县某养殖场",
        "executor": "清水镇人民政府",
        "source": ReplacementSource.PUBLIC_NETWORK,
        "basis": "冠水字〔2023〕8号",
    }
    return PlanFacts(**{**facts, **changes})


def make_plan(
    session: Session, offices: Offices, *, well: Well | None = None, now: datetime = NOW, **changes: object
) -> ClosurePlan:
    """A listed line."""
    codes = [(well or offices.well).code]
    (plan,) = actions.plan_wells(
        session, actor=offices.actor("reporter"), now=now, codes=codes, facts=plan_facts(**changes)
    )
    return plan


STEPS = {
    PlanStep.COVER: StepFacts(on=date(2023, 5, 6), network="清水镇供水管网"),
    PlanStep.NOTIFY: StepFacts(on=NOTIFIED_ON, paper="冠水封通〔2023〕3号"),
    PlanStep.APPLY: StepFacts(on=APPLIED_ON),
    PlanStep.JOIN: StepFacts(on=JOINED_ON),
    PlanStep.SUPPLY: StepFacts(
        on=date(2023, 5, 13), until_on=SUPPLIED_ON, volume_m3=Decimal(84), households=12
    ),
    PlanStep.CUT_POWER: StepFacts(on=date(2023, 5, 17), paper="断电单 2023-11"),
}
"""Good facts of the steps up to a closing, in order."""


def take(
    session: Session, offices: Offices, plan: ClosurePlan, step: PlanStep, facts: StepFacts | None = None
) -> None:
    """Take a step of a line."""
    actions.take_plan_step(
        session,
        actor=offices.actor("reporter"),
        now=NOW,
        plan=plan,
        step=step,
        facts=facts or STEPS[step],
    )


def bring(session: Session, offices: Offices, plan: ClosurePlan, *, until: PlanStep) -> ClosurePlan:
    """Take the steps of a line in order up to one."""
    for step in STEPS:
        take(session, offices, plan, step)
        if step is until:
            break
    return plan


def asked(**changes: object) -> EmergencyAsked:
    """What a good application asks for."""
    facts: dict[str, object] = {
        "cause": "管网爆管，全镇停水。",
        "limit_m3": Decimal(800),
        "from_on": NOW.date() + 3 * DAY,
        "until_on": NOW.date() + 10 * DAY,
    }
    return EmergencyAsked(**{**facts, **changes})


def decider(session: Session, offices: Offices) -> Actor:
    """Who allows an emergency use."""
    offices.head = make_officer(session, Role.AGENCY_HEAD, agency=offices.water, name="孙局")
    return offices.actor("head")


def make_emergency(
    session: Session,
    offices: Offices,
    status: EmergencyStatus = EmergencyStatus.OPEN,
    *,
    closure: Closure | None = None,
    later: datetime = NOW + timedelta(days=3),
) -> EmergencyOpening:
    """An emergency use that has come as far as `status`, begun at `later`. Needs a file store."""
    reserve = closure or make.make_closure(
        session, offices, ClosureStatus.CONFIRMED, kind=ClosureKind.MOTHBALLED
    )
    days = {"from_on": later.date(), "until_on": later.date() + 7 * DAY}
    row = actions.ask_emergency(
        session, actor=offices.actor("reporter"), now=later, closure=reserve, asked=asked(**days)
    )
    if status is not EmergencyStatus.ASKED:
        actions.decide_emergency(
            session,
            actor=decider(session, offices),
            now=later,
            row=row,
            is_allowed=True,
            decision="冠水应〔2023〕1号",
        )
    if status in {EmergencyStatus.OPEN, EmergencyStatus.SEALED}:
        actions.open_emergency(
            session,
            actor=offices.actor("reporter"),
            now=later,
            row=row,
            opened_on=later.date(),
            first_reading=Decimal(1000),
        )
    if status is EmergencyStatus.SEALED:
        actions.seal_emergency(
            session,
            actor=offices.actor("reporter"),
            now=later + timedelta(days=4),
            row=row,
            sealed_on=later.date() + timedelta(days=3),
            last_reading=Decimal(1500),
            tag_no="冠封-0002",
        )
    return row
