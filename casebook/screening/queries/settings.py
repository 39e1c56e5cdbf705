"""Reading what a county set about the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.screening.models import ScreeningSetting
from casebook.screening.rules import DEFAULTS, Setting

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.screening.rules import RuleId, Settings


def own_settings(session: Session, county_code: str, on: date) -> dict[RuleId, ScreeningSetting]:
    """Return the county's own version of each rule that holds on a day; rules as the house has them lack."""
    query = (
        select(ScreeningSetting)
        .where(ScreeningSetting.county_code == county_code, ScreeningSetting.valid_from <= on)
        .order_by(ScreeningSetting.version)
    )
    return {row.rule: row for row in session.scalars(query)}


def settings_on(session: Session, county_code: str, on: date) -> Settings:
    """Return every rule as it holds in a county on a day; a threshold that came later has its default."""
    own = own_settings(session, county_code, on)
    return {rule: _merged(default, own.get(rule)) for rule, default in DEFAULTS.items()}


def _merged(default: Setting, own: ScreeningSetting | None) -> Setting:
    if own is None:
        return default
    kept = {name: int(own.thresholds.get(name, value)) for name, value in default.values.items()}
    return Setting(default.rule, kept, own.is_active, own.version)


def last_setting(session: Session, county_code: str, rule: RuleId) -> int:
    """Return the last version of a rule's settings, 0 for none."""
    query = select(func.max(ScreeningSetting.version)).where(
        ScreeningSetting.county_code == county_code, ScreeningSetting.rule == rule
    )
    return session.scalar(query) or 0


def list_versions(session: Session, county_code: str, rule: RuleId) -> list[ScreeningSetting]:
    """Return the versions that a county set of a rule, newest first."""
    query = select(ScreeningSetting).where(
        ScreeningSetting.county_code == county_code, ScreeningSetting.rule == rule
    )
    return list(session.scalars(query.order_by(ScreeningSetting.version.desc())))
