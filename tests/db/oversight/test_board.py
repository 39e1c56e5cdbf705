"""The board against an independent model of the sums, and against the lists that its figures open."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.accounts.models import AgencyKind
from casebook.accounts.queries import actor_of
from casebook.closures import actions
from casebook.closures.queries import ClosureFilter, page_closures
from casebook.closures.rules import ClosureStatus, ConfirmingPart
from casebook.kernel.clock import local_day
from casebook.ledger import queries as ledger
from casebook.ledger.queries import Filter
from casebook.ledger.rules import WATER, WELLS
from casebook.oversight import queries
from casebook.oversight.rules import Indicator
from casebook.regions.rules import Aquifer
from tests.factories import closures as make
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.closures import DAY, Offices
from tests.factories.oversight import set_target
from tests.factories.regions import EAST, WEST
from tests.support.counting import statements

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.closures.models import Closure
    from casebook.ledger.queries import Entry
    from casebook.oversight.queries import Board
    from casebook.wells.models import Well

pytestmark = pytest.mark.usefixtures("file_store")

GROUPS = (Aquifer.SHALLOW, Aquifer.SALINE, Aquifer.DEEP_CONFINED)
CLAIMED = {ClosureStatus.REPORTED, ClosureStatus.ACCEPTED}


@dataclass
class Model:
    """One closure, with figures computed here from days, not by the code under test."""

    closure: Closure
    well: Well
    reopened_on: date | None = None

    @property
    def full(self) -> Decimal:
        return self.closure.baseline_m3 - self.closure.residual_m3

    def saved(self, until: date | None = None) -> Decimal:
        """To the litre, half-even, of the days after closing, up to the day before `until`."""
        first, last = self.closure.closed_on, date(self.closure.closed_on.year, 12, 31)
        end = last if until is None or until > last else until - timedelta(days=1)
        days = max((end - first).days, 0)
        return (self.full * days / 365).quantize(Decimal("0.001"))

    @property
    def booked(self) -> tuple[int, Decimal, Decimal]:
        if self.closure.status is ClosureStatus.CONFIRMED:
            return 1, self.full, self.saved()
        if self.closure.status is ClosureStatus.REOPENED:
            return 0, Decimal(0), self.saved(self.reopened_on)
        return 0, Decimal(0), Decimal(0)

    @property
    def claimed(self) -> tuple[int, Decimal]:
        return (1, self.full) if self.closure.status in CLAIMED else (0, Decimal(0))


@dataclass
class Play:
    """A county in which closures are reported, returned, accepted, confirmed and reopened at random."""

    session: Session
    offices: Offices
    leads: dict[str, Actor]
    chance: random.Random
    models: list[Model] = field(default_factory=list)
    now: datetime = NOW

    def step(self) -> None:
        self.now += timedelta(hours=self.chance.randint(1, 30))
        movable = [one for one in self.models if one.closure.status is not ClosureStatus.REOPENED]
        if not movable or self.chance.random() < 0.35:
            self.report()
        else:
            self.move(self.chance.choice(movable))

    def report(self) -> None:
        lon = {WEST: 115.401, EAST: 115.451}[self.chance.choice([WEST, EAST])] + len(self.models) / 10_000
        well = make.new_well(self.session, lon=lon, aquifer=self.chance.choice(GROUPS))
        day = date(self.chance.choice([2022, 2023]), self.chance.randint(1, 5), self.chance.randint(1, 28))
        closure = make.report(
            self.session,
            self.offices,
            well=well,
            now=self.now,
            closed_on=day,
            replacement_connected_on=day,
            baseline_m3=Decimal(self.chance.randint(0, 99_999_999)) / 1000,
        )
        self.models.append(Model(closure, well))

    def move(self, model: Model) -> None:
        closure = model.closure
        about = {"now": self.now, "closure": closure}
        lucky = self.chance.random() < 0.6
        match closure.status:
            case ClosureStatus.RETURNED:
                facts = actions.facts_of(closure)
                actions.report_again(self.session, actor=self.offices.actor("reporter"), facts=facts, **about)
            case ClosureStatus.REPORTED if lucky:
                make.accept(self.session, self.offices, closure, now=self.now)
            case ClosureStatus.REPORTED:
                acceptor = self.offices.actor("acceptor")
                actions.return_closure(self.session, actor=acceptor, reason="缺材料", **about)
            case ClosureStatus.ACCEPTED:
                actions.confirm_closure(
                    self.session,
                    actor=self.leads[closure.division_code],
                    part=ConfirmingPart.TOWNSHIP,
                    confirmed_on=local_day(self.now),
                    remark="属实",
                    **about,
                )
            case ClosureStatus.CONFIRMED if not lucky:
                model.reopened_on = local_day(self.now)
                make.reopen(self.session, self.offices, closure, on=model.reopened_on, now=self.now)


@pytest.fixture
def offices(session: Session) -> Offices:
    return make.make_offices(session)


def play(session: Session, offices: Offices, seed: int) -> Play:
    township = make_agency(session, name="冠县东古城镇人民政府", kind=AgencyKind.TOWNSHIP, division_code=EAST)
    east = make_officer(session, Role.TOWNSHIP_LEAD, agency=township)
    leads = {WEST: offices.actor("lead"), EAST: actor_of(east)}
    return Play(session, offices, leads, random.Random(seed))


def figures(board: Board) -> dict[str, tuple[Decimal, ...]]:
    return {
        place.division_code: (
            place.wells.booked,
            place.reduction.booked,
            place.reduction.booked_this_year,
            place.wells.claimed,
            place.reduction.claimed,
        )
        for place in (board.whole, *board.townships)
    }


def expected(models: list[Model], year: int, code: str) -> tuple[Decimal, ...]:
    those = [
        one
        for one in models
        if one.closure.closed_on.year == year and one.closure.division_code.startswith(code)
    ]
    booked, claimed = [one.booked for one in those], [one.claimed for one in those]
    return (
        Decimal(sum(one[0] for one in booked)),
        sum((one[1] for one in booked), Decimal(0)),
        sum((one[2] for one in booked), Decimal(0)),
        Decimal(sum(one[0] for one in claimed)),
        sum((one[1] for one in claimed), Decimal(0)),
    )


def check_lists(session: Session, board: Board, reader: Actor) -> None:
    """Hold that each figure is what its list says."""
    for place in (board.whole, *board.townships):
        township = "" if place is board.whole else place.division_code
        wells = every_entry(session, Filter(board.year, WELLS, township), reader)
        water = every_entry(session, Filter(board.year, WATER, township), reader)
        assert sum(one.posting.count for one in wells) == place.wells.booked
        assert sum(one.posting.full_year_m3 for one in water) == place.reduction.booked
        assert sum(one.posting.this_year_m3 for one in water) == place.reduction.booked_this_year
        wanted = ClosureFilter(is_claimed=True, year=board.year, division_code=township)
        claimed = page_closures(session, actor=reader, wanted=wanted, size=1000).items
        assert len(claimed) == place.wells.claimed
        assert sum(one.full_year_m3 for one in claimed) == place.reduction.claimed
    for part in board.aquifers:
        narrow = Filter(board.year, WELLS | WATER, "", part.group)
        entries = every_entry(session, narrow, reader)
        assert sum(one.posting.count for one in entries) == part.booked.count
        assert sum(one.posting.full_year_m3 for one in entries) == part.booked.full_year_m3
        wanted = ClosureFilter(is_claimed=True, year=board.year, aquifer_group=part.group)
        claimed = page_closures(session, actor=reader, wanted=wanted, size=1000).items
        assert len(claimed) == part.claimed.count


def every_entry(session: Session, narrow: Filter, reader: Actor) -> list[Entry]:
    entries, cursor = [], None
    while True:
        page = ledger.page_entries(session, narrow, reader, cursor)
        entries += page.items
        cursor = page.next_cursor
        if cursor is None:
            return entries


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_at_random(session: Session, offices: Offices, seed: int) -> None:
    game = play(session, offices, seed)
    for number in range(60):
        game.step()
        if number % 12 == 11:
            for year in (2022, 2023):
                board = queries.board(session, county_code=COUNTY, year=year)
                assert figures(board) == {
                    code: expected(game.models, year, code) for code in (COUNTY, WEST, EAST)
                }
    reader = make.whole_county(game.models[0].closure)
    check_lists(session, queries.board(session, county_code=COUNTY, year=2023), reader)
    assert {one.closure.status for one in game.models} == set(ClosureStatus)
    assert ledger.verify(session, COUNTY).is_whole
    today = queries.board(session, county_code=COUNTY, year=2023, as_of=local_day(game.now))
    assert figures(today) == figures(queries.board(session, county_code=COUNTY, year=2023))


def test_a_day_in_between(session: Session, offices: Offices) -> None:
    """What was claimed, booked and asked for by the end of a day stays what it was."""
    set_target(session, now=NOW)
    closure = make.make_closure(session, offices)
    make.reopen(session, offices, closure, on=date(2023, 6, 4), now=NOW + 5 * DAY)
    set_target(session, amount="16", now=NOW + 6 * DAY)
    seen = {}
    for day in (date(2023, 5, 31), date(2023, 6, 1), date(2023, 6, 2), date(2023, 6, 3), date(2023, 6, 6)):
        whole = queries.board(session, county_code=COUNTY, year=2023, as_of=day).whole
        seen[day.isoformat()] = (whole.wells.target, whole.wells.claimed, whole.wells.booked)
    assert seen == {
        "2023-05-31": (None, 0, 0),
        "2023-06-01": (14, 1, 0),
        "2023-06-02": (14, 1, 0),
        "2023-06-03": (14, 0, 1),
        "2023-06-06": (14, 0, 0),
    }
    assert queries.board(session, county_code=COUNTY, year=2023).whole.wells.target == 16


def test_targets_and_when_they_are_met(session: Session, offices: Offices) -> None:
    set_target(session, amount="1")
    set_target(session, Indicator.REDUCTION, "36500.001")
    set_target(session, Indicator.REDUCTION, "36500", division_code=WEST)
    make.make_closure(session, offices)
    board = queries.board(session, county_code=COUNTY, year=2023)
    west, east = board.townships
    assert (west.name, west.is_met, west.wells.target) == ("清水镇", True, None)
    assert (east.name, east.is_met, east.reduction.target) == ("东古城镇", False, None)
    assert (board.whole.wells.is_met, board.whole.reduction.is_met) == (True, False)
    assert not board.whole.is_met
    assert board.whole.reduction.difference == Decimal("0.001")


def test_a_township_sees_its_own(session: Session, offices: Offices) -> None:
    set_target(session, amount="2", division_code=WEST)
    make.make_closure(session, offices)
    make.make_closure(session, offices, ClosureStatus.REPORTED, well=make.new_well(session, lon=115.46))
    own = queries.board(session, county_code=COUNTY, year=2023, division=WEST)
    assert (own.whole.name, own.whole.wells.target, own.whole.wells.booked) == ("清水镇", 2, 1)
    assert (own.whole.wells.claimed, own.townships) == (0, [])
    assert queries.board(session, county_code=COUNTY, year=2023, division=EAST).whole.wells.claimed == 1


def test_the_number_of_queries_does_not_grow(session: Session, offices: Offices) -> None:
    make.make_closure(session, offices)
    few = count_queries(session)
    for _ in range(6):
        make.make_closure(session, offices, ClosureStatus.ACCEPTED, well=make.new_well(session))
        set_target(session, division_code=WEST, year=2023, amount=str(_))
    assert count_queries(session) == few == 4


def count_queries(session: Session) -> int:
    session.flush()
    with statements(session.get_bind().engine) as sent:
        queries.board(session, county_code=COUNTY, year=2023)
    return len(sent)
