"""Money after a decision: received, given back, put right, and cash on its way to the bank (处罚法 67—74)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.cases.actions.after_decision import end_clock, note_after, stand, start_clock
from casebook.cases.acts import ActKind, CashHanded, Debt, Paid, PayWay
from casebook.cases.models import Payment, PaymentKind
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import accounts_of
from casebook.cases.rules.checks import not_after_today, not_before
from casebook.cases.rules.performing import check_cash, check_payment, check_refund, line_of
from casebook.cases.rules.workflow import Procedure
from casebook.deadlines import actions as deadlines
from casebook.deadlines import queries as clocks
from casebook.deadlines.rules import Length, Unit
from casebook.kernel.errors import RuleBroken
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.actions.after_decision import Standing
    from casebook.cases.acts import CashGround
    from casebook.cases.models import Case, Instalment
    from casebook.cases.rules.performing import Account, Line

AGENCY_CLOCK, BANK_CLOCK = "D-12", "D-12.bank"
PART_CLOCK = "D-10.part"


@dataclass(frozen=True, kw_only=True)
class Money:
    """What a receipt says: who paid what for which debt, how, when, in fen."""

    party_id: UUID
    debt: Debt
    fen: int
    paid_on: date
    receipt_no: str
    way: PayWay = PayWay.BANK
    ground: CashGround | None = None
    reason: str = ""


def subject_of_payment(payment: Payment, case: Case) -> Subject:
    """Return a payment as the subject of its clocks."""
    return Subject("payment", payment.id, f"{case.number} {payment.receipt_no}", payment.division_code)


def record_payment(session: Session, *, actor: Actor, now: datetime, case: Case, money: Money) -> Payment:
    """Record what a party paid; never silently more than it owes, cash only where the law allows it.

    RuleBroken `payment_over` names what is left; with a reason it is recorded, and shown as to be given back.
    """
    standing = stand(session, actor=actor, now=now, case=case)
    account = standing.account(money.party_id, money.paid_on)
    not_after_today(money.paid_on, standing.today, field="paid_on")
    not_before(money.paid_on, standing.decision.on, field="paid_on", cause_name="决定日期")
    is_cash = money.way is PayWay.CASH
    if is_cash:
        check_cash(money.ground, fen=money.fen, on_spot=case.procedure is Procedure.SIMPLE)
    check_payment(line_of(account, money.debt, money.paid_on), money.fen, money.reason)
    row = _add(standing, money, PaymentKind.RECEIVED)
    if is_cash:
        _start(standing, row, AGENCY_CLOCK, on=money.paid_on)
    settle_clocks(standing)
    return row


def record_refund(session: Session, *, actor: Actor, now: datetime, case: Case, money: Money) -> Payment:
    """Record what was given back: only what came in beyond what is owed, with its paper."""
    standing = stand(session, actor=actor, now=now, case=case)
    account = standing.account(money.party_id)
    not_after_today(money.paid_on, standing.today, field="paid_on")
    check_refund(line_of(account, money.debt, standing.today), money.fen, money.reason)
    return _add(standing, money, PaymentKind.REFUND)


def reverse_payment(
    session: Session, *, actor: Actor, now: datetime, case: Case, payment: Payment, reason: str, paper: str
) -> Payment:
    """Take out a payment that was entered wrongly; the wrong line stays beside what takes it out."""
    standing = stand(session, actor=actor, now=now, case=case)
    _hold(session, payment, case)
    if payment.kind is not PaymentKind.RECEIVED or queries.is_reversed(session, payment.id):
        raise RuleBroken("payment_reversed_already", field="payment_id")
    if not reason.strip():
        raise RuleBroken("refund_needs_reason", field="reason")
    money = Money(
        party_id=payment.party_id,
        debt=payment.debt,
        fen=payment.fen,
        paid_on=payment.paid_on,
        receipt_no=paper,
        way=payment.way,
        ground=payment.ground,
        reason=reason,
    )
    row = _add(standing, money, PaymentKind.REVERSAL, reverses=payment)
    for rule in (AGENCY_CLOCK, BANK_CLOCK):
        running = clocks.find_running(session, subject_id=payment.id, rule_id=rule)
        if running is not None:
            deadlines.cancel_term(session, actor=actor, now=now, term=running, reason=reason.strip())
    settle_clocks(standing)
    return row


def hand_in_cash(
    session: Session, *, actor: Actor, now: datetime, case: Case, payment: Payment, on: date
) -> Payment:
    """Note that cash reached the agency; it has two working days to take it to the bank (处罚法 71)."""
    standing = stand(session, actor=actor, now=now, case=case)
    _need_cash(session, payment, case, is_handed=False)
    not_before(on, payment.paid_on, field="on", cause_name="收款日期")
    act = CashHanded(payment=payment.id, to_bank=False)
    what = f"当场收缴的罚款交至机关：{payment.receipt_no}"
    note_after(standing, ActKind.CASH_HANDED, act, on=on, what=what)
    payment.handed_on = on
    _meet(standing, payment, AGENCY_CLOCK, on)
    _start(standing, payment, BANK_CLOCK, on=on)
    return payment


def bank_cash(
    session: Session, *, actor: Actor, now: datetime, case: Case, payment: Payment, on: date, bank_no: str
) -> Payment:
    """Note that cash reached the bank, by the number of its slip."""
    standing = stand(session, actor=actor, now=now, case=case)
    _need_cash(session, payment, case, is_handed=True)
    if not bank_no.strip():
        raise RuleBroken("paper_needed", field="bank_no")
    assert payment.handed_on is not None  # `_need_cash` has asked
    not_before(on, payment.handed_on, field="on", cause_name="交至机关的日期")
    act = CashHanded(payment=payment.id, to_bank=True, receipt_no=bank_no.strip())
    what = f"当场收缴的罚款交存银行：{bank_no.strip()}"
    note_after(standing, ActKind.CASH_HANDED, act, on=on, what=what)
    payment.banked_on, payment.bank_no = on, bank_no.strip()
    _meet(standing, payment, BANK_CLOCK, on)
    return payment


def _add(standing: Standing, money: Money, kind: PaymentKind, *, reverses: Payment | None = None) -> Payment:
    session, case = standing.session, standing.case
    number = money.receipt_no.strip()
    if not number:
        raise RuleBroken("paper_needed", field="receipt_no")
    if queries.is_receipt_taken(session, case.county_code, number):
        raise RuleBroken("payment_receipt_taken", field="receipt_no", number=number)
    row = Payment(
        id=new_id(),
        county_code=case.county_code,
        case_id=case.id,
        party_id=money.party_id,
        division_code=case.division_code,
        kind=kind,
        debt=money.debt,
        way=money.way,
        fen=money.fen,
        paid_on=money.paid_on,
        receipt_no=number,
        ground=money.ground,
        reason=money.reason.strip(),
        reverses_id=reverses.id if reverses else None,
        recorded_by_id=standing.officer_id,
        recorded_at=standing.now,
    )
    session.add(row)
    session.flush()
    _note(standing, row, reverses)
    return row


_VERBS = {
    PaymentKind.RECEIVED: "缴款",
    PaymentKind.REFUND: "退还",
    PaymentKind.REVERSAL: "更正冲销",
}
_DEBTS = {
    Debt.FINE: "罚款",
    Debt.CONFISCATED: "没收违法所得",
    Debt.SURCHARGE: "加处罚款",
    Debt.COST: "代履行费用",
}


def _note(standing: Standing, row: Payment, reverses: Payment | None) -> None:
    act = Paid(
        fen=row.fen,
        paid_on=row.paid_on,
        receipt_no=row.receipt_no,
        on_spot=row.way is PayWay.CASH,
        party=row.party_id,
        debt=row.debt,
        way=row.way,
        payment=reverses.id if reverses else row.id,
        is_refund=row.kind is not PaymentKind.RECEIVED,
        reason=row.reason,
    )
    what = f"{_VERBS[row.kind]}：{_DEBTS[row.debt]} {row.fen / 100:.2f} 元，{row.receipt_no}"
    note_after(standing, ActKind.PAID, act, on=row.paid_on, what=what)


def settle_clocks(standing: Standing) -> None:
    """Meet the clocks of what is paid now, and start again those of what is unpaid after all."""
    present = standing.again()
    accounts = accounts_of(present.file, on=present.today)
    fines = [line_of(one, Debt.FINE, present.today) for one in accounts]
    for account in accounts:
        _settle_own(present, account)
    if any(one.owed_fen for one in fines) and not any(one.left_fen for one in fines):
        paid_on = max(each.on for one in accounts for each in one.receipts if each.debt is Debt.FINE)
        end_clock(present, "D-10", on=paid_on)
        end_clock(present, "D-18", reason="罚款已经缴清")
    elif any(one.left_fen for one in fines):
        _fine_runs_again(present)
    for account in accounts:
        _settle_parts(present, account)
    if not any(line.left_fen for one in accounts for line in _every(one, present.today)):
        end_clock(present, "D-15", on=present.today)


def _settle_own(standing: Standing, account: Account) -> None:
    """Meet a party's own term to pay once its fine is paid, and start it again where it is not after all."""
    subject = standing.clock_subject(account.party)
    if subject.id == standing.case.id:
        return
    fine = line_of(account, Debt.FINE, standing.today)
    if fine.owed_fen and not fine.left_fen:
        paid_on = max(one.on for one in account.receipts if one.debt is Debt.FINE)
        end_clock(standing, "D-10", on=paid_on, subject=subject)
        return
    former = [one for one in standing.file.terms if one.rule == "D-10" and one.subject_id == subject.id]
    if former and former[-1].met_on is not None:
        start_clock(standing, "D-10", on=former[-1].started_on, subject=subject)


