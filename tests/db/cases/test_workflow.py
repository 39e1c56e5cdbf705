"""Ways through the workflow beside the plain one, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.actions.proposing import list_matches
from casebook.cases.acts import (
    ActKind,
    Answered,
    ExceptionGround,
    ExceptionNoted,
    Handling,
    HearingCalled,
    HearingHeld,
    Receipt,
    RecusalAsked,
    Review,
    ReviewVerdict,
    Transferred,
)
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep, DecisionKind, ProblemStatus, Procedure
from casebook.cases.rules.lacks import Lack
from casebook.deadlines.queries import find_running, get_term
from casebook.deadlines.rules.table import Suspension
from casebook.documents.rules import FormCode
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from tests.factories.accounts import NOW, make_officer
from tests.factories.cases import (
    DAY,
    WORDING,
    Bureau,
    approve,
    ask_filing,
    bring_to,
    decide,
    make_bureau,
    make_case,
    make_decision,
    make_problems,
    report,
    review,
    serve_decision,
    wish_for,
)
from tests.support.rows import events_of_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.cases.models import Case

pytestmark = pytest.mark.usefixtures("file_store")
LATER = NOW + 12 * DAY
ON = local_day(LATER)


@pytest.fixture
def bureau(session: Session) -> Bureau:
    return make_bureau(session)


def refused(call: Callable[[], object], code: str) -> RuleBroken:
    with pytest.raises((RuleBroken, Forbidden)) as caught:
        call()
    assert caught.value.code == code
    return caught.value


def lacks(call: Callable[[], object]) -> set[Lack]:
    with pytest.raises(Refused) as caught:
        call()
    return {Lack(one.facts["what"]) for one in caught.value.reasons}


def by(bureau: Bureau, case: Case, **more: object) -> dict[str, object]:
    return {"actor": bureau.inspector, "now": LATER, "case": case, **more}


def presider(session: Session, bureau: Bureau) -> Actor:
    return actor_of(make_officer(session, Role.HEARING_PRESIDER, agency=bureau.visit.agency))


def test_a_case_is_not_filed_without_the_head(session: Session, bureau: Bureau) -> None:
    case = ask_filing(session, bureau)
    assert case.status is CaseStatus.FILING
    assert case.decision_term_id is None
    found = lacks(lambda: actions.file_case(session, actor=bureau.inspector, now=LATER, case=case, on=ON))
    assert found == {Lack.FILING_NOT_APPROVED}
    approve(session, bureau, case, CaseStep.FILE, now=LATER)
    early = {"actor": bureau.inspector, "now": LATER, "case": case, "on": ON - timedelta(days=1)}
    refused(lambda: actions.file_case(session, **early), "date_before_cause")
    actions.file_case(session, actor=bureau.inspector, now=LATER, case=case, on=ON)
    assert (case.status, case.opened_on) == (CaseStatus.INVESTIGATING, ON)
    assert get_term(session, case.decision_term_id).started_on == ON


def test_a_hearing_is_asked_for_called_held_and_reviewed(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.NOTIFIED)
    assert find_running(session, subject_id=case.id, rule_id="D-06") is not None
    actions.ask_hearing(session, **by(bureau, case), by="石守田", asked_on=ON)
    who = presider(session, bureau)
    held_on = date(2023, 6, 27)
    called = HearingCalled(held_on=held_on, place="三楼会议室", presider=bureau.visit.lead.id, served_on=ON)
    refused(lambda: actions.call_hearing(session, **by(bureau, case), act=called), "presider_investigated")
    late = HearingCalled(held_on=date(2023, 6, 20), place="三楼", presider=who.officer_id, served_on=ON)
    refusal = refused(
        lambda: actions.call_hearing(session, **by(bureau, case), act=late), "hearing_called_late"
    )
    assert refusal.article == "处罚法 64"
    good = HearingCalled(held_on=held_on, place="三楼", presider=who.officer_id, served_on=ON)
    actions.call_hearing(session, **by(bureau, case), act=good)
    after = NOW + 27 * DAY
    on = local_day(after)
    consider = {"actor": bureau.inspector, "now": after, "case": case, "on": on, "result": "维持"}
    assert Lack.HEARING_NOT_HELD in lacks(lambda: actions.consider(session, **consider))
    held = HearingHeld(held_on=held_on, presider=who.officer_id, agents=("甲", "乙", "丙"), opinion="维持")
    facts = {"actor": who, "now": after, "case": case}
    refused(lambda: actions.hold_hearing(session, **facts, act=held), "hearing_agents")
    held = HearingHeld(held_on=held_on, presider=who.officer_id, opinion="维持拟处罚意见。")
    refused(
        lambda: actions.hold_hearing(session, **{**facts, "actor": bureau.inspector}, act=held),
        "permission_missing",
    )
    actions.hold_hearing(session, **facts, act=held)
    actions.consider(session, **consider)
    approve(session, bureau, case, CaseStep.DECIDE, now=after)
    wanted = {"actor": bureau.chief, "now": after, "case": case, "on": on}
    call = lambda: actions.decide(session, **wanted, wish=wish_for(case), wording=WORDING)  # noqa: E731 - asked twice
    assert lacks(call) == {Lack.REVIEW_BEFORE_HEARING}
    review(session, bureau, case, now=after)
    assert call().fine_fen == 10_000_000


def test_what_the_party_says_is_answered_and_never_makes_it_worse(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.NOTIFIED)
    said = ["水表已在采购", "没有造成后果"]
    actions.note_statement(session, **by(bureau, case, on=ON), by="石守田", points=said)
    for waive in (actions.waive_statement, actions.waive_hearing):
        waive(session, **by(bureau, case, on=ON), by="石守田", paper="声明")
    consider = by(bureau, case, on=ON, result="不采纳")
    assert lacks(lambda: actions.consider(session, **consider)) == {Lack.STATEMENT_UNANSWERED}
    answers = [Answered(point=point, is_adopted=False, why="不影响违法事实的认定") for point in said]
    actions.answer_statement(session, **by(bureau, case, on=ON), answers=answers, is_material=False)
    actions.consider(session, **consider)
    heavier = wish_for(case, fines={case.party_id: 12_000_000})
    assert Lack.HEAVIER in lacks(lambda: decide(session, bureau, case, now=LATER, wish=heavier))
    actions.renotify(
        session, actor=bureau.chief, now=LATER, case=case, on=ON, reason="查明新的事实，变更罚款数额"
    )
    assert case.status is CaseStatus.REPORTED


def test_a_recused_officer_is_replaced(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    asked = RecusalAsked(at=LATER, to="石守田", asked_of=bureau.visit.second.id, reason="是邻居")
    actions.note_recusal_asked(session, **by(bureau, case), act=asked)
    assert Lack.RECUSAL_UNDECIDED in lacks(lambda: report(session, bureau, case, now=LATER))
    decided = {"now": LATER, "case": case, "officer": bureau.visit.second.id, "reason": "属实"}
    refused(
        lambda: actions.decide_recusal(session, actor=bureau.second, is_granted=True, **decided),
        "recusal_by_itself",
    )
    actions.decide_recusal(session, actor=bureau.chief, is_granted=True, **decided)
    assert Lack.RECUSED in lacks(lambda: report(session, bureau, case, now=LATER))
    swap = {"out": bureau.visit.second.id, "into": bureau.striker.id, "reason": "回避"}
    actions.replace_officer(session, **by(bureau, case), **swap)
    assert case.second_investigator_id == bureau.striker.id
    report(session, bureau, case, now=LATER)
    assert case.status is CaseStatus.REPORTED


def test_only_gates_that_the_law_opens_take_exceptions(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    for gate, ground in (("G10", ExceptionGround.URGENT), ("G18", ExceptionGround.REPORT)):
        act = ExceptionNoted(gate=gate, ground=ground, reason="领导同意")
        refused(
            lambda a=act: actions.note_exception(session, **by(bureau, case), act=a), "gate_without_exception"
        )


def test_whoever_investigates_does_not_review(session: Session, bureau: Bureau) -> None:
    bureau.visit.lead = make_officer(
        session, Role.INSPECTOR, Role.LEGAL_REVIEWER, agency=bureau.visit.agency, name="孙同"
    )
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.REPORTED)
    passed = Review(verdict=ReviewVerdict.AGREE, opinion="同意", is_qualified=True)
    found = lacks(lambda: actions.review_case(session, **by(bureau, case, on=ON), act=passed))
    assert found == {Lack.REVIEWER_INVESTIGATED}


def test_no_penalty_is_decided_with_its_paper(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    mild = wish_for(case, outcome=Handling.NO_PENALTY, fines={}, reason="初次违法，后果轻微并及时改正。")
    report(session, bureau, case, now=LATER, wish=mild)
    actions.propose(session, actor=bureau.chief, now=LATER, case=case, on=ON, wish=mild)
    approve(session, bureau, case, CaseStep.DECIDE_NO_PENALTY, now=LATER)
    decision = actions.decide(
        session, actor=bureau.chief, now=LATER, case=case, on=ON, wish=mild, wording=WORDING
    )
    assert (decision.kind, decision.fine_fen) == (DecisionKind.NO_PENALTY, None)
    serve_decision(session, bureau, case, now=LATER)
    assert case.status is CaseStatus.SERVED
    assert find_running(session, subject_id=case.id, rule_id="D-10") is None, "nothing is to be paid"


def test_a_served_decision_starts_the_partys_clocks(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.SERVED)
    dues = reload_file(session, case).dues
    assert (dues["D-10"], dues["D-13"], dues["D-14"]) == (
        date(2023, 6, 28),
        date(2023, 8, 14),
        date(2023, 12, 13),
    )


def test_a_transfer_closes_by_its_receipt(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    approve(session, bureau, case, CaseStep.TRANSFER, now=LATER)
    sent = Transferred(to="冠县公安局", reason="涉嫌犯罪", is_crime=True)
    actions.transfer_case(session, **by(bureau, case, on=ON), act=sent)
    approve(session, bureau, case, CaseStep.CLOSE, now=LATER)
    close = {"actor": bureau.chief, "now": LATER, "case": case, "on": ON, "reason": "已移送"}
    assert lacks(lambda: actions.close_case(session, **close)) == {Lack.NO_RECEIPT}
    receipt = Receipt(by="冠县公安局", paper="受理〔2023〕1号", is_accepted=True)
    actions.note_receipt(session, **by(bureau, case, on=ON), act=receipt)
    actions.close_case(session, **close)
    assert case.status is CaseStatus.CLOSED


def test_a_suspended_case_goes_on_where_it_stood(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.REPORTED)
    step = by(bureau, case, on=ON, reason="需要鉴定")
    assert lacks(lambda: actions.take_plain_step(session, **step, step=CaseStep.SUSPEND)) == {
        Lack.NO_APPROVAL
    }
    approve(session, bureau, case, CaseStep.SUSPEND, now=LATER)
    actions.take_plain_step(session, **step, step=CaseStep.SUSPEND)
    actions.take_plain_step(session, **step, step=CaseStep.RESUME)
    assert case.status is CaseStatus.REPORTED
    assert Lack.NO_APPROVAL in lacks(lambda: actions.take_plain_step(session, **step, step=CaseStep.SUSPEND))


def test_the_ninety_days_stand_still_and_are_extended_by_the_head(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    stop = {"reason": Suspension.APPRAISAL, "paper": "鉴定委托书", "from_on": date(2023, 6, 6)}
    actions.stop_decision_clock(session, **by(bureau, case), **stop)
    actions.resume_decision_clock(session, **by(bureau, case), until_on=date(2023, 6, 10))
    more = {"now": LATER, "case": case, "added": 60, "reason": "案情复杂", "paper": "批件"}
    refused(lambda: actions.extend_decision(session, actor=bureau.inspector, **more), "permission_missing")
    term = actions.extend_decision(session, actor=bureau.chief, **more)
    assert term.raw_on == date(2023, 6, 2) + timedelta(days=90 + 5 + 60)
    kinds = [one.kind for one in reload_file(session, case).entries]
    assert kinds[-3:] == [ActKind.TERM_STOPPED, ActKind.TERM_RESUMED, ActKind.TERM_EXTENDED]


def test_small_matters_are_decided_on_the_spot(session: Session, bureau: Bureau) -> None:
    case = actions.ask_filing(
        session,
        actor=bureau.inspector,
        now=LATER,
        problems=make_problems(session, bureau, "P16"),
        cause="涉嫌擅自停用节水设施",
        second_investigator_id=bureau.visit.second.id,
        asked_on=ON,
        procedure=Procedure.SIMPLE,
    )
    assert case.status is CaseStatus.INVESTIGATING
    file = reload_file(session, case)
    ranked = [one for each in list_matches(session, file, on=ON) for one in each.ranked]
    key = next(one.key for one in ranked if one.provision.id == "PEN-23")
    chosen = {"match_key": key, "provision_reason": "停用的是自有节水设施，适用专门规定。"}
    large = wish_for(case, **chosen, fines={case.party_id: 30_000})
    spot = {"wording": WORDING, "place": "井边"}
    call = lambda wish: actions.decide_on_spot(session, **by(bureau, case, on=ON), wish=wish, **spot)  # noqa: E731 - asked twice
    assert Lack.NOT_SIMPLE in lacks(lambda: call(large))
    small = wish_for(case, **chosen, fines={case.party_id: 20_000})
    assert call(small).fine_fen == 20_000
    assert case.status is CaseStatus.SERVED


def test_an_old_file_is_entered_with_its_papers(session: Session, bureau: Bureau) -> None:
    problems = make_problems(session, bureau)
    opened = date(2023, 6, 2)
    decision = actions.OldDecision(
        kind=DecisionKind.PENALTY,
        number="冠水罚〔2023〕3号",
        on=date(2023, 6, 9),
        basis="748号56",
        reason="事实清楚",
        fine_fen=10_000_000,
    )
    old = actions.OldFile(
        problems=problems,
        cause="未安装计量设施",
        investigator_ids=(bureau.visit.lead.id, bureau.visit.second.id),
        opened_on=opened,
        papers=[
            actions.OldPaper(paper="决定书", number="冠水罚〔2023〕3号", on=date(2023, 6, 9)),
            actions.OldPaper(paper="立案审批表", number="", on=opened),
        ],
        status=CaseStatus.CLOSED,
        closed_on=date(2023, 6, 12),
        decision=decision,
    )
    refused(
        lambda: actions.enter_history(session, actor=bureau.inspector, now=LATER, file=old),
        "permission_missing",
    )
    case = actions.enter_history(session, actor=bureau.chief, now=LATER, file=old)
    assert (case.status, case.is_history) == (CaseStatus.CLOSED, True)
    assert reload_file(session, case).entries[0].what.startswith("历史补录：立案审批表")
    assert queries.has_decision(session, problems[0].id)
    assert problems[0].status is ProblemStatus.IN_CASE


def test_another_provision_needs_its_reason_and_an_amount_its_range(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    refused(
        lambda: report(
            session, bureau, case, now=LATER, wish=wish_for(case, fines={case.party_id: 9_999_900})
        ),
        "fine_outside_range",
    )
    refused(
        lambda: report(session, bureau, case, now=LATER, wish=wish_for(case, match_key="PEN-99")),
        "provision_does_not_match",
    )
    report(session, bureau, case, now=LATER)
    proposal = reload_file(session, case).entries[-1].act.proposal  # type: ignore[attr-defined]  # a Report
    assert (proposal.needs.hearing, proposal.needs.deliberation, proposal.needs.review) == (True, True, True)
    assert proposal.pen_id == "PEN-07"


def test_chronology_is_never_changed(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    event = events_of_case(session, case.id)[0]
    event.what = "改写"
    with pytest.raises(RuleBroken):
        session.flush()


def test_the_paper_bears_the_decisions_number(session: Session, bureau: Bureau) -> None:
    case = make_case(session, bureau)
    decision = make_decision(session, bureau, case)
    papers = {one.form: one for one in reload_file(session, case).papers}
    assert papers[FormCode.F27].number == decision.number
