"""A year of random claims, closings and withdrawals against a plain model of what may be counted."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.claims import actions, queries
from casebook.claims.rules import ClaimStatus, MeasureKind
from casebook.closures.rules import ClosureStatus
from casebook.kernel.errors import RuleBroken
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER
from tests.factories import claims as make
from tests.factories import closures
from tests.factories.accounts import COUNTY, NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.claims.models import Baseline, Claim, SubstituteWater
    from casebook.closures.models import Closure
    from casebook.wells.models import Well
    from tests.factories.claims import Office
    from tests.factories.closures import Offices

pytestmark = pytest.mark.usefixtures("file_store")

STEPS = 28
OF_WELLS, OF_UNIT, OF_WATER = (900, 700, 400), 1500, 1200


@dataclass
class Model:
    """What is counted, in whole m³: of each well, by the unit itself, of the substitute; no ledger."""

    wells: dict[int, int] = field(default_factory=lambda: dict.fromkeys(range(len(OF_WELLS)), 0))
    unit: int = 0
    water: int = 0

    def free(self, place: int | None, residual: int, saving: int, *, draws: bool) -> int:
        in_unit = OF_UNIT - self.unit - self.wells[0] - self.wells[1]
        bounds = [OF_WATER - self.water + saving] if draws else []
        if place is None:
            bounds.append(in_unit - residual)
        else:
            bounds.append(OF_WELLS[place] - residual - self.wells[place])
            if place != 2:  # the third well is nobody's
                bounds.append(in_unit)
        return max(min(bounds), 0)

    def book(self, place: int | None, volume: int, drawn: int = 0) -> None:
        self.water += drawn
        if place is None:
            self.unit += volume
        else:
            self.wells[place] += volume

    @property
    def sum(self) -> int:
        return self.unit + sum(self.wells.values())


@dataclass
class Year:
    """What an office does, and what it has to come to."""

    session: Session
    chance: random.Random
    office: Office
    offices: Offices
    wells: list[Well]
    baselines: list[Baseline]
    water: SubstituteWater
    model: Model = field(default_factory=Model)
    booked: list[tuple[Claim, int | None, int, int]] = field(default_factory=list)
    closed: dict[int, Closure] = field(default_factory=dict)

    def step(self) -> None:
        self.chance.choice([self.claim, self.claim, self.claim, self.withdraw, self.close])()

    def claim(self) -> None:
        place = self.chance.choice([None, 0, 1, 2])
        limit = OF_UNIT if place is None else OF_WELLS[place]
        residual = self.chance.randint(0, limit // 2)
        claimed = self.chance.randint(1, limit - residual)
        draws = self.chance.random() < 0.5
        saving = self.chance.randint(0, claimed // 2) if draws else 0
        free = self.model.free(place, residual, saving, draws=draws)
        claim = make.make_claim(
            self.session,
            self.office,
            self.baselines[len(self.wells) if place is None else place],
            claimed,
            residual,
            status=ClaimStatus.SUBMITTED,
            kind=MeasureKind.REPLACEMENT if draws else MeasureKind.SAVING,
            substitute=self.water if draws else None,
            saving_m3=Decimal(saving),
        )
        if not free:
            with pytest.raises(RuleBroken, match="claim_nothing_left"):
                make.decide(self.session, self.office, claim)
            return
        expected = min(claimed, free)
        assert make.decide(self.session, self.office, claim) == expected
        drawn = max(expected - saving, 0) if draws else 0
        self.model.book(place, expected, drawn)
        self.booked.append((claim, place, expected, drawn))

    def withdraw(self) -> None:
        if not self.booked:
            return
        claim, place, volume, drawn = self.booked.pop(self.chance.randrange(len(self.booked)))
        actor = self.office.decides
        actions.withdraw_claim(self.session, actor=actor, now=NOW, claim=claim, reason="复核不实")
        self.model.book(place, -volume, -drawn)

    def close(self) -> None:
        place = self.chance.randrange(len(self.wells))
        if place in self.closed:
            return
        expected = self.model.free(place, 0, 0, draws=False)
        closure = closures.make_closure(
            self.session,
            self.offices,
            ClosureStatus.CONFIRMED,
            well=self.wells[place],
            baseline_m3=Decimal(OF_WELLS[place]),
        )
        assert closure.full_year_m3 == expected
        self.model.book(place, expected)
        self.closed[place] = closure

    def check(self) -> None:
        assert ledger.totals(self.session, COUNTY, 2023, kinds=WATER).full_year_m3 == self.model.sum
        for place, taken in self.model.wells.items():
            own = queries.rooms_of(self.session, self.baselines[place], None)[0]
            assert own.taken_m3 == taken <= OF_WELLS[place]
        unit = queries.rooms_of(self.session, self.baselines[-1], None)[0]
        assert unit.taken_m3 == self.model.sum - self.model.wells[2] <= OF_UNIT
        assert queries.room_of_substitute(self.session, self.water).taken_m3 == self.model.water <= OF_WATER


@pytest.mark.parametrize("seed", [20231, 20232])
def test_a_year_of_claims(session: Session, seed: int) -> None:
    offices = closures.make_offices(session)
    office = make.office_of(session, offices.water)
    wells = [closures.new_well(session, aquifer="shallow", pump_flow_m3h=None) for _ in OF_WELLS]
    unit = make.make_unit(session, wells[:2])
    baselines = [make.make_baseline(session, office, *one) for one in zip(wells, OF_WELLS, strict=True)]
    baselines.append(make.make_baseline(session, office, unit, OF_UNIT))
    water = make.make_substitute(session, office, monthly=OF_WATER // 12)
    game = Year(session, random.Random(seed), office, offices, wells, baselines, water)
    for _ in range(STEPS):
        game.step()
        game.check()
    for place, closure in game.closed.items():
        game.model.book(place, -int(closure.full_year_m3))
        closures.reopen(session, offices, closure)
        game.check()
    assert game.closed
    assert ledger.verify(session, COUNTY).is_whole
