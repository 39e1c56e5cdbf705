"""Taking in divisions and zones. The same file twice changes nothing; a changed area begins a new period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import shapely
from sqlalchemy import func, select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db import spatial
from casebook.kernel.errors import Refused, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.regions.models import ControlZone, Division, KnownPoint
from casebook.regions.queries import (
    division_shapes,
    find_division,
    find_known_point_by_name,
    list_divisions,
    list_zones,
)
from casebook.regions.readers import DivisionDraft
from casebook.regions.rules import DivisionKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from shapely import MultiPolygon
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.regions.geojson import Area
    from casebook.regions.readers import ZoneDraft

LONGEST_POINT_NAME = 60
SAME_DEGREES = 1e-9
"""Shapes that differ by less (0.1 mm) are the same."""


@dataclass
class RegionChanges:
    """What an import did, by the names of the areas."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    """Taken in after crossing or touching rings were put right."""
    absent: list[str] = field(default_factory=list)
    """In force here and not in the file; they stay as they are."""

    @property
    def moves_wells(self) -> bool:
        """Whether shapes came or went, so that wells must be placed anew."""
        return bool(self.added or self.changed)


def import_outline(
    session: Session, *, actor: Actor, now: datetime, on: date, county_code: str, name: str, area: Area
) -> RegionChanges:
    """Take in a county's outline; `on` is the day from which it holds."""
    intake = _Intake(session, actor, now, on, county_code)
    outline = DivisionDraft(county_code, name, name, area.shape, area.crs_source, None, area.is_repaired)
    intake.take_division(outline, DivisionKind.COUNTY)
    return intake.changes


def import_divisions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    on: date,
    county_code: str,
    drafts: Sequence[DivisionDraft],
) -> RegionChanges:
    """Take in townships. A draft without a shape gives code and name only; a known shape is kept.

    `on` is the day from which they hold where the draft names none.
    """
    intake = _Intake(session, actor, now, on, county_code)
    codes = [draft.code for draft in drafts]
    foreign = [code for code in codes if not code.startswith(county_code)]
    if foreign:
        raise Refused([RuleBroken("division_foreign", field="file", division=code) for code in foreign])
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RuleBroken("division_twice", field="file", codes="、".join(twice))
    for draft in drafts:
        intake.take_division(draft, DivisionKind.TOWNSHIP)
    known = list_divisions(session, county_code)
    intake.changes.absent = [division.name for division in known if division.code not in set(codes)]
    return intake.changes


def import_zones(
    session: Session, *, actor: Actor, now: datetime, on: date, county_code: str, drafts: Sequence[ZoneDraft]
) -> RegionChanges:
    """Take in control zones; the same kind, name and layer is the same zone.

    `on` is the day from which they hold where the draft names none, and on which a changed one begins.
    """
    intake = _Intake(session, actor, now, on, county_code)
    keys = [draft.key for draft in drafts]
    twice = sorted({draft.name for draft in drafts if keys.count(draft.key) > 1})
    if twice:
        raise RuleBroken("zone_twice", field="file", names="、".join(twice))
    in_force = {
        (zone.kind.value, zone.name, zone.aquifer.value if zone.aquifer else ""): zone
        for zone in list_zones(session, county_code)
    }
    for draft in drafts:
        intake.take_zone(draft, in_force.pop(draft.key, None))
    intake.changes.absent = sorted(zone.name for zone in in_force.values())
    return intake.changes


def keep_known_point(
    session: Session, *, actor: Actor, now: datetime, name: str, lon: float, lat: float
) -> KnownPoint:
    """Keep a place whose position is certain (CGCS2000 degrees); the same name again corrects it.

    RuleBroken for a name that is empty or too long, and for a position outside the county.
    """
    actor.need(Permission.COUNTY_IMPORT)
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_POINT_NAME:
        raise RuleBroken("point_name_unusable", field="name", most=LONGEST_POINT_NAME)
    outline = division_shapes(session, actor.county_code, DivisionKind.COUNTY).get(actor.county_code)
    if outline is None or not outline.covers(shapely.Point(lon, lat)):
        raise RuleBroken("point_outside_county", field="lon", lon=lon, lat=lat)
    point = find_known_point_by_name(session, actor.county_code, called)
    before = {"lon": point.lon, "lat": point.lat} if point else None
    if point is None:
        point = KnownPoint(county_code=actor.county_code, name=called, lon=lon, lat=lat)
        session.add(point)
    point.lon, point.lat = lon, lat
    session.flush()
    subject = Subject("known_point", point.id, called, actor.county_code)
    after = {"lon": lon, "lat": lat}
    record(
        session, actor=actor, now=now, action="known_point:keep", subject=subject, before=before, after=after
    )
    return point


