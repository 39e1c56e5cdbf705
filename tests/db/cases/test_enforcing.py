"""催告, the court's window, 代履行 with its costs: what the law of coercion asks for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.cases import actions
from casebook.cases.actions import deferring, disputing, enforcing, substituting
from casebook.cases.acts import Answered, CourtState, Debt, DisputeKind, DisputeResult, Performed
from casebook.cases.models import SubstituteCost
from casebook.cases.queries import performing as queries
from casebook.cases.queries.facts import facts_of
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import CaseStatus, CaseStep
from casebook.cases.rules.gates import missing
from casebook.cases.rules.lacks import Lack
from casebook.deadlines import queries as clocks
from casebook.documents.queries import find_issued
from casebook.documents.rules import FormCode
from casebook.kernel.clock import CHINA, local_day
from casebook.kernel.errors import Refused, RuleBroken
from tests.factories.cases import DAY, approve, make_met
from tests.factories.cases import queries as casework
from tests.factories.performing import (
    FINE,
    SERVED,
    account,
    approve_enforcement,
    by,
    decided_substitute,
    fight,
    pay_in,
    plan_of,
    serve_it,
    served_case,
    settle,
    surcharge,
    urge,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Case
    from casebook.deadlines.models import Term
    from tests.factories.cases import Bureau

pytestmark = pytest.mark.usefixtures("file_store")

LATE = SERVED + 20 * DAY
"""2023-07-03: five days past the day to pay."""
AFTER_TERMS = SERVED + 190 * DAY
"""2023-12-20: six months after service, on 2023-12-13, all terms of review and suit are over."""
WISH = enforcing.Application(
    court="冠县人民法院",
    asked="强制执行罚款 100000 元及加处罚款",
    reason="逾期不履行，也未申请复议或起诉。",
    opinion="当事人未提出意见，已送达催告书",
    target="银行账户",
    other="无",
)


def running(session: Session, case: Case, rule: str) -> Term | None:
    return clocks.find_running(session, subject_id=case.id, rule_id=rule)


def apply(session: Session, bureau: Bureau, case: Case, now: datetime) -> None:
    enforcing.apply_to_court(session, **by(bureau, case, now), application=WISH)


def test_nobody_is_urged_while_there_is_still_time(session: Session) -> None:
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match="urge_before_due"):
        urge(session, bureau, case, SERVED + DAY)
    assert "owed_fen" not in urge(session, bureau, case, SERVED + 7 * DAY).contents
    paper = urge(session, bureau, case, SERVED + 16 * DAY)
    assert paper.contents["owed_fen"] == FINE + 300_000
    term = running(session, case, "D-15")
    assert term is not None
    assert term.due_on == date(2023, 7, 13)


def test_the_court_is_applied_to_in_its_window_with_five_papers(session: Session) -> None:
    """强制法 53—55; D-15, D-16."""
    bureau, case = served_case(session)
    clock = running(session, case, "D-16")
    assert clock is not None
    assert (clock.started_on, clock.alarm_on) == (date(2023, 12, 13), date(2024, 3, 13))
    with pytest.raises(RuleBroken, match="court_not_urged"):
        apply(session, bureau, case, LATE)
    urge(session, bureau, case, LATE)
    for now in (LATE + DAY, LATE + 60 * DAY):
        with pytest.raises(RuleBroken, match="court_too_early"):
            apply(session, bureau, case, now)
    with pytest.raises(RuleBroken, match="court_too_late"):
        apply(session, bureau, case, SERVED + 275 * DAY)
    with pytest.raises(RuleBroken, match="enforcement_not_approved"):
        apply(session, bureau, case, AFTER_TERMS)
    approve_enforcement(session, bureau, case, AFTER_TERMS)
    apply(session, bureau, case, AFTER_TERMS)
    listed = find_issued(session, case.id, FormCode.F37B)
    assert listed is not None
    assert len(listed.contents["papers"]) == 5
    assert case.status is CaseStatus.ENFORCING
    assert running(session, case, "D-16") is None
    with pytest.raises(RuleBroken, match="court_applied_already"):
        apply(session, bureau, case, AFTER_TERMS)


def test_what_the_court_ends_may_be_closed(session: Session) -> None:
    """rules.md 6.2: 法院执行裁定、终结 is a condition of 结案."""
    bureau, case = served_case(session)
    facts = by(bureau, case, AFTER_TERMS) | {"on": local_day(AFTER_TERMS), "paper": "（2023）试执1号"}
    with pytest.raises(RuleBroken, match="court_not_applied"):
        enforcing.record_court(session, **facts, state=CourtState.ACCEPTED)
    urge(session, bureau, case, LATE)
    approve_enforcement(session, bureau, case, AFTER_TERMS)
    apply(session, bureau, case, AFTER_TERMS)
    enforcing.record_court(session, **facts, state=CourtState.ACCEPTED)
    with pytest.raises(RuleBroken, match="paper_needed"):
        enforcing.record_court(session, **{**facts, "paper": " "}, state=CourtState.ENDED)
    enforcing.record_court(session, **facts, state=CourtState.ENDED)
    lacks = missing(CaseStep.CLOSE, facts_of(reload_file(session, case), on=local_day(AFTER_TERMS)))
    assert {one.lack for one in lacks} == {Lack.NO_APPROVAL}
    approve(session, bureau, case, CaseStep.CLOSE, now=AFTER_TERMS)
    ended = {"now": AFTER_TERMS, "case": case, "on": local_day(AFTER_TERMS)}
    actions.close_case(session, actor=bureau.chief, **ended, reason="法院终结执行")
    assert case.status is CaseStatus.CLOSED


def test_a_case_does_not_go_over_to_enforcement_before_urging_has_run_its_time(session: Session) -> None:
    bureau, case = served_case(session)
    urge(session, bureau, case, LATE)
    early = facts_of(reload_file(session, case), on=local_day(LATE + DAY))
    assert Lack.URGE_RUNS in {one.lack for one in missing(CaseStep.ENFORCE, early)}
    later = facts_of(reload_file(session, case), on=date(2023, 7, 17))
    assert missing(CaseStep.ENFORCE, later) == []


def execution(bureau: Bureau, day: datetime, **changes: object) -> substituting.Execution:
    facts = {
        "performer": "冠县试验凿井队",
        "supervisor_id": bureau.visit.lead.id,
        "signers": ("周明", "韩试", "石守田"),
        "begun_at": day.astimezone(CHINA).replace(hour=9),
        "ended_at": day.astimezone(CHINA).replace(hour=16),
        "place": "柳林镇西街",
        "course": "拆除水泵，分层封填。",
    }
    return substituting.Execution(**{**facts, **changes})


def test_the_steps_of_substitute_performance_in_their_order(session: Session) -> None:
    """强制法 50, 51; G19."""
    bureau, case = served_case(session)
    with pytest.raises(RuleBroken, match="enforcement_not_approved"):
        substituting.decide_substitute(session, **by(bureau, case, LATE), plan=plan_of(case))
    approve_enforcement(session, bureau, case, LATE)
    with pytest.raises(RuleBroken, match="estimate_empty"):
        substituting.decide_substitute(session, **by(bureau, case, LATE), plan=plan_of(case, estimate=[]))
    paper = substituting.decide_substitute(session, **by(bureau, case, LATE), plan=plan_of(case))
    assert paper.contents["cost_fen"] == 300_000
    told = by(bureau, case, LATE) | {"party_id": case.party_id, "duty": "封填取水井"}
    with pytest.raises(RuleBroken, match="substitute_not_served"):
        enforcing.urge_substitute(session, **told)
    serve_it(session, bureau, case, paper, LATE)
    work = execution(bureau, LATE + 3 * DAY)
    done = by(bureau, case, LATE + 3 * DAY + timedelta(hours=10))
    with pytest.raises(Refused) as unurged:
        substituting.carry_out(session, **done, work=work)
    assert [one.facts["what"] for one in unurged.value.reasons] == [Lack.NOT_URGED]
    urged = enforcing.urge_substitute(session, **told)
    serve_it(session, bureau, case, urged, LATE)
    early = execution(bureau, LATE + 2 * DAY)
    with pytest.raises(Refused) as runs:
        substituting.carry_out(session, **by(bureau, case, LATE + 3 * DAY), work=early)
    assert [one.facts["what"] for one in runs.value.reasons] == [Lack.URGE_RUNS]
    record = substituting.carry_out(session, **done, work=work)
    assert record.form is FormCode.F36B
    assert case.status is CaseStatus.ENFORCING


@pytest.mark.parametrize(
    ("changes", "lack"),
    [
        ({"signers": ("周明", "韩试", " ")}, Lack.NOT_SIGNED),
        ({"cuts_livelihood": True}, Lack.LIVELIHOOD),
        ({"cuts_livelihood": True, "urgent_reason": "井口塌陷"}, Lack.LIVELIHOOD),
        ({"ended_at": datetime(2023, 7, 7, 23, tzinfo=CHINA)}, Lack.NIGHT_OR_HOLIDAY),
    ],
    ids=["two_signatures", "livelihood", "livelihood_urgent", "by_night"],
)
def test_force_that_the_law_forbids(session: Session, changes: dict[str, object], lack: Lack) -> None:
    """强制法 43, 51; traps of rules.md 15 no. 24."""
    bureau, case = ready(session)
    day = LATE + 4 * DAY
    with pytest.raises(Refused) as refused:
        substituting.carry_out(
            session, **by(bureau, case, day + 2 * DAY), work=execution(bureau, day, **changes)
        )
    assert [one.facts["what"] for one in refused.value.reasons] == [lack]
    assert case.status is CaseStatus.SERVED


def ready(session: Session) -> tuple[Bureau, Case]:
    """代履行 decided, urged, its three working days over."""
    bureau, case = served_case(session)
    decided_substitute(session, bureau, case, LATE)
    facts = by(bureau, case, LATE) | {"party_id": case.party_id, "duty": "封填取水井"}
    serve_it(session, bureau, case, enforcing.urge_substitute(session, **facts), LATE)
    return bureau, case


def test_by_night_only_where_it_is_urgent_and_says_why(session: Session) -> None:
    bureau, case = ready(session)
    day = LATE + 4 * DAY
    night = execution(
        bureau, day, ended_at=datetime(2023, 7, 7, 23, tzinfo=CHINA), urgent_reason="井口塌陷，危及住户"
    )
    substituting.carry_out(session, **by(bureau, case, day + DAY), work=night)
    said = [one.what for one in reload_file(session, case).entries if "情况紧急" in one.what]
    assert len(said) == 1


def test_costs_are_held_against_the_estimate_and_owed_by_the_party(session: Session) -> None:
    bureau, case = ready(session)
    now = LATE + 6 * DAY
    spent = substituting.Spent(
        party_id=case.party_id, item="封填", fen=250_000, on=local_day(now), paper="试发票 1", payee="凿井队"
    )
    first = substituting.record_cost(session, **by(bureau, case, now), spent=spent)
    for changes, code in (
        ({"fen": 60_000}, "cost_above_estimate"),
        ({"fen": 10, "paper": ""}, "paper_needed"),
        ({"fen": 0}, "payment_empty"),
        ({"fen": 10, "on": local_day(now + DAY)}, "date_in_future"),
    ):
        more = substituting.Spent(**{**_plain(spent), **changes})
        with pytest.raises(RuleBroken, match=code):
            substituting.record_cost(session, **by(bureau, case, now), spent=more)
    more = substituting.Spent(**{**_plain(spent), "fen": 60_000, "reason": "井深大于预计"})
    substituting.record_cost(session, **by(bureau, case, now), spent=more)
    assert account(session, case, now).cost_fen == 310_000
    substituting.correct_cost(session, **by(bureau, case, now), cost=first, reason="记错金额")
    assert account(session, case, now).cost_fen == 60_000
    with pytest.raises(RuleBroken, match="cost_corrected_already"):
        substituting.correct_cost(session, **by(bureau, case, now), cost=first, reason="再改")
    pay_in(session, bureau, case, now, 60_000, debt=Debt.COST)
    assert len(queries.list_costs(session, case.id)) == 5


def _plain(spent: substituting.Spent) -> dict[str, object]:
    return {name: getattr(spent, name) for name in spent.__dataclass_fields__}


def test_costs_need_a_decision(session: Session) -> None:
    bureau, case = served_case(session)
    spent = substituting.Spent(party_id=case.party_id, item="拆除", fen=1, on=local_day(SERVED), paper="1")
    with pytest.raises(RuleBroken, match="cost_without_decision"):
        substituting.record_cost(session, **by(bureau, case, LATE), spent=spent)


def test_what_the_party_says_to_urging_is_answered_before_force(session: Session) -> None:
    """强制法 36."""
    bureau, case = served_case(session)
    urge(session, bureau, case, LATE)
    now = SERVED + 40 * DAY
    facts = {"actor": bureau.inspector, "now": now, "case": case, "on": local_day(now)}
    actions.note_statement(session, **facts, by="石守田", points=["资金困难"])
    present = facts_of(reload_file(session, case), on=local_day(now))
    assert Lack.STATEMENT_UNANSWERED in {one.lack for one in missing(CaseStep.ENFORCE, present)}
    answers = [Answered(point="资金困难", is_adopted=False, why="可以申请分期缴纳")]
    actions.answer_statement(session, **facts, answers=answers, is_material=False)
    present = facts_of(reload_file(session, case), on=local_day(now))
    assert missing(CaseStep.ENFORCE, present) == []


def test_no_force_while_execution_is_stayed(session: Session) -> None:

    bureau, case = ready(session)
    now = LATE + 4 * DAY
    dispute = fight(session, bureau, case, now)
    stay = by(bureau, case, now) | {"dispute": dispute, "on": local_day(now)}
    disputing.stay_dispute(session, **stay, paper="停止执行通知", reason="可能造成难以弥补的损失")
    with pytest.raises(RuleBroken, match="enforcement_in_dispute"):
        substituting.carry_out(session, **by(bureau, case, now + DAY), work=execution(bureau, now))


def test_a_second_approval_is_asked_for_the_court(session: Session) -> None:
    bureau, case = ready(session)
    asked = deferring.ask_enforcement(session, **by(bureau, case, LATE + DAY), text="申请法院强制执行")
    assert asked.round == 2
    with pytest.raises(RuleBroken, match="enforcement_not_approved"):
        substituting.decide_substitute(session, **by(bureau, case, LATE + DAY), plan=plan_of(case))


def test_the_database_keeps_costs_whole(session: Session) -> None:
    bureau, case = served_case(session)
    session.add(
        SubstituteCost(
            county_code=case.county_code,
            case_id=case.id,
            party_id=case.party_id,
            is_estimate=False,
            item="拆除",
            fen=1,
            on=local_day(SERVED),
            recorded_by_id=bureau.visit.lead.id,
            recorded_at=SERVED,
        )
    )
    with pytest.raises(IntegrityError, match="spent_has_paper"):
        session.flush()


def test_performed_is_noted_only_when_it_is(session: Session) -> None:

    bureau, case = served_case(session)
    facts = by(bureau, case, LATE) | {"on": local_day(LATE), "act": Performed(how="全部缴清")}
    with pytest.raises(RuleBroken, match="performed_unpaid"):
        actions.note_performed(session, **facts)
    pay_in(session, bureau, case, LATE)
    with pytest.raises(RuleBroken, match="performed_measures"):
        actions.note_performed(session, **facts)
    for measure in casework.list_measures(session, case.id):
        make_met(session, bureau, measure, now=LATE - DAY)
    actions.note_performed(session, **facts)


def test_urging_for_a_surcharge_alone(session: Session) -> None:
    bureau, case = served_case(session)
    surcharge(session, bureau, case, LATE)
    pay_in(session, bureau, case, LATE)
    paper = urge(session, bureau, case, LATE)
    assert paper.contents["owed_fen"] == FINE * 15 // 100


def test_a_review_moves_the_window_of_the_court(session: Session) -> None:
    bureau, case = served_case(session)
    dispute = fight(session, bureau, case, LATE, DisputeKind.REVIEW)
    assert running(session, case, "D-16") is None
    settle(session, bureau, case, dispute, LATE + 50 * DAY, DisputeResult.UPHELD)
    clock = running(session, case, "D-16")
    assert clock is not None
    assert clock.started_on == date(2023, 9, 6)
