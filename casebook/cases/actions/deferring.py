"""延期、分期缴纳: asked for, approved, decided; each instalment runs a clock (处罚法 66)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.approvals import actions as approvals
from casebook.approvals.rules import ChainKind
from casebook.cases.actions.after_decision import end_clock, issue_paper, note_after, stand
from casebook.cases.actions.paying import start_part
from casebook.cases.actions.steps import subject_of_case
from casebook.cases.acts import ActKind, ApprovalAsked, Debt, DeferralAsked, Deferred, Part
from casebook.cases.models import Instalment
from casebook.cases.queries import performing as queries
from casebook.cases.rules.folding import last
from casebook.cases.rules.performing import Due, check_plan, line_of
from casebook.cases.rules.workflow import CaseStep
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.approvals.models import Approval
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.models import Case
    from casebook.documents.models import Document

BASIS = "《中华人民共和国行政处罚法》第六十六条第二款"


def ask_deferral(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    party_id: UUID,
    on: date,
    reason: str,
    parts: Sequence[Due],
) -> Approval:
    """Take in a party's application with its plan and send it through its chain.

    The plan pays exactly what is left of the fine, on days that lie ahead.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    left = line_of(standing.account(party_id), Debt.FINE, standing.today).left_fen
    if not left:
        raise RuleBroken("plan_nothing_left", field="plan", article="处罚法 66")
    check_plan(parts, left_fen=left, after=standing.today)
    if not reason.strip():
        raise RuleBroken("step_needs_reason", field="reason", article="处罚法 66")
    asked = _ask(standing, party_id, reason.strip(), parts)
    act = DeferralAsked(party=party_id, reason=reason.strip(), parts=_kept(parts))
    what = f"申请延期（分期）缴纳罚款：{words_of(parts)}"
    note_after(standing, ActKind.INSTALMENT_ASKED, act, on=on, what=what, approval_id=asked.id)
    return asked


def ask_enforcement(session: Session, *, actor: Actor, now: datetime, case: Case, text: str) -> Approval:
    """Send 代履行 or the application to the court through the chain of enforcement."""
    standing = stand(session, actor=actor, now=now, case=case)
    asked = _approval(standing, ChainKind.ENFORCEMENT, "强制执行审批表", text.strip(), {})
    act = ApprovalAsked(step=CaseStep.ENFORCE, chain=ChainKind.ENFORCEMENT)
    what = "提请审批：强制执行审批表"
    note_after(standing, ActKind.APPROVAL_ASKED, act, on=standing.today, what=what, approval_id=asked.id)
    return asked


def grant_deferral(session: Session, *, actor: Actor, now: datetime, case: Case) -> Document:
    """Issue the decision on the application that was approved, and start a clock for each instalment.

    RuleBroken `plan_not_approved` without an approved application that was not decided on yet, and
    `plan_stale` where what is left of the fine has changed since.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    asked = last(standing.file.entries, ActKind.INSTALMENT_ASKED, ActKind.INSTALMENT)
    if asked is None or not isinstance(asked.act, DeferralAsked) or not asked.is_approved:
        raise RuleBroken("plan_not_approved", article="处罚法 66")
    wish = asked.act
    parts = tuple(Due(one.due_on, one.fen) for one in wish.parts)
    left = line_of(standing.account(wish.party), Debt.FINE, standing.today).left_fen
    if sum(one.fen for one in parts) != left:
        raise RuleBroken("plan_stale")
    check_plan(parts, left_fen=left, after=standing.today)
    paper = issue_paper(standing, FormCode.F31C, _facts(standing, wish, parts), party_id=wish.party)
    _end_former(standing, wish.party)
    act = Deferred(party=wish.party, number=paper.number or "", parts=wish.parts)
    what = f"决定延期（分期）缴纳罚款：{words_of(parts)}"
    note_after(standing, ActKind.INSTALMENT, act, on=standing.today, what=what, document_id=paper.id)
    _write_plan(standing, wish.party, parts, paper)
    return paper


def words_of(parts: Sequence[Due]) -> str:
    """Return a plan in words."""
    return "；".join(f"{one.due_on.isoformat()} 前缴 {one.fen / 100:.2f} 元" for one in parts)


def _kept(parts: Sequence[Due]) -> tuple[Part, ...]:
    return tuple(Part(due_on=one.due_on, fen=one.fen) for one in parts)


def _ask(standing: Standing, party_id: UUID, reason: str, parts: Sequence[Due]) -> Approval:
    facts = {"申请人": standing.party(party_id).name, "申请理由": reason, "缴纳计划": words_of(parts)}
    text = f"当事人确有经济困难，建议同意延期（分期）缴纳：{words_of(parts)}。"
    return _approval(standing, ChainKind.INSTALMENT, "延期（分期）缴纳罚款审批表", text, facts)


def _approval(standing: Standing, kind: ChainKind, title: str, text: str, facts: dict[str, str]) -> Approval:
    case = standing.case
    head = {"案号": case.number, "案由": case.cause, "决定书文号": standing.decision_no}
    return approvals.ask(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        subject=subject_of_case(case),
        kind=kind,
        title=title,
        text=text,
        facts=head | facts,
        barred=frozenset({case.investigator_id, case.second_investigator_id}),
        again=True,
    )


def _facts(standing: Standing, wish: DeferralAsked, parts: Sequence[Due]) -> dict[str, object]:
    return {
        "fine_fen": standing.account(wish.party).fine_fen,
        "reason": wish.reason,
        "basis": BASIS,
        "plan": [{"on": one.due_on.isoformat(), "amount": f"{one.fen / 100:.2f} 元"} for one in parts],
        "decision": f"同意你（单位）按下列期限缴纳罚款：{words_of(parts)}。逾期不缴的，依法加处罚款。",
    }


def _end_former(standing: Standing, party_id: UUID) -> None:
    """Cancel the clocks that the plan takes the place of; one of all parties runs on for the others."""
    reason, subject = "已决定延期（分期）缴纳", standing.clock_subject(party_id)
    if subject.id != standing.case.id or len(standing.file.parties) == 1:
        end_clock(standing, "D-10", reason=reason, subject=subject)
    for part in queries.list_plan(standing.session, standing.case.id, party_id):
        term = clocks.get_term(standing.session, part.term_id)
        if term.is_running:
            deadlines.cancel_term(
                standing.session, actor=standing.actor, now=standing.now, term=term, reason=reason
            )


def _write_plan(standing: Standing, party_id: UUID, parts: Sequence[Due], paper: Document) -> None:
    session, case = standing.session, standing.case
    former = queries.list_plan(session, case.id, party_id)
    for sequence, part in enumerate(parts, start=1):
        row = Instalment(
            id=new_id(),
            county_code=case.county_code,
            case_id=case.id,
            party_id=party_id,
            plan=former[0].plan + 1 if former else 1,
            sequence=sequence,
            due_on=part.due_on,
            fen=part.fen,
            document_id=paper.id,
        )
        row.term_id = start_part(standing, row, on=standing.today)
        session.add(row)
        session.flush()
