"""The programme of closings: listing wells, and the steps of a line up to the day its well may be closed."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries as cases
from casebook.closures import queries, rules
from casebook.closures.actions.steps import officer_id
from casebook.closures.models import ClosurePlan, ClosurePlanEvent
from casebook.closures.rules import ClosureOrigin, PlanPhase, PlanStatus, PlanStep, ReplacementSource
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.kernel import clock
from casebook.kernel.errors import Conflict, Refused, RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.kernel.volumes import cubic_metres, litres, split
from casebook.numbering.actions import issue
from casebook.quotas import queries as quotas
from casebook.quotas.actions import Act, drop_well
from casebook.wells import queries as wells
from casebook.wells.rules import WellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.closures.rules import PlanFacts, StepFacts
    from casebook.quotas.models import Permit
    from casebook.wells.models import Well

KIND = "closure_plan"
MOST_AT_ONCE = 200
_CLOSED = frozenset({WellStatus.PLUGGED, WellStatus.MONITORING})


def subject_of_plan(plan: ClosurePlan, well_code: str) -> Subject:
    """Return a line of the programme as the subject of clocks and audit."""
    return Subject(KIND, plan.id, f"{plan.number} {well_code}", plan.division_code)


def plan_wells(
    session: Session, *, actor: Actor, now: datetime, codes: Sequence[str], facts: PlanFacts
) -> list[ClosurePlan]:
    """Put wells on a year's programme, all of them or none. Refused names each code that cannot be listed."""
    actor.need(Permission.CLOSURE_PLAN)
    rules.check_codes(codes, most=MOST_AT_ONCE)
    faults = rules.check_listing(facts, year_now=clock.local_day(now).year)
    found = queries.find_wells(session, actor, codes)
    faults += [
        RuleBroken("plan_well_unknown", field="codes", well=code) for code in codes if code not in found
    ]
    listed = queries.list_live_plans(session, [well.id for well in found.values()])
    for well in found.values():
        faults += _well_faults(session, well, facts, is_listed=well.id in listed)
    if faults:
        raise Refused(faults)
    wells_ = list({well.id: well for well in map(found.__getitem__, codes)}.values())
    return [_list(session, actor, now, well, facts) for well in wells_]


def _well_faults(session: Session, well: Well, facts: PlanFacts, *, is_listed: bool) -> list[RuleBroken]:
    faults = []
    if is_listed:
        faults.append(RuleBroken("plan_listed_already", field="codes", well=well.code))
    if well.status in _CLOSED or queries.find_live(session, well.id) is not None:
        faults.append(RuleBroken("plan_well_closed", field="codes", well=well.code))
    homes = rules.serves_homes(well.use, well.people_served)
    if homes and facts.source is ReplacementSource.NONE_NEEDED:
        faults.append(RuleBroken("supply_homes_waived", field="source", article="强制法 43"))
    if facts.case_id is not None:
        of_case = {one.well_id for one in cases.list_problems_of_case(session, facts.case_id)}
        if well.id not in of_case:
            faults.append(RuleBroken("case_of_other_well", field="case_id"))
    return faults


def _list(session: Session, actor: Actor, now: datetime, well: Well, facts: PlanFacts) -> ClosurePlan:
    plan = ClosurePlan(
        id=new_id(),
        county_code=well.county_code,
        division_code=well.division_code,
        well_id=well.id,
        phase=PlanPhase.VOLUNTARY,
        status=PlanStatus.LISTED,
        number="",
        **asdict(facts),
    )
    subject = subject_of_plan(plan, well.code)
    plan.number = issue(
        session, county_code=well.county_code, kind="FP", year=facts.year, subject=subject, now=now
    )
    session.add(plan)
    session.flush()
    day = clock.local_day(now)
    _note(session, plan, actor=actor, now=now, step=None, facts=rules.StepFacts(on=day, paper=facts.basis))
    subject = subject_of_plan(plan, well.code)
    record(session, actor=actor, now=now, action="closure_plan:list", subject=subject, after=asdict(facts))
    session.flush()
    return plan


def take_plan_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: ClosurePlan,
    step: PlanStep,
    facts: StepFacts,
    base_version: int | None = None,
) -> None:
    """Take one step of a line. Its permit has an act of its own, and closing comes by the report.

    Raises Refused with all that keeps the step back, Conflict when the line changed after `base_version`.
    """
    actor.need(Permission.CLOSURE_PLAN)
    if step in {PlanStep.PERMIT, PlanStep.CLOSE}:
        raise RuleBroken("programme_step_out_of_order", step=step, present=plan.status)
    well = _hold(session, actor, plan, base_version)
    _judge(session, plan, well, step, facts, now)
    _take(session, actor=actor, now=now, plan=plan, well=well, step=step, facts=facts)


