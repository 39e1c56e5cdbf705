"""Problems beside their cases: who is in charge, tasks, risk of unrest, transfers, looks back, relapse."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from casebook.access import Role
from casebook.cases import actions, queries
from casebook.cases.rules import Disposition, ProblemClass, ProblemStatus, Severity
from casebook.cases.rules.tasks import Duty, TaskState, UnrestRisk
from casebook.deadlines.queries import find_running, get_term
from casebook.deadlines.rules.table import FIX_CHECK
from casebook.evidence.queries import list_items
from casebook.evidence.rules import Upload
from casebook.inspections.rules import InspectionKind
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from tests.factories.accounts import NOW, make_actor, make_agency, make_officer
from tests.factories.cases import DAY, Bureau, listing_of, make_bureau, make_problems, make_recheck
from tests.factories.inspections import begin, find, make_submitted, make_whole
from tests.factories.regions import EAST
from tests.factories.storage import picture
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency
    from casebook.cases.models import Problem, ProblemTask
    from casebook.storage.disk import FileStore

TODAY = local_day(NOW)


@pytest.fixture
def bureau(session: Session, file_store: FileStore) -> Bureau:
    return make_bureau(session)


@pytest.fixture
def problem(session: Session, bureau: Bureau) -> Problem:
    (found,) = make_problems(session, bureau, "P20")
    return found


@pytest.fixture
def power(session: Session) -> Agency:
    return make_agency(session, name="冠县供电公司", word="冠电")


def give(session: Session, bureau: Bureau, problem: Problem, agency: Agency, **changes: Any) -> ProblemTask:  # noqa: ANN401 - fields of a task
    facts: dict[str, Any] = {"duty": Duty.POWER, "what": "停止供电", "due_on": TODAY + 10 * DAY}
    return actions.give_task(
        session, actor=bureau.chief, now=NOW, problem=problem, agency=agency, **{**facts, **changes}
    )


def liaison(session: Session, agency: Agency) -> Actor:
    return make_actor(session, Role.LIAISON, agency=agency, certificate=False)


def test_a_task_is_given_answered_with_pictures_and_accepted(
    session: Session, bureau: Bureau, problem: Problem, power: Agency
) -> None:
    task = give(session, bureau, problem, power)
    assert get_term(session, task.term_id).due_on == TODAY + 10 * DAY
    assert queries.count_open_tasks(session, problem.id) == 1
    own = liaison(session, power)
    assert queries.list_tasks_waiting(session, own, most=5) == [(task, problem.number)]
    by: dict[str, Any] = {"now": NOW + DAY, "task": task, "problem": problem}
    photo = Upload(io.BytesIO(picture()), "断电.jpg")
    actions.answer_task(session, actor=own, **by, text="已停电", uploads=[photo])
    assert len(list_items(session, "problem_task", task.id)) == 1
    assert queries.list_tasks_to_accept(session, bureau.chief, most=5) == [(task, problem.number)]
    actions.return_task(session, actor=bureau.chief, **by, reason="缺断电单")
    actions.answer_task(session, actor=own, **by, text="断电单已补")
    actions.accept_task(session, actor=bureau.chief, **by)
    assert (task.state, get_term(session, task.term_id).met_on) == (TaskState.ACCEPTED, TODAY + DAY)
    states = [one.to_state for one in queries.list_task_events(session, [task.id])]
    assert states == ["assigned", "answered", "assigned", "answered", "accepted"]


def test_what_is_no_task_or_no_answer_is_refused(
    session: Session, bureau: Bureau, problem: Problem, power: Agency
) -> None:
    for changes, code in (
        ({"what": " "}, "task_needs_words"),
        ({"due_on": TODAY - DAY}, "task_due_past"),
    ):
        with pytest.raises(RuleBroken, match=code):
            give(session, bureau, problem, power, **changes)
    task = give(session, bureau, problem, power, due_on=TODAY)
    assert get_term(session, task.term_id).due_on == TODAY
    by: dict[str, Any] = {"now": NOW, "task": task, "problem": problem}
    own, other = liaison(session, power), liaison(session, bureau.visit.agency)
    with pytest.raises(RuleBroken, match="task_of_other_agency"):
        actions.answer_task(session, actor=other, **by, text="已办")
    with pytest.raises(RuleBroken, match="task_answer_missing"):
        actions.answer_task(session, actor=own, **by, text=" ")
    with pytest.raises(RuleBroken, match="step_out_of_order"):
        actions.return_task(session, actor=bureau.chief, **by, reason="x")
    with pytest.raises(Forbidden):
        actions.accept_task(session, actor=own, **by)
    with pytest.raises(RuleBroken, match="task_return_needs_reason"):
        actions.withdraw_task(session, actor=bureau.chief, **by, reason=" ")
    actions.withdraw_task(session, actor=bureau.chief, **by, reason="已停用")
    assert queries.count_open_tasks(session, problem.id) == 0


def test_nobody_accepts_their_own_answer(session: Session, bureau: Bureau, problem: Problem) -> None:
    both = make_actor(session, Role.LIAISON, Role.CASE_HEAD, agency=bureau.visit.agency)
    task = give(session, bureau, problem, bureau.visit.agency)
    by: dict[str, Any] = {"actor": both, "now": NOW, "task": task, "problem": problem}
    actions.answer_task(session, **by, text="已办")
    with pytest.raises(RuleBroken, match="task_accepted_by_answerer"):
        actions.accept_task(session, **by)


def test_a_leader_is_put_in_charge(session: Session, bureau: Bureau, problem: Problem) -> None:
    leader = make_officer(session, Role.COUNTY_LEADER, agency=bureau.visit.agency, name="韩县长")
    by: dict[str, Any] = {"now": NOW, "problem": problem, "unit": "辛集镇", "responsible": bureau.striker}
    with pytest.raises(RuleBroken, match="leader_not_one"):
        actions.put_in_charge(session, actor=bureau.chief, **by, leader=bureau.head)
    with pytest.raises(Forbidden):
        actions.put_in_charge(session, actor=bureau.clerk, **by, leader=leader)
    actions.put_in_charge(session, actor=bureau.chief, **by, leader=leader)
    assert (problem.leader_id, problem.responsible_unit) == (leader.id, "辛集镇")
    far = make_actor(session, Role.CASE_HEAD, agency=bureau.visit.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        actions.put_in_charge(session, actor=far, **by, leader=leader)


def test_classes_change_with_a_reason(session: Session, bureau: Bureau, problem: Problem) -> None:
    wanted: dict[str, Any] = {
        "severity": Severity.HIGH,
        "problem_class": ProblemClass.RECTIFY,
        "disposition": Disposition.RECTIFY,
    }
    by: dict[str, Any] = {"actor": bureau.chief, "now": NOW, "problem": problem}
    with pytest.raises(RuleBroken, match="class_needs_reason"):
        actions.reclassify(session, **by, **wanted, reason=" ")
    actions.reclassify(session, **by, **wanted, reason="多次损坏")
    assert (problem.severity, problem.class_reason) == (Severity.HIGH, "多次损坏")


def test_closing_a_village_well_waits_for_the_plan(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    by: dict[str, Any] = {"actor": bureau.chief, "now": NOW, "problem": problem}
    start = {"to": ProblemStatus.SEALING, "how": "封填"}
    with pytest.raises(RuleBroken, match="unrest_not_assessed"):
        actions.start_way(session, **by, **start)
    with pytest.raises(RuleBroken, match="unrest_needs_plan"):
        actions.assess_unrest(session, **by, risk=UnrestRisk.HIGH, plan="")
    actions.assess_unrest(session, **by, risk=UnrestRisk.HIGH, plan="先入户，后停电，村干部到场。")
    with pytest.raises(RuleBroken, match="step_out_of_order"):
        actions.start_way(session, **by, to=ProblemStatus.STRUCK_OFF, how="")
    actions.start_way(session, **by, **start)
    assert problem.status is ProblemStatus.SEALING


def test_a_transfer_waits_for_its_receipt(session: Session, bureau: Bureau) -> None:
    (problem,) = make_problems(session, bureau, "P28")
    by: dict[str, Any] = {"actor": bureau.chief, "now": NOW + DAY, "problem": problem}
    with pytest.raises(RuleBroken, match="transfer_not_open"):
        actions.answer_transfer(session, **by, on=TODAY, is_taken=True, note="")
    for changes, code in (
        ({"to": " ", "paper": "1", "on": TODAY}, "problem_transfer_receiver"),
        ({"to": "税务局", "paper": "", "on": TODAY}, "problem_transfer_paper"),
        ({"to": "税务局", "paper": "1", "on": TODAY - DAY}, "date_before_cause"),
        ({"to": "税务局", "paper": "1", "on": TODAY + 9 * DAY}, "date_in_future"),
    ):
        with pytest.raises(RuleBroken, match=code):
            actions.transfer_problem(session, **by, **changes)
    actions.transfer_problem(session, **by, to="县税务局", paper="冠综执移〔2023〕1号", on=TODAY)
    with pytest.raises(RuleBroken, match="strike_off_needs_receipt"):
        actions.strike_off_problem(session, actor=bureau.clerk, now=NOW + DAY, problem=problem, remark="移")
    actions.answer_transfer(session, **by, on=TODAY, is_taken=False, note="材料不全")
    assert problem.status is ProblemStatus.RECTIFYING
    actions.transfer_problem(session, **by, to="县税务局", paper="冠综执移〔2023〕2号", on=TODAY)
    actions.answer_transfer(session, **by, on=TODAY, is_taken=True, note="已受理")
    with pytest.raises(RuleBroken, match="transfer_taken_already"):
        actions.answer_transfer(session, **by, on=TODAY, is_taken=True, note="")
    actions.strike_off_problem(session, actor=bureau.clerk, now=NOW + DAY, problem=problem, remark="已移")
    assert problem.status is ProblemStatus.STRUCK_OFF


def strike(session: Session, bureau: Bureau, problem: Problem) -> None:
    """Put right, re-checked and struck off, on the sixth day."""
    by: dict[str, Any] = {"problem": problem}
    at = NOW + 3 * DAY
    actions.report_rectified(
        session, actor=bureau.inspector, now=at, **by, rectified_on=local_day(at), how="已补"
    )
    assert (find_running(session, subject_id=problem.id, rule_id=FIX_CHECK) is not None) is (
        problem.disposition is Disposition.FIX_NOW
    )
    recheck = make_recheck(session, bureau, now=NOW + 5 * DAY)
    actions.verify_problem(
        session, actor=bureau.second, now=NOW + 5 * DAY, **by, inspection=recheck, is_fixed=True, note="好"
    )
    assert find_running(session, subject_id=problem.id, rule_id=FIX_CHECK) is None
    actions.strike_off_problem(session, actor=bureau.clerk, now=NOW + 6 * DAY, **by, remark="同意")


def test_striking_off_starts_three_looks_back(session: Session, bureau: Bureau, problem: Problem) -> None:
    strike(session, bureau, problem)
    looks = queries.list_rechecks(session, problem.id)
    assert [one.days for one in looks] == [30, 90, 180]
    assert all(get_term(session, one.term_id).started_on == TODAY + 6 * DAY for one in looks)


def test_an_open_task_keeps_a_problem_on_the_list(
    session: Session, bureau: Bureau, problem: Problem, power: Agency
) -> None:
    give(session, bureau, problem, power)
    with pytest.raises(RuleBroken, match="strike_off_open_tasks"):
        strike(session, bureau, problem)


def test_a_follow_up_without_findings_does_one_look(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    strike(session, bureau, problem)
    inspection = make_submitted_follow_up(session, bureau)
    first, second, _third = queries.list_rechecks(session, problem.id)
    assert (first.is_relapse, first.inspection_id, second.done_on) == (False, inspection.id, None)


def make_submitted_follow_up(session: Session, bureau: Bureau, *codes: str) -> Any:  # noqa: ANN401 - a record
    """Go back a month after the striking off, and list what is found."""
    now = NOW + 35 * DAY
    inspection = begin(session, bureau.visit, kind=InspectionKind.FOLLOW_UP, now=now)
    later = now + timedelta(minutes=40)
    make_whole(session, bureau.visit, inspection, now=later)
    for code in codes:
        find(session, bureau.visit, inspection, code)
    listings = listing_of(session, bureau, inspection)
    actions.submit_inspection(
        session, actor=bureau.inspector, now=later, inspection=inspection, listings=listings
    )
    return inspection


def test_what_comes_back_is_a_new_problem_that_counts(
    session: Session, bureau: Bureau, problem: Problem
) -> None:
    strike(session, bureau, problem)
    make_submitted_follow_up(session, bureau, "P20", "P19")
    (again,) = queries.list_relapses(session, problem.id)
    assert (again.relapses, again.severity, again.status) == (1, Severity.MID, ProblemStatus.LISTED)
    first, *rest = queries.list_rechecks(session, problem.id)
    assert first.is_relapse
    assert all(get_term(session, one.term_id).cancelled_at for one in rest)
    assert problem.status is ProblemStatus.STRUCK_OFF


def test_a_record_without_pictures_makes_no_pair(session: Session, bureau: Bureau, problem: Problem) -> None:
    assert not queries.has_pair(session, problem)
    make_submitted(session, bureau.visit, kind=InspectionKind.RECHECK, now=NOW + DAY)
    assert queries.has_pair(session, problem)


def test_two_who_accept_at_once_accept_once(database_url: str, file_store: FileStore) -> None:
    engine = engine_for(database_url)
    with session_on(engine) as session:
        bureau = make_bureau(session)
        (problem,) = make_problems(session, bureau, "P20")
        agency = make_agency(session, name="冠县供电公司", word="冠电")
        task = give(session, bureau, problem, agency)
        by: dict[str, Any] = {"now": NOW, "problem": problem}
        actions.answer_task(session, actor=liaison(session, agency), **by, task=task, text="已办")
        heads = [bureau.chief, make_actor(session, Role.CASE_HEAD, agency=bureau.visit.agency)]
        task_id = task.id

        def act(who: Actor) -> Any:  # noqa: ANN401 - an act
            return lambda own, found: actions.accept_task(
                own, actor=who, now=NOW, task=found, problem=queries.get_problem(own, number, who)
            )

        number = problem.number

        def load(own: Session) -> ProblemTask:
            return queries.get_task(own, task_id, heads[0])

        assert at_once(session, load, *map(act, heads)) == ["done", "step_out_of_order"]
    engine.dispose()
