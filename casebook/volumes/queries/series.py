"""The readings of many wells side by side, as they count."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from sqlalchemy import Text, cast, func, select

from casebook.db.lists import among
from casebook.volumes.models import MeterReading
from casebook.volumes.rules import ReadingWay
from casebook.volumes.rules.series import (
    MARK_CODES,
    TAKEN_BACK,
    Numbered,
    Series,
    empty_series,
    moments,
    ordinal_of,
    side_by_side,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from casebook.volumes.rules.series import Ints

READINGS_AT_ONCE = 150_000
"""Readings that are held in memory together, at least those of one well."""
WELLS_AT_ONCE = 2_000
_ROWS_AT_ONCE = 20_000
_CODES = {mark.value: code for mark, code in MARK_CODES.items()}
_ONLINE = ReadingWay.ONLINE.value


def portions(session: Session, well_ids: Sequence[UUID], arriving: Ints | None = None) -> Iterator[slice]:
    """Yield parts of these wells whose readings are held in memory together.

    `arriving` is how many more each of them gets.
    """
    for start in range(0, len(well_ids), WELLS_AT_ONCE):
        some = well_ids[start : start + WELLS_AT_ONCE]
        known = _counts(session, some)
        begins, held = start, 0
        for number, well_id in enumerate(some, start=start):
            its = known.get(well_id, 0) + (0 if arriving is None else int(arriving[number]))
            if held and held + its > READINGS_AT_ONCE:
                yield slice(begins, number)
                begins, held = number, 0
            held += its
        yield slice(begins, start + len(some))


def _counts(session: Session, well_ids: Sequence[UUID]) -> dict[UUID, int]:
    well = MeterReading.well_id
    query = select(well, func.count()).where(among(well, well_ids)).group_by(well)
    found: dict[UUID, int] = dict(session.execute(query).all())
    return found


def load_series(session: Session, well_ids: Sequence[UUID], meters: Numbered) -> Series:
    """Return the readings of wells, numbered as they are given: of each the last revision.

    One that was taken back has the dial TAKEN_BACK. Meters get their numbers from `meters`. There are
    millions: ids, days and words are asked for as texts, and turned into ours once each.
    """
    row = MeterReading
    texts = (cast(one, Text) for one in (row.well_id, row.meter_id, row.read_on, row.mark, row.way))
    query = select(*texts, row.dial_l, row.second, row.revision).where(among(row.well_id, well_ids))
    wells: dict[str, int] = {}
    for number, well_id in enumerate(well_ids):
        wells[str(well_id)] = wells[well_id.hex] = number
    found, revisions = [empty_series()], [np.zeros(0, np.int64)]
    session.flush()
    for rows in session.connection().execute(query).partitions(_ROWS_AT_ONCE):
        well, meter, on, mark, way, dial, second, revision = zip(*rows, strict=True)
        days, day = Numbered.told(on, ordinal_of)
        marks, which = Numbered.told(mark, _CODES.__getitem__)
        ids, stored = Numbered.told(meter, UUID)
        code = np.array(marks, np.int64)[which]
        figures = side_by_side(
            np.fromiter(map(wells.__getitem__, well), np.int64, len(rows)),
            meters.of(ids)[stored],
            moments(np.array(days, np.int64)[day], np.array(second, np.int64), code),
            [TAKEN_BACK if one is None else one for one in dial],
            code,
            [one == _ONLINE for one in way],
        )
        found.append(Series(figures))
        revisions.append(np.array(revision, np.int64))
    return Series.of_parts(found).last_of_each(np.concatenate(revisions))