class _Intake:
    """One import into one county."""

    def __init__(self, session: Session, actor: Actor, now: datetime, on: date, county_code: str) -> None:
        actor.need(Permission.COUNTY_IMPORT)
        actor.need_reach(county_code, "county", county_code)
        self._session, self._actor, self._now, self._on = session, actor, now, on
        self._county_code = county_code
        self.changes = RegionChanges()

    def take_division(self, draft: DivisionDraft, kind: DivisionKind) -> None:
        """Add a division, fill in its shape, or begin a new period when name or shape changed."""
        current = find_division(self._session, draft.code)
        fresh = Division(
            county_code=self._county_code,
            code=draft.code,
            name=draft.name,
            written_name=draft.written_name,
            kind=kind,
            geom=draft.shape and spatial.area(draft.shape),
            crs_source=draft.crs_source,
            valid_from=draft.valid_from or self._on,
        )
        if current is not None and draft.shape is not None and current.crs_source is None:
            current.geom, current.crs_source = fresh.geom, draft.crs_source
            self._told(self.changes.changed, current, "division:shape")
        elif current is not None and current.name == draft.name and self._is_same(current, draft.shape):
            self.changes.unchanged.append(draft.name)
        else:
            if current is not None and draft.shape is None:
                fresh.geom, fresh.crs_source = current.geom, current.crs_source
            self._begin(current, fresh)
        if draft.is_repaired:
            self.changes.repaired.append(draft.name)

    def take_zone(self, draft: ZoneDraft, current: ControlZone | None) -> None:
        """Add a zone, end it, or begin a new period when its shape changed."""
        if current is None or not self._is_same(current, draft.shape):
            fresh = ControlZone(
                county_code=self._county_code,
                kind=draft.kind,
                name=draft.name,
                aquifer=draft.aquifer,
                geom=spatial.area(draft.shape),
                crs_source=draft.crs_source,
                valid_from=draft.valid_from or self._on,
                ended_on=draft.ended_on,
            )
            self._begin(current, fresh)
        elif draft.ended_on is not None:
            current.ended_on = max(draft.ended_on, current.valid_from)
            self._told(self.changes.ended, current, "zone:end")
        else:
            self.changes.unchanged.append(draft.name)
        if draft.is_repaired:
            self.changes.repaired.append(draft.name)

    def _is_same(self, current: Division | ControlZone, shape: MultiPolygon | None) -> bool:
        if shape is None:
            return True
        table = type(current)
        stored = self._session.scalar(select(func.ST_AsBinary(table.geom)).where(table.id == current.id))
        if stored is None:
            return False
        pair = (shapely.normalize(shapely.from_wkb(bytes(stored))), shapely.normalize(shape))
        return bool(shapely.equals_exact(*pair, SAME_DEGREES))

    def _begin(self, current: Division | ControlZone | None, fresh: Division | ControlZone) -> None:
        """Store a new row. It ends the current one on the day it begins, at the earliest today."""
        verb = "add" if current is None else "change"
        if current is not None:
            if fresh.valid_from <= current.valid_from:
                fresh.valid_from = max(self._on, current.valid_from)
            current.ended_on = fresh.valid_from
            self._session.flush()
        if fresh.ended_on is not None and fresh.ended_on < fresh.valid_from:
            raise RuleBroken("region_period", field="file", name=fresh.name)
        self._session.add(fresh)
        told = self.changes.added if current is None else self.changes.changed
        self._told(told, fresh, f"{_kind(fresh)}:{verb}")

    def _told(self, told: list[str], area: Division | ControlZone, action: str) -> None:
        """Flush, note the name for the report, and audit."""
        self._session.flush()
        told.append(area.name)
        code = area.code if isinstance(area, Division) else self._county_code
        record(
            self._session,
            actor=self._actor,
            now=self._now,
            action=action,
            subject=Subject(_kind(area), area.id, area.name, code),
            after={"valid_from": area.valid_from, "ended_on": area.ended_on, "crs_source": area.crs_source},
        )


def _kind(area: Division | ControlZone) -> str:
    return "division" if isinstance(area, Division) else "zone"
