"""Readings one by one: written down by an officer, or corrected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.partitions import add_months
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.months import Month
from casebook.kernel.volumes import litres
from casebook.volumes.actions.doubting import check_corrected, check_written, keep_ends
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.actions.readings import reading_id
from casebook.volumes.actions.writing import keep_rows, refusal, row_of
from casebook.volumes.models import MeterReading
from casebook.volumes.rules.dials import Reading
from casebook.volumes.rules.standing import TURNING
from casebook.wells.models import subject_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions.writing import ReadingFacts
    from casebook.volumes.rules import ReadingMark, ReadingSource
    from casebook.wells.models import Well

_CORRECTION = "correction"


def record_reading(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    facts: ReadingFacts,
    source: ReadingSource,
) -> Changes:
    """Keep one reading of a well and find its figures; audited. The same reading again changes nothing.

    RuleBroken: `reading_in_future`, `meter_gone`, or `reading_refused` with the fault: an unknown meter,
    another number for the same time (which needs a correction); those of `rules.doubts.check_dial`.
    """
    actor.need(Permission.READING_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    if facts.read_on > local_day(now):
        raise RuleBroken("reading_in_future", field="read_on")
    hold_figures(session, well.county_code)
    check_written(session, well, facts)
    changes = Changes(well.county_code, now, source.value)
    rows = [(well.code, [row_of(well.code, facts)])]
    accepted, faults = keep_rows(session, actor, changes, source, rows)
    if faults:
        raise refusal(faults[0])
    if accepted:
        after = {"read_on": facts.read_on.isoformat(), "dial_m3": str(facts.dial_m3)}
        record(session, actor=actor, now=now, action="reading:record", subject=subject_of(well), after=after)
    return changes


def correct_reading(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    reading: MeterReading,
    dial_m3: Decimal | None,
    reason: str,
    mark: ReadingMark | None = None,
    is_sure: bool = True,
) -> Changes:
    """Put a further revision over a reading, or with None take it back; the figures follow. Audited.

    `mark` says whether the dial went over its highest number; None leaves it.
    What was read first stays. RuleBroken: `correction_reason_missing`; `reading_corrected_meanwhile` when
    the reading is not the last revision any more; `correction_changes_nothing`; those of `check_dial`.
    """
    actor.need(Permission.READING_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    if not reason.strip():
        raise RuleBroken("correction_reason_missing", field="reason")
    hold_figures(session, well.county_code)
    if mark is None or not {mark, reading.mark} <= TURNING:
        mark = reading.mark
    row = _revision(reading, dial_m3, mark, reason.strip(), actor=actor, now=now)
    if session.scalar(select(MeterReading.id).where(MeterReading.id == row.id)) is not None:
        raise RuleBroken("reading_corrected_meanwhile")
    if (row.dial_l, row.mark) == (reading.dial_l, reading.mark):
        raise RuleBroken("correction_changes_nothing", field="dial_m3")
    check_corrected(session, well, row, is_sure=is_sure)
    add_months(session, MeterReading.__tablename__, [Month.of(reading.read_on)])
    session.add(row)
    keep_ends(session, row)
    session.flush()
    _audit_correction(session, actor, now, well, reading, dial_m3, reason)
    return refigure(session, county_code=well.county_code, well_ids=[well.id], now=now, reason=_CORRECTION)


def _revision(
    reading: MeterReading,
    dial_m3: Decimal | None,
    mark: ReadingMark,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> MeterReading:
    """Return the further revision of a reading that says another dial, or none."""
    revision = reading.revision + 1
    place = Reading(reading.meter_id, reading.read_on, 0, reading.mark, reading.second)
    return MeterReading(
        id=UUID(reading_id(place, revision)),
        read_on=reading.read_on,
        county_code=reading.county_code,
        well_id=reading.well_id,
        meter_id=reading.meter_id,
        second=reading.second,
        dial_l=None if dial_m3 is None else litres(dial_m3),
        mark=mark,
        way=reading.way,
        source=reading.source,
        revision=revision,
        reason=reason,
        written="" if dial_m3 is None else str(dial_m3),
        recorded_at=now,
        actor_name=actor.name,
    )


def _audit_correction(
    session: Session,
    actor: Actor,
    now: datetime,
    well: Well,
    reading: MeterReading,
    dial_m3: Decimal | None,
    reason: str,
) -> None:
    record(
        session,
        actor=actor,
        now=now,
        action="reading:correct",
        subject=subject_of(well),
        before={"read_on": reading.read_on.isoformat(), "dial_l": reading.dial_l},
        after={
            "read_on": reading.read_on.isoformat(),
            "dial_l": None if dial_m3 is None else litres(dial_m3),
        },
        reason=reason.strip(),
    )
