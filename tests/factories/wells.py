"""Wells and the people behind them. All invented, identifiers from ranges that are not issued."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from casebook.access import Role
from casebook.kernel.coordinates import CrsSource
from casebook.parties.actions import PartyFacts, find_or_create
from casebook.regions.queries import load_locator
from casebook.regions.rules import Aquifer
from casebook.wells import actions
from casebook.wells.facts import NewWell, WellFacts
from casebook.wells.models import Well
from casebook.wells.rules import MeterKind, PartyRole, WellStatus, WellUse
from tests.factories.accounts import COUNTY, NOW, make_actor
from tests.factories.regions import WEST

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.parties.models import Party
    from casebook.wells.rules import AliasKind

CITIZEN_NUMBER = "37152519781108000X"
CREDIT_CODE = "913715250000695428"
_serial = count(1)


def keeper(session: Session, **traits: object) -> Actor:
    """Whoever keeps the register."""
    return make_actor(session, Role.PERMIT_OFFICER, **{"jurisdiction": COUNTY, **traits})


def make_party(
    session: Session, *, name: str = "刘建国", identifier: str = CITIZEN_NUMBER, phone: str = "10076847031"
) -> Party:
    return find_or_create(
        session, county_code=COUNTY, facts=PartyFacts(name=name, identifier=identifier, phone=phone)
    )


def facts(**changes: object) -> WellFacts:
    """Register data of an ordinary irrigation well in the western township."""
    found: WellFacts = {
        "lon": 115.42,
        "lat": 36.45,
        "crs_source": CrsSource.CGCS2000,
        "village": "小王庄村",
        "use": WellUse.IRRIGATION,
        "aquifer": Aquifer.SHALLOW,
        "depth_m": 22.0,
        "casing_mm": 325.0,
        "meter_kind": MeterKind.POWER,
    }
    found.update(changes)
    return found


def make_well(
    session: Session,
    *,
    actor: Actor | None = None,
    code: str | None = None,
    status: WellStatus = WellStatus.IN_USE,
    closed_on: date | None = None,
    user: Party | None = None,
    parties: tuple[tuple[PartyRole, UUID], ...] = (),
    aliases: tuple[tuple[AliasKind, str], ...] = (),
    **changes: object,
) -> Well:
    """A registered well; the county must have its townships."""
    given = facts(**changes)
    new = NewWell(
        code=code or f"{WEST}JJ{next(_serial):05d}",
        facts=given,
        place=load_locator(session, COUNTY).locate(given["lon"], given["lat"]),
        status=status,
        status_on=date(2020, 1, 1),
        closed_on=closed_on,
        parties=((PartyRole.USER, user.id), *parties) if user else parties,
        aliases=aliases,
    )
    (well_id,) = actions.register_wells(
        session, actor=actor or keeper(session), now=NOW, county_code=COUNTY, wells=[new]
    )
    return session.query(Well).filter(Well.id == well_id).one()
