"""Readings of wells as they count: of each the last revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.volumes.models import MeterReading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def list_last_readings(session: Session, until: Mapping[UUID, date]) -> dict[UUID, date]:
    """Return of each well the day of its last reading until a day; wells without readings are left out."""
    query = (
        select(MeterReading.well_id, MeterReading.read_on)
        .where(MeterReading.well_id.in_(list(until)), MeterReading.dial_l.is_not(None))
        .group_by(MeterReading.well_id, MeterReading.read_on)
        .order_by(MeterReading.well_id, MeterReading.read_on)
    )
    return {well_id: on for well_id, on in session.execute(query) if on <= until[well_id]}