def settle_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: ClosurePlan,
    facts: StepFacts,
    base_version: int | None = None,
) -> None:
    """Take a line's well off its permits: the volume is cut, with the last well the permit is cancelled.

    The cut is one volume, however many permits go on: these share it by what they allow.
    """
    actor.need(Permission.PERMIT_EDIT)
    well = _hold(session, actor, plan, base_version)
    permits = quotas.permits_of_well(session, well.id)
    _judge(session, plan, well, PlanStep.PERMIT, facts, now)
    if not permits:
        raise RuleBroken("plan_permit_none")
    act = Act(on=facts.on, paper=facts.paper.strip(), reason=facts.note.strip())
    cuts = _shares(session, permits, facts.volume_m3)
    for permit in permits:
        drop_well(
            session, actor=actor, now=now, permit=permit, well=well, cut_m3=cuts.get(permit.id), act=act
        )
    _take(session, actor=actor, now=now, plan=plan, well=well, step=PlanStep.PERMIT, facts=facts)


def _shares(session: Session, permits: Sequence[Permit], cut_m3: Decimal | None) -> dict[UUID, Decimal]:
    """Return what each permit that keeps other wells is cut by; together the whole cut."""
    listed = quotas.well_ids_of(session, [one.id for one in permits])
    going_on = [one for one in permits if len(listed[one.id]) > 1]
    allowed = [one.permitted_m3 or Decimal(0) for one in going_on]
    if cut_m3 is None or not any(allowed):
        return {}
    parts = split(litres(cut_m3), allowed)
    return {one.id: cubic_metres(part) for one, part in zip(going_on, parts, strict=True)}


def close_plan(
    session: Session, *, actor: Actor, now: datetime, plan: ClosurePlan, closure: Closure, well: Well
) -> None:
    """Note that a line's well was reported closed; its gates were asked before (`check_plan`)."""
    facts = rules.StepFacts(on=closure.closed_on, paper=closure.number)
    session.flush()
    _take(
        session,
        actor=actor,
        now=now,
        plan=plan,
        well=well,
        step=PlanStep.CLOSE,
        facts=facts,
        changes={"closure_id": closure.id, "phase": PlanPhase.ACCEPTANCE},
    )


def check_plan(
    session: Session,
    well: Well,
    *,
    origin: ClosureOrigin,
    closed_on: date,
    source: ReplacementSource,
    connected_on: date | None,
    closure: Closure | None = None,
) -> ClosurePlan | None:
    """Ask the gates of the line that a well stands on, or by which `closure` was reported; return the line.

    Raises Refused with all that is missing; RuleBroken for a programme's closure of a well that is not on
    the year's programme, and for a well of people's homes whose replacement nobody has proved.
    """
    plan = queries.find_live_plan(session, well.id)
    if closure is not None:
        plan = queries.find_plan_of(session, closure.id) or plan
    if plan is not None:
        session.refresh(plan, with_for_update=True)
        state = queries.state_of(session, plan, well, on=closed_on)
        if plan.status is PlanStatus.CLOSED:
            state = replace(state, status=PlanStatus.SUPPLIED)
        faults = rules.closing_faults(state, closed_on=closed_on, source=source, connected_on=connected_on)
        if origin is not plan.origin:
            faults.append(RuleBroken("plan_origin", field="origin", origin=plan.origin))
        if faults:
            raise Refused(faults)
        return plan
    if origin is ClosureOrigin.PROGRAMME and queries.has_programme(session, well.county_code, closed_on.year):
        raise RuleBroken("plan_line_missing", field="origin", year=closed_on.year, well=well.code)
    if rules.serves_homes(well.use, well.people_served):
        raise RuleBroken("plan_homes_unplanned", article="强制法 43", well=well.code)
    return None


def _hold(session: Session, actor: Actor, plan: ClosurePlan, base_version: int | None) -> Well:
    actor.need_reach(plan.division_code, KIND, plan.number)
    session.refresh(plan, with_for_update=True)
    if base_version is not None and plan.version != base_version:
        raise Conflict("plan_changed", number=plan.number, status=plan.status)
    return wells.get_well_by_id(session, plan.well_id)


def _judge(
    session: Session, plan: ClosurePlan, well: Well, step: PlanStep, facts: StepFacts, now: datetime
) -> None:
    least = queries.least_supply_days(session, plan.county_code, facts.on)
    state = queries.state_of(session, plan, well, on=facts.on)
    faults = rules.step_faults(step, state, facts, today=clock.local_day(now), least_days=least)
    if faults:
        raise Refused(faults)


