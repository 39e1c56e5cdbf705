"""Rows that an officer writes down: judged and kept as those of a file are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from casebook.kernel.errors import RuleBroken
from casebook.kernel.volumes import litres
from casebook.volumes.actions.figuring import keep_townships
from casebook.volumes.actions.readings import Arriving
from casebook.volumes.rules import ReadingFault, ReadingMark, ReadingWay
from casebook.volumes.rules.cells import Row, read_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.volumes.actions.figuring import Changes
    from casebook.volumes.rules import ReadingSource
    from casebook.volumes.rules.cells import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts:
    """A dial as somebody read it."""

    read_on: date
    dial_m3: Decimal
    meter_no: str = ""
    """Empty for the meter that was on the well that day."""
    second: int = -1
    mark: ReadingMark = ReadingMark.NONE
    way: ReadingWay = ReadingWay.MANUAL
    is_sure: bool = True
    """Whether to write it down although it looks wrong; else a doubt is a refusal that says why."""


@dataclass(slots=True)
class Answers:
    """What was said to the rows of one act."""

    faults: list[Fault] = field(default_factory=list)

    def refuse(self, fault: Fault) -> None:
        """Keep why a row is refused."""
        self.faults.append(fault)

    def ask(self, line: int | None, kind: str, facts: dict[str, Any]) -> None:
        """Leave it: queries stand with the well, and nobody waits for a report."""


def row_of(code: str, facts: ReadingFacts, *, line: int = 0) -> Row:
    """Return a reading of a well as a row of a file would say it."""
    return Row(
        line=line,
        key=code,
        meter=read_key(facts.meter_no),
        day=facts.read_on.toordinal(),
        second=facts.second,
        amount=litres(facts.dial_m3),
        mark=facts.mark,
        way=facts.way,
        written=str(facts.dial_m3),
    )


def keep_rows(
    session: Session,
    actor: Actor,
    changes: Changes,
    source: ReadingSource,
    rows: Sequence[tuple[str, list[Row]]],
) -> tuple[int, list[Fault]]:
    """Keep the rows of some wells and their figures; return how many are new, and why others are refused."""
    answers = Answers()
    arriving = Arriving(session, answers, changes, source, None, actor.name)
    arriving.take(rows)
    keep_townships(session, changes)
    return arriving.accepted, answers.faults


def refusal(fault: Fault) -> RuleBroken:
    """Return why one reading is refused; a conflict names what stands there."""
    if fault.code is ReadingFault.CONFLICT and fault.hint == "taken_back":
        return RuleBroken("reading_taken_back_before", field="dial_m3")
    if fault.code is ReadingFault.CONFLICT and fault.hint.startswith("elsewhere:"):
        return RuleBroken("reading_elsewhere", field="dial_m3", well=fault.hint.partition(":")[2])
    if fault.code is ReadingFault.CONFLICT:
        known = fault.hint.rstrip("0").rstrip(".")
        return RuleBroken("reading_conflict", field="dial_m3", known=known, written=fault.written)
    return RuleBroken("reading_refused", field="dial_m3", why=fault.code)
