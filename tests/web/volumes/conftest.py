"""A county with two metered wells and their keeper, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from casebook.access import Role
from casebook.wells.rules import MeterKind
from tests.factories.accounts import COUNTY, make_actor, make_agency, make_officer
from tests.factories.regions import make_county
from tests.factories.volumes import take_readings
from tests.factories.wells import make_well

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.wells.models import Well
    from tests.support.page import CasebookClient

    SignIn = Callable[[Officer], CasebookClient]


@dataclass
class Water:
    """What the pages are about: readings of January to March 2023, the April dial smaller."""

    agency: Agency
    keeper: Actor
    well: Well
    other: Well


@pytest.fixture
def water(store: Session) -> Water:
    make_county(store)
    agency = make_agency(store)
    keeper = make_actor(store, Role.PERMIT_OFFICER, jurisdiction=COUNTY)
    mechanical = {"meter_kind": MeterKind.MECHANICAL}
    well = make_well(store, code="371525104JJ00001", meter_no="SB1", pump_flow_m3h=40.0, **mechanical)
    other = make_well(store, code="371525105JJ00002", lon=115.47, meter_no="SB2", **mechanical)
    dials = ((1, 100), (2, 160), (3, 230), (4, 210))
    take_readings(store, keeper, *(f"{well.code},SB1,2023-0{month}-25,{m3},人工," for month, m3 in dials))
    store.commit()
    return Water(agency, keeper, well, other)


@pytest.fixture
def client(store: Session, sign_in: SignIn, water: Water) -> CasebookClient:
    """The permit and plan officer's."""
    return sign_in(make_officer(store, Role.PERMIT_OFFICER, agency=water.agency, name="钱立"))
