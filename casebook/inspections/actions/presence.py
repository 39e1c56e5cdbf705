"""Where the officers stood: checking positions, and weighing what a tablet says of its visit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from casebook.db.rows import insert_rows
from casebook.inspections.models import InspectionPresence, PresenceFix
from casebook.inspections.queries import distance_to_well, is_outside_county
from casebook.inspections.rules import Flag, PositionOrigin, is_far
from casebook.inspections.rules.presence import (
    WRONG_CLOCK_S,
    Datum,
    Facts,
    PlateSeen,
    Reason,
    Standing,
    find_standing,
    recognise_datum,
    score,
    weigh,
)
from casebook.kernel.errors import RuleBroken
from casebook.plates.queries import read_plate
from casebook.plates.rules import PlateReading
from casebook.regions.queries import find_known_point

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.inspections.filed import FiledPresence
    from casebook.inspections.models import Inspection
    from casebook.wells.models import Well

MOST_FIXES = 200
_CHINA = ((73.0, 136.0), (3.0, 54.0))
_PLATES = {
    PlateReading.REVOKED: PlateSeen.REVOKED,
    PlateReading.FORGED: PlateSeen.FORGED,
    PlateReading.FOREIGN: PlateSeen.OTHER,
    PlateReading.UNREADABLE: PlateSeen.UNREADABLE,
}


@dataclass(frozen=True)
class Presence:
    """What a tablet's presence comes to."""

    filed: FiledPresence
    standing: Standing | None
    distance_m: float | None
    plate: PlateSeen
    datum: Datum


def measure(session: Session, well: Well, lon: float, lat: float, far_limit_m: float) -> float:
    """Return the metres from a position to a well; RuleBroken for one that cannot be or lies abroad."""
    (west, east), (south, north) = _CHINA
    if not (west <= lon <= east and south <= lat <= north):
        raise RuleBroken("inspection_position_impossible", field="arrival_lon", lon=lon, lat=lat)
    distance = distance_to_well(well, lon, lat)
    # Next to a well at the border one may stand beyond it.
    if distance > far_limit_m and is_outside_county(session, well.county_code, lon, lat):
        raise RuleBroken(
            "inspection_position_outside", field="arrival_lon", lon=lon, lat=lat, distance=round(distance)
        )
    return distance


def read_presence(session: Session, well: Well, filed: FiledPresence, far_limit_m: float) -> Presence:
    """Return what a tablet's presence comes to; RuleBroken for positions that cannot be."""
    _check_fixes(filed)
    datum = _datum_of(session, well, filed)
    typed = _typed(filed)
    standing = find_standing(filed.fixes, typed, datum)
    distance = None
    if standing is not None:
        distance = measure(session, well, standing.lon, standing.lat, far_limit_m)
    return Presence(filed, standing, distance, _plate_of(session, well, filed), datum)


def _check_fixes(filed: FiledPresence) -> None:
    if len(filed.fixes) > MOST_FIXES:
        raise RuleBroken("inspection_fixes_too_many", field="presence.fixes", most=MOST_FIXES)
    (west, east), (south, north) = _CHINA
    for fix in filed.fixes:
        if not (west <= fix.lon <= east and south <= fix.lat <= north and fix.accuracy_m >= 0):
            raise RuleBroken(
                "inspection_position_impossible", field="presence.fixes", lon=fix.lon, lat=fix.lat
            )


def _typed(filed: FiledPresence) -> tuple[float, float] | None:
    lon, lat = filed.typed_lon, filed.typed_lat
    if (lon is None) != (lat is None):
        raise RuleBroken("inspection_position_half", field="presence.typed_lat")
    return None if lon is None or lat is None else (lon, lat)


def _datum_of(session: Session, well: Well, filed: FiledPresence) -> Datum:
    if filed.datum is None:
        return Datum.UNCHECKED
    known = find_known_point(session, filed.datum.point, well.county_code)
    return recognise_datum(filed.datum, None if known is None else (known.lon, known.lat))


def _plate_of(session: Session, well: Well, filed: FiledPresence) -> PlateSeen:
    if not filed.plate_text.strip():
        return PlateSeen.NONE
    reading = read_plate(session, filed.plate_text, well.county_code)
    if reading.well_id is not None and reading.well_id != well.id:
        return PlateSeen.OTHER
    return _PLATES.get(reading.state, PlateSeen.MATCH)


def keep_presence(
    session: Session,
    *,
    now: datetime,
    inspection: Inspection,
    presence: Presence,
    arrival_at: datetime,
    ended_at: datetime,
    are_times_in_order: bool,
    flags: list[Flag],
) -> None:
    """Weigh a tablet's presence and keep it with its fixes."""
    filed = presence.filed
    facts = Facts(
        standing=presence.standing,
        fixes=filed.fixes,
        arrival_at=arrival_at,
        distance_m=presence.distance_m,
        far_limit_m=inspection.far_limit_m,
        plate=presence.plate,
        datum=presence.datum,
        clock_ahead_s=filed.clock_ahead_s,
        are_times_in_order=are_times_in_order,
    )
    told = {
        "plate": presence.plate,
        "plate_text": filed.plate_text[:400],
        "plate_at": filed.plate_at,
        "datum": presence.datum,
        "clock_ahead_s": filed.clock_ahead_s,
        "clock_compared_at": filed.clock_compared_at,
        "ended_at": ended_at,
    }
    weighed = _weighed(inspection, weigh(facts), [*_own_flags(facts), *flags], now)
    insert_rows(session, InspectionPresence, [{**weighed, **told}])
    fixes = [
        {"inspection_id": inspection.id, "place": place, **asdict(fix)}
        for place, fix in enumerate(filed.fixes, 1)
    ]
    insert_rows(session, PresenceFix, fixes)


def keep_desk_presence(session: Session, *, now: datetime, inspection: Inspection, flags: list[Flag]) -> None:
    """Weigh what a record kept at the desk says of its visit; no tablet's clock is concerned."""
    standing = None
    if inspection.arrival_lon is not None and inspection.arrival_lat is not None:
        origin = inspection.arrival_origin or PositionOrigin.TYPED
        accuracy = inspection.arrival_accuracy_m
        standing = Standing(inspection.arrival_lon, inspection.arrival_lat, accuracy, origin)
    facts = Facts(
        standing=standing,
        arrival_at=inspection.arrival_at or inspection.started_at,
        distance_m=inspection.distance_m,
        far_limit_m=inspection.far_limit_m,
        is_clock_known=True,
    )
    told = {"plate": PlateSeen.NONE, "datum": Datum.UNCHECKED}
    weighed = _weighed(inspection, weigh(facts), [*_own_flags(facts), *flags], now)
    insert_rows(session, InspectionPresence, [{**weighed, **told}])


def _weighed(
    inspection: Inspection, reasons: list[Reason], flags: list[Flag], now: datetime
) -> dict[str, Any]:
    """Return the columns that say what a visit's presence comes to."""
    return {
        "county_code": inspection.county_code,
        "inspection_id": inspection.id,
        "score": score(reasons),
        "reasons": [reason.as_data() for reason in reasons],
        "flags": [flag.value for flag in dict.fromkeys(flags)],
        "judged_at": now,
    }


def _own_flags(facts: Facts) -> list[Flag]:
    found = [Flag.FAR] if is_far(facts.distance_m, facts.far_limit_m) else []
    if facts.clock_ahead_s is not None and abs(facts.clock_ahead_s) > WRONG_CLOCK_S:
        found.append(Flag.CLOCK)
    return found
