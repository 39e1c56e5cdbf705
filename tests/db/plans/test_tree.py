"""The tree of plans: what is below never exceeds what is above, also when two deal out at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from casebook.access import Role
from casebook.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from casebook.plans import actions, queries
from casebook.plans.rules import Level, PlanState, PlanStep, Spread
from casebook.quotas.actions import put_annual_volumes
from casebook.quotas.facts import VolumeFacts
from casebook.quotas.rules import WaterSource
from casebook.wells.rules import PartyRole, PermitExemption
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.quotas import (
    TODAY,
    act,
    approver,
    figures,
    make_firm,
    make_permit,
    make_total,
    make_township,
    make_user,
)
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import keeper, make_party, make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.models import PlanNode

NEXT = datetime(2024, 1, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def county(session: Session) -> None:
    make_county(session)


@pytest.fixture
def actor(session: Session) -> Actor:
    return keeper(session)


def deal(session: Session, actor: Actor, above: PlanNode, volume: int | str, **whose: object) -> PlanNode:
    return actions.deal_out(
        session,
        actor=actor,
        now=NOW,
        above=above,
        whose=actions.Whose(**whose),
        figures=figures(volume),
        act=act(),
    )


def step(session: Session, actor: Actor, node: PlanNode, name: str, **more: object) -> None:
    now = more.pop("now", NOW)
    actions.take_plan_step(session, actor=actor, now=now, node=node, step=PlanStep(name), act=act(**more))


def test_from_the_county_down_to_a_well(session: Session, actor: Actor) -> None:
    well = make_well(session)
    firm = make_firm(session)
    make_permit(session, well, holder=firm)
    total = make_total(session)
    township = make_township(session, total)
    user = make_user(session, township, firm, 20_000, spread=Spread.DAYS)
    below = deal(session, actor, user, 12_000, well=well)
    assert [node.level for node in (total, township, user, below)] == list(Level)
    assert queries.plans_of_parties(session, COUNTY, 2023, [firm.id])[firm.id].year_m3 == 20_000
    assert sum(queries.plans_of_parties(session, COUNTY, 2023, [firm.id])[firm.id].months) == 20_000
    assert queries.plans_of_wells(session, [well.id], 2023) == {}, "not issued yet"
    step(session, approver(session), below, "approve")
    step(session, actor, below, "issue")
    line = queries.plans_of_wells(session, [well.id], 2023)[well.id]
    assert (line.year_m3, line.source) == (12_000, "groundwater_shallow")
    assert queries.dealt_out(session, [user.id, below.id]) == {user.id: 12_000, below.id: 0}
    assert queries.find_total(session, COUNTY, 2023, WaterSource.SHALLOW) is total
    assert queries.page_children(session, total, actor).items == [township]


def test_below_never_exceeds_above(session: Session, actor: Actor) -> None:
    total = make_total(session, 100)
    west = make_township(session, total, 60)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, total, "40.001", division_code=EAST)
    assert (refused.value.code, refused.value.facts["left"]) == ("plan_above_exceeded", 40)
    by = {"now": NOW, "act": act()}
    who = approver(session)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        actions.adjust_line(session, actor=who, **by, node=total, figures=figures("59.999"))
    assert refused.value.code == "plan_below_exceeds"
    session.refresh(total)
    actions.adjust_line(session, actor=who, **by, node=west, figures=figures(100))
    assert west.state is PlanState.ADJUSTED
    events = queries.list_events(session, west.id)
    assert [one.planned_m3 for one in events] == [60, 60, 60, 100]
    assert events[-1].to_state is west.state


def test_a_line_stands_once(session: Session, actor: Actor) -> None:
    total = make_total(session)
    first = deal(session, actor, total, 10, division_code=WEST)
    with pytest.raises(IntegrityError), session.begin_nested():
        deal(session, actor, total, 10, division_code=WEST)
    step(session, actor, first, "drop")
    assert deal(session, actor, total, 10, division_code=WEST).state is PlanState.PROPOSED


@pytest.mark.parametrize("whose", [{}, {"division_code": "371526104"}])
def test_a_county_is_dealt_out_to_its_townships(
    session: Session, actor: Actor, whose: dict[str, object]
) -> None:
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, make_total(session), 10, **whose)
    assert refused.value.code == "plan_wrong_level"


def test_a_plan_needs_a_permit_that_covers_it(session: Session, actor: Actor) -> None:
    firm = make_firm(session)
    west, east = (make_township(session, make_total(session), 1000), None)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, west, 10, party_id=firm.id)
    assert refused.value.code == "plan_without_permit"
    make_permit(session, holder=firm, volume=100, valid_to=date(2023, 1, 31))
    make_permit(session, holder=firm, volume=500, number="D371525G2019-0002", valid_to=date(2022, 12, 31))
    east = deal(session, actor, queries.list_totals(session, COUNTY, 2023)[0], 1000, division_code=EAST)
    deal(session, actor, west, 60, party_id=firm.id)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, east, "40.001", party_id=firm.id)
    assert (refused.value.code, refused.value.facts["permitted"]) == ("plan_above_permit", 100)


def test_who_needs_no_permit_is_planned_without_one(session: Session, actor: Actor) -> None:
    village = make_party(session, name="小王庄村", identifier="", phone="")
    user = ((PartyRole.USER, village.id),)
    well = make_well(session, exemption=PermitExemption.HOUSEHOLD, parties=user)
    node = deal(session, actor, make_township(session, make_total(session)), 100, party_id=village.id)
    assert deal(session, actor, node, 100, well=well).level is Level.WELL


def test_wells_on_one_permit_share_its_volume(session: Session, actor: Actor) -> None:
    firm, wells = make_firm(session), [make_well(session) for _ in range(2)]
    permit = make_permit(session, *wells, holder=firm, volume=100)
    user = make_user(session, make_township(session, make_total(session)), firm, 100)
    deal(session, actor, user, 60, well=wells[0])
    permit.permitted_m3 = Decimal(90)
    session.flush()
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, user, 40, well=wells[1])
    assert refused.value.code == "plan_above_permit"
    elsewhere = make_well(session, lon=115.47)
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        deal(session, actor, user, 1, well=elsewhere)
    assert refused.value.code == "plan_well_elsewhere"


def test_who_does_what(session: Session, actor: Actor) -> None:
    node = deal(session, actor, make_total(session), 10, division_code=WEST)
    with pytest.raises(Forbidden):
        step(session, actor, node, "approve")
    with pytest.raises(Forbidden):
        deal(session, make_actor(session, Role.INSPECTOR), node, 1, party_id=make_firm(session).id)
    with pytest.raises(NotFound):
        step(session, approver(session, jurisdiction=WEST), node, "approve")
    with pytest.raises(NotFound):
        queries.get_node(session, node.id, keeper(session, jurisdiction=EAST))
    assert queries.get_node(session, node.id, keeper(session, jurisdiction=WEST)) is node


@pytest.mark.parametrize(
    ("name", "more", "code"),
    [
        ("issue", {"paper": ""}, "plan_paper_missing"),
        ("issue", {"on": date(2023, 6, 2)}, "plan_day_in_future"),
        ("return", {"reason": " "}, "plan_reason_missing"),
        ("settle", {}, "plan_step_out_of_order"),
        ("adjust", {}, "plan_step_needs_facts"),
    ],
)
def test_what_a_step_is_refused_for(
    session: Session, actor: Actor, name: str, more: dict[str, object], code: str
) -> None:
    node = deal(session, actor, make_total(session), 10, division_code=WEST)
    boss = approver(session)
    step(session, boss, node, "approve")
    with pytest.raises(RuleBroken) as refused:
        step(session, boss if name == "return" else actor, node, name, **more)
    assert refused.value.code == code


def test_below_is_issued_after_above(session: Session, actor: Actor) -> None:
    by = {"actor": actor, "now": NOW, "year": 2023, "source": WaterSource.DEEP}
    total = actions.set_total(session, **by, figures=figures(100), act=act())
    node = deal(session, actor, total, 10, division_code=WEST)
    step(session, approver(session), node, "approve")
    with pytest.raises(RuleBroken) as refused:
        step(session, actor, node, "issue")
    assert refused.value.code == "plan_above_not_issued"


def test_a_year_is_settled_when_it_is_over(session: Session, actor: Actor) -> None:
    node = make_total(session)
    step(session, actor, node, "begin")
    with pytest.raises(RuleBroken) as refused:
        step(session, actor, node, "settle")
    assert refused.value.code == "plan_not_over"
    step(session, actor, node, "settle", now=NEXT, on=date(2024, 1, 10))
    assert node.state is PlanState.SETTLED


def test_water_moves_between_neighbours(session: Session) -> None:
    total = make_total(session, 100)
    west, east = make_township(session, total, 60), make_township(session, total, 40, EAST)
    boss = approver(session)
    transfer = actions.Transfer(volume_m3=Decimal(20), act=act())
    by = {"actor": boss, "now": NOW, "giver": west}
    entry = actions.transfer_water(session, **by, taker=east, transfer=transfer)
    assert (west.planned_m3, east.planned_m3, total.planned_m3) == (40, 60, 100)
    assert sum(Decimal(month) for month in west.months) == 40
    assert queries.list_transfers(session, east.id) == [entry]
    assert queries.list_events(session, east.id)[-1].transfer_id == entry.id
    for volume, taker, code in (
        ("40.001", east, "transfer_volume"),
        ("0", east, "transfer_volume"),
        ("1", total, "transfer_not_neighbours"),
        ("1", west, "transfer_not_neighbours"),
    ):
        transfer = actions.Transfer(volume_m3=Decimal(volume), act=act())
        with pytest.raises(RuleBroken) as refused:
            actions.transfer_water(session, **by, taker=taker, transfer=transfer)
        assert refused.value.code == code


def test_residents_water_stays_and_what_is_below_is_kept(session: Session) -> None:
    firm = make_firm(session)
    make_permit(session, holder=firm)
    total = make_total(session)
    west, east = make_township(session, total, 100), make_township(session, total, 100, EAST)
    make_user(session, west, firm, 90)
    by = {"actor": approver(session), "now": NOW, "giver": west, "taker": east}
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        actions.transfer_water(session, **by, transfer=actions.Transfer(volume_m3=Decimal(11), act=act()))
    assert refused.value.code == "plan_below_exceeds"
    session.expire_all()
    lived_on = figures(100, domestic_m3=Decimal(95))
    actions.adjust_line(session, actor=approver(session), now=NOW, node=west, figures=lived_on, act=act())
    with pytest.raises(RuleBroken) as refused, session.begin_nested():
        actions.transfer_water(session, **by, transfer=actions.Transfer(volume_m3=Decimal(6), act=act()))
    assert refused.value.code == "transfer_domestic"


def test_an_old_page_is_refused(session: Session, actor: Actor) -> None:
    node = deal(session, actor, make_total(session), 10, division_code=WEST)
    by = {"actor": actor, "now": NOW, "node": node, "act": act()}
    actions.revise_line(session, **by, figures=figures(20), base_version=1)
    with pytest.raises(Conflict):
        actions.revise_line(session, **by, figures=figures(30), base_version=1)


def test_three_years_before_are_the_basis(session: Session) -> None:
    firm = make_firm(session)
    wells = [make_well(session, parties=((PartyRole.USER, firm.id),)) for _ in range(2)]
    known = ((wells[0], 2021, 100), (wells[1], 2021, 50), (wells[0], 2022, 70))
    volumes = [
        VolumeFacts(well_id=well.id, year=year, volume_m3=Decimal(volume)) for well, year, volume in known
    ]
    put_annual_volumes(session, now=NOW, county_code=COUNTY, volumes=volumes)
    ids = queries.wells_of_parties(session, [firm.id])[firm.id]
    found = queries.basis_of_wells(session, ids, 2023)
    assert [(one.year, one.volume_m3, one.known, one.wells) for one in found] == [
        (2020, 0, 0, 2),
        (2021, 150, 2, 2),
        (2022, 70, 1, 2),
    ]
    metered = {wells[0].id: {2021: Decimal(120)}, wells[1].id: {2022: Decimal(9)}}
    found = queries.basis_of_wells(session, ids, 2023, metered)
    assert [(one.volume_m3, one.known) for one in found] == [(0, 0), (170, 2), (79, 2)]
    assert TODAY.year == 2023
