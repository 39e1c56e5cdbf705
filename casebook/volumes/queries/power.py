"""The electricity of an account and month, with what was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.kernel.errors import NotFound
from casebook.volumes.models import ElectricityAccount, ElectricityUse

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def get_use(session: Session, use_id: UUID, actor: Actor) -> tuple[ElectricityUse, str]:
    """Return the electricity of a month and its account's number.

    An account may serve several townships, so that it is the county's: NotFound for anybody below.
    """
    query = (
        select(ElectricityUse, ElectricityAccount.number)
        .join(ElectricityAccount, ElectricityAccount.id == ElectricityUse.account_id)
        .where(ElectricityUse.id == use_id)
    )
    found = session.execute(query).first()
    if found is None:
        raise NotFound("electricity_use", use_id)
    use, number = found
    actor.need_reach(use.county_code, "electricity_use", use_id)
    return use, number


def list_use_history(session: Session, use: ElectricityUse) -> list[ElectricityUse]:
    """Return all that was written down of an account's month, the first first."""
    row = ElectricityUse
    query = select(row).where(row.account_id == use.account_id, row.year == use.year, row.month == use.month)
    return list(session.scalars(query.order_by(row.rowid)))
