"""Suggesting, revising, adjusting and stepping plan lines, and moving water between neighbours (调剂)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.plans import queries
from casebook.plans.actions.holding import (
    Act,
    Move,
    check_act,
    check_volume,
    hold,
    hold_above,
    lock,
    move,
    need_editor,
    note,
    subject_of,
)
from casebook.plans.models import PlanNode, PlanTransfer
from casebook.plans.rules import (
    ABOVE,
    CHANGEABLE,
    IN_FORCE,
    Level,
    PlanState,
    PlanStep,
    Spread,
    check_plan_step,
    respread,
    spread_months,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.quotas.rules import WaterSource
    from casebook.wells.models import Well

FIRST_YEAR, LAST_YEAR = 1949, 2200
LONGEST_BASIS = 2000
APPROVERS = frozenset({PlanStep.APPROVE, PlanStep.RETURN})
"""Steps of who approves plans; the others are of who keeps them."""
PLAIN = APPROVERS | {
    PlanStep.ISSUE,
    PlanStep.BEGIN,
    PlanStep.WARN,
    PlanStep.RESUME,
    PlanStep.SETTLE,
    PlanStep.DROP,
}
"""Steps that change no figure."""
_NEEDS_REASON = frozenset({PlanStep.RETURN, PlanStep.WARN, PlanStep.SETTLE, PlanStep.DROP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a line plans."""

    volume_m3: Decimal
    domestic_m3: Decimal = Decimal(0)
    """The part that residents live on."""
    spread: Spread = Spread.EVEN
    weights: tuple[Decimal, ...] = ()
    """Twelve, for a spread of one's own."""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose line below another it is: one of the three, as its level asks."""

    division_code: str = ""
    party_id: UUID | None = None
    well: Well | None = None


def set_total(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    year: int,
    source: WaterSource,
    figures: Figures,
    act: Act,
) -> PlanNode:
    """Suggest the county's control total of a source and year (总量控制指标)."""
    actor.need(Permission.PLAN_EDIT)
    actor.need_reach(actor.county_code, "plan")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken("plan_year", field="year")
    node = _made(actor.county_code, year, source, figures, now)
    node.level, node.key, node.division_code = Level.COUNTY, actor.county_code, actor.county_code
    return _add(session, node, act, actor=actor, now=now)


def deal_out(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    above: PlanNode,
    whose: Whose,
    figures: Figures,
    act: Act,
) -> PlanNode:
    """Suggest a line below another: of a township, a user at it, or one of the user's wells.

    The line above is locked until the transaction ends, so that two at once never deal out too much.
    """
    need_editor(above, actor)
    lock(session, above)
    if above.state is PlanState.DROPPED:
        raise RuleBroken("plan_above_dropped")
    node = _made(above.county_code, above.year, above.source, figures, now)
    node.parent_id = above.id
    _place(node, above, whose)
    return _add(session, node, act, actor=actor, now=now)


def _made(county_code: str, year: int, source: WaterSource, figures: Figures, now: datetime) -> PlanNode:
    return PlanNode(
        county_code=county_code,
        year=year,
        source=source,
        state=PlanState.PROPOSED,
        changed_at=now,
        version=1,
        **_columns(year, figures),
    )


def _columns(year: int, figures: Figures) -> Mapping[str, object]:
    if figures.volume_m3 < 0:
        raise RuleBroken("plan_negative", field="volume")
    months = spread_months(year, figures.volume_m3, figures.spread, figures.weights)
    return {
        "planned_m3": figures.volume_m3,
        "domestic_m3": figures.domestic_m3,
        "spread": figures.spread,
        "months": [f"{month:f}" for month in months],
        "basis": figures.basis.strip()[:LONGEST_BASIS],
    }


def _place(node: PlanNode, above: PlanNode, whose: Whose) -> None:
    """Put a line below another: its level follows from that one's."""
    if above.level is Level.COUNTY and whose.division_code.startswith(above.county_code):
        node.level, node.division_code, node.key = Level.TOWNSHIP, whose.division_code, whose.division_code
    elif above.level is Level.TOWNSHIP and whose.party_id is not None:
        node.level, node.division_code, node.party_id = Level.USER, above.division_code, whose.party_id
        node.key = f"{above.division_code}:{whose.party_id}"
    elif above.level is Level.USER and whose.well is not None:
        if whose.well.division_code != above.division_code:
            raise RuleBroken("plan_well_elsewhere", field="well", well=whose.well.code)
        node.level, node.division_code, node.party_id = Level.WELL, above.division_code, above.party_id
        node.well_id, node.key = whose.well.id, str(whose.well.id)
    else:
        below = next((level for level, over in ABOVE.items() if over is above.level), Level.WELL)
        raise RuleBroken("plan_wrong_level", level=below, above=above.level)


def _add(session: Session, node: PlanNode, act: Act, *, actor: Actor, now: datetime) -> PlanNode:
    check_act(act, now)
    node.paper = act.paper.strip()[:120]
    session.add(node)
    session.flush()
    session.refresh(node)
    check_volume(session, node)
    note(session, node, Move(PlanStep.PROPOSE, act), actor=actor, now=now)
    record(
        session,
        actor=actor,
        now=now,
        action="plan:step",
        subject=subject_of(node),
        after={"step": PlanStep.PROPOSE, "volume_m3": node.planned_m3, "above": node.parent_id},
        reason=act.reason,
    )
    return node


