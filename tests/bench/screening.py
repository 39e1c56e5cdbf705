"""Screening a whole county: wells with permits and two years of months, the same for the same size.

Usage: python -m tests.bench.screening [WELLS]. Prints seconds and memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from casebook.access.actor import local_operator
from casebook.db import spatial
from casebook.kernel.coordinates import CrsSource
from casebook.kernel.ids import new_id
from casebook.parties.models import Party
from casebook.parties.rules import PartyKind
from casebook.quotas.models import Permit, PermitWell
from casebook.quotas.rules import Grade, PermitStatus, VolumeMethod
from casebook.regions.rules import Aquifer, ZoneKind
from casebook.screening import actions, queries
from casebook.volumes.models import WellMonth
from casebook.wells.models import Well, WellEvent, WellParty, WellZone
from casebook.wells.rules import MeterKind, PartyRole, PermitExemption, WellStatus, WellUse
from tests.bench.figures import Figure, table
from tests.factories.accounts import COUNTY
from tests.factories.regions import WEST, make_county, make_zone
from tests.support.databases import build, engine_for, session_on

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

AS_OF, NOW = date(2023, 12, 31), datetime(2024, 1, 2, tzinfo=UTC)
WELLS, LIMIT_S, LIMIT_MIB = 100_000, 60.0, 500
_TABLES = (Party, Well, WellEvent, WellParty, WellZone, Permit, PermitWell, WellMonth)
_YEARS, _AT_ONCE = (2022, 2023), 2_000


def fill(session: Session, wells: int) -> None:
    """Put so many wells into a county, each with 24 months, two in three with a permit, some in a zone."""
    dice = Random(wells)
    make_county(session)
    zone = make_zone(session, kind=ZoneKind.NO_ABSTRACTION)
    for start in range(0, wells, _AT_ONCE):
        rows: dict[type[Any], list[dict[str, Any]]] = {
            table: []
            for table in (Party, Well, WellEvent, WellParty, WellZone, Permit, PermitWell, WellMonth)
        }
        for number in range(start, min(start + _AT_ONCE, wells)):
            _add(rows, number, dice, zone.id)
        for one, some in rows.items():
            if some:
                session.execute(insert(one), some)
    session.commit()


def _add(rows: dict[type[Any], list[dict[str, Any]]], number: int, dice: Random, zone_id: UUID) -> None:
    well_id, party_id, permit_id = new_id(), new_id(), new_id()
    code, name = f"{WEST}JJ{number:06d}", f"试户{number}"
    lon, lat = 115.4 + dice.random() * 0.05, 36.4 + dice.random() * 0.1
    rows[Party].append(
        {"id": party_id, "county_code": COUNTY, "kind": PartyKind.CITIZEN, "name": name, "match_key": name}
    )
    rows[Well].append(
        {
            "id": well_id,
            "county_code": COUNTY,
            "code": code,
            "code_reversed": code[::-1],
            "division_code": WEST,
            "lon": lon,
            "lat": lat,
            "geom": spatial.point(lon, lat),
            "crs_source": CrsSource.CGCS2000,
            "status": WellStatus.IN_USE if dice.random() < 0.9 else WellStatus.IDLE,
            "use": WellUse.INDUSTRY if dice.random() < 0.1 else WellUse.IRRIGATION,
            "aquifer": Aquifer.SHALLOW,
            "exemption": PermitExemption.NONE,
            "meter_kind": MeterKind.MECHANICAL,
            "registered_at": NOW,
            "changed_at": NOW,
        }
    )
    rows[WellEvent].append(
        {
            "id": new_id(),
            "well_id": well_id,
            "sequence": 1,
            "to_status": WellStatus.IN_USE,
            "on": date(2020, 1, 1),
            "at": NOW,
            "reason": "",
            "actor_name": "试",
        }
    )
    rows[WellParty].append({"id": new_id(), "well_id": well_id, "party_id": party_id, "role": PartyRole.USER})
    if dice.random() < 0.05:
        rows[WellZone].append({"id": new_id(), "well_id": well_id, "zone_id": zone_id})
    if dice.random() < 0.95:
        rows[Permit].append(
            {
                "id": permit_id,
                "county_code": COUNTY,
                "number": f"D371525G2020-{number:06d}",
                "permitted_m3": dice.randrange(3_500, 9_000),
                "valid_from": date(2020, 1, 1),
                "valid_to": date(2025, 1, 1),
                "status": PermitStatus.VALID,
                "changed_at": NOW,
            }
        )
        rows[PermitWell].append({"id": new_id(), "permit_id": permit_id, "well_id": well_id})
    for year in _YEARS:
        rows[WellMonth] += [
            {
                "id": new_id(),
                "county_code": COUNTY,
                "well_id": well_id,
                "division_code": WEST,
                "year": year,
                "month": month,
                "volume_m3": dice.randrange(100, 500),
                "method": VolumeMethod.MANUAL_METER,
                "grade": Grade.A,
                "figured_at": NOW,
            }
            for month in range(1, 13)
        ]


def measure(wells: int = WELLS) -> list[Figure]:
    """Screen so many wells on SpatiaLite; return seconds and memory against their limits."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        build(url)
        engine = engine_for(url)
        with session_on(engine) as session:
            fill(session, wells)
        with session_on(engine) as session:
            started = time.perf_counter()
            found = queries.collect(session, COUNTY, AS_OF, AS_OF)
            actor = local_operator("bench", COUNTY)
            actions.store(session, actor=actor, now=NOW, found=found)
            session.commit()
            seconds = time.perf_counter() - started
        engine.dispose()
    return [
        Figure(f"screening of {wells} wells, hits stored", seconds, None, LIMIT_S, "s"),
        Figure("its peak memory", _peak_mib(), None, LIMIT_MIB, "MiB"),
    ]


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(table(measure(int(sys.argv[1]) if len(sys.argv) > 1 else WELLS)))
