"""A closure's confirmation asks what is left: of the well, of its unit, of the substitute."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from casebook.claims import queries
from casebook.claims.rules import ClaimStatus
from casebook.closures.rules import ClosureStatus, ReplacementSource
from casebook.kernel.errors import RuleBroken
from casebook.ledger import queries as ledger
from casebook.ledger.rules import WATER
from tests.factories import claims as make
from tests.factories import closures
from tests.factories.accounts import COUNTY
from tests.factories.claims import BEGAN_ON, Office

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories.closures import Offices

pytestmark = pytest.mark.usefixtures("file_store")


@pytest.fixture
def offices(session: Session) -> Offices:
    return closures.make_offices(session, aquifer="shallow", pump_flow_m3h=None)


@pytest.fixture
def office(session: Session, offices: Offices) -> Office:
    return make.office_of(session, offices.water)


def confirmed(session: Session, offices: Offices, **said: object) -> Decimal:
    """Bring the well's closure to its booking; return what the ledger holds of it."""
    closure = closures.make_closure(session, offices, ClosureStatus.CONFIRMED, **said)
    entries = ledger.list_entries_of_subject(session, closure.id, closures.whole_county(closure))
    (water,) = [one.posting for one in entries if one.posting.kind in WATER]
    assert water.full_year_m3 == closure.full_year_m3
    assert water.this_year_m3 == closure.this_year_m3
    return water.full_year_m3


def test_a_well_that_saved_before_is_closed_for_the_rest(
    session: Session, offices: Offices, office: Office
) -> None:
    baseline = make.make_baseline(session, office, offices.well, 36500)
    make.make_claim(session, office, baseline, 6500, 30000)
    assert confirmed(session, offices) == 30000
    claim = make.make_claim(session, office, baseline, 10, status=ClaimStatus.SUBMITTED, began_on=BEGAN_ON)
    with pytest.raises(RuleBroken, match="claim_nothing_left"):
        make.decide(session, office, claim)
    late = make.claim_facts(10, began_on=date(2023, 5, 21))
    with pytest.raises(RuleBroken, match="claim_well_closed"):
        make.draft(session, office, baseline, late)
    assert ledger.totals(session, COUNTY, 2023, kinds=WATER).full_year_m3 == 36500


def test_a_units_saving_bounds_its_wells(session: Session, offices: Offices, office: Office) -> None:
    unit = make.make_unit(session, [offices.well])
    make.make_claim(session, office, make.make_baseline(session, office, unit, 36500), 36000, 500)
    assert confirmed(session, offices) == 500


def test_a_report_keeps_to_the_locked_baseline(session: Session, offices: Offices, office: Office) -> None:
    make.make_baseline(session, office, offices.well, 30000)
    with pytest.raises(RuleBroken, match="baseline_other"):
        closures.report(session, offices)
    with pytest.raises(RuleBroken, match="baseline_not_before"):
        closures.report(
            session,
            offices,
            baseline_m3=Decimal(30000),
            closed_on=make.LOCKED_ON,
            replacement_connected_on=make.LOCKED_ON,
        )
    assert confirmed(session, offices, baseline_m3=Decimal(30000)) == 30000


def test_a_registered_substitute_bounds_and_is_given_back(
    session: Session, offices: Offices, office: Office
) -> None:
    water = make.make_substitute(session, office, monthly=1000)
    said = {"replacement_source": ReplacementSource.YELLOW_RIVER}
    with pytest.raises(RuleBroken, match="substitute_unnamed"):
        closures.report(session, offices, **said)
    with pytest.raises(RuleBroken, match="substitute_unknown"):
        closures.report(session, offices, substitute_id=water.id)
    closure = closures.make_closure(session, offices, ClosureStatus.CONFIRMED, substitute_id=water.id, **said)
    assert closure.full_year_m3 == 12000
    assert queries.room_of_substitute(session, water).free_m3 == 0
    closures.reopen(session, offices, closure)
    assert queries.room_of_substitute(session, water).free_m3 == 12000
