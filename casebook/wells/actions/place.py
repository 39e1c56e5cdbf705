"""Placing wells in townships and zones, and taking in a county's areas with all that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from casebook.regions import actions as regions
from casebook.regions.queries import load_locator
from casebook.wells.models import Well, WellZone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.regions.actions import RegionChanges
    from casebook.regions.geojson import Area
    from casebook.regions.readers import DivisionDraft, ZoneDraft


@dataclass(frozen=True)
class CountyFiles:
    """What a county import brings; each may be missing."""

    outline: Area | None = None
    county_name: str = ""
    townships: Sequence[DivisionDraft] = ()
    zones: Sequence[ZoneDraft] = ()


@dataclass
class CountyReport:
    """What a county import did."""

    outline: RegionChanges | None = None
    townships: RegionChanges | None = None
    zones: RegionChanges | None = None
    wells_moved: list[str] = field(default_factory=list)
    """Codes of wells that now lie in another township."""


def import_county(
    session: Session, *, actor: Actor, now: datetime, on: date, county_code: str, files: CountyFiles
) -> CountyReport:
    """Take in outline, townships and zones, then place the wells anew where shapes changed.

    `on` is the day from which areas hold that name none.
    """
    report = CountyReport()
    about: dict[str, Any] = {
        "session": session,
        "actor": actor,
        "now": now,
        "on": on,
        "county_code": county_code,
    }
    if files.outline is not None:
        report.outline = regions.import_outline(**about, name=files.county_name, area=files.outline)
    if files.townships:
        report.townships = regions.import_divisions(**about, drafts=files.townships)
    if files.zones:
        report.zones = regions.import_zones(**about, drafts=files.zones)
    changes = [part for part in (report.outline, report.townships, report.zones) if part]
    if any(part.moves_wells for part in changes):
        report.wells_moved = place_wells(session, now=now, county_code=county_code)
    return report


def place_wells(session: Session, *, now: datetime, county_code: str) -> list[str]:
    """Store anew in which township and zones every well lies; return the codes of those that moved.

    A well that no township covers any more keeps its township.
    """
    query = select(Well.id, Well.code, Well.division_code, Well.lon, Well.lat)
    wells = session.execute(query.where(Well.county_code == county_code).order_by(Well.code)).all()
    locator = load_locator(session, county_code)
    places = locator.locate_many([well.lon for well in wells], [well.lat for well in wells])
    placed = list(zip(wells, places, strict=True))
    moved = [
        (well, place.township)
        for well, place in placed
        if place.township is not None and place.township != well.division_code
    ]
    for well, township in moved:
        session.execute(
            update(Well)
            .where(Well.id == well.id)
            .values(division_code=township, version=Well.version + 1, changed_at=now)
        )
    _replace_all_zones(
        session, county_code, [(well.id, zone) for well, place in placed for zone in place.zones]
    )
    return [well.code for well, _ in moved]


def _replace_all_zones(session: Session, county_code: str, members: list[tuple[UUID, UUID]]) -> None:
    of_county = select(Well.id).where(Well.county_code == county_code)
    session.execute(
        delete(WellZone).where(WellZone.well_id.in_(of_county)),
        execution_options={"synchronize_session": False},
    )
    if members:
        session.execute(insert(WellZone), [{"well_id": well, "zone_id": zone} for well, zone in members])
