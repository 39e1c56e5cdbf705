"""From the finding to the struck-off problem, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.models import AgencyKind, PowerModel
from casebook.accounts.queries import actor_of
from casebook.cases import actions, queries
from casebook.cases.queries import ProblemFilter
from casebook.cases.queries.file import reload_file
from casebook.cases.rules import (
    CaseStatus,
    CaseStep,
    DecisionKind,
    MeasureKind,
    MeasureStatus,
    ProblemClass,
    ProblemStatus,
)
from casebook.deadlines.queries import get_term
from casebook.deadlines.rules import Length, Unit
from casebook.kernel.errors import Forbidden, NotFound, Refused, RuleBroken
from casebook.ledger.queries import list_entries_of_subject
from casebook.ledger.rules import PostingKind
from casebook.parties.queries import get_party
from casebook.wells.queries import find_user_id
from tests.factories.accounts import COUNTY, NOW, give_power, make_agency, make_officer
from tests.factories.cases import (
    DAY,
    approve,
    ask_filing,
    bring_to,
    close,
    decide,
    listing_of,
    make_bureau,
    make_case,
    make_decision,
    make_measure,
    make_met,
    make_problems,
    make_recheck,
)
from tests.factories.inspections import begin, find, make_whole
from tests.factories.regions import EAST
from tests.factories.wells import make_party, make_well
from tests.support.rows import events_of_case

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import Problem
    from tests.factories.cases import Bureau


pytestmark = pytest.mark.usefixtures("file_store")


def refused(call: object, code: str) -> RuleBroken:
    """Return the refusal of a call, which must have this code."""
    with pytest.raises((RuleBroken, Refused, Forbidden, NotFound)) as caught:
        call()
    found = caught.value
    codes = [one.code for one in found.reasons] if isinstance(found, Refused) else [found.code]
    assert code in codes
    return found


def test_findings_become_numbered_lines(session: Session) -> None:
    bureau = make_bureau(session)
    first, second = make_problems(session, bureau, "P10", "P20")
    assert (first.number, second.number) == ("371525-2023-WT-00001", "371525-2023-WT-00002")
    assert (first.status, first.problem_class) == (ProblemStatus.LISTED, ProblemClass.RECTIFY)
    assert first.basis == "748号22、56①"
    assert get_term(session, first.rectification_term_id).due_on == date(2023, 7, 3)
    page = queries.page_problems(session, actor=bureau.inspector, wanted=ProblemFilter(is_open=True))
    assert [one.number for one in page.items] == [second.number, first.number]


def test_a_code_open_at_the_well_takes_no_second_number(session: Session) -> None:
    bureau = make_bureau(session)
    (first,) = make_problems(session, bureau)
    (again,) = make_problems(session, bureau, now=NOW + DAY)
    assert again.id == first.id
    assert len(queries.list_problem_events(session, first.id)) == 2


def test_another_class_than_proposed_needs_a_reason(session: Session) -> None:
    bureau = make_bureau(session)
    refused(lambda: make_problems(session, bureau, problem_class=ProblemClass.EXIT), "class_needs_reason")


def test_an_incomplete_record_lists_nothing(session: Session) -> None:
    bureau = make_bureau(session)
    inspection = begin(session, bureau.visit)
    find(session, bureau.visit, inspection)
    listings = listing_of(session, bureau, inspection)
    with pytest.raises(Refused):
        actions.submit_inspection(
            session, actor=bureau.inspector, now=NOW, inspection=inspection, listings=listings
        )
    assert queries.list_problems_by_well(session, bureau.visit.well.id) == []


def test_a_finding_without_responsible_person_is_refused(session: Session) -> None:
    bureau = make_bureau(session)
    inspection = begin(session, bureau.visit)
    make_whole(session, bureau.visit, inspection)
    find(session, bureau.visit, inspection)
    refused(
        lambda: actions.submit_inspection(
            session, actor=bureau.inspector, now=NOW + DAY, inspection=inspection, listings=[]
        ),
        "responsible_needed",
    )


def test_a_case_keeps_the_agency_as_it_is_on_the_day(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    assert case.number == "371525-2023-AJ-00001"
    assert (case.acts_in_name_of, case.number_word) == ("冠县综合行政执法局", "冠综执")
    assert case.authorisation == "鲁政字〔2019〕试1号"
    assert case.matter == "PEN-07"
    assert get_term(session, case.decision_term_id).raw_on == date(2023, 8, 31)
    (problem,) = queries.list_problems_of_case(session, case.id)
    assert problem.status is ProblemStatus.IN_CASE


def test_a_delegated_agency_acts_in_the_name_of_the_principal(session: Session) -> None:
    bureau = make_bureau(session)
    water = make_agency(session)
    give_power(
        session,
        bureau.visit.agency,
        matter="PEN-07",
        model=PowerModel.DELEGATED,
        principal=water,
        authorisation="冠水委〔2023〕试2号",
    )
    case = make_case(session, bureau)
    assert (case.power_model, case.acts_in_name_of) == (PowerModel.DELEGATED, "冠县水利局")
    assert (case.stamp_name, case.number_word) == ("冠县水利局", "冠水")


def test_an_empowered_township_opens_what_it_may_and_no_more(session: Session) -> None:
    bureau = make_bureau(session)
    township = make_agency(
        session,
        name="冠县清泉街道办事处",
        kind=AgencyKind.TOWNSHIP,
        word="清",
        division_code=bureau.visit.well.division_code,
    )
    give_power(
        session,
        township,
        matter="PEN-07",
        model=PowerModel.EMPOWERED,
        division_code=bureau.visit.well.division_code,
    )
    refusal = refused(lambda: make_case(session, bureau), "case_power_elsewhere")
    assert refusal.facts["agency"] == "冠县清泉街道办事处"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("same_officer", "second_officer_same"),
        ("expired", "officer_not_certified"),
        ("future", "date_in_future"),
        ("before_found", "date_before_cause"),
        ("no_problem", "case_needs_problem"),
        ("no_power", "power_missing"),
    ],
)
def test_opening_is_refused(session: Session, change: str, code: str) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    opened_on, second = date(2023, 6, 2), bureau.visit.second.id
    if change == "same_officer":
        second = bureau.visit.lead.id
    if change == "expired":
        second = make_officer(
            session, Role.INSPECTOR, agency=bureau.visit.agency, valid_to=date(2023, 6, 1)
        ).id
    if change == "future":
        opened_on = date(2023, 6, 3)
    if change == "before_found":
        opened_on = date(2023, 5, 31)
    if change == "no_power":
        bureau.power.valid_to = date(2023, 5, 1)
        session.flush()
    refused(
        lambda: actions.ask_filing(
            session,
            actor=bureau.inspector,
            now=NOW + DAY,
            problems=[] if change == "no_problem" else problems,
            cause="涉嫌违法取水",
            second_investigator_id=second,
            asked_on=opened_on,
        ),
        code,
    )


def test_problems_of_two_users_make_one_case_of_two_parties(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    other = make_party(session, name="冠县试验冷链有限公司", identifier="", phone="10011112222")
    bureau.visit.well = make_well(session, code="371525001JJ00077", lon=115.43, user=other)
    problems += make_problems(session, bureau)
    file = reload_file(session, make_case(session, bureau, problems))
    assert {one.name for one in file.parties} == {"冠县试验冷链有限公司", file.party.name}
    assert len(file.parties) == 2


def test_a_well_without_user_has_no_party(session: Session) -> None:
    bureau = make_bureau(session, user=None)
    refused(lambda: make_case(session, bureau), "case_party_missing")


def test_a_problem_is_not_opened_twice(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    make_case(session, bureau, problems)
    refused(lambda: make_case(session, bureau, problems), "case_problem_status")


def test_an_order_term_counts_from_service_and_rolls_to_a_working_day(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    measure = make_measure(session, bureau, case, length=Length(15, Unit.CALENDAR_DAY))
    term = get_term(session, measure.term_id)
    assert measure.order_no == "冠综执责改字〔2023〕第001号"
    assert (term.raw_on, term.due_on) == (date(2023, 6, 18), date(2023, 6, 19))


@pytest.mark.parametrize(("days", "code"), [(5, "date_in_future"), (-1, "date_before_cause")])
def test_service_is_neither_in_the_future_nor_before_the_case(session: Session, days: int, code: str) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    refused(
        lambda: actions.order_measure(
            session,
            actor=bureau.inspector,
            now=NOW + 2 * DAY,
            case=case,
            well=bureau.visit.well,
            kind=MeasureKind.INSTALL_METER,
            demand="安装",
            served_on=case.opened_on + timedelta(days=days),
            length=Length(5, Unit.WORKING_DAY),
        ),
        code,
    )


def test_a_measure_is_for_a_well_of_the_case(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    bureau.visit.well = make_well(session, code="371525001JJ00078", lon=115.43)
    refused(lambda: make_measure(session, bureau, case), "measure_well_elsewhere")


def test_more_time_is_granted_by_another(session: Session) -> None:
    bureau = make_bureau(session)
    measure = make_measure(session, bureau, make_case(session, bureau))
    asked = actions.request_extension(
        session, actor=bureau.inspector, now=NOW + 3 * DAY, measure=measure, added=10, reason="设备未到货"
    )
    granted = actions.approve_extension(session, actor=bureau.chief, now=NOW + 4 * DAY, request=asked)
    assert granted.due_on == date(2023, 6, 28)


def test_nobody_grants_what_they_asked_for(session: Session) -> None:
    bureau = make_bureau(session)
    bureau.visit.lead = make_officer(
        session, Role.INSPECTOR, Role.CASE_HEAD, agency=bureau.visit.agency, name="孙同"
    )
    measure = make_measure(session, bureau, make_case(session, bureau))
    asked = actions.request_extension(
        session, actor=bureau.inspector, now=NOW + 3 * DAY, measure=measure, added=10, reason="设备未到货"
    )
    with pytest.raises(RuleBroken):
        actions.approve_extension(session, actor=bureau.inspector, now=NOW + 4 * DAY, request=asked)


def test_the_whole_line_to_striking_off(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    case = make_case(session, bureau, problems)
    measure = make_measure(session, bureau, case)
    make_met(session, bureau, measure)
    assert measure.status is MeasureStatus.MET
    assert get_term(session, measure.term_id).met_on == date(2023, 6, 11)
    assert problems[0].status is ProblemStatus.VERIFIED
    now = NOW + 13 * DAY
    refused(
        lambda: actions.strike_off_problem(
            session, actor=bureau.clerk, now=now, problem=problems[0], remark="核实"
        ),
        "strike_off_needs_decision",
    )
    decision = make_decision(session, bureau, case)
    assert decision.number == "冠综执罚决字〔2023〕第001号"
    assert case.status is CaseStatus.DECIDED
    assert get_term(session, case.decision_term_id).met_on == date(2023, 6, 13)
    refused(
        lambda: actions.strike_off_problem(
            session, actor=bureau.inspector, now=now, problem=problems[0], remark="核实"
        ),
        "strike_off_by_rectifier",
    )
    actions.strike_off_problem(
        session, actor=bureau.clerk, now=now, problem=problems[0], remark="核实属实，同意销号"
    )
    assert problems[0].struck_off_on == date(2023, 6, 14)
    (entry,) = list_entries_of_subject(session, problems[0].id, bureau.clerk)
    assert (entry.posting.kind, entry.posting.count) == (PostingKind.PROBLEM_STRUCK_OFF, 1)
    close(session, bureau, case, now=now)
    assert (case.status, case.closed_on) == (CaseStatus.CLOSED, date(2023, 6, 14))


def test_a_failed_recheck_leads_back(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    case = make_case(session, bureau, problems)
    measure = make_measure(session, bureau, case)
    actions.verify_measure(
        session,
        actor=bureau.second,
        now=NOW + 11 * DAY,
        measure=measure,
        inspection=make_recheck(session, bureau),
        is_met=False,
        note="仍未安装。",
    )
    assert measure.status is MeasureStatus.ORDERED
    assert problems[0].status is ProblemStatus.IN_CASE
    refused(
        lambda: actions.close_case(
            session, actor=bureau.chief, now=NOW + 12 * DAY, case=case, on=date(2023, 6, 13), reason="x"
        ),
        "case_step_out_of_order",
    )


def test_a_first_inspection_verifies_nothing(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    measure = make_measure(session, bureau, make_case(session, bureau, problems))
    inspection = begin(session, bureau.visit, now=NOW + 9 * DAY)
    refused(
        lambda: actions.verify_measure(
            session,
            actor=bureau.second,
            now=NOW + 10 * DAY,
            measure=measure,
            inspection=inspection,
            is_met=True,
            note="",
        ),
        "recheck_wrong_kind",
    )


def test_an_investigator_does_not_decide(session: Session) -> None:
    bureau = make_bureau(session)
    bureau.visit.lead = make_officer(
        session, Role.INSPECTOR, Role.CASE_HEAD, agency=bureau.visit.agency, name="孙同"
    )
    case = make_case(session, bureau)
    bring_to(session, bureau, case, CaseStatus.CONSIDERED)
    bureau.head = bureau.visit.lead
    refusal = refused(lambda: make_decision(session, bureau, case), "case_gate")
    assert "decider_investigated" in {str(one.facts["what"]) for one in refusal.reasons}


def test_the_fourth_exit_counts_with_its_commitment(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    case = ask_filing(session, bureau, problems)
    approve(session, bureau, case, CaseStep.REFUSE_FILING, now=NOW + 2 * DAY)
    facts = {"now": NOW + 2 * DAY, "case": case, "on": date(2023, 6, 3)}
    actions.refuse_filing(
        session, actor=bureau.inspector, **facts, reason="初次违法，已改正。", commitment_no="承诺〔2023〕1号"
    )
    (decision,) = queries.list_decisions(session, case.id)
    assert (decision.number, decision.kind) == ("冠综执不立字〔2023〕第001号", DecisionKind.NO_FILING)
    assert (case.status, problems[0].status) == (CaseStatus.NOT_FILED, ProblemStatus.LISTED)


def test_a_small_problem_goes_without_a_case(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau, "P20")
    now = NOW + 3 * DAY
    actions.report_rectified(
        session, actor=bureau.inspector, now=now, problem=problem, rectified_on=date(2023, 6, 3), how="已补挂"
    )
    recheck = make_recheck(session, bureau, now=NOW + 4 * DAY)
    about = {
        "now": NOW + 5 * DAY,
        "problem": problem,
        "inspection": recheck,
        "is_fixed": True,
        "note": "属实",
    }
    refused(lambda: actions.verify_problem(session, actor=bureau.inspector, **about), "verified_by_rectifier")
    actions.verify_problem(session, actor=bureau.second, **about)
    actions.strike_off_problem(session, actor=bureau.clerk, now=NOW + 6 * DAY, problem=problem, remark="同意")
    assert problem.status is ProblemStatus.STRUCK_OFF


def test_an_exit_problem_waits_for_its_well(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau, "P06")
    case = make_case(session, bureau, problems)
    make_met(session, bureau, make_measure(session, bureau, case, kind=MeasureKind.CLOSE_WELL))
    make_decision(session, bureau, case)
    refused(
        lambda: actions.strike_off_problem(
            session, actor=bureau.clerk, now=NOW + 13 * DAY, problem=problems[0], remark="核实"
        ),
        "strike_off_needs_closed_well",
    )


def test_the_events_fold_to_the_stored_status(session: Session) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    case = make_case(session, bureau, problems)
    make_met(session, bureau, make_measure(session, bureau, case))
    make_decision(session, bureau, case)
    for events, status in (
        (queries.list_problem_events(session, problems[0].id), problems[0].status),
        (events_of_case(session, case.id), case.status),
    ):
        present = None
        for number, event in enumerate(events, start=1):
            assert (event.sequence, event.from_status) == (number, present)
            present = event.to_status
        assert present is status


def test_a_township_sees_only_its_own(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    stranger = actor_of(
        make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction="371525209")
    )
    refused(lambda: queries.get_problem(session, problem.number, stranger), "not_found")
    assert queries.page_problems(session, actor=stranger, wanted=ProblemFilter()).items == []
    case = make_case(session, bureau, [problem])
    refused(lambda: queries.get_case(session, case.number, stranger), "not_found")


@pytest.mark.parametrize("role", [Role.INFORMANT, Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_who_may_not_open_cannot(session: Session, role: Role) -> None:
    bureau = make_bureau(session)
    problems = make_problems(session, bureau)
    bureau.visit.lead = make_officer(session, role, agency=bureau.visit.agency)
    refused(lambda: make_case(session, bureau, problems), "permission_missing")


def _in_two_townships(session: Session, bureau: Bureau) -> list[Problem]:
    """Problems of one user of water at two wells, on both sides of a township's border."""
    problems = make_problems(session, bureau)
    user = get_party(session, find_user_id(session, bureau.visit.well.id))
    bureau.visit.well = make_well(session, code=f"{EAST}JJ00077", lon=115.47, user=user)
    return problems + make_problems(session, bureau)


