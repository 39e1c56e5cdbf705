"""Facts for the rules of screening, and a county to screen. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from casebook.access import Role
from casebook.accounts.queries import actor_of
from casebook.kernel.clock import local_day
from casebook.kernel.months import Month, months_between
from casebook.quotas.rules import Grade, VolumeMethod
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening import actions, queries
from casebook.screening.queries import HitFilter
from casebook.screening.rules import Permit, Use, WellFacts, Zone
from casebook.volumes.models import ElectricityAccount, ElectricityUse, VolumeQuery, WellMonth
from casebook.volumes.rules import QueryKind, QueryState
from casebook.wells.rules import MeterKind, WellStatus, WellUse
from tests.factories.accounts import COUNTY, NOW, make_agency, make_officer
from tests.factories.deadlines import load_calendar
from tests.factories.regions import make_county

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.accounts.models import Agency, Officer
    from casebook.screening.models import ScreeningHit, ScreeningRun
    from casebook.wells.models import Well

AS_OF = date(2023, 12, 31)
TODAY = local_day(NOW)
WELL_ID = UUID(int=1)


def permit(**changes: object) -> Permit:
    found: dict[str, object] = {
        "number": "D371525G2020-0001",
        "permitted_m3": Decimal(10_000),
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2025, 1, 1),
    }
    return Permit(**(found | changes))  # type: ignore[arg-type]  # the fields of a permit


def well(**changes: object) -> WellFacts:
    found: dict[str, object] = {
        "id": WELL_ID,
        "code": "371525101JJ00001",
        "division_code": "371525101",
        "status": WellStatus.IN_USE,
        "use": WellUse.IRRIGATION,
        "aquifer": Aquifer.SHALLOW,
        "meter_kind": MeterKind.MECHANICAL,
        "permits": (permit(),),
    }
    return WellFacts(**(found | changes))  # type: ignore[arg-type]  # the fields of a well


def zone(kind: ZoneKind, *, aquifer: Aquifer | None = None, since: date = date(2015, 7, 1)) -> Zone:
    return Zone(kind, "某区", aquifer, since)


def months(
    year: int, volumes: Iterable[object], *, first: int = 1, flags: tuple[str, ...] = ()
) -> dict[Month, Use]:
    """Months of a year from its first on; None is a month without a figure."""
    return {
        Month(year, first + index): Use(None if one is None else Decimal(str(one)), None, flags)
        for index, one in enumerate(volumes)
    }


def flat(first: Month, last: Month, volume: object) -> dict[Month, Use]:
    """The same volume in every month of a span."""
    return {month: Use(Decimal(str(volume))) for month in months_between(first, last)}


@dataclass
class Watch:
    """A county to screen: who runs and decides, an officer who goes out, and nothing in it yet."""

    agency: Agency
    chief: Actor
    inspector: Officer


def make_watch(session: Session, *, with_shapes: bool = True) -> Watch:
    """A county with its townships, a head who screens, and an inspector."""
    if with_shapes:
        make_county(session)
    load_calendar(session)
    agency = make_agency(session)
    chief = make_officer(session, Role.CASE_HEAD, agency=agency, name="赵衡")
    inspector = make_officer(session, Role.INSPECTOR, agency=agency, name="孙明")
    return Watch(agency, actor_of(chief), inspector)


def put_months(
    session: Session, well: Well, year: int, volumes: Iterable[object], *, flags: str = ""
) -> None:
    """Metered months of a well from January on; None is a month without a figure."""
    for month, volume in enumerate(volumes, start=1):
        has_figure = volume is not None
        session.add(
            WellMonth(
                county_code=well.county_code,
                well_id=well.id,
                division_code=well.division_code,
                year=year,
                month=month,
                volume_m3=Decimal(str(volume)) if has_figure else None,
                method=VolumeMethod.MANUAL_METER if has_figure else None,
                grade=Grade.A if has_figure else None,
                flags=flags,
                figured_at=NOW,
            )
        )
    session.flush()


def put_power(session: Session, number: str, year: int, kwh: Iterable[object]) -> None:
    """An account's electricity by month from January on."""
    account = ElectricityAccount(county_code=COUNTY, number=number, opened_at=NOW)
    session.add(account)
    session.flush()
    for month, energy in enumerate(kwh, start=1):
        session.add(
            ElectricityUse(
                county_code=COUNTY,
                account_id=account.id,
                year=year,
                month=month,
                energy_kwh=Decimal(str(energy)),
                recorded_at=NOW,
            )
        )
    session.flush()


def put_doubt(
    session: Session, well: Well, on: date, kind: QueryKind = QueryKind.DECREASE_UNEXPLAINED
) -> None:
    """Something about a well's readings that nobody has explained."""
    session.add(
        VolumeQuery(
            county_code=well.county_code,
            well_id=well.id,
            division_code=well.division_code,
            kind=kind,
            from_on=on - timedelta(days=31),
            to_on=on,
            facts={},
            state=QueryState.OPEN,
            opened_at=NOW,
        )
    )
    session.flush()


def run(session: Session, watch: Watch, *, as_of: date = TODAY, now: datetime = NOW) -> ScreeningRun:
    """Screen the county."""
    return actions.run(session, actor=watch.chief, now=now, as_of=as_of)[0]


def hits_of(session: Session, watch: Watch) -> dict[tuple[str, str], ScreeningHit]:
    """All hits of the county by rule and subject."""
    found = queries.page_hits(session, watch.chief, HitFilter(), size=500).items
    return {(one.rule.value, one.subject_title): one for one in found}


def list_file(*rows: str) -> BytesIO:
    """A list as a CSV file in the encoding that offices use."""
    return BytesIO("\n".join(rows).encode("gb18030"))
