"""Meters on wells: put on, swapped, taken away; their dial, calibration and lead seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import Conflict, RuleBroken
from casebook.kernel.subjects import Subject
from casebook.kernel.volumes import litres
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.actions.seals import open_seal
from casebook.volumes.actions.writing import ReadingFacts, keep_rows, refusal, row_of
from casebook.volumes.models import Meter, MeterAssignment, MeterReading
from casebook.volumes.queries.books import load_readings
from casebook.volumes.queries.meters import find_assignment, find_meter, spans_about
from casebook.volumes.rules import ReadingMark, ReadingSource, ReadingWay
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.doubts import check_dial
from casebook.volumes.rules.metering import Span, check_closing, check_digits, check_here, check_put
from casebook.wells.actions import update_well
from casebook.wells.facts import WellFacts
from casebook.wells.models import subject_of
from casebook.wells.rules import MeterKind

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from typing import Any

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.rules.cells import Row
    from casebook.wells.models import Well

_PUT, _TAKEN, _EDIT = "meter_put", "meter_taken", "meter_edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterFacts:
    """What is known of a meter."""

    number: str
    kind: MeterKind
    digits: int | None = None
    """Whole digits of the dial; None to learn them from its readings."""
    calibration_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The last reading of a meter that is taken away (旧表止码)."""

    on: date
    dial_m3: Decimal
    is_sure: bool = False
    meter_no: str = ""
    """The meter that is meant; empty for whichever is there."""


def assign_meter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    facts: MeterFacts,
    on: date,
    opening_m3: Decimal,
) -> Meter:
    """Put a meter on a well that has none, with its opening reading; the register follows. Audited.

    RuleBroken: see `rules.metering.check_put`; `reading_refused` when the opening contradicts a reading.
    """
    _begin(session, actor, well)
    meter = _put(session, now, well, facts, on, opening_m3)
    _write(session, actor, now, well, [_opening(well, meter, facts, on, opening_m3)], _PUT)
    _register(session, actor, now, well, meter.number, facts.kind)
    after = {"meter": meter.number, "from_on": on.isoformat(), "opening_m3": str(opening_m3)}
    _audit(session, actor, now, "meter:assign", well, None, after)
    return meter


def swap_meter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    closing: Closing,
    facts: MeterFacts,
    opening_m3: Decimal,
) -> Meter:
    """Put a meter in another's place on one day, with closing and opening reading. Audited.

    RuleBroken: `meter_none_to_take`, those of `check_closing` and `check_put`, a doubt about the dial.
    Conflict: `meter_swapped_meanwhile`.
    """
    _begin(session, actor, well)
    old = _close(session, now, well, closing)
    session.flush()
    if read_key(facts.number) == old.number:
        raise RuleBroken("meter_same_number", field="number", meter=old.number)
    new = _put(session, now, well, facts, closing.on, opening_m3)
    rows = [_closing(well, old.number, closing), _opening(well, new, facts, closing.on, opening_m3)]
    _write(session, actor, now, well, rows, _PUT)
    _register(session, actor, now, well, new.number, facts.kind)
    before = {"meter": old.number, "closing_m3": str(closing.dial_m3)}
    after = {"meter": new.number, "from_on": closing.on.isoformat(), "opening_m3": str(opening_m3)}
    _audit(session, actor, now, "meter:swap", well, before, after)
    return new


def remove_meter(session: Session, *, actor: Actor, now: datetime, well: Well, closing: Closing) -> Meter:
    """Take the meter off a well with its closing reading; the register then says there is none. Audited."""
    _begin(session, actor, well)
    old = _close(session, now, well, closing)
    session.flush()
    _write(session, actor, now, well, [_closing(well, old.number, closing)], _TAKEN)
    _register(session, actor, now, well, "", MeterKind.NONE)
    after = {"to_on": closing.on.isoformat(), "closing_m3": str(closing.dial_m3)}
    _audit(session, actor, now, "meter:remove", well, {"meter": old.number}, after)
    return old


def edit_meter(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    meter: Meter,
    facts: MeterFacts,
    base_version: int | None,
) -> Changes:
    """Set a meter's number, kind, digits and calibration; digits change what its dials come to. Audited.

    Conflict `meter_changed`; RuleBroken `meter_elsewhere`, `meter_number_missing`, `meter_number_taken`, or
    of `check_digits`.
    """
    _begin(session, actor, well)
    session.refresh(meter, with_for_update=True)
    if meter.version != base_version:
        raise Conflict("meter_changed", meter=meter.number)
    check_here(spans_about(session, well, meter.id), well=well.code, meter=meter.number)
    number = _number(facts)
    other = find_meter(session, well.county_code, number)
    if other is not None and other.id != meter.id:
        raise RuleBroken("meter_number_taken", field="number", meter=number)
    check_digits(facts.digits, _dials(session, meter))
    before = _said(meter)
    was_current = (current := find_assignment(session, well.id)) is not None and current[1].id == meter.id
    meter.number, meter.kind, meter.digits = number, facts.kind, facts.digits
    meter.calibration_due_on, meter.version = facts.calibration_due_on, meter.version + 1
    session.flush()
    if was_current:
        _register(session, actor, now, well, number, facts.kind)
    subject = Subject("meter", meter.id, number, well.division_code)
    record(
        session, actor=actor, now=now, action="meter:edit", subject=subject, before=before, after=_said(meter)
    )
    wells = session.scalars(
        select(MeterAssignment.well_id).where(MeterAssignment.meter_id == meter.id).distinct()
    )
    return refigure(session, county_code=well.county_code, well_ids=wells, now=now, reason=_EDIT)


