"""A line of the well list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.parties.presenters import masked
from casebook.web import wording
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casebook.wells.models import Well
    from casebook.wells.queries import WellRow

_MOST_MEANT = (PartyRole.USER, PartyRole.OWNER, PartyRole.MANAGER)


@dataclass(frozen=True, slots=True)
class ListedWell:
    """One line: the well, its township's name, and who uses it (masked)."""

    code: str
    well: Well
    township: str
    user: str


def listed(rows: Iterable[WellRow], townships: Mapping[str, str]) -> list[ListedWell]:
    """Return the lines of a list; where no user is known the owner or manager stands."""
    return [
        ListedWell(
            row.well.code,
            row.well,
            townships.get(row.well.division_code, row.well.division_code),
            _user(row),
        )
        for row in rows
    ]


def _user(row: WellRow) -> str:
    known = next((row.parties[role] for role in _MOST_MEANT if row.parties.get(role)), [])
    return wording.listed(masked(party).name for party in known)
