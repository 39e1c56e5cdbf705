"""Indicators outside the ledger, as of any day, and the board as other programs read it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from casebook.cases.models import Problem, ProblemEvent
from casebook.cases.rules import ProblemStatus
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.oversight import actions, queries
from casebook.oversight.presenters import board_statement
from casebook.oversight.rules import Figure, Grounds, Indicator
from casebook.regions.rules import Aquifer
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW
from tests.factories.cases import make_bureau, make_problems
from tests.factories.closures import DAY
from tests.factories.oversight import planner, set_target
from tests.factories.quotas import AFTER, missed_year
from tests.factories.regions import WEST, make_county

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.oversight.rules import Gauge

pytestmark = pytest.mark.usefixtures("file_store")
BEFORE = local_day(NOW - DAY)


def gauge(session: Session, indicator: Indicator, *, as_of: date | None = None, code: str = COUNTY) -> Gauge:
    targets = {
        (one.division_code, one.indicator): one.value
        for one in queries.targets_in_force(session, COUNTY, 2023, as_of)
    }
    found = queries.gauges(session, COUNTY, 2023, targets, as_of=as_of)
    return next(one for one in found.of(code) if one.indicator is indicator)


def test_deep_wells_that_remain(session: Session) -> None:
    """Counted down by closing; as of a day before, the well was still there."""
    offices = make.make_offices(session, aquifer=Aquifer.DEEP_CONFINED)
    make.new_well(session, aquifer=Aquifer.DEEP_CONFINED)
    make.new_well(session, aquifer=Aquifer.SHALLOW)
    set_target(session, Indicator.DEEP_WELLS, "1")
    assert gauge(session, Indicator.DEEP_WELLS).difference == 1
    make.make_closure(session, offices)
    now = gauge(session, Indicator.DEEP_WELLS)
    assert (now.value, now.is_met) == (1, True)
    assert gauge(session, Indicator.DEEP_WELLS, code=WEST).value == 1
    assert gauge(session, Indicator.DEEP_WELLS, as_of=BEFORE).value == 0
    assert gauge(session, Indicator.DEEP_WELLS, as_of=local_day(NOW)).value == 2


def test_deep_wells_of_a_year_that_is_over_are_those_of_its_last_day(session: Session) -> None:
    offices = make.make_offices(session, aquifer=Aquifer.DEEP_CONFINED)
    after = NOW + 300 * DAY
    closure = make.report(session, offices, now=after, closed_on=local_day(after))
    make.accept(session, offices, closure, now=after)
    make.confirm(session, offices, closure, now=after + DAY)
    assert gauge(session, Indicator.DEEP_WELLS).value == 1
    assert gauge(session, Indicator.DEEP_WELLS, as_of=local_day(after + 2 * DAY)).value == 1
    this_year = queries.gauges(session, COUNTY, 2026, {})
    assert this_year.of(COUNTY)[0].value == 0


def test_the_rate_of_problems_struck_off(session: Session) -> None:
    bureau = make_bureau(session)
    first, _second = make_problems(session, bureau, "P10", "P02")
    _strike(session, first)
    set_target(session, Indicator.STRUCK_OFF_RATE, "95")
    found = gauge(session, Indicator.STRUCK_OFF_RATE)
    assert (found.part, found.whole, found.value, found.is_met) == (1, 2, Decimal("50.0"), False)
    first_day = gauge(session, Indicator.STRUCK_OFF_RATE, as_of=local_day(NOW))
    assert (first_day.part, first_day.whole) == (0, 2)
    nothing = gauge(session, Indicator.STRUCK_OFF_RATE, as_of=BEFORE)
    assert (nothing.whole, nothing.value) == (0, None)


def _strike(session: Session, problem: Problem) -> None:
    """Put a problem where striking off leaves it, five days later."""
    to, on = ProblemStatus.STRUCK_OFF, local_day(NOW + 5 * DAY)
    session.execute(update(Problem).where(Problem.id == problem.id).values(status=to, struck_off_on=on))
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            sequence=99,
            to_status=to,
            at=NOW + 5 * DAY,
            on=on,
            what="销号",
            actor_name="钱静",
        )
    )
    session.flush()


def test_reclaimed_water_and_its_stated_denominator(session: Session) -> None:
    make_county(session)
    missed_year(session)
    assert gauge(session, Indicator.RECLAIMED).value == 7200
    assert gauge(session, Indicator.RECLAIMED_RATE).value is None
    about = {"actor": planner(session), "year": 2023, "figure": Figure.SEWAGE_TREATED}
    actions.state_figure(session, **about, now=AFTER, amount_m3=Decimal(28_800), paper="污水处理年报")
    found = gauge(session, Indicator.RECLAIMED_RATE)
    assert (found.part, found.whole, found.value) == (7200, 28_800, Decimal("25.0"))
    later = AFTER + 2 * DAY
    actions.state_figure(session, **about, now=later, amount_m3=Decimal(14_400), paper="更正函")
    assert gauge(session, Indicator.RECLAIMED_RATE).value == Decimal("50.0")
    assert gauge(session, Indicator.RECLAIMED_RATE, as_of=local_day(AFTER)).value == Decimal("25.0")
    assert gauge(session, Indicator.RECLAIMED, as_of=BEFORE).value is None
    with pytest.raises(RuleBroken, match="target_needs_paper"):
        actions.state_figure(session, **about, now=later, amount_m3=Decimal(1), paper=" ")


def test_the_board_as_other_programs_read_it(session: Session) -> None:
    offices = make.make_offices(session, aquifer=Aquifer.DEEP_CONFINED)
    set_target(session, amount="1")
    set_target(
        session, Indicator.REDUCTION, "36500", grounds=Grounds("", Decimal(90_000), "2022 年水资源公报")
    )
    set_target(session, Indicator.REDUCTION, "30000", division_code=WEST)
    make.make_closure(session, offices)
    found = json.loads(json.dumps(board_statement(session, COUNTY, 2023)))
    county, west = found["county"], found["townships"][0]
    assert county["indicators"]["wells_closed"]["booked"] == 1
    reduction = county["indicators"]["reduction"]
    assert (reduction["target"], reduction["booked"]) == ("36500.000", "36500.000")
    assert reduction["booked_this_year"] != reduction["booked"]
    assert (reduction["baseline"], reduction["definition"]) == ("90000.000", 1)
    assert (county["met"], found["met"], west["code"]) == (True, True, WEST)
    assert found["cascade"]["reduction"] == {
        "county": "36500.000",
        "townships": "30000.000",
        "difference": "6500.000",
    }
    before = board_statement(session, COUNTY, 2023, as_of=BEFORE)
    assert before["county"]["indicators"]["wells_closed"] == {
        **before["county"]["indicators"]["wells_closed"],
        "target": None,
        "booked": 0,
        "claimed": 0,
    }


def test_met_only_when_every_part_is(session: Session) -> None:
    """Wells and water reached; the rate that a target asks for is not, so the county is not."""
    offices = make.make_offices(session)
    set_target(session, amount="1")
    make.make_closure(session, offices)
    assert board_statement(session, COUNTY, 2023)["met"]
    set_target(session, Indicator.SATISFIED_RATE, "100", now=NOW + timedelta(hours=1))
    statement = board_statement(session, COUNTY, 2023)
    satisfied = statement["county"]["indicators"]["satisfied_rate"]
    assert (satisfied["booked"], satisfied["denominator"], statement["met"]) == (None, 0, False)