def test_a_case_over_two_townships_lies_in_the_county(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau, _in_two_townships(session, bureau))
    assert case.division_code == COUNTY
    township = make_officer(session, Role.INSPECTOR, agency=bureau.visit.agency, jurisdiction=EAST)
    refused(lambda: queries.get_case(session, case.number, actor_of(township)), "not_found")


def test_the_power_is_held_wherever_a_problem_lies(session: Session) -> None:
    bureau = make_bureau(session)
    problems = _in_two_townships(session, bureau)
    township = make_agency(
        session, name="冠县东古城镇人民政府", kind=AgencyKind.TOWNSHIP, word="东", division_code=EAST
    )
    give_power(session, township, matter="PEN-07", model=PowerModel.EMPOWERED, division_code=EAST)
    refused(lambda: make_case(session, bureau, problems), "case_power_elsewhere")


def test_a_problem_named_twice_is_one_problem(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau, make_problems(session, bureau) * 2)
    assert len(queries.list_problems_of_case(session, case.id)) == 1


def test_a_case_is_decided_once(session: Session) -> None:
    bureau = make_bureau(session)
    case = make_case(session, bureau)
    make_decision(session, bureau, case)
    refused(lambda: decide(session, bureau, case, now=NOW + 13 * DAY), "case_step_out_of_order")


