"""The life of a permit: applied for, decided, issued, renewed, changed, ended. One way to move it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.cells import Unreadable
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.identifiers import read_permit_number
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.numbering.actions import issue as take_number
from casebook.parties.actions import find_or_create
from casebook.quotas import queries
from casebook.quotas.actions.register import change_facts, link_wells
from casebook.quotas.models import Permit, PermitEvent
from casebook.quotas.rules import ENDED, PermitStatus, PermitStep, check_step, check_validity
from casebook.quotas.rules.permits import ARTICLES, LAPSE_YEARS, years_after

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.actions import PartyFacts
    from casebook.quotas.rules import Checked, WaterSource
    from casebook.regions.rules import Aquifer
    from casebook.wells.rules import WellUse

NUMBER_KIND = "SQ"
LONGEST_PAPER, LONGEST_REASON = 120, 400
NEEDS_PAPER = frozenset(
    {
        PermitStep.NOT_ACCEPT,
        PermitStep.APPROVE,
        PermitStep.REFUSE,
        PermitStep.REVOKE,
        PermitStep.WITHDRAW,
        PermitStep.CANCEL,
        PermitStep.RENEW,
        PermitStep.CUT,
        PermitStep.TRANSFER,
    }
)
"""Steps that somebody is told by a paper with a number."""
NEEDS_REASON = frozenset(
    {PermitStep.NOT_ACCEPT, PermitStep.REFUSE, PermitStep.REVOKE, PermitStep.WITHDRAW, PermitStep.CANCEL}
)
PLAIN = frozenset(
    {
        PermitStep.ACCEPT,
        PermitStep.NOT_ACCEPT,
        PermitStep.REFUSE,
        PermitStep.INSPECT,
        PermitStep.LAPSE,
        PermitStep.ASK_RENEWAL,
        PermitStep.EXPIRE,
        PermitStep.REVOKE,
        PermitStep.WITHDRAW,
        PermitStep.CANCEL,
    }
)
"""Steps that change nothing but the status and its days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody applies for."""

    holder: PartyFacts
    source: WaterSource
    use: WellUse
    volume_m3: Decimal
    """Per year."""
    aquifer: Aquifer | None = None
    well_ids: tuple[UUID, ...] = ()
    conditions: str = ""
    list_paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The day of a step, its paper and its reason."""

    on: date
    paper: str = ""
    reason: str = ""


@dataclass(slots=True)
class Move:
    """A step with what it did."""

    step: PermitStep
    act: Act
    facts: Mapping[str, Any] = field(default_factory=dict)


def subject_of(permit: Permit) -> Subject:
    """Return a permit as what an act is about."""
    return Subject("permit", permit.id, permit.number, permit.county_code)


def need_permit(permit: Permit, actor: Actor) -> None:
    """Hold that the actor keeps the permits of the county."""
    actor.need(Permission.PERMIT_EDIT)
    actor.need_reach(permit.county_code, "permit", permit.id)


def hold(session: Session, permit: Permit, base_version: int | None) -> None:
    """Lock a permit and read it anew; Conflict when it is no longer the one that was seen."""
    session.refresh(permit, with_for_update={"of": Permit})
    if base_version is not None and base_version != permit.version:
        raise Conflict("permit_changed_meanwhile", number=permit.number)


def apply_permit(
    session: Session, *, actor: Actor, now: datetime, application: Application, on: date
) -> Permit:
    """Register an application; it bears its own number until the permit is issued."""
    actor.need(Permission.PERMIT_EDIT)
    actor.need_reach(actor.county_code, "permit")
    if application.volume_m3 <= 0:
        raise RuleBroken("permit_volume_missing", field="volume")
    permit_id = new_id()
    number = take_number(
        session,
        county_code=actor.county_code,
        kind=NUMBER_KIND,
        year=on.year,
        subject=Subject("permit", permit_id, "取水许可申请", actor.county_code),
        now=now,
    )
    permit = Permit(
        id=permit_id,
        county_code=actor.county_code,
        number=number,
        application_no=number,
        holder_id=find_or_create(session, county_code=actor.county_code, facts=application.holder).id,
        permitted_m3=application.volume_m3,
        use=application.use,
        aquifer=application.aquifer,
        source=application.source,
        conditions=application.conditions.strip(),
        list_paper=application.list_paper.strip()[:LONGEST_PAPER],
        status=PermitStatus.APPLIED,
        changed_at=now,
    )
    session.add(permit)
    session.flush()
    link_wells(session, pairs=[(permit.id, well_id) for well_id in application.well_ids])
    move = Move(PermitStep.APPLY, Act(on=on), {"volume_m3": str(application.volume_m3)})
    _note(session, permit, None, move, actor=actor, now=now)
    return permit


def take_permit_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    step: PermitStep,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Take a step that changes nothing but the status and its days; the others have actions of their own."""
    if step not in PLAIN:
        raise RuleBroken("permit_step_needs_facts", step=step)
    need_permit(permit, actor)
    hold(session, permit, base_version)
    if step is PermitStep.LAPSE:
        _check_lapse(session, permit, act.on)
    if step is PermitStep.EXPIRE and (permit.valid_to is None or act.on <= permit.valid_to):
        raise RuleBroken("permit_not_past", field="on", last=permit.valid_to or "—")
    if step is PermitStep.ASK_RENEWAL:
        permit.renewal_asked_on = act.on
    move(session, permit, Move(step, act), actor=actor, now=now)


def approve_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    checked: Checked,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Grant an application (批准) that nothing of the hard refusal list stands in the way of.

    RuleBroken `permit_refused_by_law` names the reasons, `permit_check_open` what nobody has judged yet.
    """
    need_permit(permit, actor)
    hold(session, permit, base_version)
    check_nothing_stands(checked)
    move(session, permit, Move(PermitStep.APPROVE, act, told(checked)), actor=actor, now=now)


