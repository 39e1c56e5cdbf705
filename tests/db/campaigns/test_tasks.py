"""Tasks of townships: given with a clock, answered with a picture, judged by another; sweeps well by well."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.queries import get_agency
from casebook.accounts.rules import AgencyKind
from casebook.campaigns import actions, queries
from casebook.campaigns.rules import SweepFinding, TownshipTaskKind
from casebook.cases.rules.tasks import TaskState
from casebook.deadlines.queries import get_term
from casebook.evidence.rules import Upload
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Forbidden, NotFound, RuleBroken
from casebook.notices.models import Notice
from casebook.notices.rules import NoticeKind
from tests.factories.accounts import NOW, make_actor, make_agency
from tests.factories.campaigns import give_task, make_campaign
from tests.factories.cases import make_bureau, make_problems
from tests.factories.closures import new_well
from tests.factories.regions import EAST, WEST
from tests.factories.storage import picture

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor

DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("file_store")


def township(session: Session, code: str = WEST, name: str = "冠县清水镇人民政府") -> Actor:
    agency = make_agency(session, name=name, word="清", kind=AgencyKind.TOWNSHIP, division_code=code)
    return make_actor(session, Role.TOWNSHIP_LEAD, agency=agency, jurisdiction=code)


def shot() -> Upload:
    return Upload(io.BytesIO(picture()), "通告.jpg")


def test_a_task_runs_on_working_days_and_is_done_when_another_accepts_it(session: Session) -> None:
    chief = make_bureau(session).chief
    lead = township(session)
    task = give_task(session, chief)
    term = get_term(session, task.term_id)
    assert term.due_on == date(2023, 6, 8)
    assert (term.assignee_id, term.subject_id) == (lead.officer_id, task.id)
    (told,) = session.query(Notice).filter_by(officer_id=lead.officer_id).all()
    assert (told.kind, told.due_on) == (NoticeKind.ARRIVED, term.due_on)
    by = {"actor": lead, "now": NOW, "task": task}
    with pytest.raises(RuleBroken, match="township_answer_needs_photograph"):
        actions.answer_township_task(session, **by, text="已张贴。")
    actions.answer_township_task(session, **by, text="已张贴。", uploads=[shot()])
    actions.return_township_task(session, actor=chief, now=NOW, task=task, reason="照片看不清。")
    assert task.state is TaskState.ASSIGNED
    actions.answer_township_task(session, **by, text="补了说明，原照片可用。")
    actions.accept_township_task(session, actor=chief, now=NOW + DAY, task=task)
    assert (task.state, term.met_on) == (TaskState.ACCEPTED, local_day(NOW))
    course = queries.list_township_task_events(session, task.id)
    assert [one.to_state.value for one in course] == [
        "assigned",
        "answered",
        "assigned",
        "answered",
        "accepted",
    ]
    with pytest.raises(RuleBroken, match="step_out_of_order"):
        actions.withdraw_township_task(session, actor=chief, now=NOW, task=task, reason="不用了")


def test_who_gives_and_answers(session: Session) -> None:
    chief = make_bureau(session).chief
    lead, other = township(session), township(session, EAST, "冠县东镇人民政府")
    task = give_task(session, chief)
    with pytest.raises(Forbidden):
        give_task(session, lead)
    with pytest.raises(NotFound):
        actions.answer_township_task(session, actor=other, now=NOW, task=task, text="不是我的")
    liaison = make_actor(session, Role.LIAISON, agency=get_agency(session, chief.agency_id))
    with pytest.raises(RuleBroken, match="task_of_other_agency"):
        actions.answer_township_task(session, actor=liaison, now=NOW, task=task, text="不是我的")
    assert [one.id for one in queries.list_to_answer(session, lead, 9)] == [task.id]
    assert queries.list_to_answer(session, other, 9) == []
    with pytest.raises(RuleBroken, match="township_task_no_townships"):
        give_task(session, chief, townships=())
    with pytest.raises(RuleBroken, match="campaign_township_unknown"):
        give_task(session, chief, townships=("371525199",))
    with pytest.raises(RuleBroken, match="sweep_source_missing"):
        give_task(session, chief, kind=TownshipTaskKind.SWEEP)
    draft = make_campaign(session, chief, is_running=False)
    with pytest.raises(RuleBroken, match="township_task_campaign"):
        give_task(session, chief, campaign=draft)


def test_a_township_without_an_agency_gets_nothing_and_nobody_else_does(session: Session) -> None:
    chief = make_bureau(session).chief
    lead = township(session)
    with pytest.raises(RuleBroken, match="township_task_no_agency"):
        give_task(session, chief, townships=(WEST, EAST))
    assert queries.list_to_answer(session, lead, 9) == []


def test_the_giver_is_told_once_that_nobody_answered(session: Session) -> None:
    chief = make_bureau(session).chief
    township(session)
    task = give_task(session, chief)
    late = NOW + timedelta(days=15)
    assert actions.tell_overdue(session, now=NOW) == 0
    assert actions.tell_overdue(session, now=late) == 1
    assert actions.tell_overdue(session, now=late + DAY) == 0
    (told,) = session.query(Notice).filter_by(officer_id=chief.officer_id, subject_id=task.id).all()
    assert told.kind is NoticeKind.ESCALATION
    mine = queries.list_overdue(session, local_day(late), given_by=chief.officer_id)
    assert [one.id for one in mine] == [task.id]
    actions.withdraw_township_task(session, actor=chief, now=late, task=task, reason="已由县里统一宣传")
    assert queries.list_overdue(session, local_day(late)) == []


def test_a_sweep_lists_the_wells_of_the_same_kind_and_is_answered_well_by_well(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    wells = [new_well(session, use=bureau.visit.well.use) for _n in range(2)]
    lead = township(session)
    township(session, EAST, "冠县东镇人民政府")
    begin = {"actor": bureau.chief, "now": NOW, "problem": problem, "demand": "同类问题逐眼排查。", "days": 5}
    with pytest.raises(RuleBroken, match="sweep_no_wells"):
        actions.begin_sweep(session, **begin, townships=(EAST,))
    (task,) = actions.begin_sweep(session, **begin, townships=(WEST, EAST))
    rows = queries.list_sweep_wells(session, task.id)
    assert [one.code for one in rows] == sorted(one.code for one in wells)
    assert (task.source_id, task.problem_code) == (problem.id, problem.code)
    by = {"actor": lead, "now": NOW, "task": task}
    with pytest.raises(RuleBroken, match="township_sweep_unfinished"):
        actions.answer_township_task(session, **by, text="都看了。")
    actions.note_finding(session, **by, row=rows[0], finding=SweepFinding.CLEAR, note="")
    actions.note_finding(session, **by, row=rows[1], finding=SweepFinding.SAME, note="没有计量设施。")
    actions.answer_township_task(session, **by, text="都看了。")
    count = queries.sweep_counts(session, [task.id])[task.id]
    assert (count.wells, count.seen, count.same) == (2, 2, 1)
    with pytest.raises(RuleBroken, match="township_sweep_answered"):
        actions.note_finding(session, **by, row=rows[0], finding=SweepFinding.UNSEEN, note="锁门")
    with pytest.raises(NotFound):
        queries.get_sweep_well(session, give_task(session, bureau.chief), rows[0].id)


def test_a_campaign_waits_for_its_tasks(session: Session) -> None:
    chief = make_bureau(session).chief
    township(session)
    campaign = make_campaign(session, chief)
    task = give_task(session, chief, campaign=campaign)
    close = {"actor": chief, "now": NOW + timedelta(days=40), "campaign": campaign, "summary": "完成。"}
    with pytest.raises(RuleBroken, match="campaign_tasks_open"):
        actions.close_campaign(session, **close)
    actions.withdraw_township_task(session, actor=chief, now=NOW, task=task, reason="并入下月")
    actions.close_campaign(session, **close)
