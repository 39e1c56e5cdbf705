"""Taking in local packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casebook.access import Permission
from casebook.audit.actions import record
from casebook.db.chain import lock
from casebook.kernel.errors import RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.penalties import queries
from casebook.penalties.models import LocalPack
from casebook.penalties.rules.packs import read_pack

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.penalties.rules.packs import Pack


def load_pack(session: Session, *, actor: Actor, now: datetime, content: bytes) -> LocalPack:
    """Take in a version of a local pack, as JSON (docs/penalties.md); the former one stays as it was.

    Raises what `read_pack` raises, and RuleBroken `pack_version_old`, `pack_act_of_another`.
    """
    county = actor.county_code
    actor.need(Permission.PENALTY_EDIT)
    actor.need_reach(county, "county", county)
    text = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")  # a browser sends lines its own way
    pack = read_pack(text, county)
    lock(session)  # the audit takes it anyway; so that of two who load the same pack one comes second
    check_pack(session, county, pack)
    row = LocalPack(
        id=new_id(),
        county_code=county,
        code=pack.code,
        version=pack.version,
        title=pack.title,
        place=pack.place,
        source=pack.source,
        body=text.decode(),
        hash=digest(text),
        loaded_by_id=actor.officer_id,
        loaded_by=actor.name,
        loaded_at=now,
    )
    session.add(row)
    session.flush()
    record(
        session,
        actor=actor,
        now=now,
        action="penalty_pack:load",
        subject=Subject("penalty_pack", row.id, f"{pack.code} {pack.version}", county),
        after={"title": pack.title, "version": pack.version, "acts": len(pack.acts), "hash": row.hash},
    )
    return row


def check_pack(session: Session, county_code: str, pack: Pack) -> None:
    """Refuse a version that is not newer than the last, and acts that another pack has already."""
    for other in queries.list_packs(session, county_code):
        if other.code == pack.code and other.version >= pack.version:
            raise RuleBroken("pack_version_old", field="file", version=pack.version, last=other.version)
        shared = {one.id for one in other.acts} & {one.id for one in pack.acts}
        if other.code != pack.code and shared:
            raise RuleBroken("pack_act_of_another", field="file", act=min(shared), pack=other.title)
