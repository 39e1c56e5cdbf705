"""Reading triggers, steps of the ladder, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.accounts.models import Agency
from casebook.cases.models import Case, Measure, Problem, ProblemTask
from casebook.cases.rules import ProblemStatus
from casebook.db.paging import page
from casebook.deadlines.models import Term
from casebook.handovers.models import Letter
from casebook.handovers.rules import Holder, holder_of
from casebook.kernel.errors import NotFound
from casebook.kernel.ids import parse_id
from casebook.kernel.subjects import Subject
from casebook.regions.queries import list_divisions
from casebook.supervision.models import SupervisionEvent, SupervisionStep, SupervisionTrigger
from casebook.supervision.rules import (
    CLOCKS,
    DEFAULT_TRIGGERS,
    RELAPSE_DAYS,
    Lapse,
    Rung,
    StepState,
    Trigger,
    percent,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

SUBJECT = "supervision"
"""What a step of the ladder is called where clocks and acts are recorded."""
_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True)
class Behind:
    """One thing that is behind: by how many days or percent, and whose it is."""

    lapse: Lapse
    subject: Subject
    occasion: str
    degree: int
    unit: str
    unit_id: UUID | None


@dataclass(frozen=True)
class StepFilter:
    """What a list of steps is narrowed to; None and empty mean all."""

    state: StepState | None = None
    rung: Rung | None = None
    unit: str = ""


def get_step(session: Session, step_id: UUID, actor: Actor) -> SupervisionStep:
    """Return a step that the actor may see, or raise NotFound."""
    query = select(SupervisionStep).where(SupervisionStep.id == step_id, *_visible(actor))
    found = session.scalar(query)
    if found is None:
        raise NotFound(SUBJECT, step_id)
    return found


def page_steps(
    session: Session, actor: Actor, wanted: StepFilter, *, cursor: str | None
) -> Page[SupervisionStep]:
    """Return a page of the steps that the actor may see, the last proposed first."""
    query = select(SupervisionStep).where(*_visible(actor))
    if wanted.state is not None:
        query = query.where(SupervisionStep.state == wanted.state)
    if wanted.rung is not None:
        query = query.where(SupervisionStep.rung == wanted.rung)
    if wanted.unit:
        query = query.where(SupervisionStep.unit == wanted.unit)
    return page(
        session,
        query,
        columns=[SupervisionStep.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def count_by_unit(session: Session, actor: Actor) -> dict[str, dict[Rung, int]]:
    """Return how many issued steps of each rung every unit has, by its name."""
    query = (
        select(SupervisionStep.unit, SupervisionStep.rung, func.count())
        .where(*_visible(actor), SupervisionStep.issued_on.is_not(None))
        .group_by(SupervisionStep.unit, SupervisionStep.rung)
    )
    found: dict[str, dict[Rung, int]] = {}
    for unit, rung, count in session.execute(query.order_by(SupervisionStep.unit)):
        found.setdefault(unit, {})[rung] = count
    return found


def list_units(session: Session, actor: Actor) -> list[str]:
    """Return the units that have steps, by name."""
    query = select(SupervisionStep.unit).where(*_visible(actor)).distinct()
    return list(session.scalars(query.order_by(SupervisionStep.unit)))


def list_proposed(session: Session, actor: Actor, limit: int) -> list[SupervisionStep]:
    """Return what waits for one of the actor's roles to issue it, the longest waiting first."""
    query = select(SupervisionStep).where(
        *_visible(actor),
        SupervisionStep.state == StepState.PROPOSED,
        SupervisionStep.issuer.in_(sorted(actor.roles, key=str)),
    )
    return list(session.scalars(query.order_by(SupervisionStep.rowid).limit(limit)))


def list_owed(session: Session, actor: Actor, limit: int) -> list[SupervisionStep]:
    """Return the steps that the actor's own unit has to reply to."""
    query = select(SupervisionStep).where(
        SupervisionStep.unit_id == actor.agency_id,
        SupervisionStep.state == StepState.ISSUED,
        SupervisionStep.reply_on.is_not(None),
    )
    return list(session.scalars(query.order_by(SupervisionStep.rowid).limit(limit)))


