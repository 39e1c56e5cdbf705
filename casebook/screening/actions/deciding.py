"""What officers do with a hit: give it to somebody, make it a lead, put it aside with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.accounts.queries import get_officer
from casebook.audit.actions import record
from casebook.cases.actions.screened import ScreenedHint, add_screened_lead
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.screening import queries
from casebook.screening.models import ScreeningHitEvent
from casebook.screening.rules import SubjectKind
from casebook.screening.rules.states import HitState, check_step
from casebook.screening.rules.wording import lead_text
from casebook.wells.queries import get_well_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Lead
    from casebook.screening.models import ScreeningHit

MOST_AT_ONCE = 200
LONGEST = 400


def subject_of(hit: ScreeningHit) -> Subject:
    """Return a hit as what an act is about; a user's name stays out of it."""
    named = hit.subject_kind is not SubjectKind.PARTY
    title = f"{hit.rule.value} {hit.subject_key}" if named else hit.rule.value
    return Subject("screening_hit", hit.id, title, hit.division_code)


def assign(
    session: Session, *, actor: Actor, now: datetime, hit: ScreeningHit, officer_id: UUID | None
) -> None:
    """Give a hit to an officer whose reach it lies in, or take it back."""
    _hold(session, actor, hit)
    name = ""
    if officer_id is not None:
        officer = get_officer(session, officer_id)
        if not officer.is_active or not hit.division_code.startswith(officer.jurisdiction):
            raise RuleBroken("screening_officer_elsewhere", field="officer_id", name=officer.name)
        name = officer.name
    hit.assigned_to_id, hit.assigned_at = officer_id, now if officer_id else None
    _note(session, hit, hit.state, actor=actor, now=now, what=f"交办：{name}" if name else "收回交办")
    record(session, actor=actor, now=now, action="screening_hit:assign", subject=subject_of(hit))


def make_lead(
    session: Session, *, actor: Actor, now: datetime, hit: ScreeningHit, version: int | None = None
) -> Lead:
    """Make a hit a lead (线索) for verification on site; a well's open lead takes it up.

    Conflict when the page showed other figures than those that stand now (`version`).
    """
    _hold(session, actor, hit)
    _same(hit, version)
    if hit.state is not HitState.OPEN:
        raise RuleBroken("screening_not_open", state=hit.state)
    figures = queries.get_version(session, hit.version_id).figures
    well = get_well_by_id(session, hit.well_id) if hit.well_id else None
    hint = ScreenedHint(
        lead_text(hit.rule, hit.subject_title, figures),
        hit.division_code,
        well,
        "" if well else hit.subject_title,
    )
    lead = add_screened_lead(session, actor=actor, now=now, hint=hint, owner_id=hit.assigned_to_id)
    hit.lead_id = lead.id
    _decide(session, hit, HitState.LEAD, actor=actor, now=now, what=f"转为线索 {lead.number}")
    after = {"lead": lead.number}
    record(session, actor=actor, now=now, action="screening_hit:lead", subject=subject_of(hit), after=after)
    return lead


def make_leads(session: Session, *, actor: Actor, now: datetime, hits: Sequence[ScreeningHit]) -> list[Lead]:
    """Make several open hits leads at once; hits of one well share one."""
    if not hits:
        raise RuleBroken("screening_nothing_chosen", field="hit")
    if len(hits) > MOST_AT_ONCE:
        raise RuleBroken("screening_too_many", field="hit", most=MOST_AT_ONCE)
    made = [make_lead(session, actor=actor, now=now, hit=hit) for hit in sorted(hits, key=lambda one: one.id)]
    return list({lead.id: lead for lead in made}.values())


def dismiss(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    hit: ScreeningHit,
    reason: str,
    version: int | None = None,
) -> None:
    """Put a hit aside with a reason. It comes back only when its figures have become materially others."""
    _hold(session, actor, hit)
    _same(hit, version)
    if not reason.strip():
        raise RuleBroken("screening_needs_reason", field="reason")
    if hit.state is not HitState.OPEN:
        raise RuleBroken("screening_not_open", state=hit.state)
    hit.reason = reason.strip()[:LONGEST]
    _decide(session, hit, HitState.DISMISSED, actor=actor, now=now, what=f"排除：{hit.reason}")
    record(
        session,
        actor=actor,
        now=now,
        action="screening_hit:dismiss",
        subject=subject_of(hit),
        reason=hit.reason,
    )


def reopen(session: Session, *, actor: Actor, now: datetime, hit: ScreeningHit) -> None:
    """Take a hit up again that was put aside."""
    _hold(session, actor, hit)
    if hit.state is not HitState.DISMISSED:
        raise RuleBroken("screening_not_dismissed", state=hit.state)
    _note(session, hit, HitState.OPEN, actor=actor, now=now, what="恢复待处理")
    hit.reason, hit.decided_version, hit.decided_by, hit.decided_at = "", None, "", None
    record(session, actor=actor, now=now, action="screening_hit:reopen", subject=subject_of(hit))


def _hold(session: Session, actor: Actor, hit: ScreeningHit) -> None:
    actor.need(Permission.SCREENING_DECIDE)
    actor.need_reach(hit.division_code, "screening_hit", hit.id)
    session.refresh(hit, with_for_update=True)


def _same(hit: ScreeningHit, version: int | None) -> None:
    if version is not None and version != hit.version:
        raise Conflict("screening_moved_meanwhile", field="base_version")


def _decide(
    session: Session, hit: ScreeningHit, to: HitState, *, actor: Actor, now: datetime, what: str
) -> None:
    _note(session, hit, to, actor=actor, now=now, what=what)
    hit.decided_version, hit.decided_by, hit.decided_at = hit.version, actor.name, now
    session.flush()


def _note(
    session: Session, hit: ScreeningHit, to: HitState, *, actor: Actor, now: datetime, what: str
) -> None:
    before = hit.state
    if to is not before:
        check_step(before, to)
    session.add(
        ScreeningHitEvent(
            hit_id=hit.id,
            sequence=queries.last_event(session, hit.id) + 1,
            from_state=before,
            to_state=to,
            at=now,
            what=what,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    hit.state, hit.changed_at = to, now
    session.flush()
