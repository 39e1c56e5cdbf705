"""Money after a decision: paid, over-paid, given back, in parts, in cash, with its surcharge."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.cases import actions
from casebook.cases.actions import deferring, paying, surcharging
from casebook.cases.acts import CashGround, Debt, PayWay
from casebook.cases.models import Payment, PaymentKind
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep
from casebook.cases.rules.gates import missing
from casebook.cases.rules.lacks import Lack
from casebook.cases.rules.performing import Due, line_of
from casebook.deadlines import queries as clocks
from casebook.documents.queries import find_issued
from casebook.documents.rules import FormCode
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, RuleBroken
from tests.factories.accounts import NOW, make_actor
from tests.factories.approvals import say_yes
from tests.factories.cases import DAY, approve, make_bureau, make_case, make_met
from tests.factories.cases import queries as casework
from tests.factories.performing import (
    FINE,
    SERVED,
    account,
    by,
    money,
    pay_in,
    served_case,
    surcharge,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.deadlines.models import Term
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")


def running(session: Session, case: Case, rule: str) -> Term | None:
    return clocks.find_running(session, subject_id=case.id, rule_id=rule)


def test_a_fine_that_is_paid_stops_its_clock_and_can_be_closed(session: Session) -> None:
    bureau, case = served_case(session)
    pay_in(session, bureau, case, SERVED + 3 * DAY, 4_000_000)
    assert running(session, case, "D-10") is not None
    pay_in(session, bureau, case, SERVED + 5 * DAY, 6_000_000)
    term = next(one for one in clocks.list_terms(session, [case.id]) if one.rule == "D-10")
    assert term.met_on == local_day(SERVED + 5 * DAY)
    for measure in casework.list_measures(session, case.id):
        make_met(session, bureau, measure, now=SERVED + 6 * DAY)
    later = SERVED + 7 * DAY
    facts = facts_of(reload_file(session, case), on=local_day(later))
    assert {one.lack for one in missing(CaseStep.CLOSE, facts)} == {Lack.NO_APPROVAL}
    approve(session, bureau, case, CaseStep.CLOSE, now=later)
    actions.close_case(
        session, actor=bureau.chief, now=later, case=case, on=local_day(later), reason="履行完毕"
    )
    assert case.status is CaseStatus.CLOSED


def test_what_is_unpaid_holds_the_case_open(session: Session) -> None:
    bureau, case = served_case(session)
    pay_in(session, bureau, case, SERVED + DAY, FINE - 1)
    facts = facts_of(reload_file(session, case), on=local_day(SERVED + 2 * DAY))
    assert facts.closing.unpaid_fen == 1
    assert Lack.UNPAID in {one.lack for one in missing(CaseStep.CLOSE, facts)}


def test_more_than_is_owed_needs_a_reason_and_goes_back(session: Session) -> None:
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match="payment_over"):
        pay_in(session, bureau, case, SERVED + DAY, FINE + 500)
    pay_in(session, bureau, case, SERVED + DAY, FINE + 500, reason="银行重复扣款")
    assert line_of(account(session, case, SERVED + DAY), Debt.FINE, date(2023, 7, 1)).over_fen == 500
    back = {"debt": Debt.FINE, "receipt_no": "试退 1", "reason": "退还多缴"}
    for fen, code in ((501, "refund_above_over"), (500, ""), (1, "refund_above_over")):
        wish = money(case, SERVED + 2 * DAY, fen, **back)
        if not code:
            paying.record_refund(session, **by(bureau, case, SERVED + 2 * DAY), money=wish)
            continue
        with pytest.raises(RuleBroken, match=code):
            paying.record_refund(session, **by(bureau, case, SERVED + 2 * DAY), money=wish)
    kinds = [one.kind for one in queries.list_payments(session, case.id)]
    assert kinds == [PaymentKind.RECEIVED, PaymentKind.REFUND]


def test_a_wrong_entry_is_taken_out_once_and_the_clock_runs_again(session: Session) -> None:
    bureau, case = served_case(session)
    wrong = pay_in(session, bureau, case, SERVED + DAY)
    assert running(session, case, "D-10") is None
    facts = by(bureau, case, SERVED + 2 * DAY)
    taken = {"payment": wrong, "reason": "记错案件", "paper": "更正 1"}
    paying.reverse_payment(session, **facts, **taken)
    assert account(session, case, SERVED + 2 * DAY).paid(Debt.FINE) == 0
    again = running(session, case, "D-10")
    assert again is not None
    assert again.due_on == date(2023, 6, 28)
    with pytest.raises(RuleBroken, match="payment_reversed_already"):
        paying.reverse_payment(session, **facts, **{**taken, "paper": "更正 2"})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paid_on": date(2023, 6, 12)}, "date_before_cause"),
        ({"paid_on": date(2023, 6, 16)}, "date_in_future"),
        ({"receipt_no": " "}, "paper_needed"),
        ({"fen": 0}, "payment_empty"),
        ({"way": PayWay.CASH}, "cash_needs_ground"),
        ({"way": PayWay.CASH, "ground": CashGround.SMALL, "fen": 100}, "cash_only_on_spot"),
        ({"debt": Debt.COST}, "payment_over"),
    ],
    ids=["before_decision", "ahead", "no_receipt", "nothing", "cash", "cash_general", "no_such_debt"],
)
def test_a_payment_that_cannot_be(session: Session, changes: dict[str, object], code: str) -> None:
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match=code):
        pay_in(session, bureau, case, SERVED + 2 * DAY, **changes)
    assert queries.list_payments(session, case.id) == []


def test_a_receipt_has_one_number_of_its_own(session: Session) -> None:
    bureau, case = served_case(session)
    pay_in(session, bureau, case, SERVED + DAY, 100, receipt_no="试票 7")
    with pytest.raises(RuleBroken, match="payment_receipt_taken"):
        pay_in(session, bureau, case, SERVED + DAY, 200, receipt_no=" 试票 7 ")


def test_nothing_is_paid_before_there_is_a_decision(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    with pytest.raises(RuleBroken, match="performance_too_early"):
        pay_in(session, bureau, case, SERVED)


def test_only_who_may_and_reaches(session: Session) -> None:
    bureau, case = served_case(session)
    for role in (Role.LEGAL_REVIEWER, Role.CLOSURE_OFFICER):
        stranger = make_actor(session, role, agency=bureau.visit.agency)
        with pytest.raises(Forbidden):
            paying.record_payment(
                session, actor=stranger, now=SERVED + DAY, case=case, money=money(case, SERVED + DAY)
            )


def test_cash_is_followed_to_the_bank(session: Session) -> None:
    """处罚法 69, 71; G17, D-12."""
    bureau, case = served_case(session)
    now = SERVED + DAY
    cash = pay_in(session, bureau, case, now, way=PayWay.CASH, ground=CashGround.REMOTE)
    due = clocks.find_running(session, subject_id=cash.id, rule_id="D-12")
    assert due is not None
    assert due.due_on == date(2023, 6, 16)
    with pytest.raises(RuleBroken, match="payment_not_cash"):
        paying.bank_cash(session, **by(bureau, case, now), payment=cash, on=local_day(now), bank_no="1")
    facts = facts_of(reload_file(session, case), on=local_day(now))
    assert Lack.CASH_UNBANKED in {one.lack for one in missing(CaseStep.CLOSE, facts)}
    paying.hand_in_cash(session, **by(bureau, case, now), payment=cash, on=local_day(now))
    assert clocks.find_running(session, subject_id=cash.id, rule_id="D-12.bank") is not None
    paying.bank_cash(session, **by(bureau, case, now), payment=cash, on=local_day(now), bank_no="银 9")
    assert (cash.handed_on, cash.banked_on) == (local_day(now), local_day(now))
    assert not facts_of(reload_file(session, case), on=local_day(now)).closing.cash_unbanked


def test_a_deferral_is_asked_for_approved_and_runs_a_clock_for_each_part(session: Session) -> None:
    """处罚法 66."""
    bureau, case = served_case(session)
    now = SERVED + 2 * DAY
    parts = [Due(date(2023, 8, 1), 4_000_000), Due(date(2023, 10, 1), 6_000_000)]
    with pytest.raises(RuleBroken, match="plan_not_approved"):
        deferring.grant_deferral(session, **by(bureau, case, now))
    asked = deferring.ask_deferral(
        session,
        **by(bureau, case, now),
        party_id=case.party_id,
        on=local_day(now),
        reason="停产，资金困难",
        parts=parts,
    )
    with pytest.raises(RuleBroken, match="plan_not_approved"):
        deferring.grant_deferral(session, **by(bureau, case, now))
    say_yes(session, asked, now=now)
    paper = deferring.grant_deferral(session, **by(bureau, case, now + DAY))
    assert paper.form is FormCode.F31C
    assert paper.number
    plan = queries.list_plan(session, case.id, case.party_id)
    terms = [clocks.get_term(session, one.term_id) for one in plan]
    assert [one.due_on for one in terms] == [date(2023, 8, 1), date(2023, 10, 1)]
    assert running(session, case, "D-10") is None
    late = NOW + timedelta(days=70)
    pay_in(session, bureau, case, late, 4_000_000)
    assert clocks.get_term(session, plan[0].term_id).met_on == local_day(late)
    assert clocks.get_term(session, plan[1].term_id).is_running
    known = account(session, case, late)
    assert line_of(known, Debt.SURCHARGE, local_day(late)).owed_fen == 4_000_000 * 27 // 100
    with pytest.raises(RuleBroken, match="plan_not_approved"):
        deferring.grant_deferral(session, **by(bureau, case, late))


def test_a_plan_that_no_longer_fits_is_asked_for_anew(session: Session) -> None:
    bureau, case = served_case(session)
    now = SERVED + 2 * DAY
    asked = deferring.ask_deferral(
        session,
        **by(bureau, case, now),
        party_id=case.party_id,
        on=local_day(now),
        reason="资金困难",
        parts=[Due(date(2023, 8, 1), FINE)],
    )
    say_yes(session, asked, now=now)
    pay_in(session, bureau, case, now, 1_000)
    with pytest.raises(RuleBroken, match="plan_stale"):
        deferring.grant_deferral(session, **by(bureau, case, now))


def test_a_surcharge_is_decided_with_the_figures_of_its_day(session: Session) -> None:
    """处罚法 72: due on 2023-06-28, ten days later three tenths of the fine."""
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match="surcharge_nothing"):
        surcharge(session, bureau, case, SERVED + 15 * DAY)
    now = SERVED + 25 * DAY
    paper = surcharge(session, bureau, case, now)
    told = paper.contents
    assert (told["late_days"], told["surcharge_fen"], told["owed_fen"]) == (10, 3_000_000, 13_000_000)
    assert told["late_from"] == "2023-06-29"
    sheet = find_issued(session, case.id, FormCode.F33B)
    assert sheet is not None
    assert [one["days"] for one in sheet.contents["steps"]] == ["10"]
    with pytest.raises(RuleBroken, match="surcharge_decided_already"):
        surcharge(session, bureau, case, now)
    assert surcharge(session, bureau, case, now + 2 * DAY).contents["surcharge_fen"] == 3_600_000
    assert paper.contents["surcharge_fen"] == 3_000_000
    assert running(session, case, "D-18") is not None


def test_a_decided_surcharge_is_let_off_only_by_agreement(session: Session) -> None:
    """强制法 42."""
    bureau, case = served_case(session)
    now = SERVED + 25 * DAY
    surcharge(session, bureau, case, now)
    pay_in(session, bureau, case, now)
    wish = {
        "party_id": case.party_id,
        "on": local_day(now),
        "reason": "已采取补救措施",
        "paper": "执行协议 1",
    }
    cut = {**by(bureau, case, now), **wish}
    for changes, code in (
        ({"fen": 3_000_001}, "surcharge_cut_too_much"),
        ({"fen": 1, "paper": ""}, "paper_needed"),
        ({"fen": 1, "reason": " "}, "step_needs_reason"),
    ):
        with pytest.raises(RuleBroken, match=code):
            surcharging.cut_surcharge(session, **{**cut, **changes})
    assert facts_of(reload_file(session, case), on=local_day(now)).closing.unpaid_fen == 3_000_000
    surcharging.cut_surcharge(session, **cut, fen=3_000_000)
    assert facts_of(reload_file(session, case), on=local_day(now)).closing.unpaid_fen == 0


def row(case: Case, bureau: Bureau, **changes: object) -> Payment:
    facts = {
        "county_code": case.county_code,
        "case_id": case.id,
        "party_id": case.party_id,
        "division_code": case.division_code,
        "kind": PaymentKind.RECEIVED,
        "debt": Debt.FINE,
        "way": PayWay.BANK,
        "fen": 1,
        "paid_on": local_day(SERVED),
        "receipt_no": "试 1",
        "recorded_by_id": bureau.visit.lead.id,
        "recorded_at": SERVED,
    }
    return Payment(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"fen": 0}, "fen_positive"),
        ({"kind": PaymentKind.REVERSAL}, "reversal_names"),
        ({"way": PayWay.CASH}, "cash_has_ground"),
        ({"handed_on": local_day(SERVED)}, "only_cash_is_handed"),
    ],
    ids=["nothing", "reversal", "cash", "handed"],
)
def test_the_database_refuses_it_too(session: Session, changes: dict[str, object], name: str) -> None:
    bureau, case = served_case(session)
    session.add(row(case, bureau, **changes))
    with pytest.raises(IntegrityError, match=name):
        session.flush()
