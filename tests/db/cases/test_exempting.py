"""The fourth exit: one problem or a village's, approved once, with order, commitment and list paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.accounts.queries import actor_of, list_officers
from casebook.approvals import actions as approvals
from casebook.approvals import queries as chains
from casebook.approvals.rules import ChainKind, Verdict
from casebook.cases import actions, queries
from casebook.cases.actions import Small
from casebook.cases.rules import ProblemStatus
from casebook.cases.rules.small_acts import BUILT_IN, SubmissionState
from casebook.documents.queries import get_document
from casebook.evidence import queries as evidence
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, Refused, RuleBroken
from casebook.ledger import queries as ledger
from tests.factories.accounts import COUNTY, NOW, make_actor, make_officer
from tests.factories.cases import DAY, Bureau, make_bureau, make_case, make_problems, make_recheck
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.cases.models import ExemptSubmission, Problem
    from casebook.storage.disk import FileStore

TODAY = local_day(NOW)
VILLAGE = "集中村"
REASON = "初次违法，危害后果轻微并已改正。"


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    found = make_bureau(session, village=VILLAGE)
    for role in (Role.LEGAL_REVIEWER, Role.DEPUTY_HEAD, Role.AGENCY_HEAD):
        make_officer(session, role, agency=found.visit.agency, name=f"审批{role.value[:5]}")
    return found


@pytest.fixture
def problem(session: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(session, bureau, "P11")
    return found


def small(problem: Problem, **changes: Any) -> Small:  # noqa: ANN401 - fields of a line
    facts: dict[str, Any] = {
        "problem": problem,
        "act_code": "MF-03",
        "corrected_on": TODAY + 2 * DAY,
        "order_no": "冠综执改〔2023〕第001号",
        "commitment_no": "承2023-1",
    }
    return Small(**{**facts, **changes})


def submit(session: Session, bureau: Bureau, *items: Small, village: str = VILLAGE) -> ExemptSubmission:
    return actions.submit_small(
        session, actor=bureau.inspector, now=NOW + 3 * DAY, village=village, reason=REASON, items=items
    )


def answer_all(
    session: Session, bureau: Bureau, submission: ExemptSubmission, verdict: Verdict = Verdict.AGREE
) -> None:
    """Let everybody whose turn it is answer until the chain ends."""
    officers = list_officers(session, county_code=COUNTY, agency_id=bureau.visit.agency.id)
    asked = chains.find_latest(session, submission.id, ChainKind.CASE_NOT_FILING)
    for _ in range(10):
        for officer in officers:
            actor = actor_of(officer)
            if chains.find_seat(session, asked, actor, local_day(NOW + 4 * DAY)) is None:
                continue
            said = "同意" if verdict is Verdict.AGREE else "不同意，理由见卷"
            approvals.answer(
                session, actor=actor, now=NOW + 4 * DAY, approval=asked, verdict=verdict, opinion=said
            )
            if verdict is not Verdict.AGREE:
                return


def test_a_village_leaves_by_one_submission_and_one_approval(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    first_well = bureau.visit.well
    bureau.visit.well = make_well(session, village=VILLAGE, lon=115.425, lat=36.455)
    (second,) = make_problems(session, bureau, "P11")
    bureau.visit.well = first_well
    offered = queries.list_may_leave(
        session, bureau.inspector, division_code=problem.division_code, village=VILLAGE
    )
    assert offered == [problem, second]
    submission = submit(session, bureau, small(problem), small(second, commitment_no="承2023-2"))
    assert (submission.number, submission.state) == ("371525-2023-MF-00001", SubmissionState.ASKED)
    with pytest.raises(RuleBroken, match="exempt_not_answered"):
        actions.end_small(session, actor=bureau.inspector, now=NOW + 4 * DAY, submission=submission)
    answer_all(session, bureau, submission)
    actions.end_small(session, actor=bureau.inspector, now=NOW + 4 * DAY, submission=submission)
    assert submission.state is SubmissionState.APPROVED
    assert queries.has_ending(session, problem.id)
    assert queries.has_ending(session, second.id)
    paper = get_document(session, submission.document_id, bureau.inspector)
    assert second.number in paper.facts
    assert queries.count_items(session, [submission.id]) == {submission.id: 2}


def test_what_left_by_the_fourth_exit_is_struck_off(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    submission = submit(session, bureau, small(problem))
    answer_all(session, bureau, submission)
    actions.end_small(session, actor=bureau.inspector, now=NOW + 4 * DAY, submission=submission)
    at = NOW + 5 * DAY
    by: dict[str, Any] = {"now": at, "problem": problem}
    actions.report_rectified(
        session, actor=bureau.inspector, **by, rectified_on=TODAY + 2 * DAY, how="已换表"
    )
    recheck = make_recheck(session, bureau, now=at)
    actions.verify_problem(session, actor=bureau.second, **by, inspection=recheck, is_fixed=True, note="正常")
    actions.strike_off_problem(session, actor=bureau.clerk, **by, remark="同意")
    assert problem.status is ProblemStatus.STRUCK_OFF
    (booked,) = ledger.list_entries_of_subject(session, problem.id, bureau.clerk)
    items = evidence.list_items(session, "inspection", problem.inspection_id)
    assert {item.file_hash for item in items} <= set(booked.posting.papers)


def test_everything_that_is_wrong_is_told_at_once(session: Session, bureau: Bureau, problem: Problem) -> None:
    with pytest.raises(Refused) as refused:
        submit(session, bureau, small(problem, act_code="MF-02", order_no="", corrected_on=None))
    codes = [one.code for one in refused.value.reasons]
    assert codes == [
        "exempt_other_problem",
        "exempt_too_grave",
        "exempt_not_corrected",
        "exempt_needs_order",
    ]
    with pytest.raises(Refused) as refused:
        submit(session, bureau, small(problem, act_code="MF-99"), village="别村")
    assert [one.code for one in refused.value.reasons] == ["exempt_village_differs", "exempt_act_unknown"]
    with pytest.raises(RuleBroken, match="exempt_nothing_chosen"):
        submit(session, bureau)
    reader = make_actor(session, Role.AUDITOR)
    with pytest.raises(Forbidden):
        actions.submit_small(
            session, actor=reader, now=NOW, village=VILLAGE, reason=REASON, items=[small(problem)]
        )


def test_a_problem_is_in_one_submission_and_in_no_case(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    submit(session, bureau, small(problem))
    with pytest.raises(Refused) as refused:
        submit(session, bureau, small(problem))
    assert [one.code for one in refused.value.reasons] == ["exempt_pending"]
    bureau.visit.well = make_well(session, village=VILLAGE, lon=115.425, lat=36.455, user=None)
    (other,) = make_problems(session, bureau, "P13")
    assert queries.find_submission_of(session, other.id) is None


def test_a_case_shuts_the_exit(session: Session, bureau: Bureau, problem: Problem) -> None:
    make_case(session, bureau, [problem])
    with pytest.raises(Refused) as refused:
        submit(session, bureau, small(problem))
    assert [one.code for one in refused.value.reasons] == ["exempt_in_case"]


def test_what_is_on_its_way_out_is_not_filed(session: Session, bureau: Bureau, problem: Problem) -> None:
    submission = submit(session, bureau, small(problem))
    with pytest.raises(RuleBroken, match="exempt_pending"):
        make_case(session, bureau, [problem], now=NOW + 4 * DAY)
    answer_all(session, bureau, submission)
    actions.end_small(session, actor=bureau.inspector, now=NOW + 4 * DAY, submission=submission)
    with pytest.raises(RuleBroken, match="case_problem_exempted"):
        make_case(session, bureau, [problem], now=NOW + 5 * DAY)


def test_the_second_time_is_no_first_time(session: Session, bureau: Bureau, problem: Problem) -> None:
    submission = submit(session, bureau, small(problem))
    answer_all(session, bureau, submission)
    actions.end_small(session, actor=bureau.inspector, now=NOW + 4 * DAY, submission=submission)
    (other,) = make_problems(session, bureau, "P13", now=NOW + 5 * DAY)
    with pytest.raises(Refused) as refused:
        actions.submit_small(
            session,
            actor=bureau.inspector,
            now=NOW + 8 * DAY,
            village=VILLAGE,
            reason=REASON,
            items=[small(other, act_code="MF-04", corrected_on=TODAY + 6 * DAY)],
        )
    assert [one.code for one in refused.value.reasons] == ["exempt_not_first"]


def test_a_refused_submission_ends_and_a_returned_one_is_asked_again(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    by: dict[str, Any] = {"actor": bureau.inspector, "now": NOW + 4 * DAY}
    submission = submit(session, bureau, small(problem))
    answer_all(session, bureau, submission, Verdict.RETURN)
    actions.end_small(session, **by, submission=submission)
    assert submission.state is SubmissionState.DRAFT
    actions.ask_for_small(session, **by, submission=submission)
    answer_all(session, bureau, submission, Verdict.REFUSE)
    actions.end_small(session, **by, submission=submission)
    assert (submission.state, submission.ended_on) == (SubmissionState.DECLINED, TODAY + 4 * DAY)
    assert not queries.has_ending(session, problem.id)
    with pytest.raises(RuleBroken, match="step_out_of_order"):
        actions.drop_small(session, **by, submission=submission, reason="x")
    again = submit(session, bureau, small(problem))
    with pytest.raises(RuleBroken, match="exempt_needs_reason"):
        actions.drop_small(session, **by, submission=again, reason=" ")
    actions.drop_small(session, **by, submission=again, reason="改走立案")
    assert again.state is SubmissionState.DROPPED


def test_the_list_has_versions_with_their_paper(session: Session, bureau: Bureau) -> None:
    legal = make_actor(session, Role.LEGAL_REVIEWER, agency=bureau.visit.agency)
    act = replace(BUILT_IN["MF-03"], within_days=5, valid_from=date(2023, 6, 1), doc_no="冠政办〔2023〕9号")
    by: dict[str, Any] = {"now": NOW}
    with pytest.raises(Forbidden):
        actions.add_small_act(session, actor=bureau.inspector, **by, act=act)
    with pytest.raises(RuleBroken, match="exempt_act_needs_paper"):
        actions.add_small_act(session, actor=legal, **by, act=replace(act, doc_no=" "))
    with pytest.raises(RuleBroken, match="problem_code_unknown"):
        actions.add_small_act(session, actor=legal, **by, act=replace(act, problem_codes=("P99",)))
    actions.add_small_act(session, actor=legal, **by, act=act)
    with pytest.raises(RuleBroken, match="exempt_act_version_taken"):
        actions.add_small_act(session, actor=legal, **by, act=act)
    now = queries.small_acts_on(session, COUNTY, TODAY)["MF-03"]
    assert (now.within_days, now.is_verified) == (5, True)
    assert queries.small_acts_on(session, COUNTY, date(2023, 5, 1))["MF-03"].within_days == 30