def list_events(session: Session, step_id: UUID) -> list[SupervisionEvent]:
    """Return the course of a step."""
    query = select(SupervisionEvent).where(SupervisionEvent.step_id == step_id)
    return list(session.scalars(query.order_by(SupervisionEvent.sequence)))


def get_event(session: Session, step: SupervisionStep, event_id: UUID) -> SupervisionEvent:
    """Return one event of a step, or raise NotFound."""
    query = select(SupervisionEvent).where(
        SupervisionEvent.id == event_id, SupervisionEvent.step_id == step.id
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound("supervision_event", event_id)
    return found


def last_sequence(session: Session, step_id: UUID) -> int:
    """Return the number of the last event of a step; 0 before the first."""
    query = select(func.max(SupervisionEvent.sequence)).where(SupervisionEvent.step_id == step_id)
    return session.scalar(query) or 0


def climbed(session: Session, county_code: str) -> dict[tuple[UUID, Lapse, str], list[SupervisionStep]]:
    """Return every step of a county by what it is about."""
    query = select(SupervisionStep).where(SupervisionStep.county_code == county_code)
    found: dict[tuple[UUID, Lapse, str], list[SupervisionStep]] = {}
    for one in session.scalars(query.order_by(SupervisionStep.rowid)):
        found.setdefault((one.subject_id, one.lapse, one.occasion), []).append(one)
    return found


def is_settled(session: Session, step: SupervisionStep) -> bool:
    """Say whether what a step is about was done meanwhile: its clock no longer runs."""
    kind, _, text = step.occasion.partition(":")
    term_id = parse_id(text) if kind == "term" else None
    if term_id is None:
        return False
    runs = exists().where(Term.id == term_id, Term.met_on.is_(None), Term.cancelled_at.is_(None))
    return not session.scalar(select(runs))


def triggers_in_force(session: Session, county_code: str, on: date) -> list[Trigger]:
    """Return the triggers that hold on a day: the county's own over ours."""
    own = {(one.lapse, one.rung): one for one in own_triggers(session, county_code, on)}
    found = {(one.lapse, one.rung): one for one in DEFAULT_TRIGGERS}
    for key, row in own.items():
        found[key] = Trigger(row.lapse, row.rung, row.more_than, row.issuer, row.reply_days, row.is_active)
    order = list(Lapse), list(Rung)
    return sorted(found.values(), key=lambda one: (order[0].index(one.lapse), order[1].index(one.rung)))


def own_triggers(session: Session, county_code: str, on: date) -> list[SupervisionTrigger]:
    """Return the newest version in force of each trigger that the county has set."""
    query = select(SupervisionTrigger).where(
        SupervisionTrigger.county_code == county_code, SupervisionTrigger.valid_from <= on
    )
    newest: dict[tuple[Lapse, Rung], SupervisionTrigger] = {}
    for row in session.scalars(query.order_by(SupervisionTrigger.version)):
        newest[row.lapse, row.rung] = row
    return list(newest.values())


def last_version(session: Session, county_code: str, lapse: Lapse, rung: Rung) -> int:
    """Return the number of a trigger's newest version; 0 when there is none."""
    query = select(func.max(SupervisionTrigger.version)).where(
        SupervisionTrigger.county_code == county_code,
        SupervisionTrigger.lapse == lapse,
        SupervisionTrigger.rung == rung,
    )
    return session.scalar(query) or 0


def list_counties(session: Session) -> list[str]:
    """Return the counties that have agencies."""
    return list(session.scalars(select(Agency.county_code).distinct().order_by(Agency.county_code)))


def list_behind(session: Session, county_code: str, today: date) -> list[Behind]:
    """Return all that is overdue in a county, and the townships where too much came back."""
    overdue = [one for one in _overdue(session, county_code, today) if not one.is_suspended(today)]
    units = _units(session, overdue)
    found = [
        Behind(
            CLOCKS[term.rule],
            Subject(term.subject_kind, term.subject_id, term.title, term.division_code),
            f"term:{term.id}",
            (today - term.alarm_on).days,
            *units[term.subject_id],
        )
        for term in overdue
        if term.subject_id in units
    ]
    return [*found, *_relapses(session, county_code, today)]


def _overdue(session: Session, county_code: str, today: date) -> list[Term]:
    query = select(Term).where(
        Term.county_code == county_code,
        Term.rule.in_(sorted(CLOCKS)),
        Term.met_on.is_(None),
        Term.cancelled_at.is_(None),
        Term.alarm_on < today,
    )
    return list(session.scalars(query.order_by(Term.alarm_on, Term.rowid)))


def _units(session: Session, terms: Sequence[Term]) -> dict[UUID, tuple[str, UUID | None]]:
    """Return whose each subject is: the unit's name, and its id where it is one of casebook."""
    by_kind: dict[str, list[UUID]] = {}
    for term in terms:
        by_kind.setdefault(term.subject_kind, []).append(term.subject_id)
    found: dict[UUID, tuple[str, UUID | None]] = {}
    county = terms[0].county_code if terms else ""
    agencies = {one.name: one.id for one in accounts.list_agencies(session, county)} if terms else {}
    names = {one: name for name, one in agencies.items()}
    for problem_id, unit in session.execute(_problems(by_kind.get("problem", ()))):
        found[problem_id] = (unit, agencies.get(unit))
    for measure_id, agency_id in session.execute(_measures(by_kind.get("measure", ()))):
        found[measure_id] = (names.get(agency_id, ""), agency_id)
    for task_id, agency_id in session.execute(_tasks(by_kind.get("problem_task", ()))):
        found[task_id] = (names.get(agency_id, ""), agency_id)
    for letter in session.scalars(_letters(by_kind.get("letter", ()))).unique():
        found[letter.id] = _holder(letter)
    return found


def _problems(ids: Collection[UUID]) -> Select[UUID, str]:
    return select(Problem.id, Problem.responsible_unit).where(Problem.id.in_(ids))


def _measures(ids: Collection[UUID]) -> Select[UUID, UUID]:
    query = select(Measure.id, Case.agency_id).join(Case, Case.id == Measure.case_id)
    return query.where(Measure.id.in_(ids))


def _tasks(ids: Collection[UUID]) -> Select[UUID, UUID]:
    return select(ProblemTask.id, ProblemTask.agency_id).where(ProblemTask.id.in_(ids))


def _letters(ids: Collection[UUID]) -> Select[Letter]:
    return select(Letter).where(Letter.id.in_(ids)).order_by(Letter.rowid)


def _holder(letter: Letter) -> tuple[str, UUID | None]:
    if holder_of(letter.kind, letter.state) is Holder.RECEIVER:
        return letter.to_name, letter.to_agency_id
    return letter.from_agency.name, letter.from_agency_id


def _relapses(session: Session, county_code: str, today: date) -> Iterable[Behind]:
    """Yield the townships in which something came back within the year, with the share in percent."""
    since = today - timedelta(days=RELAPSE_DAYS)
    back = _per_township(session, county_code, Problem.predecessor_id.is_not(None), Problem.found_on >= since)
    struck = _per_township(
        session, county_code, Problem.status == ProblemStatus.STRUCK_OFF, Problem.struck_off_on >= since
    )
    townships = {one.code: one for one in list_divisions(session, county_code, kind=None)} if back else {}
    agencies = {one.division_code: one for one in accounts.list_agencies(session, county_code)}
    for code, count in sorted(back.items()):
        place = townships.get(code)
        if place is not None:
            office = agencies.get(code)
            yield Behind(
                Lapse.RELAPSE,
                Subject("division", place.id, place.name, code),
                f"year:{today.year}",
                percent(count, max(struck.get(code, 0), count)),
                office.name if office else place.name,
                office.id if office else None,
            )


def _per_township(session: Session, county_code: str, *conditions: ColumnElement[bool]) -> dict[str, int]:
    township = func.substr(Problem.division_code, 1, _TOWNSHIP_DIGITS)
    query = select(township, func.count()).where(Problem.county_code == county_code, *conditions)
    return {code: count for code, count in session.execute(query.group_by(township))}  # noqa: C416 - rows are no pairs to mypy


def _visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Casework sees all within reach; a unit sees what was issued to it."""
    own = and_(SupervisionStep.unit_id == actor.agency_id, SupervisionStep.issued_on.is_not(None))
    found = [
        SupervisionStep.county_code == actor.county_code,
        SupervisionStep.division_code.startswith(actor.jurisdiction),
    ]
    return found if actor.can(Permission.CASE_SEE) else [*found, own]
