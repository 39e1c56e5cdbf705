"""Coefficients (以电折水系数): set with their paper, never changed under figures found with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.kernel.errors import RuleBroken
from casebook.kernel.subjects import Subject
from casebook.volumes.actions.figuring import Changes, hold_figures, refigure
from casebook.volumes.models import Coefficient, ElectricityAccountWell
from casebook.wells.models import Well

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.regions.rules import Aquifer

LARGEST = 1_000_000
"""Litres a kWh; pumps lift some thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoefficientPaper:
    """What a paper or a trial says: litres a kWh and the band in which the true value lies."""

    division_code: str
    aquifer: Aquifer | None = None
    first_month: int = 1
    last_month: int = 12
    litres_per_kwh: int
    low_per_kwh: int
    high_per_kwh: int
    valid_from: date
    valid_to: date | None = None
    source: str


def set_coefficient(
    session: Session, *, actor: Actor, now: datetime, paper: CoefficientPaper
) -> tuple[Coefficient, Changes]:
    """Store a coefficient; one for the same place, layer, season and first day becomes its next version.

    Months without a figure get one where it fits. Figures that were found stay with the version that they
    were found with.
    """
    actor.need(Permission.COEFFICIENT_EDIT)
    actor.need_reach(paper.division_code, "division", paper.division_code)
    _check(paper)
    county_code = paper.division_code[:6]
    hold_figures(session, county_code)
    former = _former(session, county_code, paper)
    if former is not None:
        former.replaced_at = now
    row = _row(county_code, paper, former.version + 1 if former else 1, now)
    session.add(row)
    session.flush()
    wells = _wells_with_power(session, county_code, paper.division_code)
    changes = refigure(session, county_code=county_code, well_ids=wells, now=now, reason="coefficient")
    record(
        session,
        actor=actor,
        now=now,
        action="coefficient:set",
        subject=Subject("coefficient", row.id, f"{row.division_code} v{row.version}", row.division_code),
        before={"litres_per_kwh": former.litres_per_kwh} if former else None,
        after={"litres_per_kwh": row.litres_per_kwh, "source": row.source},
    )
    return row, changes


def _check(paper: CoefficientPaper) -> None:
    if not 0 < paper.low_per_kwh <= paper.litres_per_kwh <= paper.high_per_kwh <= LARGEST:
        raise RuleBroken("coefficient_band_broken", field="litres_per_kwh")
    if paper.valid_to is not None and paper.valid_to < paper.valid_from:
        raise RuleBroken("coefficient_dates_reversed", field="valid_to")
    if not paper.source.strip():
        raise RuleBroken("coefficient_source_missing", field="source")


def _row(county_code: str, paper: CoefficientPaper, version: int, now: datetime) -> Coefficient:
    said = asdict(paper) | {"source": paper.source.strip()}
    return Coefficient(county_code=county_code, **said, version=version, recorded_at=now)


def _former(session: Session, county_code: str, paper: CoefficientPaper) -> Coefficient | None:
    query = select(Coefficient).where(
        Coefficient.county_code == county_code,
        Coefficient.division_code == paper.division_code,
        Coefficient.aquifer == paper.aquifer if paper.aquifer else Coefficient.aquifer.is_(None),
        Coefficient.first_month == paper.first_month,
        Coefficient.last_month == paper.last_month,
        Coefficient.valid_from == paper.valid_from,
        Coefficient.replaced_at.is_(None),
    )
    found: Coefficient | None = session.scalar(query)
    return found


def _wells_with_power(session: Session, county_code: str, division_code: str) -> list[UUID]:
    query = (
        select(ElectricityAccountWell.well_id)
        .join(Well, Well.id == ElectricityAccountWell.well_id)
        .where(Well.county_code == county_code, Well.division_code.startswith(division_code))
        .distinct()
    )
    return list(session.scalars(query))
