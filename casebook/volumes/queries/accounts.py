"""Electricity accounts: which there are, what they used, and what water it stands for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, func, select, type_coerce

from casebook.db.paging import Page, page
from casebook.kernel.errors import NotFound
from casebook.kernel.months import Month
from casebook.kernel.volumes import cubic_metres, litres
from casebook.volumes.models import (
    Coefficient,
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityShare,
    ElectricityUse,
    WellMonth,
)
from casebook.volumes.queries.books import coefficients_of
from casebook.volumes.queries.shares import serving_of
from casebook.volumes.rules.coefficients import choose
from casebook.volumes.rules.combining import power_volume
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor

_MONTHS = 12


@dataclass(slots=True)
class AccountRow:
    """An account in the list."""

    account: ElectricityAccount
    wells: list[str] = field(default_factory=list)
    """Codes."""
    months: int = 0
    last: Month | None = None
    year_kwh: Decimal | None = None
    """Of the twelve months up to its last one."""


def page_accounts(
    session: Session, county_code: str, *, number: str = "", only_unlinked: bool = False, cursor: str | None
) -> tuple[list[AccountRow], Page[ElectricityAccount]]:
    """Return a page of a county's accounts by number."""
    row, link = ElectricityAccount, ElectricityAccountWell
    query = select(row).where(row.county_code == county_code)
    if number:
        query = query.where(row.number.contains(number, autoescape=True))
    if only_unlinked:
        query = query.where(~select(link.rowid).where(link.account_id == row.id).exists())
    found = page(
        session,
        query,
        columns=[row.number, row.rowid],
        key=lambda one: [one.number, one.rowid],
        cursor=cursor,
    )
    return _rows(session, found.items), found


