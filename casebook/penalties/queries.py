"""Reading a county's flags, thresholds, discretion and local packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from casebook.kernel.errors import NotFound
from casebook.penalties.models import DiscretionLevel, LocalPack, PenaltySetting
from casebook.penalties.rules.packs import read_pack
from casebook.penalties.rules.settings import Setting, flags_by, night_by, thresholds_by

if TYPE_CHECKING:
    from datetime import date, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.penalties.rules import Condition, Flags, Thresholds
    from casebook.penalties.rules.packs import Pack
    from casebook.penalties.rules.settings import SettingKey


def list_settings(session: Session, county_code: str) -> list[PenaltySetting]:
    """Return every value that a county set, in the order they were entered."""
    query = select(PenaltySetting).where(PenaltySetting.county_code == county_code)
    return list(session.scalars(query.order_by(PenaltySetting.rowid)))


def last_version(session: Session, county_code: str, key: SettingKey) -> int:
    """Return how many values of a key the county has set."""
    query = select(func.max(PenaltySetting.version)).where(
        PenaltySetting.county_code == county_code, PenaltySetting.key == key
    )
    return session.scalar(query) or 0


def flags_of(session: Session, county_code: str) -> Flags:
    """Return what is so in a county, and its local acts."""
    local = tuple(act for pack in list_packs(session, county_code) for act in pack.acts)
    return flags_by(county_code, _settings(session, county_code), local)


def thresholds_of(session: Session, county_code: str, on: date) -> Thresholds:
    """Return the limits that had begun in a county by a day."""
    return thresholds_by(_settings(session, county_code), on)


def night_of(session: Session, county_code: str, on: date) -> tuple[time, time]:
    """Return from which hour to which nothing is forced in a county on a day (强制法 43)."""
    return night_by(_settings(session, county_code), on)


def _settings(session: Session, county_code: str) -> list[Setting]:
    return [
        Setting(one.key, one.value, one.valid_from, one.certainty, one.source)
        for one in list_settings(session, county_code)
    ]


def list_pack_versions(session: Session, county_code: str) -> list[LocalPack]:
    """Return every version of every local pack, by code, the newest first."""
    query = select(LocalPack).where(LocalPack.county_code == county_code)
    return list(session.scalars(query.order_by(LocalPack.code, LocalPack.version.desc())))


def list_packs(session: Session, county_code: str) -> list[Pack]:
    """Return the last version of each local pack, by code."""
    found: dict[str, LocalPack] = {}
    for row in list_pack_versions(session, county_code):
        found.setdefault(row.code, row)
    return [read_pack(row.body.encode(), county_code) for row in found.values()]


def list_level_versions(
    session: Session, county_code: str, pen_id: str | None = None
) -> list[DiscretionLevel]:
    """Return every version of every level, by provision, first day and fine, the newest version first."""
    query = select(DiscretionLevel).where(DiscretionLevel.county_code == county_code)
    if pen_id is not None:
        query = query.where(DiscretionLevel.pen_id == pen_id)
    order = (
        DiscretionLevel.pen_id,
        DiscretionLevel.line_id,
        DiscretionLevel.version.desc(),
    )
    return list(session.scalars(query.order_by(*order)))


def list_levels(session: Session, county_code: str, pen_id: str | None = None) -> list[DiscretionLevel]:
    """Return the last version of each level: by provision, tier, first day, fine."""
    found: dict[UUID, DiscretionLevel] = {}
    for row in list_level_versions(session, county_code, pen_id):
        found.setdefault(row.line_id, row)
    return sorted(
        found.values(),
        key=lambda one: (one.pen_id, one.condition, one.valid_from, one.min_fen, one.rowid),
    )


def discretion_of(
    session: Session, county_code: str, *, pen_id: str, condition: Condition, on: date
) -> list[DiscretionLevel]:
    """Return the levels that hold on a day for a tier of a provision, the lightest first."""
    return [
        one
        for one in list_levels(session, county_code, pen_id)
        if one.condition is condition
        and one.valid_from <= on
        and (one.valid_to is None or on <= one.valid_to)
    ]


def get_level(session: Session, line_id: UUID, actor: Actor) -> DiscretionLevel:
    """Return the last version of a level of the actor's county, or raise NotFound."""
    query = select(DiscretionLevel).where(
        DiscretionLevel.line_id == line_id, DiscretionLevel.county_code == actor.county_code
    )
    found = session.scalar(query.order_by(DiscretionLevel.version.desc()).limit(1))
    if found is None:
        raise NotFound("discretion_level", line_id)
    return found


def list_line(session: Session, line_id: UUID) -> list[DiscretionLevel]:
    """Return all versions of a level, the newest first."""
    query = select(DiscretionLevel).where(DiscretionLevel.line_id == line_id)
    return list(session.scalars(query.order_by(DiscretionLevel.version.desc())))
