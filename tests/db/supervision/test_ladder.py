"""From the nightly proposal to the end of a step, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Permission, Role
from casebook.access.policy import PERMISSIONS
from casebook.deadlines import actions as deadlines
from casebook.deadlines.queries import list_terms
from casebook.deadlines.rules import Length, Unit
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.kernel.hashing import matches
from casebook.supervision import actions, queries
from casebook.supervision.actions import Paper, Reply, Talk
from casebook.supervision.queries import StepFilter
from casebook.supervision.rules import TRANSITIONS, Lapse, Rung, StepState, Trigger
from tests.factories.accounts import COUNTY, NOW, make_actor, make_agency
from tests.factories.approvals import some_subject
from tests.factories.cases import make_bureau, make_problems
from tests.factories.handovers import a_scan
from tests.factories.regions import EAST
from tests.factories.supervision import DAY, Ladder, issue, make_ladder, propose, reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.supervision.models import SupervisionStep

TODAY = local_day(NOW)

pytestmark = pytest.mark.usefixtures("file_store")


def rungs(session: Session, ladder: Ladder) -> list[str]:
    found = queries.page_steps(session, ladder.chief, StepFilter(), cursor=None).items
    return [one.rung.value for one in reversed(found)]


def test_the_night_proposes_each_rung_once_and_issues_nothing(session: Session) -> None:
    ladder = make_ladder(session)
    first = propose(session, ladder, degree=3)
    assert (first.state, first.rung, first.number) == (StepState.PROPOSED, Rung.REMIND, None)
    assert propose(session, ladder, degree=90, expect=0) is None
    issue(session, ladder, first)
    second = propose(session, ladder, degree=90)
    assert second.rung is Rung.URGE
    actions.drop_step(session, actor=ladder.chief, now=NOW, row=second, reason="已承诺三日内完成")
    third = propose(session, ladder, degree=91)
    assert third.rung is Rung.CIRCULAR
    assert rungs(session, ladder) == ["remind", "urge", "circular"]


def test_overdue_problems_are_found_by_their_clocks(session: Session) -> None:
    bureau = make_bureau(session)
    (problem,) = make_problems(session, bureau)
    (term,) = [one for one in list_terms(session, [problem.id]) if one.rule == "D-29"]
    late = NOW + (term.alarm_on - TODAY) + DAY
    assert actions.propose_all(session, now=late - 2 * DAY) == 0
    assert actions.propose_all(session, now=late) == 1
    assert actions.propose_all(session, now=late) == 0
    ((step,),) = queries.climbed(session, COUNTY).values()
    assert (step.lapse, step.subject_id, step.degree) == (Lapse.PROBLEM, problem.id, 1)
    assert step.unit == problem.responsible_unit


def test_what_was_done_meanwhile_is_neither_issued_nor_left_standing(session: Session) -> None:
    ladder = make_ladder(session)
    subject = some_subject()
    term = deadlines.start_term(
        session,
        actor=ladder.chief,
        now=NOW,
        subject=subject,
        rule_id="D-29",
        started_on=TODAY,
        length=Length(1, Unit.CALENDAR_DAY),
    )
    row = propose(session, ladder, subject=subject, occasion=f"term:{term.id}")
    deadlines.meet_term(session, actor=ladder.chief, now=NOW + DAY, term=term, on=TODAY)
    with pytest.raises(RuleBroken, match="supervision_settled"):
        issue(session, ladder, row)
    actions.propose_all(session, now=NOW + DAY)
    session.refresh(row)
    assert row.state is StepState.DROPPED


def test_a_paper_is_numbered_frozen_and_answered_in_time(session: Session) -> None:
    ladder = make_ladder(session)
    row = issue(session, ladder, propose(session, ladder, rung=Rung.URGE))
    assert row.number == "冠综执督办函〔2023〕第001号"
    assert row.body is not None
    assert row.body_hash is not None
    assert matches(row.body.encode(), row.body_hash)
    (term,) = list_terms(session, [row.id])
    assert (term.rule, term.is_running, row.reply_on) == ("supervision_reply", True, term.due_on)
    assert queries.list_owed(session, ladder.unit, 10) == [row]
    reply(session, ladder, row)
    assert not list_terms(session, [row.id])[0].is_running
    actions.return_reply(session, actor=ladder.chief, now=NOW + 3 * DAY, row=row, reason="没有措施")
    assert row.state is StepState.ISSUED
    reply(session, ladder, row, now=NOW + 4 * DAY)
    actions.close_step(session, actor=ladder.chief, now=NOW + 5 * DAY, row=row, remark="已整改")
    assert row.state is StepState.CLOSED
    assert [one.sequence for one in queries.list_events(session, row.id)] == [1, 2, 3, 4, 5, 6]


def test_a_talk_has_minutes_and_sweeps(session: Session) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder, rung=Rung.TALK)
    talk = Talk(TODAY, "局会议室", "镇长、分管副镇长", "通报问题；表态十日内整改。", scan=a_scan())
    with pytest.raises(RuleBroken, match="supervision_no_talk"):
        actions.record_talk(session, actor=ladder.head, now=NOW, row=row, talk=talk)
    issue(session, ladder, row, actor=ladder.head)
    actions.record_talk(session, actor=ladder.head, now=NOW, row=row, talk=talk)
    sweep = actions.add_sweep(
        session,
        actor=ladder.head,
        now=NOW,
        row=row,
        demand="对全镇自备井拉网式排查",
        due_on=TODAY + 10 * DAY,
    )
    reply(session, ladder, row)
    with pytest.raises(RuleBroken, match="supervision_sweep_open"):
        actions.close_step(session, actor=ladder.head, now=NOW + 2 * DAY, row=row, remark="")
    by = {"actor": ladder.unit, "now": NOW + 2 * DAY, "row": row, "sweep": sweep}
    with pytest.raises(RuleBroken, match="sweep_count_negative"):
        actions.finish_sweep(session, **by, found=-1, result="排查完")
    actions.finish_sweep(session, **by, found=2, result="发现 2 眼未登记井")
    with pytest.raises(RuleBroken, match="sweep_done_already"):
        actions.finish_sweep(session, **by, found=2, result="再报")
    actions.close_step(session, actor=ladder.head, now=NOW + 3 * DAY, row=row, remark="")
    assert row.state is StepState.CLOSED


ACTS: dict[StepState, Callable[[Session, Ladder, SupervisionStep], object]] = {
    StepState.ISSUED: lambda session, ladder, row: (
        issue(session, ladder, row)
        if row.state is not StepState.ANSWERED
        else actions.return_reply(session, actor=ladder.chief, now=NOW + 5 * DAY, row=row, reason="没有措施")
    ),
    StepState.DROPPED: lambda session, ladder, row: actions.drop_step(
        session, actor=ladder.chief, now=NOW + 5 * DAY, row=row, reason="不发"
    ),
    StepState.ANSWERED: lambda session, ladder, row: reply(session, ladder, row, now=NOW + 5 * DAY),
    StepState.CLOSED: lambda session, ladder, row: actions.close_step(
        session, actor=ladder.chief, now=NOW + 5 * DAY, row=row, remark=""
    ),
}


@pytest.mark.parametrize("state", list(StepState))
@pytest.mark.parametrize("to", list(ACTS))
def test_every_step_out_of_order_is_refused(session: Session, state: StepState, to: StepState) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder, rung=Rung.URGE)
    if state is StepState.DROPPED:
        ACTS[StepState.DROPPED](session, ladder, row)
    elif state is not StepState.PROPOSED:
        issue(session, ladder, row)
    if state in {StepState.ANSWERED, StepState.CLOSED}:
        reply(session, ladder, row)
    if state is StepState.CLOSED:
        ACTS[StepState.CLOSED](session, ladder, row)
    lacks_reply = state is StepState.ISSUED and to is StepState.CLOSED
    if to in TRANSITIONS[state] and not lacks_reply:
        ACTS[to](session, ladder, row)
        assert row.state is to
    else:
        with pytest.raises(RuleBroken, match=r"supervision_(out_of_order|reply_missing)"):
            ACTS[to](session, ladder, row)


def test_the_trigger_says_who_issues(session: Session) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder, rung=Rung.CIRCULAR)
    with pytest.raises(Forbidden, match="supervision_issuer"):
        issue(session, ladder, row, actor=ladder.chief)
    with pytest.raises(Forbidden, match="permission_missing"):
        issue(session, ladder, row, actor=make_actor(session, Role.INSPECTOR, agency=ladder.agency))
    assert queries.list_proposed(session, ladder.chief, 10) == []
    assert queries.list_proposed(session, ladder.head, 10) == [row]


def test_a_unit_sees_what_was_issued_to_it_and_no_more(session: Session) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder, rung=Rung.URGE)
    stranger = make_actor(session, Role.LIAISON, agency=make_agency(session, name="冠县发展和改革局"))
    elsewhere = make_actor(session, Role.CASE_HEAD, agency=ladder.agency, jurisdiction=EAST)
    with pytest.raises(NotFound):
        queries.get_step(session, row.id, ladder.unit)
    issue(session, ladder, row)
    assert queries.get_step(session, row.id, ladder.unit) == row
    for actor in (stranger, elsewhere):
        with pytest.raises(NotFound):
            queries.get_step(session, row.id, actor)
    assert queries.count_by_unit(session, ladder.chief) == {row.unit: {Rung.URGE: 1}}
    assert queries.list_units(session, ladder.chief) == [row.unit]
    assert Permission.SUPERVISION_SEE in PERMISSIONS[Role.TOWNSHIP_LEAD]


def test_triggers_are_the_countys_to_set(session: Session) -> None:
    ladder = make_ladder(session)
    wanted = Trigger(Lapse.PROBLEM, Rung.REMIND, 5, Role.AGENCY_HEAD, reply_days=3)
    by = {"now": NOW, "trigger": wanted, "paper": "冠政办〔2023〕6 号"}
    with pytest.raises(Forbidden):
        actions.set_trigger(session, actor=ladder.chief, **by, valid_from=TODAY)
    with pytest.raises(RuleBroken, match="trigger_backdated"):
        actions.set_trigger(session, actor=ladder.head, **by, valid_from=TODAY - DAY)
    row = actions.set_trigger(session, actor=ladder.head, **by, valid_from=TODAY + DAY)
    assert row.version == 1

    def limit(on: date) -> int:
        found = queries.triggers_in_force(session, COUNTY, on)
        return next(one.more_than for one in found if one.lapse is Lapse.PROBLEM and one.rung is Rung.REMIND)

    assert (limit(TODAY), limit(TODAY + DAY)) == (0, 5)


def test_too_much_that_came_back_calls_the_township(session: Session) -> None:
    bureau = make_bureau(session)
    first, second = make_problems(session, bureau, "P10", "P15")
    assert queries.list_behind(session, COUNTY, TODAY) == []
    second.predecessor_id = first.id
    session.flush()
    found = [one for one in queries.list_behind(session, COUNTY, TODAY) if one.lapse is Lapse.RELAPSE]
    divisions = [one.subject.division_code for one in found]
    assert divisions in ([], [first.division_code[:9]])
    assert all(one.degree == 100 for one in found)


def test_an_old_page_is_told(session: Session) -> None:
    ladder = make_ladder(session)
    row = issue(session, ladder, propose(session, ladder, rung=Rung.URGE))
    given = Reply("已整改。", "镇长", TODAY)
    with pytest.raises(Conflict, match="supervision_moved_meanwhile"):
        actions.reply_step(session, actor=ladder.unit, now=NOW + DAY, row=row, reply=given, base_version=1)


def test_what_a_paper_cannot_say(session: Session) -> None:
    ladder = make_ladder(session)
    row = propose(session, ladder)
    paper = Paper("镇政府", "请整改", TODAY + DAY)
    with pytest.raises(RuleBroken, match="supervision_day_in_future"):
        actions.issue_step(session, actor=ladder.chief, now=NOW, row=row, paper=paper)
    issue(session, ladder, row)
    with pytest.raises(RuleBroken, match="supervision_needs_no_reply"):
        reply(session, ladder, row)
