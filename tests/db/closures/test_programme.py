"""The programme: first supply, then close; the permit cut, the power off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.closures import actions, queries
from casebook.closures.rules import (
    ClosureOrigin,
    ClosureStatus,
    PlanPhase,
    PlanStatus,
    PlanStep,
    ReplacementSource,
    StepFacts,
)
from casebook.deadlines import queries as clocks
from casebook.kernel.errors import Conflict, Forbidden
from casebook.quotas import queries as quotas
from casebook.quotas.actions import put_permit
from casebook.quotas.facts import PermitFacts
from casebook.quotas.rules import PermitStatus
from casebook.wells.rules import WellUse
from tests.db.closures.test_life import refused
from tests.factories import closures as make
from tests.factories import programme as plans
from tests.factories.accounts import COUNTY, NOW, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.closures import Offices

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def offices(session: Session) -> Offices:
    load_calendar(session)
    return make.make_offices(session, electricity_account="D-1")


def permit_officer(session: Session, offices: Offices) -> Offices:
    offices.head = make_officer(session, Role.PERMIT_OFFICER, agency=offices.water, name="许可")
    return offices


def running(session: Session, plan_id: object) -> dict[str, date]:
    return {one.rule: one.due_on for one in clocks.list_terms(session, [plan_id]) if one.met_on is None}


def test_a_line_is_walked_to_its_closing(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    assert (plan.number, plan.status) == ("371525-2023-FP-00001", PlanStatus.LISTED)
    plans.bring(session, offices, plan, until=PlanStep.NOTIFY)
    assert running(session, plan.id) == {"D-27.apply": date(2023, 6, 5)}
    plans.take(session, offices, plan, PlanStep.APPLY)
    plans.take(session, offices, plan, PlanStep.JOIN)
    assert running(session, plan.id) == {}
    plans.take(session, offices, plan, PlanStep.SUPPLY)
    plans.take(session, offices, plan, PlanStep.CUT_POWER)
    assert running(session, plan.id) == {"D-27.connected": date(2023, 5, 18)}
    closure = make.report(session, offices, replacement_connected_on=plans.JOINED_ON)
    assert (plan.status, plan.phase, plan.closure_id) == (
        PlanStatus.CLOSED,
        PlanPhase.ACCEPTANCE,
        closure.id,
    )
    assert running(session, plan.id) == {}
    assert queries.find_plan_of(session, closure.id) == plan
    assert queries.list_plan_events(session, plan.id)[0].step is None


def test_a_well_is_not_closed_before_its_line_is_ready(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.JOIN)
    assert refused(lambda: make.report(session, offices)) == {"plan_supply_open", "plan_power_open"}
    plans.take(session, offices, plan, PlanStep.SUPPLY)
    plans.take(session, offices, plan, PlanStep.CUT_POWER)
    early = {"closed_on": date(2023, 5, 15), "replacement_connected_on": plans.JOINED_ON}
    assert refused(lambda: make.report(session, offices, **early)) == {"plan_closed_early", "plan_power_late"}
    other = {"replacement_connected_on": date(2023, 5, 11), "origin": ClosureOrigin.VOLUNTARY}
    assert refused(lambda: make.report(session, offices, **other)) == {"plan_differs", "plan_origin"}
    assert plan.status is PlanStatus.SUPPLIED


def test_the_permit_is_cut_before_the_well_is_closed(session: Session, offices: Offices) -> None:
    permit_officer(session, offices)
    facts = PermitFacts(number="C371525G2021-0001", permitted_m3=Decimal(30000))
    put_permit(session, actor=offices.actor("head"), now=NOW, facts=facts, wells=[offices.well.id])
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.CUT_POWER)
    report = {"replacement_connected_on": plans.JOINED_ON, "permit_note": "待办"}
    assert refused(lambda: make.report(session, offices, **report)) == {"plan_permit_open"}
    settled = StepFacts(on=date(2023, 5, 18), paper="冠水许注〔2023〕2号")
    with pytest.raises(Forbidden):
        actions.settle_permit(session, actor=offices.actor("reporter"), now=NOW, plan=plan, facts=settled)
    actions.settle_permit(session, actor=offices.actor("head"), now=NOW, plan=plan, facts=settled)
    assert quotas.permits_of_well(session, offices.well.id) == []
    permit = quotas.find_permit(session, COUNTY, "C371525G2021-0001")
    assert permit is not None
    assert permit.status is PermitStatus.CANCELLED
    assert make.report(session, offices, **report).status is ClosureStatus.REPORTED


def test_one_cut_is_shared_by_the_permits_that_go_on(session: Session, offices: Offices) -> None:
    """Of two permits with other wells each is cut by its share; a third that had only this well ends."""
    permit_officer(session, offices)
    other = make_well(session, code="371525104JJ00099")
    both, alone = [offices.well.id, other.id], [offices.well.id]
    for number, volume, listed in (("0001", 30000, both), ("0002", 10000, both), ("0003", 5000, alone)):
        facts = PermitFacts(number=f"C371525G2021-{number}", permitted_m3=Decimal(volume))
        put_permit(session, actor=offices.actor("head"), now=NOW, facts=facts, wells=listed)
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.SUPPLY)
    settled = StepFacts(on=date(2023, 5, 18), paper="冠水许变〔2023〕2号", volume_m3=Decimal(4000))
    actions.settle_permit(session, actor=offices.actor("head"), now=NOW, plan=plan, facts=settled)
    found = [quotas.find_permit(session, COUNTY, f"C371525G2021-{number}") for number in ("0001", "0002")]
    assert [one.permitted_m3 for one in found] == [27_000, 9_000]
    ended = quotas.find_permit(session, COUNTY, "C371525G2021-0003")
    assert ended.status is PermitStatus.CANCELLED


def test_a_return_can_be_reported_again(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.CUT_POWER)
    closure = make.report(session, offices, replacement_connected_on=plans.JOINED_ON)
    actions.return_closure(
        session, actor=offices.actor("acceptor"), now=NOW, closure=closure, reason="缺井深。"
    )
    facts = actions.facts_of(closure)
    moved = replace(facts, replacement_connected_on=date(2023, 5, 11))
    about = {"actor": offices.actor("reporter"), "now": NOW, "closure": closure}
    assert refused(lambda: actions.report_again(session, **about, facts=moved)) == {"plan_differs"}
    actions.report_again(session, **about, facts=replace(facts, baseline_m3=Decimal(30000)))
    assert closure.status is ClosureStatus.REPORTED


def test_a_programme_closes_only_what_is_on_it(session: Session, offices: Offices) -> None:
    plans.make_plan(session, offices, well=make.new_well(session))
    assert refused(lambda: make.report(session, offices)) == {"plan_line_missing"}
    assert make.report(session, offices, origin=ClosureOrigin.VOLUNTARY).status is ClosureStatus.REPORTED


def test_water_of_homes_is_looked_at_first(session: Session, offices: Offices) -> None:
    homes = make.new_well(session, use=WellUse.RURAL_DOMESTIC)
    assert refused(lambda: make.report(session, offices, well=homes)) == {"plan_homes_unplanned"}
    waived = {"source": ReplacementSource.NONE_NEEDED}
    assert refused(lambda: plans.make_plan(session, offices, well=homes, **waived)) == {"supply_homes_waived"}
    plan = plans.make_plan(session, offices, well=homes)
    plans.bring(session, offices, plan, until=PlanStep.JOIN)
    dry = replace(plans.STEPS[PlanStep.SUPPLY], households=None)
    codes = refused(lambda: plans.take(session, offices, plan, PlanStep.SUPPLY, dry))
    assert codes == {"supply_homes_unchecked"}


def test_forced_works_have_their_hours(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.CUT_POWER)
    plans.take(session, offices, plan, PlanStep.FORCE, StepFacts(on=date(2023, 5, 19), note="逾期未封"))
    assert plan.phase is PlanPhase.FORCED
    base = {"replacement_connected_on": plans.JOINED_ON, "closed_on": date(2023, 5, 22)}
    assert refused(lambda: make.report(session, offices, **base)) == {"works_hours_missing"}
    begun = datetime.fromisoformat("2023-05-22T21:30:00+08:00")
    night = {"begun_at": begun, "ended_at": begun + timedelta(hours=1)}
    assert refused(lambda: make.report(session, offices, **base, **night)) == {"works_at_rest"}
    day = {"begun_at": begun - timedelta(hours=12), "ended_at": begun - timedelta(hours=8)}
    assert make.report(session, offices, **base, **day).begun_at is not None


def test_an_ownerless_well_is_announced_and_determined_first(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices, origin=ClosureOrigin.OWNERLESS, obliged="")
    plans.take(session, offices, plan, PlanStep.COVER)
    assert refused(lambda: plans.take(session, offices, plan, PlanStep.NOTIFY)) == {"plan_undetermined"}
    announced = StepFacts(on=date(2023, 5, 8), paper="清政告〔2023〕1号")
    plans.take(session, offices, plan, PlanStep.ANNOUNCE, announced)
    soon = StepFacts(on=date(2023, 5, 20))
    assert refused(lambda: plans.take(session, offices, plan, PlanStep.DETERMINE, soon)) == {
        "plan_claim_running"
    }
    plans.take(session, offices, plan, PlanStep.DETERMINE, replace(soon, owner="清水镇某村委会"))
    assert plan.obliged == "清水镇某村委会"
    notice = StepFacts(on=date(2023, 5, 22), paper="通〔2023〕9号")
    plans.take(session, offices, plan, PlanStep.NOTIFY, notice)
    cost = StepFacts(on=date(2023, 5, 23), paper="票据 77", amount_fen=1_250_050)
    plans.take(session, offices, plan, PlanStep.COST, cost)
    assert queries.costs_of(session, plan.id) == 1_250_050


def test_a_list_goes_in_whole_or_not_at_all(session: Session, offices: Offices) -> None:
    second = make.new_well(session)
    about = {"actor": offices.actor("reporter"), "now": NOW, "facts": plans.plan_facts()}
    bad = [offices.well.code, "NOWHERE"]
    assert refused(lambda: actions.plan_wells(session, **about, codes=bad)) == {"plan_well_unknown"}
    made = actions.plan_wells(session, **about, codes=[offices.well.code, second.code])
    assert len(made) == 2
    again = refused(lambda: actions.plan_wells(session, **about, codes=[second.code]))
    assert again == {"plan_listed_already"}
    (count,) = queries.count_plans(session, offices.actor("reporter"), 2023)
    assert (count.wells, count.closed, count.uncovered) == (2, 0, 2)
    closed = make.new_well(session)
    make.make_closure(session, offices, well=closed, origin=ClosureOrigin.VOLUNTARY)
    assert refused(lambda: actions.plan_wells(session, **about, codes=[closed.code])) == {"plan_well_closed"}


def test_an_older_page_does_not_overwrite(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    seen = plan.version
    plans.take(session, offices, plan, PlanStep.COVER)
    with pytest.raises(Conflict):
        actions.take_plan_step(
            session,
            actor=offices.actor("reporter"),
            now=NOW,
            plan=plan,
            step=PlanStep.DROP,
            facts=StepFacts(on=date(2023, 5, 9), note="重复"),
            base_version=seen,
        )


def test_what_was_dropped_can_be_listed_anew(session: Session, offices: Offices) -> None:
    plan = plans.make_plan(session, offices)
    plans.bring(session, offices, plan, until=PlanStep.NOTIFY)
    plans.take(session, offices, plan, PlanStep.DROP, StepFacts(on=date(2023, 5, 20), note="改为保留"))
    assert plan.status is PlanStatus.DROPPED
    assert all(one.cancelled_at for one in clocks.list_terms(session, [plan.id]))
    assert plans.make_plan(session, offices).status is PlanStatus.LISTED