def test_who_rectified_is_not_replaced_by_reporting_again(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau, "P20")
    about = {"now": NOW + DAY, "problem": problem, "rectified_on": date(2023, 6, 2), "how": "已补挂"}
    actions.report_rectified(session, actor=bureau.inspector, **about)
    refused(lambda: actions.report_rectified(session, actor=bureau.clerk, **about), "step_out_of_order")


def test_a_recheck_does_not_come_before_the_rectifying(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau, "P20")
    recheck = make_recheck(session, bureau, now=NOW + DAY)
    now = NOW + 3 * DAY
    actions.report_rectified(
        session, actor=bureau.inspector, now=now, problem=problem, rectified_on=date(2023, 6, 3), how="补挂"
    )
    about = {"now": now, "problem": problem, "inspection": recheck, "is_fixed": True, "note": "属实"}
    refused(lambda: actions.verify_problem(session, actor=bureau.second, **about), "date_before_cause")


def test_what_is_found_again_is_not_put_right(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau, "P20")
    actions.report_rectified(
        session,
        actor=bureau.inspector,
        now=NOW + DAY,
        problem=problem,
        rectified_on=date(2023, 6, 2),
        how="补挂",
    )
    make_problems(session, bureau, "P20", now=NOW + 2 * DAY)
    assert problem.status is ProblemStatus.RECTIFYING


@pytest.mark.parametrize("days", [0, 2])
def test_what_was_found_before_it_was_put_right_does_not_lead_back(session: Session, days: int) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau, "P20")
    late = begin(session, bureau.visit)
    make_whole(session, bureau.visit, late)
    find(session, bureau.visit, late, "P20")
    actions.report_rectified(
        session,
        actor=bureau.inspector,
        now=NOW + days * DAY + timedelta(hours=3),
        problem=problem,
        rectified_on=(NOW + days * DAY).date(),
        how="补挂",
    )
    actions.submit_inspection(
        session, actor=bureau.inspector, now=NOW + 4 * DAY, inspection=late, listings=[]
    )
    assert problem.status is ProblemStatus.RECTIFIED
    assert queries.list_problem_events(session, problem.id)[-1].what.startswith("整改以前的检查也见到")
