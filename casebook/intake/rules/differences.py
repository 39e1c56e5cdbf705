"""What a file says otherwise than before: its new words against its old ones and against the register.

A difference is where the file says something else than the last file did (or than the register
holds, where no file spoke before), and the register does not hold it already. So an edit made in
casebook is not undone by a file that repeats its old words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.intake.rules.saying import POSITION, STATUS, is_same
from casebook.wells.rules import TRANSITIONS, Ground, WellStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAME_DEGREES = 1e-7
"""Positions that differ by less (1 cm) are the same; another PROJ may compute them a hair apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of a well that a file would change."""

    name: str
    before: Any
    """What the register holds, in the form of a saying; None for nothing."""
    after: Any
    is_blocked: bool = False
    """A step of the well's life that no file may cause: it stays as it is."""

    def as_json(self) -> dict[str, Any]:
        """Return the difference as it is stored."""
        return {
            "name": self.name,
            "before": self.before,
            "after": self.after,
            "is_blocked": self.is_blocked,
        }


def spoken_otherwise(new: Mapping[str, Any], old: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Return the names about which a file says something else than the last one did."""
    return [name for name in names if not _agree(new, old, name)]


def differences(
    new: Mapping[str, Any], held: Mapping[str, Any], names: Iterable[str]
) -> tuple[Difference, ...]:
    """Return what taking over the new words on these names would change in what the register holds."""
    return tuple(
        Difference(name, held.get(name), new.get(name), _is_blocked(name, held.get(name), new.get(name)))
        for name in names
        if not _agree(new, held, name)
    )


def _agree(new: Mapping[str, Any], old: Mapping[str, Any], name: str) -> bool:
    if name == POSITION and new.get(name) and old.get(name):
        (lon, lat, crs), (old_lon, old_lat, old_crs) = new[name], old[name]
        is_near = abs(lon - old_lon) < SAME_DEGREES and abs(lat - old_lat) < SAME_DEGREES
        return bool(is_near and crs == old_crs)
    return is_same(new, old, name)


def _is_blocked(name: str, before: Any, after: Any) -> bool:  # noqa: ANN401 - values of sayings
    if name != STATUS or not before or not after or before[0] == after[0]:
        return False
    grounds = TRANSITIONS[WellStatus(before[0])].get(WellStatus(after[0]), frozenset())
    return Ground.IMPORT not in grounds