def check_nothing_stands(checked: Checked) -> None:
    """Hold that the pre-check has neither a refusal nor an open question (rules.md 3.2)."""
    if checked.refusals:
        found = checked.refusals
        raise RuleBroken(
            "permit_refused_by_law",
            article="；".join(dict.fromkeys(one.article for one in found)),
            count=len(found),
            first=found[0].reason,
        )
    if checked.open:
        raise RuleBroken("permit_check_open", count=len(checked.open), first=checked.open[0].reason)


def issue_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    number: str,
    days: tuple[date, date],
    act: Act,
    base_version: int | None = None,
) -> None:
    """Issue the permit of an accepted work (发证): it takes its number; `days` are first and last day."""
    need_permit(permit, actor)
    hold(session, permit, base_version)
    check_validity(*days)
    read = read_permit_number(number)
    if read is None or isinstance(read, Unreadable):
        raise RuleBroken("permit_number_form", field="number")
    if queries.find_permit(session, permit.county_code, read.value) is not None:
        raise RuleBroken("permit_number_taken", field="number", number=read.value)
    permit.number, permit.number_kind = read.value, read.kind
    permit.issued_on, (permit.valid_from, permit.valid_to) = act.on, days
    facts = {"number": read.value, "valid_from": days[0].isoformat(), "valid_to": days[1].isoformat()}
    move(session, permit, Move(PermitStep.ISSUE, act, facts), actor=actor, now=now)


def renew_permit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    permit: Permit,
    valid_to: date,
    checked: Checked,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Renew a permit up to a new last day (延续): at most ten years from the day after the old one."""
    need_permit(permit, actor)
    hold(session, permit, base_version)
    if permit.valid_to is None or act.on > permit.valid_to:
        raise RuleBroken("permit_renewal_past", article=ARTICLES[PermitStep.RENEW])
    check_nothing_stands(checked)
    check_validity(permit.valid_to, valid_to)
    facts = {"valid_to": valid_to.isoformat(), **told(checked)}
    change_facts(session, actor, now, permit, {"valid_to": valid_to}, act.reason)
    permit.renewal_asked_on = None
    move(session, permit, Move(PermitStep.RENEW, act, facts), actor=actor, now=now)


def move(session: Session, permit: Permit, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Move a held permit; the table decides whether it may. Status, event and audit are written together."""
    _check_act(session, permit, taken, now)
    before = permit.status
    permit.status = check_step(before, taken.step)
    if permit.status in ENDED - {PermitStatus.EXPIRED} and permit.ended_on is None:
        permit.ended_on = taken.act.on
    permit.version, permit.changed_at = permit.version + 1, now
    session.flush()
    _note(session, permit, before, taken, actor=actor, now=now)


def _check_act(session: Session, permit: Permit, taken: Move, now: datetime) -> None:
    act, today = taken.act, local_day(now)
    if act.on > today:
        raise RuleBroken("permit_day_in_future", field="on")
    last = queries.last_event(session, permit.id)
    if last is not None and act.on < last.on:
        raise RuleBroken("permit_day_too_early", field="on", after=last.on)
    if taken.step in NEEDS_PAPER and not act.paper.strip():
        raise RuleBroken("permit_paper_missing", field="paper", article=ARTICLES[taken.step])
    if taken.step in NEEDS_REASON and not act.reason.strip():
        raise RuleBroken("permit_reason_missing", field="reason", article=ARTICLES[taken.step])


def _check_lapse(session: Session, permit: Permit, on: date) -> None:
    last = queries.last_event(session, permit.id)
    if last is not None and years_after(last.on, LAPSE_YEARS) > on:
        raise RuleBroken(
            "permit_not_lapsed", field="on", article=ARTICLES[PermitStep.LAPSE], approved=last.on
        )


def told(checked: Checked) -> dict[str, Any]:
    """Return what a decision rested on."""
    lines = [[line.reason.value, line.answer.value, list(line.facts)] for line in checked.lines]
    return {"checked": lines}


def _note(
    session: Session, permit: Permit, before: PermitStatus | None, taken: Move, *, actor: Actor, now: datetime
) -> None:
    act, last = taken.act, queries.last_event(session, permit.id)
    session.add(
        PermitEvent(
            permit_id=permit.id,
            sequence=last.sequence + 1 if last else 1,
            step=taken.step,
            from_status=before,
            to_status=permit.status,
            on=act.on,
            at=now,
            paper=act.paper.strip()[:LONGEST_PAPER],
            reason=act.reason.strip()[:LONGEST_REASON],
            facts=dict(taken.facts),
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="permit:step",
        subject=subject_of(permit),
        before={"status": before},
        after={"step": taken.step, "status": permit.status, "on": act.on, "paper": act.paper, **taken.facts},
        reason=act.reason,
    )


def wells_of(session: Session, permit: Permit) -> Collection[UUID]:
    """Return the wells that a permit covers."""
    return queries.well_ids_of(session, [permit.id]).get(permit.id, ())
