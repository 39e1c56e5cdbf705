"""Attempts to read meters, and meters that were found stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, and_, or_, select, type_coerce
from sqlalchemy.orm import aliased

from casebook.db.lists import among
from casebook.evidence.queries import load_item
from casebook.kernel.errors import NotFound
from casebook.volumes.models import Meter, MeterAssignment, MeterReading, MeterVisit
from casebook.volumes.rules import ReadingSource
from casebook.volumes.rules.visits import SUBJECT, DialOutcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.evidence.models import EvidenceItem
    from casebook.wells.models import Well

_ON_SITE = (ReadingSource.FORM, ReadingSource.TABLET, ReadingSource.INSPECTION)


def find_visit(session: Session, visit_id: UUID) -> MeterVisit | None:
    """Return an attempt by its id."""
    found: MeterVisit | None = session.scalar(select(MeterVisit).where(MeterVisit.id == visit_id))
    return found


def list_visits(session: Session, well_id: UUID, first: date, last: date) -> list[MeterVisit]:
    """Return the attempts to read a well's meters in a while, the newest first."""
    row = MeterVisit
    query = select(row).where(row.well_id == well_id, row.read_on.between(first, last))
    return list(session.scalars(query.order_by(row.read_on.desc(), row.at.desc(), row.rowid.desc())))


def get_photograph(session: Session, well: Well, item_id: UUID) -> EvidenceItem:
    """Return a photograph of a dial of a well; NotFound for any other."""
    item = load_item(session, item_id)
    visit = find_visit(session, item.about.subject_id) if item.about.kind == SUBJECT else None
    if visit is None or visit.well_id != well.id or item.withdrawn_at is not None:
        raise NotFound("photograph", item_id)
    return item


def found_stopped() -> ColumnElement[bool]:
    """Return the condition of a meter that was found stopped, and that did not turn again since.

    For a query that joins `MeterAssignment` and `Meter`.
    """
    stopped = select(MeterVisit.rowid).where(
        MeterVisit.well_id == MeterAssignment.well_id,
        MeterVisit.meter_no == Meter.number,
        MeterVisit.outcome == DialOutcome.STOPPED,
        ~_turns_again(),
    )
    return stopped.exists()


def list_stopped(session: Session, put_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these assignments' meters were found stopped."""
    query = (
        select(MeterAssignment.id)
        .join(Meter, Meter.id == MeterAssignment.meter_id)
        .where(MeterAssignment.id.in_(put_ids), found_stopped())
    )
    return set(session.scalars(query))


def stopped_on(session: Session, well_ids: Collection[UUID], day: date) -> dict[UUID, MeterVisit]:
    """Return, by well, the last visit up to a day that found its meter stopped, where that still stood then.

    It stands until somebody reads the meter, its dial shows another figure, or the meter comes off the well.
    """
    query = select(MeterVisit).where(
        among(MeterVisit.well_id, well_ids),
        MeterVisit.outcome == DialOutcome.STOPPED,
        MeterVisit.read_on <= day,
        ~_turns_again(day),
        ~_came_off(day),
    )
    ordered = query.order_by(MeterVisit.read_on, MeterVisit.at, MeterVisit.rowid)
    return {visit.well_id: visit for visit in session.scalars(ordered)}


def _turns_again(until: date | None = None) -> ColumnElement[bool]:
    """Return the condition that after a visit somebody read the meter, or its dial showed another figure.

    A figure that comes by itself proves nothing while it stays the same: a stopped meter sends it as well.
    """
    later, reading = aliased(MeterVisit), aliased(MeterReading)
    again = select(later.rowid).where(
        later.well_id == MeterVisit.well_id,
        later.outcome == DialOutcome.READ,
        later.at > MeterVisit.at,
    )
    dial = type_coerce(MeterVisit.dial_m3, BigInteger)
    read = select(reading.id).where(
        reading.well_id == MeterVisit.well_id,
        or_(
            reading.read_on > MeterVisit.read_on,
            and_(reading.read_on == MeterVisit.read_on, reading.recorded_at > MeterVisit.recorded_at),
        ),
        reading.dial_l.is_not(None),
        or_(reading.source.in_(_ON_SITE), reading.dial_l != dial),
    )
    if until is not None:
        again, read = again.where(later.read_on <= until), read.where(reading.read_on <= until)
    return or_(again.exists(), read.exists())


def _came_off(until: date) -> ColumnElement[bool]:
    """Return the condition that after a visit the meter was taken off its well, or another was put on."""
    put, meter = aliased(MeterAssignment), aliased(Meter)
    other = and_(meter.number != MeterVisit.meter_no, put.from_on.between(MeterVisit.read_on, until))
    ended = and_(meter.number == MeterVisit.meter_no, put.to_on.between(MeterVisit.read_on, until))
    changed = (
        select(put.id)
        .join(meter, meter.id == put.meter_id)
        .where(put.well_id == MeterVisit.well_id, or_(other, ended))
    )
    return changed.exists()
