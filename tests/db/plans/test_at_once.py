"""Two who deal out the same water: together they never deal out more than there is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.plans import actions, queries
from tests.factories.accounts import NOW
from tests.factories.quotas import (
    act,
    approver,
    figures,
    make_firm,
    make_permit,
    make_total,
    make_township,
)
from tests.factories.regions import EAST, WEST, make_county
from tests.factories.wells import keeper
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.models import PlanNode


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """A session on a database of its own, which others can open beside it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        make_county(found)
        yield found
    engine.dispose()


def deal(session: Session, actor: Actor, above: PlanNode, volume: int, code: str) -> None:
    whose = actions.Whose(division_code=code)
    by = {"actor": actor, "now": NOW, "above": above, "act": act()}
    actions.deal_out(session, **by, whose=whose, figures=figures(volume))


def test_two_who_deal_out_at_once(session: Session) -> None:
    total = make_total(session, 100)
    actor, total_id = keeper(session), total.id

    def load(own: Session) -> PlanNode:
        return queries.get_node(own, total_id, actor)

    def to(code: str) -> Callable[[Session, PlanNode], None]:
        return lambda own, found: deal(own, actor, found, 60, code)

    answers = at_once(session, load, to(WEST), to(EAST))
    assert answers == ["done", "plan_above_exceeded"]
    assert queries.dealt_out(session, [total_id])[total_id] == 60


def test_dealing_out_while_above_shrinks(session: Session) -> None:
    total = make_total(session, 100)
    actor, boss, total_id = keeper(session), approver(session), total.id

    def load(own: Session) -> PlanNode:
        return queries.get_node(own, total_id, actor)

    def shrink(own: Session, found: PlanNode) -> None:
        actions.adjust_line(own, actor=boss, now=NOW, node=found, figures=figures(50), act=act())

    def deal_out(own: Session, found: PlanNode) -> None:
        deal(own, actor, found, 60, WEST)

    answers = at_once(session, load, shrink, deal_out)
    assert answers[0] == "done"
    assert answers[1] in {"plan_above_exceeded", "plan_below_exceeds"}


def test_two_transfers_from_the_same_line(session: Session) -> None:
    total = make_total(session, 200)
    giver, taker = make_township(session, total, 100), make_township(session, total, 100, EAST)
    boss, ids = approver(session), (giver.id, taker.id)

    def load(own: Session) -> tuple[PlanNode, ...]:
        return tuple(queries.get_node(own, one, boss) for one in ids)

    def move(own: Session, found: tuple[PlanNode, ...]) -> None:
        transfer = actions.Transfer(volume_m3=Decimal(60), act=act())
        actions.transfer_water(own, actor=boss, now=NOW, giver=found[0], taker=found[1], transfer=transfer)

    answers = at_once(session, load, move, move)
    assert answers == ["done", "transfer_volume"]
    assert [one.planned_m3 for one in load(session)] == [40, 160]
    assert [sum(Decimal(month) for month in one.months) for one in load(session)] == [40, 160]


def test_a_transfer_while_its_water_is_dealt_out(session: Session) -> None:
    total = make_total(session, 200)
    giver, taker = make_township(session, total, 100), make_township(session, total, 100, EAST)
    firm = make_firm(session)
    make_permit(session, holder=firm, volume=1_000)
    boss, clerk, ids, firm_id = approver(session), keeper(session), (giver.id, taker.id), firm.id

    def load(own: Session) -> tuple[PlanNode, ...]:
        return tuple(queries.get_node(own, one, boss) for one in ids)

    def move(own: Session, found: tuple[PlanNode, ...]) -> None:
        transfer = actions.Transfer(volume_m3=Decimal(60), act=act())
        actions.transfer_water(own, actor=boss, now=NOW, giver=found[0], taker=found[1], transfer=transfer)

    def deal_out(own: Session, found: tuple[PlanNode, ...]) -> None:
        whose, by = actions.Whose(party_id=firm_id), {"actor": clerk, "now": NOW, "act": act()}
        actions.deal_out(own, **by, above=found[0], whose=whose, figures=figures(60))

    answers = at_once(session, load, move, deal_out)
    assert answers[0] == "done"
    assert answers[1] in {"plan_above_exceeded", "plan_below_exceeds"}


def test_one_user_is_planned_for_in_two_townships_at_once(session: Session) -> None:
    total = make_total(session, 200)
    towns = {code: make_township(session, total, 100, code).id for code in (WEST, EAST)}
    firm = make_firm(session)
    make_permit(session, holder=firm, volume=50)
    clerk, firm_id = keeper(session), firm.id

    def load(own: Session) -> dict[str, PlanNode]:
        return {code: queries.get_node(own, node_id, clerk) for code, node_id in towns.items()}

    def at(code: str) -> Callable[[Session, dict[str, PlanNode]], None]:
        whose, by = actions.Whose(party_id=firm_id), {"actor": clerk, "now": NOW, "act": act()}
        return lambda own, found: actions.deal_out(
            own, **by, above=found[code], whose=whose, figures=figures(30)
        )

    answers = at_once(session, load, at(WEST), at(EAST))
    assert answers == ["done", "plan_above_permit"]