def _every(account: Account, on: date) -> list[Line]:
    return [line_of(account, debt, on) for debt in Debt]


def _fine_runs_again(standing: Standing) -> None:
    """Start D-10 anew where it was met by money that is not there after all."""
    former = [one for one in standing.file.terms if one.rule == "D-10" and one.subject_id == standing.case.id]
    if former and former[-1].met_on is not None:
        start_clock(standing, "D-10", on=former[-1].started_on)


def _settle_parts(standing: Standing, account: Account) -> None:
    session, paid = standing.session, account.paid(Debt.FINE)
    plan = queries.list_plan(session, standing.case.id, account.party)
    due = account.fine_fen - sum(one.fen for one in plan)
    for part in plan:
        due += part.fen
        term = clocks.get_term(session, part.term_id)
        if paid >= due and term.is_running:
            day = max(term.started_on, *(each.on for each in account.receipts if each.debt is Debt.FINE))
            deadlines.meet_term(session, actor=standing.actor, now=standing.now, term=term, on=day)
        elif paid < due and term.met_on is not None:
            part.term_id = start_part(standing, part, on=term.started_on)


def start_part(standing: Standing, part: Instalment, *, on: date) -> UUID:
    """Start the clock of one instalment and return its id; it ends on the very day that the plan names."""
    case = standing.case
    subject = Subject("instalment", part.id, f"{case.number} 第 {part.sequence} 期", case.division_code)
    return deadlines.start_term(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        subject=subject,
        rule_id=PART_CLOCK,
        started_on=on,
        length=Length((part.due_on - on).days, Unit.CALENDAR_DAY),
        assignee_id=case.investigator_id,
    ).id


