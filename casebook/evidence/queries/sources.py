"""Reading where recordings and data come from: body cameras and monitoring devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from casebook.access import Permission
from casebook.db.paging import page
from casebook.evidence.models import FootageClip, FootageRecording, MonitoringDevice
from casebook.kernel.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page

_CHUNK = 500


def get_recording(session: Session, recording_id: UUID, actor: Actor) -> FootageRecording:
    """Return a recording of the index in the actor's jurisdiction, or raise Forbidden or NotFound."""
    actor.need(Permission.EVIDENCE_SEE)
    found = session.scalar(select(FootageRecording).where(FootageRecording.id == recording_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("footage", recording_id)
    return found


def page_recordings(
    session: Session, actor: Actor, *, device_no: str = "", cursor: str | None = None
) -> Page[FootageRecording]:
    """Return a page of the index, newest rows first; of one camera where it is named."""
    query = select(FootageRecording).where(
        FootageRecording.county_code == actor.county_code,
        FootageRecording.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    if device_no:
        query = query.where(FootageRecording.device_no == device_no)
    return page(
        session,
        query,
        columns=[FootageRecording.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )


def known_recordings(
    session: Session, county_code: str, hashes: Collection[str]
) -> set[tuple[str, str, str]]:
    """Return (camera, file name, hash) of the rows that the index has of these files."""
    row, ordered = FootageRecording, sorted(hashes)
    found: set[tuple[str, str, str]] = set()
    for first in range(0, len(ordered), _CHUNK):
        wanted = (row.county_code == county_code, row.file_hash.in_(ordered[first : first + _CHUNK]))
        rows = session.execute(select(row.device_no, row.file_name, row.file_hash).where(*wanted))
        found |= {(one.device_no, one.file_name, one.file_hash) for one in rows}
    return found


def find_clip(session: Session, item_id: UUID) -> FootageClip | None:
    """Return which part of which recording an item is, or None."""
    return session.scalar(select(FootageClip).where(FootageClip.item_id == item_id))


def get_monitor(session: Session, device_id: UUID, actor: Actor) -> MonitoringDevice:
    """Return a monitoring device in the actor's jurisdiction, or raise Forbidden or NotFound."""
    actor.need(Permission.EVIDENCE_SEE)
    found = session.scalar(select(MonitoringDevice).where(MonitoringDevice.id == device_id))
    if found is None or not actor.reaches(found.division_code):
        raise NotFound("monitoring", device_id)
    return found


def list_monitors(session: Session, actor: Actor) -> list[MonitoringDevice]:
    """Return the monitoring devices in the actor's jurisdiction by number."""
    query = select(MonitoringDevice).where(
        MonitoringDevice.county_code == actor.county_code,
        MonitoringDevice.division_code.startswith(actor.jurisdiction, autoescape=True),
    )
    return list(session.scalars(query.order_by(MonitoringDevice.number)))


def find_device_by_number(session: Session, county_code: str, number: str) -> MonitoringDevice | None:
    """Return a county's monitoring device of this number, or None."""
    wanted = (MonitoringDevice.county_code == county_code, MonitoringDevice.number == number)
    return session.scalar(select(MonitoringDevice).where(*wanted))
