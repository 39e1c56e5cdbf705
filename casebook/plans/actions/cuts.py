"""The cut of next year's plan: 告知 → 申辩 → 审批 → 下达, and back again. Plan management, no penalty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.holding import hold as hold_name
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, RuleBroken
from casebook.kernel.hashing import canonical_json, digest
from casebook.ledger import actions as ledger
from casebook.ledger import queries as ledger_queries
from casebook.ledger.rules import PostingKind
from casebook.plans import queries
from casebook.plans.actions.defence import end_defence, open_defence, subject_of
from casebook.plans.actions.holding import Act, Move, check_volume
from casebook.plans.actions.holding import hold as hold_node
from casebook.plans.actions.holding import move as move_node
from casebook.plans.actions.lines import shift
from casebook.plans.models import PlanCut, PlanCutEvent
from casebook.plans.rules import (
    ZERO,
    CutState,
    PlanState,
    PlanStep,
    Reckoned,
    SettingKey,
    check_cut_step,
    reckon_cut,
)

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.plans.models import PlanNode

LONGEST_WORDS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is done with a cut: the day, the paper with its number, and words."""

    on: date
    paper: str = ""
    words: str = ""


def reckon(session: Session, *, party: Party, year: int, node: PlanNode | None, on: date) -> Reckoned:
    """Return the cut of a user's line of the next year, or the reason why there is none."""
    county = party.county_code
    found = queries.settings_of(session, county, on)
    minimum = queries.minimums_of(session, county, year).get(party.id)
    alpha, cap = found.get(SettingKey.CUT_ALPHA), found.get(SettingKey.CUT_CAP)
    return reckon_cut(
        minimum_m3=minimum.minimum_m3 if minimum else None,
        answers=queries.answers_of(queries.offers_of(session, county, year).get(party.id)),
        months=queries.months_of(queries.uses_of(session, county, year).get(party.id, {})),
        alpha=alpha.value if alpha else None,
        cap=cap.value if cap else None,
        plan_m3=node.planned_m3 if node else None,
        domestic_m3=node.domestic_m3 if node else ZERO,
    )


def draft_cut(
    session: Session, *, actor: Actor, now: datetime, party: Party, year: int, node: PlanNode
) -> PlanCut:
    """Draft the cut of a user's line of the next year, once the year is over.

    RuleBroken `cut_not_possible` names why there is none; `cut_wrong_plan` (field `node`).
    """
    actor.need(Permission.PLAN_EDIT)
    actor.need_reach(party.county_code, "party", party.id)
    today = local_day(now)
    if today <= date(year, 12, 31):
        raise RuleBroken("plan_not_over", year=year)
    hold_name(session, f"reclaimed:{party.id}:{year}")
    if node.id not in {one.id for one in queries.plans_to_cut(session, party.id, year + 1)}:
        raise RuleBroken("cut_wrong_plan", field="node")
    hold_node(session, node)
    reckoned = reckon(session, party=party, year=year, node=node, on=today)
    cut = PlanCut(
        county_code=party.county_code,
        party_id=party.id,
        year=year,
        node_id=node.id,
        state=CutState.DRAFTED,
        drafted_by_id=actor.officer_id,
        drafted_by=actor.name,
        drafted_at=now,
        **_figures(session, party, reckoned, today),
    )
    session.add(cut)
    session.flush()
    session.refresh(cut)
    _note(session, cut, Step(on=today), f"拟核减 {cut.cut_m3:f} m³", actor=actor, now=now)
    return cut


def _figures(session: Session, party: Party, reckoned: Reckoned, on: date) -> dict[str, Any]:
    missed = reckoned.shortfall
    if reckoned.reason is not None or missed is None:
        raise RuleBroken("cut_not_possible", why=reckoned.reason)
    found = queries.settings_of(session, party.county_code, on)
    alpha, cap = found[SettingKey.CUT_ALPHA], found[SettingKey.CUT_CAP]
    return {
        "minimum_m3": missed.minimum_m3,
        "used_m3": missed.used_m3,
        "outage_m3": missed.outage_m3,
        "excused_m3": missed.excused_m3,
        "shortfall_m3": missed.shortfall_m3,
        "alpha": f"{alpha.value:f}",
        "cap": f"{cap.value:f}",
        "paper": "；".join(dict.fromkeys((alpha.paper, cap.paper)))[:400],
        "plan_m3": reckoned.base_m3,
        "cut_m3": reckoned.cut_m3,
    }


