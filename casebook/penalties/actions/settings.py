"""Setting what is so in a county: flags, thresholds, who may order wells closed."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING
from uuid import UUID

from casebook.access import Permission
from casebook.accounts.queries import get_agency_within
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel.errors import Conflict
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.penalties import queries
from casebook.penalties.models import PenaltySetting
from casebook.penalties.rules.settings import NO, Setting, SettingKey, check_setting

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor


def set_setting(
    session: Session, *, actor: Actor, now: datetime, setting: Setting, seen_version: int
) -> PenaltySetting:
    """Let a value count in the actor's county from its day on; former values stay as they were.

    `seen_version` is how many values of the key the officer saw: Conflict `changed_meanwhile` when
    somebody else has set it since. Raises what `check_setting` raises, NotFound for a foreign agency.
    """
    county = actor.county_code
    actor.need(Permission.PENALTY_EDIT)
    actor.need_reach(county, "county", county)
    check_setting(setting)
    setting = replace(setting, source=setting.source.strip())
    if setting.key is SettingKey.SEALING_AGENCY and setting.value != NO:
        get_agency_within(session, UUID(setting.value), actor)
    lock(session)  # the audit takes it anyway; so that of two who set the same key one comes second
    if queries.last_version(session, county, setting.key) != seen_version:
        raise Conflict("changed_meanwhile")
    before = [one for one in queries.list_settings(session, county) if one.key is setting.key]
    row = PenaltySetting(
        id=new_id(),
        county_code=county,
        version=seen_version + 1,
        set_by_id=actor.officer_id,
        set_by=actor.name,
        set_at=now,
        **asdict(setting),
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="penalty_setting:set",
        subject=Subject("penalty_setting", row.id, setting.key, county),
        before=_facts(before[-1]) if before else None,
        after=_facts(row),
    )
    return row


def _facts(row: PenaltySetting) -> dict[str, object]:
    return {
        "value": row.value,
        "valid_from": row.valid_from,
        "certainty": row.certainty,
        "source": row.source,
    }
