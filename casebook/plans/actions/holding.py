"""One way to move a plan line: locked from above, judged, its event and audit entry written together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold as hold_name
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.plans import queries
from casebook.plans.models import PlanEvent, PlanNode
from casebook.plans.rules import (
    PlanStep,
    check_covers,
    check_figures,
    check_permit,
    check_plan_step,
    check_within,
)
from casebook.plans.rules.tree import Level
from casebook.quotas import queries as quotas
from casebook.quotas.rules import GROUNDWATER, PERMITTED, WaterSource

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.models import Permit

LONGEST_PAPER, LONGEST_REASON = 120, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The day of a step, its paper and its reason."""

    on: date
    paper: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A step, and what it belongs to."""

    step: PlanStep
    act: Act
    transfer_id: UUID | None = None
    cut_id: UUID | None = None


def subject_of(node: PlanNode) -> Subject:
    """Return a plan line as what an act is about."""
    return Subject("plan", node.id, f"{node.year}-{node.source}-{node.level}", node.division_code)


def need_editor(node: PlanNode, actor: Actor, permission: Permission = Permission.PLAN_EDIT) -> None:
    """Hold that the actor keeps the county's plans."""
    actor.need(permission)
    actor.need_reach(node.county_code, "plan", node.id)


def hold(session: Session, node: PlanNode, base_version: int | None = None) -> None:
    """Lock a line and read it anew, what is above it first; Conflict when it is no longer the one seen."""
    if node.parent_id is not None:
        hold_above(session, node.parent_id)
    lock(session, node)
    if base_version is not None and base_version != node.version:
        raise Conflict("plan_changed_meanwhile")


def hold_above(session: Session, node_id: UUID) -> PlanNode:
    """Lock the line that others are dealt out from: whoever changes one of those waits here."""
    above = queries.find_node(session, node_id)
    assert above is not None
    lock(session, above)
    return above


def lock(session: Session, node: PlanNode) -> None:
    """Lock one line and read it anew."""
    session.refresh(node, with_for_update={"of": PlanNode})


def check_volume(session: Session, node: PlanNode) -> None:
    """Hold what a held line plans against what is above, below, and permitted; it is flushed already."""
    check_figures(node.planned_m3, node.domestic_m3)
    if node.parent_id is not None:
        above = queries.find_node(session, node.parent_id)
        assert above is not None
        others = queries.others_below(session, above.id, node.id)
        check_within(node.planned_m3, others, above.planned_m3, above=title_of(above))
    check_covers(node.planned_m3, queries.dealt_out(session, [node.id])[node.id])
    if node.source in PERMITTED and node.planned_m3 > 0:
        _check_permits(session, node)


def title_of(node: PlanNode) -> str:
    """Return what a line is called in a refusal: whose it is, never a citizen's name."""
    if node.level is Level.WELL and node.well is not None:
        return node.well.code
    return str(node.division_code)


def _check_permits(session: Session, node: PlanNode) -> None:
    sources = GROUNDWATER if node.source in GROUNDWATER else frozenset({WaterSource.SURFACE})
    if node.level is Level.USER and node.party_id is not None:
        hold_name(session, f"plan:{node.party_id}:{node.year}")
        if queries.is_exempt(session, node.party_id):
            return
        others = queries.planned_of_party(session, node, sources, node.party_id)
        permitted = quotas.permitted_of_parties(
            session, node.county_code, node.year, [node.party_id], sources
        )
        check_permit(node.planned_m3 + others, permitted.get(node.party_id))
    elif node.level is Level.WELL and node.well is not None and node.well.exemption == "none":
        permits = [one for one in quotas.permits_of_well(session, node.well.id) if _counts(one, node.year)]
        _check_well(session, node, sources, permits)


def _counts(permit: Permit, year: int) -> bool:
    starts, ends = permit.valid_from, permit.valid_to
    in_year = (starts is None or starts.year <= year) and (ends is None or ends.year >= year)
    return in_year and permit.permitted_m3 is not None


def _check_well(
    session: Session, node: PlanNode, sources: frozenset[WaterSource], permits: Sequence[Permit]
) -> None:
    """Hold a well's plan against its permit, together with the other wells on it."""
    volumes: list[Decimal] = [one.permitted_m3 for one in permits if one.permitted_m3 is not None]
    if len(permits) != 1:
        check_permit(node.planned_m3, sum(volumes[1:], volumes[0]) if volumes else None)
        return
    hold_name(session, f"plan:{permits[0].id}:{node.year}")
    wells = quotas.well_ids_of(session, [permits[0].id])[permits[0].id]
    others = queries.planned_of_wells(session, node, sources, wells)
    check_permit(node.planned_m3 + others, volumes[0])


def check_act(act: Act, now: datetime, *, needs_paper: bool = False, needs_reason: bool = False) -> None:
    """Hold that a step's day has come and that its words are there."""
    if act.on > local_day(now):
        raise RuleBroken("plan_day_in_future", field="on")
    if needs_paper and not act.paper.strip():
        raise RuleBroken("plan_paper_missing", field="paper")
    if needs_reason and not act.reason.strip():
        raise RuleBroken("plan_reason_missing", field="reason")


def move(session: Session, node: PlanNode, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Move a held line; the table decides whether it may."""
    before = node.state
    node.state = check_plan_step(before, taken.step)
    node.version, node.changed_at = node.version + 1, now
    session.flush()
    note(session, node, taken, actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="plan:step",
        subject=subject_of(node),
        before={"state": before},
        after={"step": taken.step, "state": node.state, "volume_m3": node.planned_m3, "on": taken.act.on},
        reason=taken.act.reason,
    )


def note(session: Session, node: PlanNode, taken: Move, *, actor: Actor, now: datetime) -> None:
    """Write an event of a line with the figures it has now."""
    last = queries.last_event(session, node.id)
    session.add(
        PlanEvent(
            node_id=node.id,
            sequence=last.sequence + 1 if last else 1,
            step=taken.step,
            to_state=node.state,
            planned_m3=node.planned_m3,
            domestic_m3=node.domestic_m3,
            months=list(node.months),
            on=taken.act.on,
            at=now,
            paper=taken.act.paper.strip()[:LONGEST_PAPER],
            reason=taken.act.reason.strip()[:LONGEST_REASON],
            transfer_id=taken.transfer_id,
            cut_id=taken.cut_id,
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
