"""Reporting a well closed, by the water bureau."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.cases import queries as cases
from casebook.cases.actions.force import check_sealing
from casebook.cases.rules.enforcing import check_work, is_at_rest
from casebook.claims import queries as claims
from casebook.claims.rules import check_began
from casebook.closures import queries, rules
from casebook.closures.actions.programme import check_plan, close_plan
from casebook.closures.actions.steps import hold, note, officer_id, subject_of
from casebook.closures.models import Closure
from casebook.closures.rules import ClosureOrigin, ClosureStatus, PlanPhase
from casebook.deadlines.queries import get_calendar
from casebook.kernel import clock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.ledger import queries as ledger
from casebook.ledger.rules import PostingKind
from casebook.numbering.actions import issue
from casebook.penalties import queries as penalties
from casebook.quotas import queries as quotas
from casebook.wells import queries as wells

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import ClosurePlan
    from casebook.closures.rules import BaselineMethod, ClosureKind, Reduction, ReplacementSource
    from casebook.wells.models import Well


@dataclass(frozen=True)
class ClosureFacts:
    """What a report of a closed well says; volumes in m³ per year."""

    origin: ClosureOrigin
    kind: ClosureKind
    closed_on: date
    replacement_source: ReplacementSource
    replacement_connected_on: date | None
    baseline_method: BaselineMethod
    baseline_m3: Decimal
    residual_m3: Decimal
    basis_papers: str
    permit_note: str = ""
    substitute_id: UUID | None = None
    """The registered water that supplies the user now; needed where the county has registered that source."""
    case_id: UUID | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    """Of the works on the well; where the closing is forced, both must be told."""


def report_closure(
    session: Session, *, actor: Actor, now: datetime, well: Well, facts: ClosureFacts
) -> Closure:
    """Report a well closed. Nothing is posted yet: acceptance and confirmation have to follow.

    Raises RuleBroken for days out of order, a well that is reported already, a baseline
    without papers, or a case that is not about the well.
    """
    actor.need(Permission.CLOSURE_REPORT)
    actor.need_reach(well.division_code, "well", well.code)
    session.refresh(well, with_for_update=True)
    if queries.find_live(session, well.id) is not None:
        raise RuleBroken("closure_exists", well=well.code)
    _refuse_posted(session, well)
    reduction, plan = _check(session, well=well, facts=facts, now=now)
    closure = Closure(
        id=new_id(),
        county_code=well.county_code,
        well_id=well.id,
        division_code=well.division_code,
        status=ClosureStatus.REPORTED,
        reported_by_id=officer_id(actor),
        reported_at=now,
        number="",
    )
    _fill(closure, facts, reduction)
    subject = subject_of(closure, well.code)
    year = facts.closed_on.year
    closure.number = issue(
        session, county_code=well.county_code, kind="FJ", year=year, subject=subject, now=now
    )
    session.add(closure)
    note(
        session, closure, actor=actor, now=now, on=facts.closed_on, what="报告封停", to=ClosureStatus.REPORTED
    )
    if plan is not None:
        close_plan(session, actor=actor, now=now, plan=plan, closure=closure, well=well)
    _audit(session, closure, well, actor=actor, now=now, facts=facts)
    return closure


def _refuse_posted(session: Session, well: Well) -> None:
    """Refuse a well that the ledger holds as closed by 历史补录: it could never be booked again."""
    kinds = frozenset({PostingKind.WELL_CLOSED})
    for _code, on, sequence in ledger.standing_closings(session, well.county_code, [well.code], kinds):
        raise RuleBroken("closure_posted", well=well.code, on=on.isoformat(), sequence=sequence)


def report_again(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    closure: Closure,
    facts: ClosureFacts,
    base_version: int | None = None,
) -> None:
    """Report a returned closure again, mended."""
    actor.need(Permission.CLOSURE_REPORT)
    actor.need_reach(closure.division_code, "closure", closure.number)
    hold(session, closure, base_version)
    well = wells.get_well_by_id(session, closure.well_id)
    reduction, _plan = _check(session, well=well, facts=facts, now=now, closure=closure)
    before = facts_of(closure)
    changes = {**asdict(facts), **asdict(reduction), "reported_by_id": officer_id(actor), "reported_at": now}
    on = clock.local_day(now)
    to = ClosureStatus.REPORTED
    note(session, closure, actor=actor, now=now, on=on, what="改正后重新报告", to=to, changes=changes)
    _audit(session, closure, well, actor=actor, now=now, facts=facts, before=before)


def facts_of(closure: Closure) -> ClosureFacts:
    """Return what a closure's report says."""
    return ClosureFacts(**{field.name: getattr(closure, field.name) for field in fields(ClosureFacts)})


