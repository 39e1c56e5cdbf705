"""What is so in a county, and decides which provisions hold there (rules.md 4.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from casebook.deadlines.rules.table import Certainty
from casebook.kernel.errors import RuleBroken
from casebook.penalties.rules.catalogue import CATALOGUE, find_provision
from casebook.penalties.rules.provisions import Authority, Basis, Flag, Provision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

TAX_EVERYWHERE_FROM = date(2024, 12, 1)
"""财税〔2024〕28号."""
_TAX_PILOTS = {"37": date(2017, 12, 1)}
"""Provinces that levied the tax before, by the first digits of their division codes."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """The department that the county's government authorised to order wells closed (地下水管理条例 58)."""

    agency_id: UUID
    since: date
    paper: str


@dataclass(frozen=True, slots=True)
class Flags:
    """A county's flags with the certainty of each, and its local acts."""

    county_code: str
    present: frozenset[Flag]
    tax_regime_from: date
    certainties: Mapping[Flag, Certainty] = field(default_factory=dict)
    sealing: Sealing | None = None
    local: tuple[Provision, ...] = ()
    """What local packs bring."""

    @property
    def province(self) -> str:
        """First two digits of the county's code."""
        return self.county_code[:2]

    def applies(self, basis: Basis) -> bool:
        """Say whether a basis is one in this county, whenever."""
        is_here = self.county_code.startswith(basis.law.place)
        return is_here and (not basis.flags_any or bool(basis.flags_any & self.present))

    def holds(self, basis: Basis, on: date) -> bool:
        """Say whether a basis is in force in this county on a day."""
        return self.applies(basis) and basis.holds_on(on, self.tax_regime_from)

    def unverified(self, basis: Basis) -> tuple[Flag, ...]:
        """Return the flags that a basis rests on, or would, and that nobody has verified."""
        asked = sorted(basis.flags_any, key=list(Flag).index)
        return tuple(
            flag for flag in asked if self.certainties.get(flag, Certainty.MEMORY) is not Certainty.LAW
        )

    def provisions(self) -> Iterator[Provision]:
        """Yield the catalogue, then the local acts."""
        yield from CATALOGUE.values()
        yield from self.local

    def find(self, pen_id: str) -> Provision:
        """Return a provision of the catalogue or of a local pack; RuleBroken `penalty_unknown`."""
        return next((one for one in self.local if one.id == pen_id), None) or find_provision(pen_id)

    def authorisation_on(self, day: date) -> str:
        """Return the paper by which a department may order wells closed on a day, empty without one."""
        return self.sealing.paper if self.sealing is not None and self.sealing.since <= day else ""

    def check_authority(self, basis: Basis, *, agency_id: UUID, on: date) -> None:
        """Refuse a closing order of an agency that the government did not authorise by that day (trap 14)."""
        if basis.authority is Authority.AGENCY:
            return
        sealing = self.sealing
        if sealing is None or sealing.agency_id != agency_id or on < sealing.since:
            raise RuleBroken("sealing_not_authorised", field="agency", article=basis.citation)


_GUANXIAN = {
    Flag.YELLOW_RIVER_SUPPLY_AREA: Certainty.MEMORY,
    Flag.SNWD_RECEIVING_AREA: Certainty.PUBLIC,
}


def standard_flags(county_code: str) -> Flags:
    """Return what is assumed of a county until it says so itself: rules.md 4.3 for Guanxian, else nothing."""
    present = _GUANXIAN if county_code == "371525" else {}
    return Flags(
        county_code=county_code,
        present=frozenset(present),
        tax_regime_from=_TAX_PILOTS.get(county_code[:2], TAX_EVERYWHERE_FROM),
        certainties=present,
    )
