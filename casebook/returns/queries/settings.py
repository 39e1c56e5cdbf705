"""Reading what a county sets about returns and the tax sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.returns.models import ReturnSettingRow
from casebook.returns.rules import ReturnSetting, in_force

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.returns.rules import ReturnSettingKey, ReturnSettings


def list_settings(session: Session, county_code: str) -> list[ReturnSettingRow]:
    """Return every value that a county set, in the order they were entered."""
    query = select(ReturnSettingRow).where(ReturnSettingRow.county_code == county_code)
    return list(session.scalars(query.order_by(ReturnSettingRow.rowid)))


def settings_on(session: Session, county_code: str, on: date) -> ReturnSettings:
    """Return what holds on a day."""
    rows = list_settings(session, county_code)
    return in_force((ReturnSetting(row.key, row.value, row.valid_from, row.paper) for row in rows), on)


def last_setting(session: Session, county_code: str, key: ReturnSettingKey) -> int:
    """Return how many values of a key the county has set."""
    query = select(func.max(ReturnSettingRow.version)).where(
        ReturnSettingRow.county_code == county_code, ReturnSettingRow.key == key
    )
    return session.scalar(query) or 0


def list_counties(session: Session) -> list[str]:
    """Return the counties that have set something."""
    query = select(ReturnSettingRow.county_code).distinct()
    return list(session.scalars(query.order_by(ReturnSettingRow.county_code)))
