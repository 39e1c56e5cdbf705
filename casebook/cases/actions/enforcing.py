"""催告 and the court (强制法 35, 46, 53–58): urged first, then the application with its five papers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.approvals.queries import is_approved
from casebook.approvals.rules import ChainKind
from casebook.cases.actions.after_decision import end_clock, issue_paper, note_after, stand
from casebook.cases.actions.court_clock import RULE as COURT_CLOCK
from casebook.cases.actions.court_clock import terms_ended
from casebook.cases.actions.force import need_calm_in_case
from casebook.cases.actions.taking import take_step
from casebook.cases.acts import COURT_ENDED, ActKind, Court, CourtState, Debt, Reasoned
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import accounts_of
from casebook.cases.rules.books import court_state, estimated
from casebook.cases.rules.enforcing import court_window
from casebook.cases.rules.facts import EnforcementFact
from casebook.cases.rules.performing import line_of, lines, pieces, unpaid_fen
from casebook.cases.rules.status import CaseStatus, MeasureStatus
from casebook.cases.rules.workflow import CaseStep
from casebook.deadlines.queries import get_calendar
from casebook.documents.rules import FormCode
from casebook.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.models import Case, CaseEvent
    from casebook.cases.rules.enforcing import Window
    from casebook.cases.rules.performing import Account
    from casebook.documents.models import Document

URGE_DAYS, SUBSTITUTE_DAYS = 10, 3
"""强制法 54 and 51; both are working days (强制法 69)."""


@dataclass(frozen=True, kw_only=True)
class Application:
    """What the court is asked for, and the papers that only people can describe (强制法 55)."""

    court: str
    asked: str
    reason: str
    opinion: str
    """当事人的意见及行政机关催告情况."""
    target: str
    """申请强制执行标的情况."""
    other: str


def urge(
    session: Session, *, actor: Actor, now: datetime, case: Case, party_id: UUID, duty: str, way: str
) -> Document:
    """Issue 履行催告书 for what is overdue; its service starts the ten working days (强制法 35, 54).

    RuleBroken `urge_before_due` while the party still has time, `urge_nothing` where nothing is owed.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    account, on = standing.account(party_id), standing.today
    need_overdue(standing, party_id)
    fine, grown = line_of(account, Debt.FINE, on), line_of(account, Debt.SURCHARGE, on)
    facts = {
        "duty": duty.strip(),
        "basis": "《中华人民共和国行政强制法》第三十五条、第五十四条",
        "days": URGE_DAYS,
        "way": way.strip(),
        "surcharge_fen": grown.owed_fen or None,
        "paid_fen": fine.paid_fen + grown.paid_fen or None,
        "owed_fen": overdue_fen(account, on) or None,
    }
    return issue_paper(standing, FormCode.F34A, facts, party_id=party_id)


def overdue_fen(account: Account, on: date) -> int:
    """Return what a party is to pay by now: of the fine only what is past its day."""
    late = sum(one.fen for one in pieces(account) if one.paid_on is None and one.due_on < on)
    return late + sum(one.left_fen for one in lines(account, on) if one.debt is not Debt.FINE)


def urge_substitute(
    session: Session, *, actor: Actor, now: datetime, case: Case, party_id: UUID, duty: str
) -> Document:
    """Issue 代履行催告书 three working days ahead, once the decision on it was served (强制法 51)."""
    standing = stand(session, actor=actor, now=now, case=case)
    if not is_served(standing, FormCode.F35):
        raise RuleBroken("substitute_not_served", article="强制法 51")
    facts = {
        "duty": duty.strip(),
        "basis": "《中华人民共和国行政强制法》第五十一条",
        "days": SUBSTITUTE_DAYS,
        "cost_fen": estimated(standing.file.entries),
    }
    return issue_paper(standing, FormCode.F34B, facts, party_id=party_id)


def need_overdue(standing: Standing, party_id: UUID) -> None:
    """Refuse to urge before a duty is past its day."""
    account, on = standing.account(party_id), standing.today
    open_terms = {one.term_id for one in standing.file.measures if one.status is MeasureStatus.ORDERED}
    dues = [one.due_on for one in standing.file.terms if one.id in open_terms]
    if line_of(account, Debt.FINE, on).left_fen:
        dues += [one.due_on for one in account.parts]
    if line_of(account, Debt.SURCHARGE, on).left_fen or line_of(account, Debt.COST, on).left_fen:
        return
    if not dues:
        raise RuleBroken("urge_nothing")
    if min(dues) >= on:
        raise RuleBroken("urge_before_due", article="强制法 34、35", due=min(dues).isoformat())


def is_served(standing: Standing, form: FormCode) -> bool:
    """Say whether a paper of the case counts as served today."""
    return any(one.form is form and one.is_served(standing.today) for one in standing.file.papers)


