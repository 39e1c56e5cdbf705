"""What a package carries besides wells and work: places, people, checklists, keys of plates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from casebook.access import Permission
from casebook.accounts import queries as accounts
from casebook.devices import queries as devices
from casebook.inspections.models import ChecklistVersion
from casebook.inspections.rules import InspectionKind, Item
from casebook.keys import wire
from casebook.maps.queries import areas
from casebook.plates import queries as plates
from casebook.regions import queries as regions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.keys.manifest import SigningKey


def pack_zones(session: Session, actor: Actor, today: date) -> dict[str, Any]:
    """Return zones in force and outlines as GeoJSON, simplified as on the office's map."""
    return areas(session, actor.county_code, today)


def pack_townships(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return the townships in the actor's jurisdiction."""
    found = regions.list_divisions(session, actor.county_code)
    return [{"code": one.code, "name": one.name} for one in found if actor.reaches(one.code)]


def pack_officers(
    session: Session, actor: Actor, wells: Iterable[dict[str, Any]], today: date
) -> list[dict[str, Any]]:
    """Return who may sign as second officer at some of the packed wells, with the keys of their tablets.

    The actor is always among them; nobody for patrollers.
    """
    if not (actor.can(Permission.INSPECTION_RECORD) or actor.can(Permission.CLOSURE_ACCEPT)):
        return []
    townships = {one["township"] for one in wells}
    found = [
        one
        for one in accounts.list_certified(session, county_code=actor.county_code, on=today)
        if one.id == actor.officer_id or any(code.startswith(one.jurisdiction) for code in townships)
    ]
    keys = devices.list_believed(session, [one.id for one in found])
    return [
        {
            "id": one.id,
            "name": one.name,
            "agency": one.agency.name,
            "agency_id": one.agency_id,
            "jurisdiction": one.jurisdiction,
            "certificate_no": one.certificate_no,
            "certificate_valid_from": one.certificate_valid_from,
            "certificate_valid_to": one.certificate_valid_to,
            "keys": [
                {"device": device.id, "signing_key": device.signing_key} for device in keys.get(one.id, [])
            ],
        }
        for one in found
    ]


def pack_checklists(session: Session, actor: Actor, today: date) -> list[dict[str, Any]]:
    """Return the version of each checklist that is in force; none for who keeps no records."""
    if not (actor.can(Permission.INSPECTION_RECORD) or actor.can(Permission.CLOSURE_ACCEPT)):
        return []
    newest = (
        select(ChecklistVersion.code, func.max(ChecklistVersion.version).label("version"))
        .where(ChecklistVersion.county_code == actor.county_code, ChecklistVersion.valid_from <= today)
        .group_by(ChecklistVersion.code)
        .subquery()
    )
    query = (
        select(ChecklistVersion)
        .join(
            newest,
            (newest.c.code == ChecklistVersion.code) & (newest.c.version == ChecklistVersion.version),
        )
        .where(ChecklistVersion.county_code == actor.county_code)
    )
    return [_checklist(one) for one in session.scalars(query.order_by(ChecklistVersion.code))]


def _checklist(one: ChecklistVersion) -> dict[str, Any]:
    questions = one.questions
    return {
        "id": one.id,
        "code": one.code,
        "version": one.version,
        "title": one.title,
        "kinds": [kind for kind in InspectionKind if _asks(questions, kind)],
        "items": [item.as_data() for item in questions],
    }


def _asks(questions: Iterable[Item], kind: InspectionKind) -> bool:
    return any(item.applies_to(kind) for item in questions)


def pack_plates(session: Session, actor: Actor, keys: Iterable[SigningKey]) -> dict[str, Any]:
    """Return the keys that plates were ever signed with, and the serials that are no longer believed."""
    signing = [
        {"fingerprint": key.fingerprint, "signing_key": wire.public_text(key.public())} for key in keys
    ]
    return {"keys": signing, "revoked": plates.list_revoked(session, actor.county_code)}


def pack_points(session: Session, actor: Actor) -> list[dict[str, Any]]:
    """Return the known points at which the datum is checked."""
    found = regions.list_known_points(session, actor.county_code)
    return [{"id": one.id, "name": one.name, "lon": one.lon, "lat": one.lat} for one in found]