def notify_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    defend_by: date | None = None,
    base_version: int | None = None,
) -> None:
    """Record that the user was told (告知), and until when it may defend itself: a clock runs until then.

    A notice may give more time than the rule `plan_defence`, never less.
    """
    _hold(session, cut, actor, base_version)
    _check(cut, CutState.NOTIFIED, step, now, needs_paper=True)
    cut.notice_paper, cut.notified_on = step.paper.strip()[:120], step.on
    cut.defend_by = open_defence(session, cut, step.on, defend_by, actor=actor, now=now)
    words = f"告知 {cut.notice_paper}，申辩期限 {cut.defend_by.isoformat()}"
    _move(session, cut, CutState.NOTIFIED, step, words, actor=actor, now=now)


def defend_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    base_version: int | None = None,
) -> None:
    """Record what the user says against the cut (申辩), or that it waives to say anything."""
    _hold(session, cut, actor, base_version)
    _check(cut, CutState.DEFENDED, step, now, needs_words=True)
    cut.defence, cut.defended_on = step.words.strip()[:LONGEST_WORDS], step.on
    end_defence(session, cut, "", met_on=step.on, actor=actor, now=now)
    _move(session, cut, CutState.DEFENDED, step, cut.defence, actor=actor, now=now)


def approve_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    cut_m3: Decimal | None = None,
    base_version: int | None = None,
) -> None:
    """Approve a cut (审批): reckoned anew, never more than the user was told, by another than its drafter.

    `cut_m3` less than told adopts a defence in part. Without a defence its time must be over.
    """
    _hold(session, cut, actor, base_version, Permission.PLAN_APPROVE)
    if actor.officer_id is not None and actor.officer_id == cut.drafted_by_id:
        raise Forbidden("cut_same_officer")
    _check(cut, CutState.APPROVED, step, now)
    if cut.state is CutState.NOTIFIED and cut.defend_by is not None and step.on <= cut.defend_by:
        raise RuleBroken("cut_defence_open", field="on", until=cut.defend_by)
    if cut.state is CutState.DEFENDED and not step.words.strip():
        raise RuleBroken("cut_answer_missing", field="words")
    if cut_m3 is not None and not 0 < cut_m3 <= cut.cut_m3:
        raise RuleBroken("cut_heavier", field="cut_m3", told=cut.cut_m3)
    anew = reckon(session, party=cut.party, year=cut.year, node=cut.node, on=local_day(now))
    if anew.reason is not None:
        raise RuleBroken("cut_not_possible", why=anew.reason)
    cut.cut_m3 = min(cut_m3 or cut.cut_m3, cut.cut_m3, anew.cut_m3)
    cut.answer, cut.approved_on = step.words.strip()[:LONGEST_WORDS], step.on
    cut.approved_by_id, cut.approved_by = actor.officer_id, actor.name
    end_defence(session, cut, "申辩期已满，没有申辩", actor=actor, now=now)
    _move(session, cut, CutState.APPROVED, step, f"审批核减 {cut.cut_m3:f} m³", actor=actor, now=now)


def order_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    base_version: int | None = None,
) -> None:
    """Order an approved cut (下达): the line of the next year shrinks; residents' water in it never does."""
    _hold(session, cut, actor, base_version)
    _check(cut, CutState.ORDERED, step, now, needs_paper=True)
    cut.order_paper, cut.ordered_on = step.paper.strip()[:120], step.on
    _shift(session, cut, -cut.cut_m3, PlanStep.CUT, step, actor=actor, now=now)
    words = f"下达 {cut.order_paper}，核减 {cut.cut_m3:f} m³"
    _move(session, cut, CutState.ORDERED, step, words, actor=actor, now=now)
    ledger.post(
        session,
        actor=actor,
        now=now,
        kind=PostingKind.PLAN_CUT,
        on=step.on,
        year=cut.year + 1,
        division_code=cut.node.division_code,
        subject=subject_of(cut),
        full_year_m3=cut.cut_m3,
        this_year_m3=cut.cut_m3,
        papers=[digest(canonical_json(frozen(cut)))],
    )


def frozen(cut: PlanCut) -> dict[str, Any]:
    """Return what stands of an ordered cut; the ledger keeps the hash of its canonical JSON."""
    return {
        "id": str(cut.id),
        "party": str(cut.party_id),
        "year": cut.year,
        "minimum_m3": f"{cut.minimum_m3:.3f}",
        "used_m3": f"{cut.used_m3:.3f}",
        "shortfall_m3": f"{cut.shortfall_m3:.3f}",
        "alpha": cut.alpha,
        "cap": cut.cap,
        "cut_m3": f"{cut.cut_m3:.3f}",
        "notice": cut.notice_paper,
        "order": cut.order_paper,
        "ordered_on": cut.ordered_on.isoformat() if cut.ordered_on else None,
    }


