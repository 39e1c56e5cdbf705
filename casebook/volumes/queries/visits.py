"""Attempts to read meters, and meters that were found stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from casebook.evidence.queries import load_item
from casebook.kernel.errors import NotFound
from casebook.volumes.models import Meter, MeterAssignment, MeterReading, MeterVisit
from casebook.volumes.rules.visits import SUBJECT, DialOutcome

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.evidence.models import EvidenceItem
    from casebook.wells.models import Well


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
    """Return the condition of a meter that was found stopped, and from which no reading came since.

    For a query that joins `MeterAssignment` and `Meter`.
    """
    later, reading = aliased(MeterVisit), aliased(MeterReading)
    again = select(later.rowid).where(
        later.well_id == MeterVisit.well_id,
        later.outcome == DialOutcome.READ,
        later.at > MeterVisit.at,
    )
    read = select(reading.id).where(
        reading.well_id == MeterVisit.well_id,
        reading.read_on >= MeterVisit.read_on,
        reading.recorded_at > MeterVisit.recorded_at,
    )
    stopped = select(MeterVisit.rowid).where(
        MeterVisit.well_id == MeterAssignment.well_id,
        MeterVisit.meter_no == Meter.number,
        MeterVisit.outcome == DialOutcome.STOPPED,
        ~again.exists(),
        ~read.exists(),
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
