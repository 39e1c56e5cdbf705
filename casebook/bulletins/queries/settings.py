"""What a county has set; without a version of its own the house's figures hold, not verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.bulletins.models import BulletinSetting
from casebook.bulletins.rules import (
    DEFAULT_LIMITS,
    DEFAULT_WEIGHTS,
    Limits,
    Person,
    SettingKind,
    Weights,
    limits_from,
)
from casebook.kernel import clock
from casebook.oversight.rules import Indicator

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.kernel.months import Month


def find_setting(
    session: Session, county_code: str, kind: SettingKind, before: datetime | None = None
) -> BulletinSetting | None:
    """Return the newest version of a setting, or the newest set before an instant; None without one."""
    query = select(BulletinSetting).where(
        BulletinSetting.county_code == county_code, BulletinSetting.kind == kind
    )
    if before is not None:
        query = query.where(BulletinSetting.set_at < before)
    return session.scalars(query.order_by(BulletinSetting.version.desc()).limit(1)).first()


def last_version(session: Session, county_code: str, kind: SettingKind) -> int:
    """Return the number of a setting's newest version; 0 when there is none."""
    query = select(func.max(BulletinSetting.version)).where(
        BulletinSetting.county_code == county_code, BulletinSetting.kind == kind
    )
    return session.scalar(query) or 0


def limits_of(session: Session, county_code: str) -> Limits:
    """Return what counts as red and amber."""
    found = find_setting(session, county_code, SettingKind.LIGHTS)
    return limits_from(found.facts) if found else DEFAULT_LIMITS


def weights_at(session: Session, county_code: str, month: Month) -> Weights:
    """Return what each indicator weighed at a month's end."""
    return weights_of(session, county_code, clock.end_of_day(month.last))


def weights_of(session: Session, county_code: str, before: datetime | None = None) -> Weights:
    """Return what each indicator weighs, now or as it was set before an instant."""
    found = find_setting(session, county_code, SettingKind.WEIGHTS, before)
    if found is None:
        return DEFAULT_WEIGHTS
    return {Indicator(name): weight for name, weight in found.facts.items()}


def people_of(session: Session, county_code: str) -> dict[str, Person]:
    """Return who answers for each division, by its code."""
    found = find_setting(session, county_code, SettingKind.PEOPLE)
    return {code: Person(**facts) for code, facts in found.facts.items()} if found else {}
