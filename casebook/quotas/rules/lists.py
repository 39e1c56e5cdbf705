"""The list of electronic permits held against ours: matched, differing, only ours, only theirs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Verdict(StrEnum):
    """What a line of the list turned out to be."""

    MATCHED = "matched"
    DIFFERING = "differing"
    ONLY_THEIRS = "only_theirs"
    ONLY_OURS = "only_ours"
    REFUSED = "row_refused"


class Aspect(StrEnum):
    """What of a permit is compared."""

    HOLDER = "holder"
    IDENTIFIER = "identifier"
    VOLUME = "volume"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"


class ListFault(StrEnum):
    """Why a row of the list cannot be used."""

    NUMBER_MISSING = "number_missing"
    NUMBER_UNREADABLE = "number_unreadable"
    VOLUME_UNREADABLE = "volume_unreadable"
    DATE_UNREADABLE = "date_unreadable"
    REPEATED = "repeated"
    """The number stands in an earlier row and says something else there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A permit as a list or our register says it; None and empty mean that it does not say."""

    number: str
    holder: str = ""
    identifier: str = ""
    volume_m3: Decimal | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    row: int = 0
    """Row of the file, counted from 1; 0 for ours."""
    faults: tuple[ListFault, ...] = ()

    def said(self) -> dict[Aspect, object]:
        """Return what it says."""
        told: Mapping[Aspect, object] = {
            Aspect.HOLDER: self.holder,
            Aspect.IDENTIFIER: self.identifier,
            Aspect.VOLUME: self.volume_m3,
            Aspect.VALID_FROM: self.valid_from,
            Aspect.VALID_TO: self.valid_to,
        }
        return {aspect: value for aspect, value in told.items() if value not in (None, "")}


@dataclass(frozen=True, slots=True)
class Compared:
    """One permit of either side."""

    number: str
    verdict: Verdict
    theirs: Listed | None
    ours: Listed | None
    differences: tuple[Aspect, ...] = ()
    faults: tuple[ListFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """All permits of both sides: theirs in the order of the file, then what only we have by number."""

    entries: tuple[Compared, ...]
    rows: int = 0
    unchanged: int = 0
    """Rows that repeat an earlier one exactly."""
    counts: dict[Verdict, int] = field(default_factory=dict)


def differences(theirs: Listed, ours: Listed) -> tuple[Aspect, ...]:
    """Return what the two say differently; what one of them does not say is no difference."""
    mine, other = ours.said(), theirs.said()
    return tuple(one for one in Aspect if one in mine and one in other and mine[one] != other[one])


def reconcile(theirs: Sequence[Listed], ours: Iterable[Listed]) -> Reconciled:
    """Hold a list against our permits by number; a refused row never hides that we have its permit."""
    mine = {one.number: one for one in ours}
    entries: list[Compared] = []
    seen: dict[str, Listed] = {}
    unchanged = 0
    for line in theirs:
        first = seen.setdefault(line.number, line) if line.number else line
        if first is not line and not line.faults and first.said() == line.said():
            unchanged += 1
            continue
        own = tuple(one for one in line.faults if not _is_ours_anyway(one, line.number in mine))
        faults = own if first is line else (*own, ListFault.REPEATED)
        entries.append(_entry(line, mine.get(line.number), faults))
    left = sorted(number for number in mine if number not in seen)
    entries += [Compared(number, Verdict.ONLY_OURS, None, mine[number]) for number in left]
    counts = {kind: sum(entry.verdict is kind for entry in entries) for kind in Verdict}
    return Reconciled(tuple(entries), len(theirs), unchanged, counts)


def _entry(theirs: Listed, ours: Listed | None, faults: tuple[ListFault, ...]) -> Compared:
    if faults:
        return Compared(theirs.number, Verdict.REFUSED, theirs, ours, faults=faults)
    if ours is None:
        return Compared(theirs.number, Verdict.ONLY_THEIRS, theirs, None)
    differing = differences(theirs, ours)
    return Compared(
        theirs.number, Verdict.DIFFERING if differing else Verdict.MATCHED, theirs, ours, differing
    )


def _is_ours_anyway(fault: ListFault, is_ours: bool) -> bool:  # noqa: FBT001 - a fact about the number
    """Say whether a number of no known form is at least one that our register has as it is written."""
    return fault is ListFault.NUMBER_UNREADABLE and is_ours


def told_of(listed: Listed | None) -> dict[str, Any]:
    """Return what a permit says as JSON keeps it."""
    said = listed.said() if listed else {}
    return {
        aspect.value: value.isoformat() if isinstance(value, date) else str(value)
        for aspect, value in said.items()
    }


def listed_from(number: str, told: Mapping[str, Any]) -> Listed:
    """Return the permit that `told_of` kept."""
    volume, start, end = (told.get(one.value) for one in (Aspect.VOLUME, Aspect.VALID_FROM, Aspect.VALID_TO))
    return Listed(
        number=number,
        holder=told.get(Aspect.HOLDER.value, ""),
        identifier=told.get(Aspect.IDENTIFIER.value, ""),
        volume_m3=None if volume is None else Decimal(volume),
        valid_from=None if start is None else date.fromisoformat(start),
        valid_to=None if end is None else date.fromisoformat(end),
    )
