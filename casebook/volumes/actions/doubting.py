"""Holding a dial against the well's other readings before it is written down or corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import cubic_metres, litres
from casebook.volumes.models import MeterAssignment
from casebook.volumes.queries.books import load_readings
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.meters import meter_on
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.doubts import check_dial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from casebook.volumes.actions.writing import ReadingFacts
    from casebook.volumes.models import Meter, MeterReading
    from casebook.wells.models import Well

    Pairs = Sequence[tuple[MeterAssignment, Meter]]


def check_written(session: Session, well: Well, facts: ReadingFacts) -> None:
    """Hold that a dial may be written down; see `check_facts`."""
    pairs = list_assignments(session, [well.id])
    check_facts(well, facts, pairs, load_readings(session, [well.id]).get(well.id, []))


def check_facts(well: Well, facts: ReadingFacts, pairs: Pairs, readings: Sequence[Reading]) -> None:
    """Hold a dial against the meters and readings of its well.

    RuleBroken: `meter_gone` when the meter was taken away before; those of `check_dial`. A meter that is not
    known yet is left to the writing.
    """
    number = read_key(facts.meter_no)
    of_number = [pair for pair in pairs if pair[1].number == number]
    meter = of_number[-1][1] if of_number else None if number else meter_on(pairs, facts.read_on)
    if meter is None:
        return
    ended = [put.to_on for put, one in pairs if one.id == meter.id]
    last = max((on for on in ended if on is not None), default=None)
    if None not in ended and last is not None and last < facts.read_on:
        raise RuleBroken("meter_gone", field="read_on", meter=meter.number, gone=last)
    reading = Reading(meter.id, facts.read_on, litres(facts.dial_m3), facts.mark, facts.second)
    _check(well, meter, reading, readings, is_sure=facts.is_sure)


def check_corrected(session: Session, well: Well, row: MeterReading, *, is_sure: bool) -> None:
    """Hold that the further revision of a reading fits its neighbours; one that is taken back always does."""
    if row.dial_l is None:
        return
    meters = {meter.id: meter for _put, meter in list_assignments(session, [well.id])}
    reading = Reading(row.meter_id, row.read_on, row.dial_l, row.mark, row.second)
    readings = load_readings(session, [well.id]).get(well.id, [])
    _check(well, meters[row.meter_id], reading, readings, is_sure=is_sure)


def _check(well: Well, meter: Meter, reading: Reading, readings: Sequence[Reading], *, is_sure: bool) -> None:
    others = [one for one in readings if one.meter == meter.id]
    check_dial(reading, others, digits=meter.digits, flow_m3h=well.pump_flow_m3h, is_sure=is_sure)


def keep_ends(session: Session, row: MeterReading) -> None:
    """Let the assignment of a meter say what its corrected opening or closing reading says."""
    if row.mark not in {ReadingMark.NEW_OPENING, ReadingMark.OLD_CLOSING}:
        return
    is_opening = row.mark is ReadingMark.NEW_OPENING
    at = MeterAssignment.from_on if is_opening else MeterAssignment.to_on
    query = select(MeterAssignment).where(
        MeterAssignment.meter_id == row.meter_id,
        MeterAssignment.well_id == row.well_id,
        at == row.read_on,
    )
    dial = None if row.dial_l is None else cubic_metres(row.dial_l)
    for put in session.scalars(query):
        if is_opening:
            put.opening_m3 = dial
        else:
            put.closing_m3 = dial
