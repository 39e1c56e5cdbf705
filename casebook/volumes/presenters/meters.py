"""Meters as their list and the page of a well show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.kernel.volumes import cubic_metres
from casebook.regions import queries as regions
from casebook.volumes.queries.books import load_readings
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.meters import list_seals
from casebook.volumes.queries.readings import latest_readings
from casebook.volumes.queries.visits import list_stopped
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.dials import digits_of
from casebook.volumes.rules.metering import CalibrationState, calibration_state

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import Meter, MeterAssignment, MeterReading, MeterSeal
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class MeterLine:
    """A meter on a well, as the list shows it."""

    well: Well
    township: str
    meter: Meter
    calibration: CalibrationState
    last: MeterReading | None
    last_m3: Decimal | None
    broken: MeterSeal | None
    """The seal that was found broken, when none was put on since."""
    is_stopped: bool
    """Whether it was found stopped, and nothing was read from it since."""


@dataclass(frozen=True, slots=True)
class WellMeter:
    """A meter while it is or was on a well."""

    put: MeterAssignment
    meter: Meter
    calibration: CalibrationState
    digits: int
    is_learned: bool
    """Whether the digits are found from its readings, because nobody gave them."""
    seals: tuple[MeterSeal, ...]

    @property
    def is_there(self) -> bool:
        """Whether it is on the well now."""
        return self.put.to_on is None


@dataclass(frozen=True, slots=True)
class MetersPage:
    """The meters of a well."""

    now: tuple[WellMeter, ...]
    before: tuple[WellMeter, ...]
    registered: str
    """The register's meter, where nothing was read from it yet."""
    may_edit: bool


def meter_lines(session: Session, puts: Sequence[MeterAssignment], today: date) -> list[MeterLine]:
    """Return the lines of a page, by a fixed number of statements."""
    names = regions.names(session, puts[0].county_code) if puts else {}
    latest = latest_readings(session, [put.well_id for put in puts])
    seals = list_seals(session, [put.meter_id for put in puts])
    newest = {seal.meter_id: seal for seal in reversed(seals)}
    stopped = list_stopped(session, [put.id for put in puts])
    return [
        _line(
            put,
            names,
            latest.get(put.well_id),
            newest.get(put.meter_id),
            today,
            is_stopped=put.id in stopped,
        )
        for put in puts
    ]


def _line(
    put: MeterAssignment,
    names: dict[str, str],
    last: MeterReading | None,
    seal: MeterSeal | None,
    today: date,
    *,
    is_stopped: bool,
) -> MeterLine:
    is_broken = seal is not None and seal.ending is not None and seal.ending.value == "seal_broken"
    return MeterLine(
        well=put.well,
        township=names.get(put.well.division_code, put.well.division_code),
        meter=put.meter,
        calibration=calibration_state(put.meter.calibration_due_on, today),
        last=last,
        last_m3=None if last is None or last.dial_l is None else cubic_metres(last.dial_l),
        broken=seal if is_broken else None,
        is_stopped=is_stopped,
    )


def meters_page(session: Session, well: Well, actor: Actor, today: date) -> MetersPage:
    """Return the meters of a well, the present ones first."""
    pairs = list_assignments(session, [well.id])
    readings = load_readings(session, [well.id]).get(well.id, [])
    seals = list_seals(session, [meter.id for _put, meter in pairs])
    found = [
        WellMeter(
            put=put,
            meter=meter,
            calibration=calibration_state(meter.calibration_due_on, today),
            digits=meter.digits or digits_of(one.dial_l for one in readings if one.meter == meter.id),
            is_learned=meter.digits is None,
            seals=tuple(seal for seal in seals if seal.meter_id == meter.id),
        )
        for put, meter in reversed(pairs)
    ]
    there = tuple(one for one in found if one.is_there)
    number = read_key(well.meter_no)
    is_new = not there and number not in {one.meter.number for one in found}
    return MetersPage(
        now=there,
        before=tuple(one for one in found if not one.is_there),
        registered=number if is_new else "",
        may_edit=actor.can(Permission.METER_EDIT),
    )


def meter_numbers(session: Session, well: Well) -> list[str]:
    """Return the numbers of a well's meters, the present one first; the register's where there is none."""
    pairs = list_assignments(session, [well.id])
    there = [meter.number for put, meter in reversed(pairs) if put.to_on is None]
    gone = [meter.number for put, meter in reversed(pairs) if put.to_on is not None]
    registered = [read_key(well.meter_no)] if well.meter_no else []
    return list(dict.fromkeys([*there, *registered, *gone]))


def last_reading(session: Session, well: Well) -> tuple[MeterReading, Decimal] | None:
    """Return the last reading of a well that counts, with its dial in m³."""
    found = latest_readings(session, [well.id]).get(well.id)
    if found is None or found.dial_l is None:
        return None
    return found, cubic_metres(found.dial_l)