def reverse_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    base_version: int | None = None,
) -> None:
    """Take an ordered cut back: the line has its water again, if what is above still has it to give."""
    _hold(session, cut, actor, base_version, Permission.PLAN_APPROVE)
    _check(cut, CutState.REVERSED, step, now, needs_words=True)
    cut.reversed_on, cut.ended_reason = step.on, step.words.strip()[:400]
    _shift(session, cut, cut.cut_m3, PlanStep.RESTORE, step, actor=actor, now=now)
    _move(session, cut, CutState.REVERSED, step, cut.ended_reason, actor=actor, now=now)
    for entry in ledger_queries.list_entries_of_subject(session, cut.id, actor):
        ledger.reverse(session, actor=actor, now=now, entry_id=entry.id, on=step.on, reason=cut.ended_reason)


def drop_cut(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    cut: PlanCut,
    step: Step,
    base_version: int | None = None,
) -> None:
    """Let a cut be before it was ordered, for a reason that stays with it."""
    _hold(session, cut, actor, base_version)
    _check(cut, CutState.DROPPED, step, now, needs_words=True)
    cut.ended_reason = step.words.strip()[:400]
    end_defence(session, cut, cut.ended_reason, actor=actor, now=now)
    _move(session, cut, CutState.DROPPED, step, cut.ended_reason, actor=actor, now=now)


def _shift(
    session: Session,
    cut: PlanCut,
    volume_m3: Decimal,
    step: PlanStep,
    taken: Step,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Change the line of the next year, and mark the settled lines of the year itself."""
    words = taken.words or "可用而未用再生水，核减次年计划"
    act = Act(on=taken.on, paper=taken.paper, reason=words)
    hold_node(session, cut.node)
    shift(session, cut.node, volume_m3)
    check_volume(session, cut.node)
    move_node(session, cut.node, Move(step, act, cut_id=cut.id), actor=actor, now=now)
    from_state = PlanState.SETTLED if step is PlanStep.CUT else PlanState.CUT
    for node in queries.lines_of_party(session, cut.party_id, cut.year, cut.node.source, from_state):
        hold_node(session, node)
        move_node(session, node, Move(step, act, cut_id=cut.id), actor=actor, now=now)


def _hold(
    session: Session,
    cut: PlanCut,
    actor: Actor,
    base_version: int | None,
    permission: Permission = Permission.PLAN_EDIT,
) -> None:
    actor.need(permission)
    actor.need_reach(cut.county_code, "plan_cut", cut.id)
    session.refresh(cut, with_for_update={"of": PlanCut})
    if base_version is not None and base_version != cut.version:
        raise Conflict("cut_changed_meanwhile")


def _check(
    cut: PlanCut,
    to: CutState,
    step: Step,
    now: datetime,
    *,
    needs_paper: bool = False,
    needs_words: bool = False,
) -> None:
    check_cut_step(cut.state, to)
    if step.on > local_day(now):
        raise RuleBroken("cut_day_in_future", field="on")
    days = (cut.notified_on, cut.defended_on, cut.approved_on, cut.ordered_on)
    last = max((day for day in days if day is not None), default=local_day(cut.drafted_at))
    if step.on < last:
        raise RuleBroken("cut_day_too_early", field="on", after=last)
    if needs_paper and not step.paper.strip():
        raise RuleBroken("cut_paper_missing", field="paper")
    if needs_words and not step.words.strip():
        raise RuleBroken("cut_words_missing", field="words")


def _move(
    session: Session, cut: PlanCut, to: CutState, step: Step, what: str, *, actor: Actor, now: datetime
) -> None:
    cut.state, cut.version = to, cut.version + 1
    session.flush()
    _note(session, cut, step, what, actor=actor, now=now)


def _note(session: Session, cut: PlanCut, step: Step, what: str, *, actor: Actor, now: datetime) -> None:
    session.add(
        PlanCutEvent(
            cut_id=cut.id,
            sequence=len(queries.list_cut_events(session, cut.id)) + 1,
            to_state=cut.state,
            cut_m3=cut.cut_m3,
            on=step.on,
            at=now,
            what=what[:600],
            actor_id=actor.officer_id,
            actor_name=actor.name,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="plan_cut:step",
        subject=subject_of(cut),
        after={"state": cut.state, "cut_m3": cut.cut_m3, "on": step.on, "paper": step.paper},
        reason=step.words[:400],
    )