def _take(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    plan: ClosurePlan,
    well: Well,
    step: PlanStep,
    facts: StepFacts,
    changes: Mapping[str, object] | None = None,
) -> None:
    subject = subject_of_plan(plan, well.code)
    written = {**_columns(step, facts), **(changes or {})}
    _note(session, plan, actor=actor, now=now, step=step, facts=facts, changes=written)
    _turn_clocks(session, subject, step, facts, plan.source, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="closure_plan:step",
        subject=subject,
        after={"step": step, **asdict(facts)},
        reason=facts.note or None,
    )
    session.flush()


_DAYS = {
    PlanStep.ANNOUNCE: "announced_on",
    PlanStep.DETERMINE: "determined_on",
    PlanStep.NOTIFY: "notified_on",
    PlanStep.JOIN: "joined_on",
    PlanStep.CUT_POWER: "power_cut_on",
}


def _columns(step: PlanStep, facts: StepFacts) -> dict[str, object]:
    """Return what a step writes into its line."""
    found: dict[str, object] = {_DAYS[step]: facts.on} if step in _DAYS else {}
    if step is PlanStep.COVER:
        found |= {"network": facts.network.strip(), "is_covered": True}
    elif step is PlanStep.DETERMINE:
        found["obliged"] = facts.owner.strip()
    elif step is PlanStep.SUPPLY:
        found["supplied_on"] = facts.until_on
    elif step is PlanStep.WAIVE:
        found["source"] = ReplacementSource.NONE_NEEDED
    elif step is PlanStep.FORCE:
        found["phase"] = PlanPhase.FORCED
    return found


def _note(
    session: Session,
    plan: ClosurePlan,
    *,
    actor: Actor,
    now: datetime,
    step: PlanStep | None,
    facts: StepFacts,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write a line's next event and take its step; `changes` are columns written together with the status."""
    last = _last_sequence(session, plan)
    present = plan.status
    to = rules.TO.get(step, present) if step is not None else present
    if to is not present and to not in rules.PLAN_TRANSITIONS[present]:
        raise RuleBroken("programme_step_out_of_order", step=step, present=present)
    for column, value in (changes or {}).items():
        setattr(plan, column, value)
    plan.status, plan.version = to, plan.version + 1 if last is not None else 1
    if step is not None:
        day = facts.until_on or facts.on
        plan.last_on = max(day, plan.last_on or day)
    session.add(
        ClosurePlanEvent(
            plan_id=plan.id,
            sequence=(last or 0) + 1,
            step=step,
            from_status=present if last is not None else None,
            to_status=to,
            on=facts.on,
            at=now,
            paper=facts.paper.strip(),
            note=facts.note.strip(),
            facts=_told(facts),
            amount_fen=facts.amount_fen if step is PlanStep.COST else None,
            actor_id=officer_id(actor),
            actor_name=actor.name,
        )
    )
    session.flush()


def _last_sequence(session: Session, plan: ClosurePlan) -> int | None:
    of_plan = ClosurePlanEvent.plan_id == plan.id
    return session.scalar(select(func.max(ClosurePlanEvent.sequence)).where(of_plan))


def _told(facts: StepFacts) -> dict[str, str]:
    """Return what a step brought besides its day, paper and note, as its event keeps it."""
    told: dict[str, object] = {
        "households": facts.households,
        "volume_m3": facts.volume_m3,
        "until_on": facts.until_on,
        "owner": facts.owner or None,
        "network": facts.network or None,
    }
    return {name: str(value) for name, value in told.items() if value is not None}


def _turn_clocks(
    session: Session,
    subject: Subject,
    step: PlanStep,
    facts: StepFacts,
    source: ReplacementSource,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Meet the clock that a step ends, cancel those that no longer matter, start the one that follows."""
    day = facts.until_on or facts.on
    running = [one for one in clocks.list_terms(session, [subject.id]) if one.met_on is None]
    for term in (one for one in running if one.cancelled_at is None):
        if term.rule in rules.ENDS.get(step, ()):
            deadlines.meet_term(session, actor=actor, now=now, term=term, on=day)
        elif step in {PlanStep.DROP, PlanStep.WAIVE, PlanStep.CLOSE}:
            reason = facts.note.strip() or facts.paper.strip()
            deadlines.cancel_term(session, actor=actor, now=now, term=term, reason=reason)
    rule_id = rules.clock_after(step, source)
    if rule_id is not None:
        deadlines.start_term(
            session,
            actor=actor,
            now=now,
            subject=subject,
            rule_id=rule_id,
            started_on=day,
            assignee_id=actor.officer_id,
        )