def revise_line(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    node: PlanNode,
    figures: Figures,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Change a suggestion before it is approved."""
    need_editor(node, actor)
    _change(session, node, figures, Move(PlanStep.REVISE, act), base_version, actor=actor, now=now)


def adjust_line(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    node: PlanNode,
    figures: Figures,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Adjust an issued plan (调整) with the consent of who approves plans, by a paper and for a reason."""
    need_editor(node, actor, Permission.PLAN_APPROVE)
    check_act(act, now, needs_paper=True, needs_reason=True)
    _change(session, node, figures, Move(PlanStep.ADJUST, act), base_version, actor=actor, now=now)


def _change(
    session: Session,
    node: PlanNode,
    figures: Figures,
    taken: Move,
    base_version: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    hold(session, node, base_version)
    check_plan_step(node.state, taken.step)
    check_act(taken.act, now)
    for name, value in _columns(node.year, figures).items():
        setattr(node, name, value)
    session.flush()
    check_volume(session, node)
    move(session, node, taken, actor=actor, now=now)


def take_plan_step(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    node: PlanNode,
    step: PlanStep,
    act: Act,
    base_version: int | None = None,
) -> None:
    """Take a step that changes no figure: approve, return, issue, begin, warn, resume, settle, drop."""
    if step not in PLAIN:
        raise RuleBroken("plan_step_needs_facts", step=step)
    need_editor(node, actor, Permission.PLAN_APPROVE if step in APPROVERS else Permission.PLAN_EDIT)
    hold(session, node, base_version)
    check_plan_step(node.state, step)
    check_act(act, now, needs_paper=step is PlanStep.ISSUE, needs_reason=step in _NEEDS_REASON)
    if step is PlanStep.ISSUE:
        _check_above_issued(session, node)
        node.paper = act.paper.strip()[:120]
    if step is PlanStep.SETTLE and act.on <= date(node.year, 12, 31):
        raise RuleBroken("plan_not_over", field="on", year=node.year)
    if step is PlanStep.DROP and queries.dealt_out(session, [node.id])[node.id]:
        raise RuleBroken("plan_below_exceeds", below=queries.dealt_out(session, [node.id])[node.id])
    if step is PlanStep.DROP:
        node.key = f"{node.key}~{node.rowid}"  # what was dropped does not stand in the way of another
    move(session, node, Move(step, act), actor=actor, now=now)


def _check_above_issued(session: Session, node: PlanNode) -> None:
    above = queries.find_node(session, node.parent_id) if node.parent_id else None
    if above is not None and above.state not in IN_FORCE:
        raise RuleBroken("plan_above_not_issued")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Water that moves from one line to its neighbour."""

    volume_m3: Decimal
    act: Act


def transfer_water(
    session: Session, *, actor: Actor, now: datetime, giver: PlanNode, taker: PlanNode, transfer: Transfer
) -> PlanTransfer:
    """Move water between two issued lines below the same one (调剂): sums above stay, permits still hold."""
    need_editor(giver, actor, Permission.PLAN_APPROVE)
    need_editor(taker, actor, Permission.PLAN_APPROVE)
    check_act(transfer.act, now, needs_paper=True, needs_reason=True)
    if giver.parent_id is None or giver.parent_id != taker.parent_id or giver.id == taker.id:
        raise RuleBroken("transfer_not_neighbours", field="taker")
    hold_above(session, giver.parent_id)
    for node in sorted((giver, taker), key=lambda one: one.rowid):
        lock(session, node)
    _check_transfer(giver, taker, transfer.volume_m3)
    entry = PlanTransfer(
        county_code=giver.county_code,
        year=giver.year,
        source=giver.source,
        from_id=giver.id,
        to_id=taker.id,
        volume_m3=transfer.volume_m3,
        on=transfer.act.on,
        paper=transfer.act.paper.strip()[:120],
        reason=transfer.act.reason.strip()[:400],
        entered_at=now,
        actor_id=actor.officer_id,
        actor_name=actor.name,
    )
    session.add(entry)
    session.flush()
    for node, volume in ((giver, -transfer.volume_m3), (taker, transfer.volume_m3)):
        shift(session, node, volume)
        move(session, node, Move(PlanStep.TRANSFER, transfer.act, transfer_id=entry.id), actor=actor, now=now)
    check_volume(session, giver)
    check_volume(session, taker)
    _tell(session, entry, giver, actor=actor, now=now)
    return entry


def _check_transfer(giver: PlanNode, taker: PlanNode, volume_m3: Decimal) -> None:
    if giver.state not in CHANGEABLE or taker.state not in CHANGEABLE:
        raise RuleBroken("transfer_not_issued")
    if not 0 < volume_m3 <= giver.planned_m3:
        raise RuleBroken("transfer_volume", field="volume", volume=giver.planned_m3)
    free = giver.planned_m3 - giver.domestic_m3
    if volume_m3 > free:
        raise RuleBroken("transfer_domestic", field="volume", left=free)


def shift(session: Session, node: PlanNode, volume_m3: Decimal) -> None:
    """Add to a held line, or take from it; its months keep their proportion."""
    months = respread(node.planned_m3 + volume_m3, [Decimal(month) for month in node.months])
    node.planned_m3 += volume_m3
    node.months = [f"{month:f}" for month in months]
    session.flush()


def _tell(session: Session, entry: PlanTransfer, giver: PlanNode, *, actor: Actor, now: datetime) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="plan:transfer",
        subject=subject_of(giver),
        after={"to": entry.to_id, "volume_m3": entry.volume_m3, "paper": entry.paper},
        reason=entry.reason,
    )
