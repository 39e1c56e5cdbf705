"""代履行: decided with its estimate, urged, carried out under supervision, paid for (强制法 43, 50, 51)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casebook.accounts import queries as accounts
from casebook.cases.actions.after_decision import end_clock, issue_paper, note_after, stand
from casebook.cases.actions.enforcing import is_served, need_approval, need_no_stay
from casebook.cases.actions.force import is_resting, need_calm_in_case
from casebook.cases.actions.taking import need_nothing, take_step
from casebook.cases.acts import ActKind, Cost, ExceptionGround, ExceptionNoted, Reasoned, Substitute
from casebook.cases.models import SubstituteCost
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import facts_of
from casebook.cases.rules.books import estimated
from casebook.cases.rules.checks import not_after_today
from casebook.cases.rules.enforcing import check_cost, check_work
from casebook.cases.rules.facts import EnforcementFact
from casebook.cases.rules.gates import GATES, Missing
from casebook.cases.rules.status import CaseStatus
from casebook.cases.rules.workflow import CaseStep, GateId
from casebook.documents.rules import FormCode
from casebook.kernel.clock import local_day, to_local
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.models import Case
    from casebook.cases.rules.facts import CaseFacts
    from casebook.cases.rules.gate_checks import Found
    from casebook.documents.models import Document

_GATES = (GateId.G18, GateId.G19)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What 代履行决定书 says: why, how, when, by whom, at what cost in fen by item."""

    party_id: UUID
    reason: str
    way: str
    span: str
    performer: str
    estimate: Sequence[tuple[str, int]]
    review_agency: str
    court: str


@dataclass(frozen=True, kw_only=True)
class Execution:
    """One day's work of 代履行, as its record says."""

    performer: str
    supervisor_id: UUID
    """The officer whom the agency sent to supervise."""
    signers: tuple[str, str, str]
    """Supervisor, performer, and the party or a witness."""
    begun_at: datetime
    ended_at: datetime
    place: str
    course: str
    urgent_reason: str = ""
    """情况紧急; blank where it is not."""
    cuts_livelihood: bool = False


@dataclass(frozen=True, kw_only=True)
class Spent:
    """A line of costs in fen, with its invoice or contract and who was paid."""

    party_id: UUID
    item: str
    fen: int
    on: date
    paper: str = ""
    payee: str = ""
    reason: str = ""


def decide_substitute(session: Session, *, actor: Actor, now: datetime, case: Case, plan: Plan) -> Document:
    """Issue 代履行决定书 with its estimate, once enforcement was approved; served, it may be urged."""
    standing = stand(session, actor=actor, now=now, case=case)
    standing.party(plan.party_id)
    need_no_stay(standing)
    need_approval(standing)
    if not plan.estimate or any(fen <= 0 for _item, fen in plan.estimate):
        raise RuleBroken("estimate_empty", field="estimate", article="强制法 51")
    facts = {
        "reason": plan.reason.strip(),
        "basis": "《中华人民共和国行政强制法》第五十条、第五十一条",
        "way": plan.way.strip(),
        "span": plan.span.strip(),
        "performer": plan.performer.strip(),
        "cost_fen": sum(fen for _item, fen in plan.estimate),
        "review_agency": plan.review_agency.strip(),
        "court": plan.court.strip(),
    }
    paper = issue_paper(standing, FormCode.F35, facts, party_id=plan.party_id)
    for item, fen in plan.estimate:
        line = Spent(party_id=plan.party_id, item=item, fen=fen, on=standing.today)
        _add_cost(standing, line, is_estimate=True)
    return paper


