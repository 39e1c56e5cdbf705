"""What wells took in whole years, and the baseline that follows (B1; rules.md 10.6)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from casebook.claims.rules import (
    BASELINE_YEARS,
    BaselineMethod,
    Outlier,
    YearFacts,
    differs,
    mean_of_wells,
    size_outlier,
)
from casebook.ledger.rules import GROUPS, AquiferGroup
from casebook.quotas import queries as quotas
from casebook.quotas.rules import VolumeMethod, VolumeSource
from casebook.volumes import queries as volumes
from casebook.wells.models import Well, WellParty
from casebook.wells.rules import PartyRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.volumes.rules import YearVolume

METERED = frozenset({VolumeMethod.ONLINE_METER, VolumeMethod.MANUAL_METER})
USERS = (PartyRole.USER, PartyRole.OWNER)


def years_of_wells(
    session: Session, well_ids: Sequence[UUID], span: range
) -> dict[UUID, dict[int, YearFacts]]:
    """Return what wells took in these years by readings and as the register says; left out without any."""
    registered = quotas.volumes_by_year(session, well_ids)
    metered = volumes.years_of(session, well_ids, span)
    found: dict[UUID, dict[int, YearFacts]] = {}
    for well_id in well_ids:
        for year in span:
            said = registered.get(well_id, {}).get(year, {}).get(VolumeSource.REGISTER)
            read = _metered(metered[well_id][year])
            if said is not None or read is not None:
                facts = YearFacts(read, said.volume_m3 if said is not None else None)
                found.setdefault(well_id, {})[year] = facts
    return found


def _metered(year: YearVolume) -> Decimal | None:
    """Return a year's volume by readings; None unless all twelve months were closed by a meter."""
    is_by_meter = all(month.method in METERED for month in year.months)
    return year.total_m3 if year.is_complete and is_by_meter else None


def wells_of_unit(session: Session, party_id: UUID, group: AquiferGroup) -> list[Well]:
    """Return the wells of one group of layers that a unit owns or uses, by code."""
    aquifers = [aquifer for aquifer, its_group in GROUPS.items() if its_group is group]
    of_party = select(WellParty.well_id).where(WellParty.party_id == party_id, WellParty.role.in_(USERS))
    query = select(Well).where(Well.id.in_(of_party), Well.aquifer.in_(aquifers))
    return list(session.scalars(query.order_by(Well.code)))


@dataclass(frozen=True)
class Basis:
    """What a baseline can rest on: the wells, the mean of their full years, and the figures it is made of."""

    wells: tuple[Well, ...]
    mean_m3: Decimal | None
    figures: tuple[dict[str, Any], ...]
    """Each `{well, year, m3, by}`; `by` is `meter` or `register`."""
    flow_m3h: float | None
    permitted_m3: Decimal | None

    def outliers(self, method: BaselineMethod, baseline_m3: Decimal) -> list[Outlier]:
        """Return in what a baseline does not fit size and use."""
        size = size_outlier(baseline_m3, flow_m3h=self.flow_m3h, permitted_m3=self.permitted_m3)
        found = [] if size is None else [size]
        is_stated = method is not BaselineMethod.B1 and self.mean_m3 is not None
        if is_stated and self.mean_m3 is not None and differs(baseline_m3, [Fraction(self.mean_m3)]):
            found.append(Outlier("use", Fraction(self.mean_m3)))
        return found


def basis_of(session: Session, wells: Sequence[Well], before_year: int) -> Basis:
    """Return what the baseline of some wells before a year can rest on; five statements."""
    span = range(before_year - BASELINE_YEARS, before_year)
    ids = [well.id for well in wells]
    years = years_of_wells(session, ids, span) if ids else {}
    permits = {
        permit.id: permit.permitted_m3
        for held in (quotas.permits_by_well(session, ids) if ids else {}).values()
        for permit in held
        if permit.permitted_m3 is not None
    }
    flows = [well.pump_flow_m3h for well in wells]
    known = [flow for flow in flows if flow is not None]
    return Basis(
        wells=tuple(wells),
        mean_m3=mean_of_wells([years.get(one, {}) for one in ids], span),
        figures=tuple(_figures(wells, years)),
        flow_m3h=sum(known) if known and len(known) == len(flows) else None,
        permitted_m3=sum(permits.values(), Decimal(0)) if permits else None,
    )


def _figures(wells: Sequence[Well], years: Mapping[UUID, Mapping[int, YearFacts]]) -> list[dict[str, Any]]:
    found = []
    for well in wells:
        for year, facts in sorted(years.get(well.id, {}).items()):
            is_read = facts.metered_m3 is not None
            figure = facts.metered_m3 if is_read else facts.registered_m3
            by = "meter" if is_read else "register"
            found.append({"well": well.code, "year": year, "m3": f"{figure:.3f}", "by": by})
    return found


def metered_in_year(session: Session, wells: Sequence[Well], year: int) -> Decimal | None:
    """Return what wells took together by readings; None unless each has all twelve months of the year."""
    ids = [well.id for well in wells]
    years = years_of_wells(session, ids, range(year, year + 1)) if ids else {}
    read = [years.get(one, {}).get(year, YearFacts()).metered_m3 for one in ids]
    known = [one for one in read if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(read) else None
