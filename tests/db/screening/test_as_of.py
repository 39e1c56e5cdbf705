"""A run of a day goes by the permits, plans and closings of that day, whatever was decided afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.parties.actions import PartyFacts
from casebook.plans import actions as plans
from casebook.plans.queries import plans_of_parties, plans_of_wells
from casebook.plans.rules import PlanStep
from casebook.quotas import actions as quotas
from casebook.quotas.queries import permits_on
from casebook.quotas.rules import PermitStep, WaterSource
from casebook.screening.queries import collect
from casebook.wells.rules import WellStatus, WellUse
from tests.db.quotas.test_life import checked
from tests.factories.accounts import COUNTY
from tests.factories.ledger import post_closed_well, reverse
from tests.factories.quotas import act as plan_act
from tests.factories.quotas import (
    approver,
    figures,
    issued,
    make_firm,
    make_permit,
    make_total,
    make_township,
    make_user,
)
from tests.factories.regions import WEST
from tests.factories.screening import make_watch, put_months, put_power
from tests.factories.wells import keeper, make_well

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from casebook.plans.models import PlanNode
    from casebook.quotas.queries import PermitOn
    from casebook.screening.rules import Hit
    from casebook.wells.models import Well

AFTER = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)
THEN = date(2024, 2, 20)
YEAR_END = date(2023, 12, 31)
STEP_ON = date(2024, 1, 15)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_watch(session)


def hits(session: Session, as_of: date = YEAR_END) -> Mapping[str, Hit]:
    """By rule; each test has one subject."""
    return {hit.rule.value: hit for hit in collect(session, COUNTY, as_of, THEN).hits}


def act(on: date = STEP_ON) -> quotas.Act:
    return quotas.Act(on=on, paper="冠审字〔2024〕1号", reason="核减")


def on(session: Session, day: date) -> PermitOn:
    (found,) = permits_on(session, COUNTY, day)
    return found


def test_a_cut_counts_from_its_day(session: Session) -> None:
    wells = [make_well(session, code=code, use=WellUse.PUBLIC_SUPPLY) for code in "AB"]
    permit = make_permit(session, *wells, volume=30_000)
    for well in wells:
        put_months(session, well, 2023, [1_250] * 12)
    assert "over_permit" not in hits(session)
    by = {"actor": keeper(session), "now": AFTER, "permit": permit, "act": act()}
    quotas.drop_well(session, **by, well=wells[0], cut_m3=Decimal(16_000))
    assert "over_permit" not in hits(session), "the permit still said 30 000 on that day"
    before, since = on(session, date(2024, 1, 14)), on(session, STEP_ON)
    assert (before.permitted_m3, before.well_ids) == (30_000, {wells[0].id, wells[1].id})
    assert (since.permitted_m3, since.well_ids) == (14_000, {wells[1].id})
    assert "over_permit" not in hits(session, STEP_ON), "a year that was over is held to what held in it"
    put_months(session, wells[1], 2024, [14_001])
    assert hits(session, date(2024, 1, 31))["over_permit"].figures["permitted_m3"] == 14_000


def test_several_changes_are_undone_in_their_order(session: Session) -> None:
    wells = {code: make_well(session, code=code) for code in "ABC"}
    permit = make_permit(session, wells["A"], wells["B"], holder=make_firm(session), volume=30_000)
    holder = permit.holder_id

    def change(day: date, volume: int, *codes: str) -> None:
        changes = quotas.PermitChanges(
            volume_m3=Decimal(volume),
            use=permit.use,
            aquifer=permit.aquifer,
            source=WaterSource.SHALLOW,
            conditions="",
            list_paper="",
            well_ids=tuple(wells[code].id for code in codes),
        )
        by = {"actor": keeper(session), "now": datetime(2024, 2, day.day, tzinfo=UTC), "permit": permit}
        quotas.change_permit(session, **by, changes=changes, act=act(day))

    change(date(2023, 7, 1), 20_000, "B", "C")
    change(date(2023, 9, 2), 10_000, "C")
    by = {"actor": keeper(session), "now": AFTER, "permit": permit, "act": act()}
    quotas.transfer_permit(session, **by, holder=PartyFacts(name="冠县丙有限公司"))
    said = {
        day: (found.permitted_m3, {code for code, well in wells.items() if well.id in found.well_ids})
        for day in (date(2023, 6, 30), date(2023, 7, 1), date(2023, 9, 1), date(2023, 9, 2), THEN)
        if (found := on(session, day))
    }
    assert list(said.values()) == [
        (30_000, {"A", "B"}),
        (20_000, {"B", "C"}),
        (20_000, {"B", "C"}),
        (10_000, {"C"}),
        (10_000, {"C"}),
    ]
    assert on(session, date(2024, 1, 14)).holder_id == holder
    assert on(session, STEP_ON).holder_id not in {holder, None}


def test_a_renewal_counts_from_its_day(session: Session) -> None:
    permit = make_permit(session, make_well(session, code="A"), valid_to=date(2024, 1, 31))
    by = {"actor": keeper(session), "now": AFTER, "permit": permit}
    asked = act(date(2023, 11, 1))
    quotas.take_permit_step(session, **by, step=PermitStep.ASK_RENEWAL, act=asked)
    quotas.renew_permit(session, **by, valid_to=date(2029, 1, 31), checked=checked(), act=act())
    told = [
        (found.valid_to, found.renewal_asked_on)
        for found in (on(session, day) for day in (date(2023, 10, 31), YEAR_END, STEP_ON))
    ]
    assert told == [
        (date(2024, 1, 31), None),
        (date(2024, 1, 31), date(2023, 11, 1)),
        (date(2029, 1, 31), None),
    ]


def test_a_renewal_that_came_to_nothing_no_longer_helps(session: Session) -> None:
    permit = make_permit(session, make_well(session, code="A"), valid_to=date(2024, 1, 31))
    by = {"actor": keeper(session), "now": AFTER, "permit": permit}
    quotas.take_permit_step(session, **by, step=PermitStep.ASK_RENEWAL, act=act(date(2023, 11, 1)))
    assert "permit_expired" not in hits(session, date(2024, 2, 19))
    quotas.take_permit_step(session, **by, step=PermitStep.EXPIRE, act=act(date(2024, 2, 10)))
    assert "permit_expired" not in hits(session, date(2024, 2, 9))
    assert "permit_expired" in hits(session, date(2024, 2, 10))


def planned(session: Session, volume: int = 12_000, **well_facts: object) -> tuple[PlanNode, Well]:
    """A firm's issued plan of 2023, and its only well with a permit."""
    firm = make_firm(session)
    well = make_well(session, code="A", user=firm, use=WellUse.INDUSTRY, **well_facts)
    make_permit(session, well, holder=firm, volume=50_000)
    township = make_township(session, make_total(session))
    return make_user(session, township, firm, volume), well


