"""Reading norms and what the county sets about plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.db.lists import among
from casebook.kernel.errors import NotFound
from casebook.plans.models import PlanSetting, WaterNorm
from casebook.plans.rules.norms import holds
from casebook.plans.rules.settings import Setting, in_force, limits_of, read_value

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.plans.rules import AlertLimits, SettingKey


def list_settings(session: Session, county_code: str) -> list[PlanSetting]:
    """Return every value that a county set, in the order they were entered."""
    query = select(PlanSetting).where(PlanSetting.county_code == county_code)
    return list(session.scalars(query.order_by(PlanSetting.rowid)))


def settings_of(session: Session, county_code: str, on: date) -> dict[SettingKey, Setting]:
    """Return what holds on a day; a key without value and default is left out."""
    rows = [
        Setting(row.key, read_value(row.key, row.value), row.valid_from, row.paper)
        for row in list_settings(session, county_code)
    ]
    return in_force(rows, on)


def limits_on(session: Session, county_code: str, on: date) -> AlertLimits:
    """Return past which shares of a plan something is told (rules.md 3.3)."""
    return limits_of(settings_of(session, county_code, on))


def last_setting(session: Session, county_code: str, key: SettingKey) -> int:
    """Return how many values of a key the county has set."""
    query = select(func.max(PlanSetting.version)).where(
        PlanSetting.county_code == county_code, PlanSetting.key == key
    )
    return session.scalar(query) or 0


def list_norms(session: Session, county_code: str) -> list[WaterNorm]:
    """Return the last version of every norm, by kind, item and first day."""
    query = select(WaterNorm).where(WaterNorm.county_code == county_code)
    found: dict[UUID, WaterNorm] = {}
    for row in session.scalars(query.order_by(WaterNorm.line_id, WaterNorm.version.desc())):
        found.setdefault(row.line_id, row)
    return sorted(found.values(), key=lambda row: (row.kind, row.item, row.valid_from, row.rowid))


def norms_on(session: Session, county_code: str, on: date) -> list[WaterNorm]:
    """Return the norms in force on a day, in their versions of that day, by kind, item and first day.

    A version that begins only later leaves the one before it in force until then.
    """
    query = select(WaterNorm).where(WaterNorm.county_code == county_code, WaterNorm.valid_from <= on)
    begun = {row.line_id: row for row in session.scalars(query.order_by(WaterNorm.version))}
    held = (row for row in begun.values() if holds(row, on))
    return sorted(held, key=lambda row: (row.kind, row.item, row.valid_from, row.rowid))


def norms_by_id(session: Session, norm_ids: Collection[UUID]) -> dict[UUID, WaterNorm]:
    """Return these versions of norms."""
    query = select(WaterNorm).where(among(WaterNorm.id, norm_ids))
    return {row.id: row for row in session.scalars(query)} if norm_ids else {}


def get_norm(session: Session, line_id: UUID, actor: Actor) -> WaterNorm:
    """Return the last version of a norm that the actor keeps for the county, or raise NotFound."""
    actor.need_reach(actor.county_code, "norm", line_id)
    query = select(WaterNorm).where(WaterNorm.line_id == line_id, WaterNorm.county_code == actor.county_code)
    found = session.scalar(query.order_by(WaterNorm.version.desc()).limit(1))
    if found is None:
        raise NotFound("norm", line_id)
    return found
