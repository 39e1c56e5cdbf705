"""Two who decide at once, each on a connection of their own, never book more than there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.claims import actions, queries
from casebook.claims.rules import ClaimStatus, MeasureKind
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER
from tests.factories import claims as make
from tests.factories.accounts import COUNTY, NOW
from tests.support.at_once import at_once
from tests.support.databases import engine_for, session_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from casebook.access import Actor


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """What is made here is committed, so that other connections see it."""
    engine = engine_for(database_url)
    with session_on(engine) as found:
        yield found
    engine.dispose()


def deciding(number: str, actor: Actor) -> Callable[[Session, object], None]:
    def act(session: Session, _loaded: object) -> None:
        claim = queries.get_claim(session, number, actor)
        actions.decide_claim(session, actor=actor, now=NOW, claim=claim, to=ClaimStatus.ACCEPTED)

    return act


def test_two_claims_of_a_unit_and_its_well(session: Session) -> None:
    office = make.make_office(session)
    well = make.shallow_well(session)
    unit = make.make_unit(session, [well])
    of_well = make.make_baseline(session, office, well, 1000)
    of_unit = make.make_baseline(session, office, unit, 1000)
    claims = [
        make.make_claim(session, office, one, 700, status=ClaimStatus.SUBMITTED) for one in (of_well, of_unit)
    ]
    acts = [deciding(claim.number, office.decides) for claim in claims]
    assert at_once(session, lambda own: queries.list_substitutes(own, COUNTY), *acts) == ["done", "done"]
    assert ledger.totals(session, COUNTY, 2023, kinds=WATER).full_year_m3 == 1000
    assert sorted(claim.booked_m3 or 0 for claim in claims) == [300, 700]


def test_two_wells_on_one_substitute(session: Session) -> None:
    office = make.make_office(session)
    water = make.make_substitute(session, office, monthly=100)
    claims = [
        make.make_claim(
            session,
            office,
            make.make_baseline(session, office, make.shallow_well(session), 2000),
            800,
            status=ClaimStatus.SUBMITTED,
            kind=MeasureKind.REPLACEMENT,
            substitute=water,
        )
        for _ in range(2)
    ]
    acts = [deciding(claim.number, office.decides) for claim in claims]
    assert at_once(session, lambda own: queries.list_substitutes(own, COUNTY), *acts) == ["done", "done"]
    assert queries.room_of_substitute(session, water).free_m3 == 0
    assert ledger.totals(session, COUNTY, 2023, kinds=WATER).full_year_m3 == 1200