def carry_out(session: Session, *, actor: Actor, now: datetime, case: Case, work: Execution) -> Document:
    """Record one day's work of 代履行 with its 现场笔录; the first brings the case to enforcement.

    Not by night or on a holiday unless urgent with its reason, never against livelihoods; decision and 催告
    served and its three working days over; supervised and signed by three. Refused names each gate.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    check_work(work.begun_at, work.ended_at, now)
    need_no_stay(standing)
    need_calm_in_case(session, case)
    if not is_served(standing, FormCode.F35):
        raise RuleBroken("substitute_not_served", article="强制法 51")
    supervisor = accounts.get_officer(session, work.supervisor_id).name
    on = local_day(work.begun_at)
    signers = tuple(name.strip() for name in work.signers if name.strip())
    force = _force(standing, work, supervisor, signers)
    _need_gates(standing, force, on)
    paper = issue_paper(standing, FormCode.F36B, _record(work), party_id=standing.case.party_id)
    if work.urgent_reason.strip():
        ground = ExceptionNoted(
            gate=GateId.G18, ground=ExceptionGround.URGENT, reason=work.urgent_reason.strip()
        )
        note_after(standing, ActKind.EXCEPTION, ground, on=on, what=f"情况紧急：{work.urgent_reason.strip()}")
    _note_work(standing, work, supervisor, signers, paper)
    end_clock(standing, "D-17", on=on)
    if case.status is CaseStatus.SERVED:
        take_step(
            session,
            actor=actor,
            now=now,
            case=case,
            step=CaseStep.ENFORCE,
            on=standing.today,
            act=Reasoned(reason="代履行"),
            what="进入强制执行：代履行",
            known={"enforcement": force},
        )
    return paper


def _force(standing: Standing, work: Execution, supervisor: str, signers: tuple[str, ...]) -> EnforcementFact:
    return EnforcementFact(
        is_night_or_holiday=is_resting(standing.session, standing.case, work.begun_at, work.ended_at),
        is_urgent=bool(work.urgent_reason.strip()),
        cuts_livelihood=work.cuts_livelihood,
        is_substitute=True,
        has_cost_estimate=estimated(standing.file.entries) > 0,
        is_urged=is_served(standing, FormCode.F34B),
        urge_until=standing.file.dues.get("D-17"),
        is_supervised=bool(supervisor),
        signatures=len(signers),
    )


def _need_gates(standing: Standing, force: EnforcementFact, on: date) -> None:
    facts = replace(facts_of(standing.file, on=on, actor=standing.actor.officer_id), enforcement=force)
    found = [
        Missing(gate, GATES[gate].article, lack, names)
        for gate in _GATES
        for lack, names in _check(gate, facts)
    ]
    need_nothing(found)


def _check(gate: GateId, facts: CaseFacts) -> list[Found]:
    return GATES[gate].check(facts, CaseStep.ENFORCE)


def _record(work: Execution) -> dict[str, object]:
    return {
        "span": f"{to_local(work.begun_at):%Y-%m-%d %H:%M} 至 {to_local(work.ended_at):%Y-%m-%d %H:%M}",
        "place": work.place.strip(),
        "witness": work.signers[2].strip(),
        "course": work.course.strip(),
    }


def _note_work(
    standing: Standing, work: Execution, supervisor: str, signers: tuple[str, ...], paper: Document
) -> None:
    act = Substitute(
        performer=work.performer.strip(),
        supervisor=supervisor,
        signed_by=signers,
        cost_fen=estimated(standing.file.entries),
        begun_at=work.begun_at,
        ended_at=work.ended_at,
        course=work.course.strip(),
    )
    what = f"代履行：{work.performer.strip()}，{supervisor}到场监督"
    note_after(
        standing,
        ActKind.SUBSTITUTE,
        act,
        on=local_day(work.begun_at),
        what=what,
        document_id=paper.id,
    )


def record_cost(session: Session, *, actor: Actor, now: datetime, case: Case, spent: Spent) -> SubstituteCost:
    """Enter what was spent, by its invoice; the party owes it from here on (强制法 51).

    Above the estimate only with a reason: costs are set by what the work takes.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    standing.party(spent.party_id)
    estimate = estimated(standing.file.entries)
    if not estimate:
        raise RuleBroken("cost_without_decision", article="强制法 51")
    if not spent.paper.strip():
        raise RuleBroken("paper_needed", field="paper")
    so_far = sum(standing.account(one.id).cost_fen for one in standing.file.parties)
    check_cost(estimate_fen=estimate, spent_fen=so_far, added_fen=spent.fen, reason=spent.reason)
    return _add_cost(standing, spent)


def correct_cost(
    session: Session, *, actor: Actor, now: datetime, case: Case, cost: SubstituteCost, reason: str
) -> SubstituteCost:
    """Take back a line of costs that was entered wrongly; both lines stay."""
    standing = stand(session, actor=actor, now=now, case=case)
    is_wrong = cost.case_id != case.id or cost.is_estimate or cost.corrects_id is not None
    if is_wrong or queries.is_cost_corrected(session, cost.id):
        raise RuleBroken("cost_corrected_already", field="cost_id")
    if not reason.strip():
        raise RuleBroken("refund_needs_reason", field="reason")
    spent = Spent(
        party_id=cost.party_id,
        item=f"更正：{cost.item}"[:200],
        fen=cost.fen,
        on=standing.today,
        paper=cost.paper,
        payee=cost.payee,
        reason=reason,
    )
    return _add_cost(standing, spent, corrects=cost)


def _add_cost(
    standing: Standing, spent: Spent, *, is_estimate: bool = False, corrects: SubstituteCost | None = None
) -> SubstituteCost:
    case = standing.case
    not_after_today(spent.on, standing.today, field="on")
    row = SubstituteCost(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        party_id=spent.party_id,
        is_estimate=is_estimate,
        item=spent.item.strip(),
        fen=spent.fen,
        paper=spent.paper.strip(),
        payee=spent.payee.strip(),
        on=spent.on,
        reason=spent.reason.strip(),
        corrects_id=corrects.id if corrects else None,
        recorded_by_id=standing.officer_id,
        recorded_at=standing.now,
    )
    standing.session.add(row)
    standing.session.flush()
    act = Cost(
        cost=row.id,
        party=row.party_id,
        item=row.item,
        fen=row.fen,
        is_estimate=is_estimate,
        paper=row.paper,
        corrects=row.corrects_id,
    )
    word = "费用预算" if is_estimate else "费用"
    what = f"代履行{word}：{row.item} {row.fen / 100:.2f} 元"
    note_after(standing, ActKind.COST, act, on=row.on, what=what)
    return row
