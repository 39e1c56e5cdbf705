"""Electricity that tells something by itself: of an account that ran one well alone, or no well at all."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from casebook.db.lists import among
from casebook.kernel.volumes import litres
from casebook.volumes.models import ElectricityAccount, ElectricityAccountWell
from casebook.volumes.queries.figures import power_of
from casebook.volumes.queries.shares import serving_by_number
from casebook.volumes.rules.shares import Linked
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month
    from casebook.volumes.queries.shares import Serving

_NOTHING = Decimal(0)


def own_power_of(
    session: Session, county_code: str, well_ids: Collection[UUID], first: Month, last: Month
) -> dict[UUID, dict[Month, Decimal]]:
    """Return the kWh of these wells' own pumps: of months in which their account ran nothing else.

    By the shares that hold in the month, else by the register. A part of an account is dealt out, not
    measured: it proves nothing about one pump.
    """
    accounts = _accounts_of(session, county_code, well_ids)
    if not accounts:
        return {}
    wanted = set(well_ids)
    found: dict[UUID, dict[Month, Decimal]] = defaultdict(dict)
    for number, months in power_of(session, county_code, first, last, accounts=accounts).items():
        for month, kwh in months.items():
            for well_id, _energy, is_alone in accounts[number].deal(litres(kwh), month):
                if is_alone and well_id in wanted:
                    found[well_id][month] = found[well_id].get(month, _NOTHING) + kwh
    return dict(found)


def power_without_well(
    session: Session, county_code: str, first: Month, last: Month
) -> dict[str, dict[Month, Decimal]]:
    """Return the kWh of accounts, by number, in the months in which they served no registered well.

    An account that the register names for a well, or once did, always serves it; one that only shares
    name serves a well in their months.
    """
    account, link = ElectricityAccount, ElectricityAccountWell
    by_register = select(link.rowid).where(link.account_id == account.id, link.by_share.is_(False))
    query = select(account.number).where(account.county_code == county_code, ~by_register.exists())
    loose = set(session.scalars(query))
    loose -= set(
        session.scalars(
            select(Well.electricity_account).where(
                Well.county_code == county_code, among(Well.electricity_account, loose)
            )
        )
    )
    if not loose:
        return {}
    accounts = serving_by_number(session, county_code, loose)
    found = {}
    for number, months in power_of(session, county_code, first, last, accounts=loose).items():
        unserved = {month: kwh for month, kwh in months.items() if not accounts[number].has_share(month)}
        if unserved:
            found[number] = unserved
    return found


def _accounts_of(session: Session, county_code: str, well_ids: Collection[UUID]) -> dict[str, Serving]:
    """Return the accounts of these wells, those too that only the register names for them as yet."""
    account, link = ElectricityAccount, ElectricityAccountWell
    linked = select(account.number).join(link, link.account_id == account.id)
    named = select(Well.electricity_account).where(
        among(Well.id, well_ids), Well.county_code == county_code, Well.electricity_account != ""
    )
    numbers = {*session.scalars(linked.where(among(link.well_id, well_ids))), *session.scalars(named)}
    if not numbers:
        return {}
    accounts = serving_by_number(session, county_code, numbers)
    for number, well_id, power in session.execute(
        select(account.number, Well.id, Well.pump_power_kw)
        .join(Well, and_(Well.county_code == account.county_code, Well.electricity_account == account.number))
        .outerjoin(link, and_(link.account_id == account.id, link.well_id == Well.id))
        .where(account.county_code == county_code, among(account.number, numbers), link.rowid.is_(None))
        .order_by(Well.code)
    ):
        accounts[number].linked.append(Linked(well_id, power))
    return accounts