def window_of(standing: Standing) -> Window:
    """Return within which days the court may be applied to."""
    served = [
        one.served_on
        for one in standing.file.papers
        if one.form is FormCode.F34A and one.is_served(standing.today)
    ]
    return court_window(
        urged_on=served[-1] if served else None,
        terms_ended_on=terms_ended(standing.file),
        calendar=get_calendar(standing.session),
    )


def need_no_stay(standing: Standing) -> None:
    """Refuse force while 停止执行 holds (复议法 42, 行诉法 56)."""
    held = queries.list_disputes(standing.session, standing.case.id)
    if any(one.stayed_from is not None and one.stayed_until is None for one in held):
        raise RuleBroken("enforcement_in_dispute", article="复议法 42；行诉法 56")


def need_approval(standing: Standing) -> None:
    """Refuse without the approval of enforcement."""
    if not is_approved(standing.session, standing.case.id, ChainKind.ENFORCEMENT):
        raise RuleBroken("enforcement_not_approved", article="强制法 34")


def apply_to_court(
    session: Session, *, actor: Actor, now: datetime, case: Case, application: Application
) -> Document:
    """Apply to the court within its window, with the five papers of 强制法 55.

    RuleBroken `court_too_early`, `court_too_late`, `court_not_urged`, `court_terms_open` outside it.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    on = standing.today
    if court_state(standing.file.entries) not in {None, CourtState.REFUSED}:
        raise RuleBroken("court_applied_already")
    need_no_stay(standing)
    open_measures = any(one.status is MeasureStatus.ORDERED for one in standing.file.measures)
    if not unpaid_fen(accounts_of(standing.file, on=on)) and not open_measures:
        raise RuleBroken("court_nothing_left")
    window_of(standing).check(on)
    need_approval(standing)
    need_calm_in_case(session, case)
    paper = _papers(standing, application)
    act = Court(court=application.court.strip(), paper=paper.number or "", state=CourtState.APPLIED)
    what = f"向{application.court.strip()}申请强制执行：{paper.number or ''}"
    note_after(standing, ActKind.COURT, act, on=on, what=what, document_id=paper.id)
    end_clock(standing, COURT_CLOCK, on=on)
    end_clock(standing, "D-15", on=on)
    if case.status is CaseStatus.SERVED:
        _go_over(standing, what)
    return paper


def _go_over(standing: Standing, reason: str) -> None:
    """Take the step to enforcement; the court's hours are its own, 代履行 has no part in it."""
    take_step(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        case=standing.case,
        step=CaseStep.ENFORCE,
        on=standing.today,
        act=Reasoned(reason=reason),
        what="进入强制执行：申请人民法院强制执行",
        known={"enforcement": EnforcementFact(is_urged=is_served(standing, FormCode.F34A))},
    )


def _papers(standing: Standing, application: Application) -> Document:
    party = standing.case.party_id
    facts = {
        "court": application.court.strip(),
        "asked": application.asked.strip(),
        "reason": application.reason.strip(),
        "basis": "《中华人民共和国行政强制法》第五十三条、第五十四条、第五十五条",
    }
    paper = issue_paper(standing, FormCode.F37A, facts, party_id=party)
    names = (
        f"强制执行申请书 {paper.number or ''}",
        f"行政决定书 {standing.decision_no} 及作出决定的事实、理由和依据",
        f"当事人的意见及行政机关催告情况：{application.opinion.strip()}",
        f"申请强制执行标的情况：{application.target.strip()}",
        f"法律、行政法规规定的其他材料：{application.other.strip()}",
    )
    rows = [{"name": name.strip(), "count": "1", "pages": ""} for name in names]
    issue_paper(standing, FormCode.F37B, {"papers": rows}, party_id=party)
    return paper


def record_court(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    case: Case,
    state: CourtState,
    on: date,
    paper: str,
    reason: str = "",
) -> CaseEvent:
    """Record what the court answered; enforced or ended by it, the case may be closed (rules.md 6.2)."""
    standing = stand(session, actor=actor, now=now, case=case)
    former = court_state(standing.file.entries)
    if former is None or former in COURT_ENDED or state is CourtState.APPLIED:
        raise RuleBroken("court_not_applied", field="state")
    if not paper.strip():
        raise RuleBroken("paper_needed", field="paper")
    applied = [one.act for one in standing.file.entries if isinstance(one.act, Court)]
    act = Court(
        court=applied[-1].court,
        paper=paper.strip(),
        state=state,
        is_ended=state in COURT_ENDED,
        reason=reason.strip(),
    )
    what = f"{applied[-1].court}：{COURT_WORDS[state]}（{paper.strip()}）"
    return note_after(standing, ActKind.COURT, act, on=on, what=what)


COURT_WORDS = {
    CourtState.APPLIED: "已申请",
    CourtState.ACCEPTED: "受理",
    CourtState.REFUSED: "不予受理或不准予执行",
    CourtState.GRANTED: "准予强制执行",
    CourtState.ENFORCED: "执行完毕",
    CourtState.ENDED: "终结执行",
}
"""As the chronology has it."""