def _rows(session: Session, accounts: Sequence[ElectricityAccount]) -> list[AccountRow]:
    rows = {account.id: AccountRow(account) for account in accounts}
    link, use = ElectricityAccountWell, ElectricityUse
    wells = select(link.account_id, Well.code).join(Well, Well.id == link.well_id)
    for account_id, code in session.execute(
        wells.where(link.account_id.in_(list(rows))).order_by(link.account_id, Well.code)
    ):
        rows[account_id].wells.append(code)
    place = use.year * _MONTHS + use.month - 1
    last = (
        select(use.account_id, func.max(place).label("last"), func.count().label("months"))
        .where(use.account_id.in_(list(rows)), use.replaced_at.is_(None))
        .group_by(use.account_id)
        .subquery()
    )
    summed = (
        select(use.account_id, last.c.last, last.c.months, func.sum(type_coerce(use.energy_kwh, BigInteger)))
        .join(last, last.c.account_id == use.account_id)
        .where(use.replaced_at.is_(None), place > last.c.last - _MONTHS)
        .group_by(use.account_id, last.c.last, last.c.months)
    )
    for account_id, index, months, energy_wh in session.execute(summed):
        row = rows[account_id]
        row.last, row.months = Month(index // _MONTHS, index % _MONTHS + 1), months
        row.year_kwh = cubic_metres(int(energy_wh))
    return list(rows.values())


def get_account(session: Session, account_id: UUID, actor: Actor) -> ElectricityAccount:
    """Return an account of the actor's county, or raise NotFound: it may serve several townships."""
    found = session.scalars(select(ElectricityAccount).where(ElectricityAccount.id == account_id))
    account = found.one_or_none()
    if account is None:
        raise NotFound("electricity_account", account_id)
    actor.need_reach(account.county_code, "electricity_account", account_id)
    return account


def list_shares(session: Session, account_id: UUID) -> list[tuple[ElectricityShare, str]]:
    """Return every share of an account with the well's code, the last recorded first, replaced ones too."""
    row = ElectricityShare
    query = select(row, Well.code).join(Well, Well.id == row.well_id).where(row.account_id == account_id)
    order = row.replaced_at.is_not(None), row.from_on.desc(), Well.code, row.rowid
    return [(share, code) for share, code in session.execute(query.order_by(*order))]


def list_linked(session: Session, account_id: UUID) -> list[tuple[ElectricityAccountWell, Well]]:
    """Return the wells of an account, by code."""
    link = ElectricityAccountWell
    query = select(link, Well).join(Well, Well.id == link.well_id).where(link.account_id == account_id)
    return [(one, well) for one, well in session.execute(query.order_by(Well.code))]


def list_account_years(session: Session, account_id: UUID) -> list[int]:
    """Return the years in which an account has electricity, the last first."""
    row = ElectricityUse
    query = select(row.year).where(row.account_id == account_id).distinct()
    return list(session.scalars(query.order_by(row.year.desc())))


@dataclass(frozen=True, slots=True)
class WaterOfPower:
    """What a well's part of a month's electricity stands for."""

    well_code: str
    energy_wh: int
    coefficient: Coefficient | None
    litres: int | None
    low_l: int | None
    high_l: int | None
    is_used: bool
    """Whether the well's figure of the month was found with it."""


@dataclass(frozen=True, slots=True)
class PowerMonth:
    """An account's month."""

    use: ElectricityUse
    water: tuple[WaterOfPower, ...]
    rest_wh: int
    """What is dealt out to no well."""


def power_months(session: Session, account: ElectricityAccount, year: int) -> list[PowerMonth]:
    """Return the months of an account's year that have electricity, each with the water it stands for."""
    use = ElectricityUse
    query = select(use).where(use.account_id == account.id, use.year == year, use.replaced_at.is_(None))
    uses = list(session.scalars(query.order_by(use.month)))
    serving = serving_of(session, account.id)
    wells = {well.id: well for _link, well in list_linked(session, account.id)}
    facts = coefficients_of(session, account.county_code)
    in_force = [one for one in facts.values() if not one.is_replaced]
    rows = {
        row.id: row for row in session.scalars(select(Coefficient).where(Coefficient.id.in_(list(facts))))
    }
    pinned = _pinned(session, list(wells), year)
    found = []
    for one in uses:
        month, energy_wh = Month(one.year, one.month), litres(one.energy_kwh)
        water = []
        for well_id, part, _is_alone in serving.deal(energy_wh, month):
            well = wells[well_id]
            used = pinned.get((well_id, one.month))
            chosen = facts.get(used) if used else choose(in_force, well.division_code, well.aquifer, month)
            coefficient = rows[chosen.key] if chosen else None
            water.append(_water(well.code, part, coefficient, is_used=used is not None))
        rest = energy_wh - sum(part.energy_wh for part in water)
        found.append(PowerMonth(one, tuple(water), rest))
    return found


def _pinned(session: Session, well_ids: Sequence[UUID], year: int) -> dict[tuple[UUID, int], UUID | None]:
    """Return the coefficient that a well's month was found with."""
    row = WellMonth
    query = select(row.well_id, row.month, row.coefficient_id).where(
        row.well_id.in_(well_ids), row.year == year, row.coefficient_id.is_not(None)
    )
    return {(well_id, month): coefficient_id for well_id, month, coefficient_id in session.execute(query)}


def _water(code: str, energy_wh: int, row: Coefficient | None, *, is_used: bool) -> WaterOfPower:
    if row is None:
        return WaterOfPower(code, energy_wh, None, None, None, None, is_used=False)
    return WaterOfPower(
        well_code=code,
        energy_wh=energy_wh,
        coefficient=row,
        litres=power_volume(energy_wh, row.litres_per_kwh),
        low_l=power_volume(energy_wh, row.low_per_kwh),
        high_l=power_volume(energy_wh, row.high_per_kwh),
        is_used=is_used,
    )


def list_coefficients(session: Session, county_code: str) -> list[tuple[Coefficient, int]]:
    """Return every version of a coefficient with the months found with it, those in force first."""
    counted = (
        select(WellMonth.coefficient_id, func.count())
        .where(WellMonth.county_code == county_code, WellMonth.coefficient_id.is_not(None))
        .group_by(WellMonth.coefficient_id)
    )
    used: dict[UUID | None, int] = dict(session.execute(counted).all())
    row = Coefficient
    query = select(row).where(row.county_code == county_code)
    order = (
        row.replaced_at.is_not(None),
        row.division_code,
        row.aquifer,
        row.first_month,
        row.valid_from.desc(),
        row.version.desc(),
        row.rowid,
    )
    return [(one, used.get(one.id, 0)) for one in session.scalars(query.order_by(*order))]


def get_coefficient(session: Session, coefficient_id: UUID, actor: Actor) -> Coefficient:
    """Return a coefficient within reach, or raise NotFound."""
    found = session.scalars(select(Coefficient).where(Coefficient.id == coefficient_id)).one_or_none()
    if found is None:
        raise NotFound("coefficient", coefficient_id)
    actor.need_reach(found.division_code, "coefficient", coefficient_id)
    return found