def _begin(session: Session, actor: Actor, well: Well) -> None:
    actor.need(Permission.METER_EDIT)
    actor.need_reach(well.division_code, "well", well.code)
    hold_figures(session, well.county_code)


def _number(facts: MeterFacts) -> str:
    number = read_key(facts.number)
    if not number:
        raise RuleBroken("meter_number_missing", field="number")
    return number


def _put(
    session: Session, now: datetime, well: Well, facts: MeterFacts, on: date, opening_m3: Decimal
) -> Meter:
    """Store meter and assignment."""
    number = _number(facts)
    meter = find_meter(session, well.county_code, number)
    spans = spans_about(session, well, meter.id if meter else None)
    check_put(spans, well=well.code, meter=number, on=on, today=local_day(now))
    digits = facts.digits if facts.digits is not None or meter is None else meter.digits
    check_digits(digits, [litres(opening_m3)])
    if meter is None:
        meter = Meter(county_code=well.county_code, number=number, opened_at=now)
        session.add(meter)
    meter.kind, meter.digits = facts.kind, digits
    meter.calibration_due_on = facts.calibration_due_on or meter.calibration_due_on
    session.flush()
    session.add(
        MeterAssignment(
            county_code=well.county_code,
            meter_id=meter.id,
            well_id=well.id,
            from_on=on,
            opening_m3=opening_m3,
            ground=ReadingMark.NEW_OPENING.value,
        )
    )
    session.flush()
    return meter


def _close(session: Session, now: datetime, well: Well, closing: Closing) -> Meter:
    """End the assignment of the meter that is on a well."""
    put, meter = _current(session, now, well, closing.on)
    if closing.meter_no and read_key(closing.meter_no) != meter.number:
        raise Conflict("meter_swapped_meanwhile", meter=meter.number)
    today, amount = local_day(now), litres(closing.dial_m3)
    readings = [one for one in load_readings(session, [well.id]).get(well.id, []) if one.meter == meter.id]
    check_closing(readings, Span(well.code, meter.number, put.from_on), on=closing.on, today=today)
    dial = Reading(meter.id, closing.on, amount, ReadingMark.OLD_CLOSING)
    before = [one for one in readings if one.on < closing.on]
    flow = well.pump_flow_m3h
    check_dial(dial, before, digits=meter.digits, flow_m3h=flow, is_sure=closing.is_sure)
    put.to_on, put.closing_m3 = closing.on, closing.dial_m3
    open_seal(session, meter, closing.on, today)
    return meter


def _current(session: Session, now: datetime, well: Well, on: date) -> tuple[MeterAssignment, Meter]:
    """Return the meter on a well; the register's own is opened when nothing was ever read from it."""
    current = find_assignment(session, well.id)
    if current is not None:
        return current
    number = read_key(well.meter_no)
    if not number:
        raise RuleBroken("meter_none_to_take", field="on")
    meter = find_meter(session, well.county_code, number)
    spans = spans_about(session, well, meter.id if meter else None)
    check_put(spans, well=well.code, meter=number, on=on, today=local_day(now))
    if meter is None:
        meter = Meter(county_code=well.county_code, number=number, kind=well.meter_kind, opened_at=now)
        session.add(meter)
        session.flush()
    put = MeterAssignment(
        county_code=well.county_code, meter_id=meter.id, well_id=well.id, from_on=on, ground="register"
    )
    session.add(put)
    session.flush()
    return put, meter


def _opening(well: Well, meter: Meter, facts: MeterFacts, on: date, opening_m3: Decimal) -> Row:
    mark = ReadingMark.NEW_OPENING
    way = ReadingWay.ONLINE if facts.kind is MeterKind.ONLINE else ReadingWay.MANUAL
    read = ReadingFacts(read_on=on, dial_m3=opening_m3, meter_no=meter.number, mark=mark, way=way)
    return row_of(well.code, read)


def _closing(well: Well, number: str, closing: Closing) -> Row:
    mark = ReadingMark.OLD_CLOSING
    read = ReadingFacts(read_on=closing.on, dial_m3=closing.dial_m3, meter_no=number, mark=mark)
    return row_of(well.code, read)


def _write(session: Session, actor: Actor, now: datetime, well: Well, rows: list[Row], reason: str) -> None:
    """Keep the readings of a change of meters, and find the well's figures."""
    changes = Changes(well.county_code, now, reason)
    _accepted, faults = keep_rows(session, actor, changes, ReadingSource.FORM, [(well.code, rows)])
    if faults:
        raise refusal(faults[0])


def _register(
    session: Session, actor: Actor, now: datetime, well: Well, number: str, kind: MeterKind
) -> None:
    """Let the register name the meter that is on the well now."""
    facts = WellFacts(meter_no=number, meter_kind=kind)
    update_well(session, actor=actor, now=now, well=well, base_version=well.version, facts=facts)


def _dials(session: Session, meter: Meter) -> list[int]:
    query = select(MeterReading.dial_l).where(
        MeterReading.meter_id == meter.id, MeterReading.dial_l.is_not(None)
    )
    return [dial for dial in session.scalars(query) if dial is not None]


def _said(meter: Meter) -> dict[str, Any]:
    due = meter.calibration_due_on
    return {
        "number": meter.number,
        "kind": meter.kind.value,
        "digits": meter.digits,
        "calibration_due_on": due.isoformat() if due else None,
    }


def _audit(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    well: Well,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    subject = subject_of(well)
    record(session, actor=actor, now=now, action=action, subject=subject, before=before, after=after)
