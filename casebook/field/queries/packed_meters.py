"""What a tablet must know of a meter to judge its dial in the village: digits, seal, the last dial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.access import Permission
from casebook.kernel.volumes import m3_text
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.readings import latest_readings
from casebook.volumes.queries.rounds import read_by_hand
from casebook.wells.models import Well

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor


def pack_meters(session: Session, actor: Actor, scope: ColumnElement[bool]) -> dict[UUID, dict[str, Any]]:
    """Return by well the meter that is read by hand, for who may record readings; by three statements.

    Wells without such a meter are left out. Dials are texts of m³ with three decimals.
    """
    if not actor.can(Permission.READING_RECORD):
        return {}
    query = select(Well.id, Well.meter_no).where(scope, read_by_hand())
    registered = {row.id: row.meter_no for row in session.execute(query)}
    there = {
        put.well_id: meter for put, meter in list_assignments(session, list(registered)) if put.to_on is None
    }
    latest = latest_readings(session, list(registered))
    found = {}
    for well_id, number in registered.items():
        meter, last = there.get(well_id), latest.get(well_id)
        is_its_own = last is not None and (meter is None or last.meter_id == meter.id)
        found[well_id] = {
            "number": meter.number if meter else number,
            "digits": meter.digits if meter else None,
            "seal": meter.seal_no if meter else "",
            "last": None
            if last is None or last.dial_l is None or not is_its_own
            else {
                "on": last.read_on,
                "second": last.second,
                "dial_m3": m3_text(last.dial_l),
                "mark": last.mark,
            },
        }
    return found
