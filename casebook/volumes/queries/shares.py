"""Which wells an account serves, and how its electricity is dealt out to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import and_, extract, or_, select

from casebook.db.lists import among
from casebook.volumes.models import (
    ElectricityAccount,
    ElectricityAccountWell,
    ElectricityShare,
    ElectricityUse,
)
from casebook.volumes.rules.shares import Linked, Share, deal
from casebook.wells.models import Well

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month
    from casebook.volumes.rules.shares import Dealt

_MONTHS = 12


@dataclass(slots=True)
class Serving:
    """The wells of one account: those of the register, and those that shares name."""

    linked: list[Linked[UUID]] = field(default_factory=list)
    shares: list[Share[UUID]] = field(default_factory=list)

    def deal(self, energy_wh: int, month: Month) -> list[Dealt[UUID]]:
        """Deal out a month's electricity."""
        return deal(energy_wh, month, self.shares, self.linked)

    def has_share(self, month: Month) -> bool:
        """Say whether shares deal out the month."""
        return any(share.covers(month) for share in self.shares)


def accounts_serving(session: Session, well_ids: Collection[UUID]) -> dict[UUID, Serving]:
    """Return the accounts that serve or served any of these wells, with all wells of theirs."""
    link = ElectricityAccountWell
    return _serving(session, select(link.account_id).where(among(link.well_id, well_ids)))


def serving_of(session: Session, account_id: UUID) -> Serving:
    """Return the wells of an account."""
    link = ElectricityAccountWell
    accounts = select(link.account_id).where(link.account_id == account_id)
    return _serving(session, accounts).get(account_id, Serving())


def serving_by_number(session: Session, county_code: str, numbers: Collection[str]) -> dict[str, Serving]:
    """Return the wells of each of these accounts of a county, by the account's number."""
    row = ElectricityAccount
    mine = row.county_code == county_code, among(row.number, numbers)
    found = _serving(session, select(row.id).where(*mine))
    query = select(row.number, row.id).where(*mine)
    return {number: found.get(account_id, Serving()) for number, account_id in session.execute(query)}


def _serving(session: Session, accounts: object) -> dict[UUID, Serving]:
    link, row = ElectricityAccountWell, ElectricityShare
    found: dict[UUID, Serving] = defaultdict(Serving)
    links = (
        select(link.account_id, link.well_id, Well.pump_power_kw, link.by_share)
        .join(Well, Well.id == link.well_id)
        .where(link.account_id.in_(accounts))  # type: ignore[arg-type]  # a select of ids
        .order_by(link.account_id, link.well_id)
    )
    for account_id, well_id, power, by_share in session.execute(links):
        here = found[account_id]
        if not by_share:
            here.linked.append(Linked(well_id, power))
    if not found:
        return {}
    shares = select(row.account_id, row.well_id, row.share, row.from_on, row.to_on).where(
        among(row.account_id, found), row.replaced_at.is_(None)
    )
    ordered = shares.order_by(row.account_id, row.from_on, row.rowid)
    for account_id, well_id, share, from_on, to_on in session.execute(ordered):
        found[account_id].shares.append(Share(well_id, share, from_on, to_on))
    return dict(found)


def serves() -> ColumnElement[bool]:
    """Say of a joined link and use whether the well takes any of the account's electricity in that month.

    A month that shares cover is theirs; any other is the register's wells'.
    """
    link, use, row = ElectricityAccountWell, ElectricityUse, ElectricityShare
    place = use.year * _MONTHS + use.month
    covers = and_(
        row.account_id == link.account_id,
        row.replaced_at.is_(None),
        extract("year", row.from_on) * _MONTHS + extract("month", row.from_on) <= place,
        or_(
            row.to_on.is_(None),
            extract("year", row.to_on) * _MONTHS + extract("month", row.to_on) >= place,
        ),
    )
    any_share = select(row.rowid).where(covers).correlate(link, use).exists()
    own_share = select(row.rowid).where(covers, row.well_id == link.well_id).correlate(link, use).exists()
    return or_(own_share, and_(link.by_share.is_(False), ~any_share))