def _hold(session: Session, payment: Payment, case: Case) -> None:
    session.refresh(payment, with_for_update=True)
    if payment.case_id != case.id:
        raise RuleBroken("payment_not_cash", field="payment_id")


def _need_cash(session: Session, payment: Payment, case: Case, *, is_handed: bool) -> None:
    _hold(session, payment, case)
    fits = payment.kind is PaymentKind.RECEIVED and payment.way is PayWay.CASH
    fits = fits and payment.banked_on is None and (payment.handed_on is not None) is is_handed
    if not fits or queries.is_reversed(session, payment.id):
        raise RuleBroken("payment_not_cash", field="payment_id")


def _start(standing: Standing, payment: Payment, rule_id: str, *, on: date) -> None:
    deadlines.start_term(
        standing.session,
        actor=standing.actor,
        now=standing.now,
        subject=subject_of_payment(payment, standing.case),
        rule_id=rule_id,
        started_on=on,
        assignee_id=standing.case.investigator_id,
    )


def _meet(standing: Standing, payment: Payment, rule_id: str, on: date) -> None:
    running = clocks.find_running(standing.session, subject_id=payment.id, rule_id=rule_id)
    if running is not None:
        deadlines.meet_term(standing.session, actor=standing.actor, now=standing.now, term=running, on=on)
