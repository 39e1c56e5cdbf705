"""Readings of a meter that the register names for several wells: each time counts for one well only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from casebook.db.lists import among
from casebook.volumes.models import MeterAssignment, MeterReading
from casebook.volumes.rules import ReadingMark
from casebook.volumes.rules.series import pack
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.volumes.queries.known import KnownWell
    from casebook.volumes.rules.series import Series


def read_elsewhere(
    session: Session, wells: Sequence[KnownWell], meters: Sequence[UUID], arrived: Series
) -> dict[int, str]:
    """Return the places of readings whose meter was read at that very time for another well, and its code.

    Of two wells that arrive together the first one counts. Meters that are or were on one well only, which
    is usual, cost one question for all of them.
    """
    shared = _on_several(session, meters)
    if not shared:
        return {}
    owners = _owners(session, [meters[number] for number in shared])
    found: dict[int, str] = {}
    for place in np.flatnonzero(np.isin(arrived.meter, shared)).tolist():
        code = wells[int(arrived.well[place])].code
        key = meters[int(arrived.meter[place])], int(arrived.moment[place])
        owner = owners.setdefault(key, code)
        if owner != code:
            found[place] = owner
    return found


def _on_several(session: Session, meters: Sequence[UUID]) -> list[int]:
    """Return the numbers of the meters that are or were on more than one well."""
    put = MeterAssignment
    query = select(put.meter_id).where(among(put.meter_id, meters)).group_by(put.meter_id)
    several = set(session.scalars(query.having(func.count(put.well_id.distinct()) > 1)))
    return [number for number, meter_id in enumerate(meters) if meter_id in several]


def _owners(session: Session, meters: Sequence[UUID]) -> dict[tuple[UUID, int], str]:
    """Return for which well each time of these meters stands."""
    row = MeterReading
    columns = row.meter_id, row.read_on, row.second, row.mark, Well.code
    query = select(*columns).join(Well, Well.id == row.well_id).where(among(row.meter_id, meters))
    return {
        (meter_id, pack(on.toordinal(), second, is_opening=mark is ReadingMark.NEW_OPENING)): code
        for meter_id, on, second, mark, code in session.execute(query)
    }
