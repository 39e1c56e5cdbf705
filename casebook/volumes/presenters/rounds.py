"""The sheet of a round: each well with its meter, its last dial, and what became of its row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.kernel.volumes import cubic_metres
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.queries.readings import latest_readings
from casebook.volumes.rules import RoundResult
from casebook.web.labels import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.volumes.actions import RoundAnswer
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A well on the sheet."""

    well: Well
    meter: str
    last_on: date | None
    last_m3: Decimal | None
    result: RoundResult | None = None
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether its dial stands written down, so that nothing is asked any more."""
        return self.result in {RoundResult.ACCEPTED, RoundResult.UNCHANGED}


def round_lines(
    session: Session, wells: Sequence[Well], answers: Mapping[str, RoundAnswer]
) -> list[RoundLine]:
    """Return the lines of a sheet, by two statements; `answers` by code of the well."""
    ids = [well.id for well in wells]
    meters = {put.well_id: meter.number for put, meter in list_assignments(session, ids) if put.to_on is None}
    latest = latest_readings(session, ids)
    lines = []
    for well in wells:
        last, answer = latest.get(well.id), answers.get(well.code)
        lines.append(
            RoundLine(
                well=well,
                meter=meters.get(well.id, well.meter_no),
                last_on=last.read_on if last else None,
                last_m3=None if last is None or last.dial_l is None else cubic_metres(last.dial_l),
                result=answer.result if answer else None,
                reason=message(answer.error) if answer and answer.error else "",
            )
        )
    return lines
