"""Reading devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm import lazyload

from casebook.accounts.models import Officer
from casebook.db.paging import page
from casebook.devices.models import Device
from casebook.devices.rules import state_text
from casebook.kernel.errors import NotFound
from casebook.keys.signing import is_signed_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.db.paging import Page


_BY_ID = select(Device).where(Device.id == bindparam("its_id")).options(lazyload(Device.officer))


def find_device(session: Session, device_id: UUID) -> Device | None:
    """Return a device, or None."""
    return session.scalars(_BY_ID, {"its_id": device_id}).one_or_none()


def get_device(session: Session, device_id: UUID) -> Device:
    """Return a device, or raise NotFound."""
    found = find_device(session, device_id)
    if found is None:
        raise NotFound("device", device_id)
    return found


def get_signing_device(session: Session, device_id: UUID, *, signed_at: str, signature: str) -> Device:
    """Return the device that signed a question about its own state.

    NotFound for any other and for an unknown one alike, so that nobody learns which devices there are.
    """
    found = get_device(session, device_id)
    text = state_text(found.county_code, found.id, signed_at)
    if not is_signed_by(found.signing_key, text, signature):
        raise NotFound("device", device_id)
    return found


def get_own_device(session: Session, device_id: UUID, officer_id: UUID | None) -> Device:
    """Return a device of an officer, or raise NotFound for anybody else's."""
    found = get_device(session, device_id)
    if found.officer_id != officer_id:
        raise NotFound("device", device_id)
    return found


def get_device_within(session: Session, device_id: UUID, actor: Actor) -> Device:
    """Return a device whose officer's jurisdiction lies in the actor's, or raise NotFound."""
    found = get_device(session, device_id)
    actor.need_reach(found.officer.jurisdiction, "device", device_id)
    return found


def find_by_fingerprint(session: Session, fingerprint: str) -> Device | None:
    """Return the device that signs with a key, or None."""
    query = select(Device).where(Device.fingerprint == fingerprint)
    return session.scalars(query).unique().one_or_none()


def list_devices(session: Session, officer_id: UUID) -> list[Device]:
    """Return an officer's devices, the newest first, revoked ones last."""
    query = select(Device).where(Device.officer_id == officer_id)
    order = (Device.revoked_at.is_not(None), Device.rowid.desc())
    return list(session.scalars(query.order_by(*order)).unique())


def list_believed(session: Session, officer_ids: Collection[UUID]) -> dict[UUID, list[Device]]:
    """Return these officers' devices that are not revoked, by officer, the oldest first."""
    query = select(Device).where(Device.officer_id.in_(officer_ids), Device.revoked_at.is_(None))
    found: dict[UUID, list[Device]] = {}
    for device in session.scalars(query.order_by(Device.rowid)).unique():
        found.setdefault(device.officer_id, []).append(device)
    return found


def list_revoked(session: Session, county_code: str) -> list[Device]:
    """Return a county's revoked devices, the last revoked first."""
    query = select(Device).where(Device.county_code == county_code, Device.revoked_at.is_not(None))
    return list(session.scalars(query.order_by(Device.revoked_at.desc(), Device.rowid)).unique())


def page_devices(
    session: Session, actor: Actor, *, only_believed: bool, officer_id: UUID | None = None, cursor: str | None
) -> Page[Device]:
    """Return a page of the devices of officers within reach, the last registered first."""
    query = (
        select(Device)
        .join(Officer, Officer.id == Device.officer_id)
        .where(Device.county_code == actor.county_code, Officer.jurisdiction.startswith(actor.jurisdiction))
    )
    if only_believed:
        query = query.where(Device.revoked_at.is_(None))
    if officer_id is not None:
        query = query.where(Device.officer_id == officer_id)
    return page(
        session,
        query,
        columns=[Device.rowid],
        key=lambda row: [row.rowid],
        cursor=cursor,
        descending=True,
    )