def _check(
    session: Session, *, well: Well, facts: ClosureFacts, now: datetime, closure: Closure | None = None
) -> tuple[Reduction, ClosurePlan | None]:
    """Judge a report; return what it saves, and the line of the programme that it fulfils."""
    reduction = _check_facts(session, well=well, facts=facts, today=clock.local_day(now))
    plan = check_plan(
        session,
        well,
        origin=facts.origin,
        closed_on=facts.closed_on,
        source=facts.replacement_source,
        connected_on=facts.replacement_connected_on,
        closure=closure,
    )
    _check_hours(session, well=well, facts=facts, plan=plan, now=now)
    return reduction, plan


def _check_hours(
    session: Session, *, well: Well, facts: ClosureFacts, plan: ClosurePlan | None, now: datetime
) -> None:
    """Refuse works that end before they begin, and works forced by night or on a holiday (强制法 43)."""
    is_forced = plan is not None and plan.phase is PlanPhase.FORCED
    begun, ended = facts.begun_at, facts.ended_at
    if begun is None or ended is None:
        if is_forced or (begun is None) != (ended is None):
            raise RuleBroken("works_hours_missing", field="begun_at" if begun is None else "ended_at")
        return
    check_work(begun, ended, now)
    if clock.local_day(ended) > facts.closed_on:
        raise RuleBroken("works_after_closing", field="ended_at")
    if is_forced:
        night = penalties.night_of(session, well.county_code, clock.local_day(begun))
        if is_at_rest(begun, ended, get_calendar(session), night):
            raise RuleBroken("works_at_rest", field="begun_at", article="强制法 43")


def _check_facts(session: Session, *, well: Well, facts: ClosureFacts, today: date) -> Reduction:
    rules.check_origin(facts.origin, has_case=facts.case_id is not None)
    rules.check_days(
        closed_on=facts.closed_on,
        built_on=well.built_on,
        found_closed_on=well.closed_on,
        source=facts.replacement_source,
        connected_on=facts.replacement_connected_on,
        today=today,
    )
    if facts.case_id is not None:
        wells_of_case = {problem.well_id for problem in cases.list_problems_of_case(session, facts.case_id)}
        if well.id not in wells_of_case:
            raise RuleBroken("case_of_other_well", field="case_id")
        case = cases.get_case_by_id(session, facts.case_id)
        check_sealing(session, case=case, well_id=well.id, on=facts.closed_on)
    if not facts.basis_papers.strip():
        raise RuleBroken("baseline_needs_papers", field="basis_papers")
    if quotas.permits_of_well(session, well.id) and not facts.permit_note.strip():
        raise RuleBroken("permit_note_needed", field="permit_note")
    _check_baseline(session, well, facts)
    _check_substitute(session, well, facts)
    return rules.reduction(
        baseline_m3=facts.baseline_m3, residual_m3=facts.residual_m3, closed_on=facts.closed_on
    )


def _check_baseline(session: Session, well: Well, facts: ClosureFacts) -> None:
    """Hold a report against the baseline that was locked for the well, where there is one."""
    locked = claims.find_locked(session, well.id)
    if locked is None:
        return
    check_began(facts.closed_on, locked_on=locked.locked_on, field="closed_on")
    if facts.baseline_m3 > locked.baseline_m3:
        raise RuleBroken("baseline_other", field="baseline_m3", locked=locked.baseline_m3)


def _check_substitute(session: Session, well: Well, facts: ClosureFacts) -> None:
    """Hold that a source which the county has registered is named, and is of the kind that is told."""
    known = claims.list_substitutes(session, well.county_code)
    offered = {one.id for one in known if one.source is facts.replacement_source}
    if facts.substitute_id is None and offered:
        raise RuleBroken("substitute_unnamed", field="substitute_id")
    if facts.substitute_id is not None and facts.substitute_id not in offered:
        raise RuleBroken("substitute_unknown", field="substitute_id")


def _fill(closure: Closure, facts: ClosureFacts, reduction: Reduction) -> None:
    for column, value in {**asdict(facts), **asdict(reduction)}.items():
        setattr(closure, column, value)


def _audit(
    session: Session,
    closure: Closure,
    well: Well,
    *,
    actor: Actor,
    now: datetime,
    facts: ClosureFacts,
    before: ClosureFacts | None = None,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="closure:report",
        subject=subject_of(closure, well.code),
        before=asdict(before) if before else None,
        after=asdict(facts),
    )
    session.flush()