def test_a_plan_adjusted_afterwards_changes_no_earlier_day(session: Session) -> None:
    node, well = planned(session)
    put_months(session, well, 2023, [1_000] * 12)
    by = {"actor": approver(session), "now": AFTER, "node": node}
    plans.adjust_line(session, **by, figures=figures(6_000), act=plan_act(on=STEP_ON))
    assert set(hits(session)) == set()
    later = hits(session, STEP_ON)["over_plan_year"]
    assert (later.figures["plan_m3"], later.period) == (6_000, "2023")
    lines = plans_of_parties(session, COUNTY, 2023, [node.party_id], on=YEAR_END)
    assert lines[node.party_id].year_m3 == 12_000
    assert plans_of_parties(session, COUNTY, 2023, [node.party_id])[node.party_id].year_m3 == 6_000


def test_a_plan_holds_from_its_issue_and_one_entered_after_its_year_from_the_start(session: Session) -> None:
    node, well = planned(session, 1_000)
    put_months(session, well, 2023, [300] * 12)
    assert "over_plan_year" not in hits(session, date(2023, 5, 31)), "it was issued on the first of June"
    assert "over_plan_year" in hits(session, date(2023, 6, 30))
    below = plans.deal_out(
        session,
        actor=keeper(session),
        now=AFTER,
        above=node,
        whose=plans.Whose(well=well),
        figures=figures(900),
        act=plan_act(on=STEP_ON),
    )
    for who, step in ((approver(session), PlanStep.APPROVE), (keeper(session), PlanStep.ISSUE)):
        by = {"actor": who, "now": AFTER, "node": below, "step": step}
        plans.take_plan_step(session, **by, act=plan_act(on=STEP_ON))
    assert plans_of_wells(session, [well.id], 2023, on=date(2023, 3, 31))[well.id].year_m3 == 900


def test_a_user_is_judged_unless_all_its_wells_have_plans(session: Session) -> None:
    node, well = planned(session, 12_000)
    other = make_well(session, code="B", user=node.party, use=WellUse.INDUSTRY)
    make_permit(session, other, holder=node.party, number="D371525G2019-0002", volume=50_000)
    whose = plans.Whose(well=well)
    by = {"actor": keeper(session), "now": AFTER, "above": node, "act": plan_act()}
    issued(session, plans.deal_out(session, **by, whose=whose, figures=figures(6_000)))
    put_months(session, well, 2023, [500] * 12)
    put_months(session, other, 2023, [900] * 12)
    told = {(hit.rule.value, hit.subject.title) for hit in collect(session, COUNTY, YEAR_END, THEN).hits}
    assert told == {("over_plan_year", node.party.name), ("over_plan_month", node.party.name)}
    issued(session, plans.deal_out(session, **by, whose=plans.Whose(well=other), figures=figures(6_000)))
    told = {(hit.rule.value, hit.subject.title) for hit in collect(session, COUNTY, YEAR_END, THEN).hits}
    assert told == {("over_plan_year", "B"), ("over_plan_month", "B")}


def test_last_years_plan_is_judged_until_march(session: Session) -> None:
    _node, well = planned(session)
    put_months(session, well, 2023, [1_050] * 12)
    assert hits(session, THEN)["over_plan_year"].period == "2023"
    assert "over_plan_year" not in hits(session, date(2024, 4, 30))


def test_a_well_that_the_ledger_has_as_closed_and_that_pumps(session: Session) -> None:
    well = make_well(session, code="371525101JJ00001", division_code=WEST, electricity_account="3700000001")
    make_permit(session, well)
    put_months(session, well, 2023, [500] * 5 + [0] * 5 + [700, 700])
    put_power(session, "3700000001", 2023, [90] * 5 + [0] * 5 + [95, 95])
    entry = post_closed_well(session, 1, on=date(2023, 5, 27), well_code=well.code)
    found = hits(session)
    assert set(found) == {"closed_but_pumping"}
    told = found["closed_but_pumping"].figures
    assert (told["closed_on"], told["is_booked"], told["status"]) == (
        date(2023, 5, 27),
        True,
        WellStatus.IN_USE,
    )
    assert list(told["months"]) == ["2023-11", "2023-12"]
    assert hits(session, date(2023, 10, 31)) == {}, "it rested until then"
    reverse(session, entry)
    assert "closed_but_pumping" not in hits(session)
