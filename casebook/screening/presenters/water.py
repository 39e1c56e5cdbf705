"""The water of a hit: months of all wells that it is about, drawn against plan and permit, and its grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.kernel.months import Month, months_of_year
from casebook.plans.queries import plans_of_parties, plans_of_wells, wells_of_parties
from casebook.quotas.queries import volumes_by_year
from casebook.quotas.rules import VolumeSource
from casebook.screening import queries
from casebook.screening.presenters.figures import chart_of
from casebook.screening.rules import RuleId
from casebook.volumes.presenters.balance import composition
from casebook.volumes.queries import months_of
from casebook.volumes.rules import MonthVolume
from casebook.volumes.rules.coverage import Life, coverage_of, months_due, together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.plans.rules import PlanLine
    from casebook.screening.models import ScreeningHit, ScreeningHitVersion
    from casebook.volumes.presenters.charts import Chart


@dataclass(frozen=True, slots=True)
class HitWater:
    """What explains a hit; None and empty where there is nothing to say."""

    chart: Chart | None
    made_of: str
    """The share of each grade in what was taken, and the months without a figure."""


def hit_water(session: Session, hit: ScreeningHit, version: ScreeningHitVersion) -> HitWater:
    """Return the chart that explains a hit, and what the water in its figures is made of."""
    year = _year(hit, version.figures)
    wells = _wells(session, hit, version.figures)
    span = (Month(year, 1), Month(year, 12))
    volumes = months_of(session, wells, *span)
    months = _together(year, list(volumes.values()))
    chart = chart_of(hit, version, year, months, _plan(session, hit, year), _years(session, wells))
    is_told = "taken_m3" in version.figures
    return HitWater(chart, _made_of(session, volumes, wells, year, hit.last_seen_on) if is_told else "")


def _made_of(
    session: Session,
    volumes: Mapping[UUID, Mapping[Month, MonthVolume]],
    wells: Sequence[UUID],
    year: int,
    on: date,
) -> str:
    """Return the words; nothing where a register alone says the year."""
    found = together(
        coverage_of(
            volumes.get(well.id, {}).values(),
            months_due(year, on, Life(well.status, well.built_on, well.closed_on)),
        )
        for well in queries.wells_by_id(session, list(wells)).values()
    )
    return composition(found, of_one=len(wells) == 1) if found.is_known else ""


def _year(hit: ScreeningHit, figures: Mapping[str, Any]) -> int:
    """Return the year that is drawn: of the last odd reading, else the one that the hit is about."""
    if hit.rule is RuleId.METER_SUSPECT and figures.get("months"):
        return Month.parse(max(figures["months"])).year
    return int(figures.get("year") or hit.last_seen_on.year)


def _wells(session: Session, hit: ScreeningHit, figures: Mapping[str, Any]) -> list[UUID]:
    """Return the wells whose water counts together: of a permit, of a user, or the one well."""
    if hit.rule is RuleId.OVER_PERMIT and len(figures.get("wells", ())) > 1:
        return queries.well_ids_by_code(session, hit.county_code, list(figures["wells"]))
    if hit.well_id is not None:
        return [hit.well_id]
    return wells_of_parties(session, [hit.party_id]).get(hit.party_id, []) if hit.party_id else []


def _together(year: int, wells: Sequence[Mapping[Month, MonthVolume]]) -> Mapping[Month, MonthVolume]:
    """Return the months of several wells as one: what is known of each is added up."""
    if len(wells) < 2:  # noqa: PLR2004 - one well, or none
        return wells[0] if wells else {}
    found = {}
    for month in months_of_year(year):
        known = [m3 for of in wells if month in of and (m3 := of[month].m3) is not None]
        if known:
            found[month] = MonthVolume(month, sum(known[1:], known[0]))
    return found


def _plan(session: Session, hit: ScreeningHit, year: int) -> PlanLine | None:
    on = hit.last_seen_on
    if hit.well_id is not None:
        return plans_of_wells(session, [hit.well_id], year, on=on).get(hit.well_id)
    if hit.party_id is not None:
        return plans_of_parties(session, hit.county_code, year, [hit.party_id], on=on).get(hit.party_id)
    return None


def _years(session: Session, wells: Sequence[UUID]) -> dict[int, Decimal]:
    """Return the yearly volumes that registers say of wells, a measured one before the register's."""
    found: dict[int, Decimal] = {}
    for years in volumes_by_year(session, wells).values() if wells else ():
        for year, of in years.items():
            volume = (of.get(VolumeSource.MEASURED) or of[VolumeSource.REGISTER]).volume_m3
            found[year] = found[year] + volume if year in found else volume
    return found
