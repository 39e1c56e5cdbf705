"""Going to a meter: its dial becomes a reading, anything else stays as what was found there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.evidence import actions as evidence
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.volumes.actions.figuring import Changes, hold_figures
from casebook.volumes.actions.recording import record_reading
from casebook.volumes.actions.writing import ReadingFacts
from casebook.volumes.models import MeterVisit
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.meters import meter_on
from casebook.volumes.queries.visits import find_visit
from casebook.volumes.rules import ReadingMark, ReadingSource
from casebook.volumes.rules.cells import read_key
from casebook.volumes.rules.visits import DialOutcome, check_visit, needs_photograph

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.evidence.rules import Upload
    from casebook.volumes.filed import FiledReading
    from casebook.wells.models import Well


def file_visit(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    well: Well,
    visit_id: UUID,
    filed: FiledReading,
    device_id: UUID | None = None,
    mark: ReadingMark | None = None,
    uploads: Sequence[Upload] = (),
) -> Changes:
    """Keep what came of going to a meter, its photographs, and the reading where there is one; audited.

    `device_id` is the tablet's, None at the desk; `mark` overrides what `is_rolled` says, `uploads` are
    photographs chosen at the desk. Of a dial that is typed there without one, its reading says all. The same
    attempt again changes nothing. RuleBroken: those of `check_visit` and of `record_reading`;
    `meter_visit_filed_already` when the id stands for another attempt.
    """
    actor.need(Permission.READING_RECORD)
    actor.need_reach(well.division_code, "well", well.code)
    hold_figures(session, well.county_code)
    source = ReadingSource.FORM if device_id is None else ReadingSource.TABLET
    _check(filed, now, is_at_meter=device_id is not None)
    visit = _visit(session, actor, now, well, visit_id, filed, source)
    known, changes = find_visit(session, visit_id), Changes(well.county_code, now, source.value)
    if known is not None:
        if _said(known) != _said(visit):
            raise RuleBroken("meter_visit_filed_already", field="id")
        return changes
    if filed.dial_m3 is not None and filed.outcome is DialOutcome.READ:
        facts = _facts(filed, mark)
        changes = record_reading(session, actor=actor, now=now, well=well, facts=facts, source=source)
    if device_id is None and filed.outcome is DialOutcome.READ and not uploads:
        return changes
    visit.device_id = device_id
    session.add(visit)
    session.flush()
    _prove(session, actor, now, visit, well, filed, uploads)
    return changes


def _prove(
    session: Session,
    actor: Actor,
    now: datetime,
    visit: MeterVisit,
    well: Well,
    filed: FiledReading,
    uploads: Sequence[Upload],
) -> None:
    """Keep the photographs of an attempt, and write it into the audit."""
    subject = visit.as_subject(well.code)
    if filed.photograph is not None:
        shown = (filed.photograph,)
        evidence.add_filed(
            session, actor=actor, now=now, subject=subject, filed=shown, device_id=visit.device_id
        )
    if uploads:
        evidence.add_photographs(session, actor=actor, now=now, subject=subject, uploads=uploads)
    after = {"outcome": visit.outcome, "read_on": visit.read_on.isoformat(), "reason": visit.reason}
    record(session, actor=actor, now=now, action="meter_visit:record", subject=subject, after=after)


def _check(filed: FiledReading, now: datetime, *, is_at_meter: bool) -> None:
    if filed.read_on > local_day(now):
        raise RuleBroken("reading_in_future", field="read_on")
    needed = needs_photograph(filed.outcome, is_rolled=filed.is_rolled, is_sure=filed.is_sure)
    check_visit(
        filed.outcome,
        filed.dial_m3,
        reason=filed.reason,
        is_proved=filed.photograph is not None,
        needs_proof=is_at_meter and needed,
    )


def _facts(filed: FiledReading, mark: ReadingMark | None) -> ReadingFacts:
    assert filed.dial_m3 is not None  # of a dial that was read
    turned = ReadingMark.ROLLOVER if filed.is_rolled else ReadingMark.NONE
    return ReadingFacts(
        read_on=filed.read_on,
        dial_m3=filed.dial_m3,
        meter_no=filed.meter_no,
        mark=mark or turned,
        is_sure=filed.is_sure,
    )


def _visit(
    session: Session,
    actor: Actor,
    now: datetime,
    well: Well,
    visit_id: UUID,
    filed: FiledReading,
    source: ReadingSource,
) -> MeterVisit:
    place = filed.place
    return MeterVisit(
        id=visit_id,
        county_code=well.county_code,
        well_id=well.id,
        division_code=well.division_code,
        meter_no=_meter_no(session, well, filed),
        read_on=filed.read_on,
        at=filed.at,
        outcome=filed.outcome,
        dial_m3=filed.dial_m3,
        is_rolled=filed.is_rolled,
        reason=filed.reason.strip(),
        source=source,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        accuracy_m=place.accuracy_m if place else None,
        officer_id=actor.officer_id,
        officer_name=actor.name,
        recorded_at=now,
    )


def _meter_no(session: Session, well: Well, filed: FiledReading) -> str:
    if number := read_key(filed.meter_no):
        return number
    meter = meter_on(list_assignments(session, [well.id]), filed.read_on)
    return meter.number if meter else read_key(well.meter_no)


def _said(visit: MeterVisit) -> tuple[object, ...]:
    dial = None if visit.dial_m3 is None else visit.dial_m3.normalize()
    return visit.well_id, visit.read_on, visit.outcome, dial, visit.is_rolled, visit.reason
