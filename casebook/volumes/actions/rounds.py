"""A round of reading (抄表轮次): many wells on one day, each row with an answer of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.clock import local_day
from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import litres
from casebook.volumes.actions.doubting import check_facts
from casebook.volumes.actions.figuring import Changes, hold_figures
from casebook.volumes.actions.writing import ReadingFacts, keep_rows, refusal, row_of
from casebook.volumes.queries.books import load_readings
from casebook.volumes.queries.known import list_assignments
from casebook.volumes.rules import RoundResult
from casebook.wells.models import subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.models import Meter, MeterAssignment
    from casebook.volumes.rules import ReadingMark, ReadingSource
    from casebook.volumes.rules.cells import Row
    from casebook.volumes.rules.dials import Reading
    from casebook.wells.models import Well


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One well of a round."""

    well: Well
    dial_m3: Decimal
    mark: ReadingMark
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """What became of one well's row; a refused one says why."""

    result: RoundResult
    error: RuleBroken | None = None


def record_round(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    read_on: date,
    rows: Sequence[RoundRow],
    source: ReadingSource,
) -> list[RoundAnswer]:
    """Keep the rows that can be used and answer each, in their order; audited well by well.

    A row that is doubtful or refused keeps none of the others away; the same row again is unchanged.
    RuleBroken: `reading_in_future`, `round_empty`.
    """
    actor.need(Permission.READING_RECORD)
    if not rows:
        raise RuleBroken("round_empty")
    for row in rows:
        actor.need_reach(row.well.division_code, "well", row.well.code)
    if read_on > local_day(now):
        raise RuleBroken("reading_in_future", field="read_on")
    county_code = rows[0].well.county_code
    hold_figures(session, county_code)
    judged = _Judged(session, rows, read_on)
    changes = Changes(county_code, now, source.value)
    _accepted, faults = keep_rows(session, actor, changes, source, judged.usable)
    for fault in faults:
        judged.answers[fault.line] = RoundAnswer(RoundResult.REFUSED, refusal(fault))
    for row, answer in zip(rows, judged.answers, strict=True):
        if answer.result is RoundResult.ACCEPTED:
            after = {"read_on": read_on.isoformat(), "dial_m3": str(row.dial_m3)}
            subject = subject_of(row.well)
            record(session, actor=actor, now=now, action="reading:record", subject=subject, after=after)
    return judged.answers


class _Judged:
    """The rows of a round, held against what is known of their wells."""

    def __init__(self, session: Session, rows: Sequence[RoundRow], read_on: date) -> None:
        ids = [row.well.id for row in rows]
        self._readings = load_readings(session, ids)
        self._pairs: dict[UUID, list[tuple[MeterAssignment, Meter]]] = {}
        for put, meter in list_assignments(session, ids):
            self._pairs.setdefault(put.well_id, []).append((put, meter))
        self.usable: list[tuple[str, list[Row]]] = []
        self.answers = [self._judge(line, row, read_on) for line, row in enumerate(rows)]

    def _judge(self, line: int, row: RoundRow, read_on: date) -> RoundAnswer:
        facts = ReadingFacts(read_on=read_on, dial_m3=row.dial_m3, mark=row.mark, is_sure=row.is_sure)
        known = self._readings.get(row.well.id, [])
        if self._stands_already(row, known, read_on):
            return RoundAnswer(RoundResult.UNCHANGED)
        try:
            check_facts(row.well, facts, self._pairs.get(row.well.id, []), known)
        except RuleBroken as refused:
            return RoundAnswer(RoundResult.REFUSED, refused)
        self.usable.append((row.well.code, [row_of(row.well.code, facts, line=line)]))
        return RoundAnswer(RoundResult.ACCEPTED)

    def _stands_already(self, row: RoundRow, known: Sequence[Reading], read_on: date) -> bool:
        dial_l = litres(row.dial_m3)
        return any((one.on, one.second, one.dial_l) == (read_on, -1, dial_l) for one in known)
