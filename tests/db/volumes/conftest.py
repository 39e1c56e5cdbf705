"""A small county with two metered wells, and who keeps their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, make_actor
from tests.factories.regions import make_county
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.wells.models import Well


@pytest.fixture
def county(session: Session) -> Session:
    make_county(session)
    return session


@pytest.fixture
def keeper(county: Session) -> Actor:
    """The permit and plan officer, who keeps readings and coefficients."""
    return make_actor(county, Role.PERMIT_OFFICER, jurisdiction=COUNTY)


@pytest.fixture
def well(county: Session) -> Well:
    return make_well(
        county, code="371525104JJ00001", meter_kind=MeterKind.MECHANICAL, meter_no="SB1", pump_flow_m3h=40.0
    )


@pytest.fixture
def other(county: Session) -> Well:
    """Online, in the eastern township, on an electricity account."""
    return make_well(
        county,
        code="371525105JJ00002",
        lon=115.47,
        meter_kind=MeterKind.ONLINE,
        meter_no="SB2",
        electricity_account="3700000001",
    )
