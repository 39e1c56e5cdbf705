"""Packing what an officer takes along: all parts, only what may be seen, signed and expiring."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import delete, false, select

from casebook.access import Permission
from casebook.audit.actions import record, record_look
from casebook.field.actions.numbers import top_up
from casebook.field.models import WorkPackage, WorkPackagePart
from casebook.field.queries import packed_reference as reference
from casebook.field.queries.packed_earlier import pack_earlier
from casebook.field.queries.packed_wells import pack_wells
from casebook.field.queries.packed_work import pack_work
from casebook.field.rules import packages as rules
from casebook.kernel.clock import local_day, rfc3339
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.kernel.hashing import digest
from casebook.kernel.ids import new_id
from casebook.kernel.subjects import Subject
from casebook.regions import queries as regions
from casebook.regions.rules import DivisionKind
from casebook.wells.models import Well
from casebook.wells.queries.filters import jurisdiction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from casebook.access import Actor
    from casebook.devices.models import Device
    from casebook.field.queries.packed_work import Work
    from casebook.field.rules.packages import Scope
    from casebook.keys.manifest import SigningKey
    from casebook.keys.signing import Signer

FAST = 1
"""Of gzip's nine."""


@dataclass(frozen=True)
class House:
    """What the house adds to a package: its keys, its words, its map, and how long packages last."""

    signer: Signer
    keys: Sequence[SigningKey]
    codes: Mapping[str, Any]
    """The part `codes`, in the officer's language."""
    word: Callable[[object], str]
    """The words of an enum member, in the same."""
    basemap: Mapping[str, Any] | None
    days: int


def collect(
    session: Session, *, actor: Actor, now: datetime, device: Device, scope: Scope, house: House
) -> dict[str, Any]:
    """Read all parts of a package but its numbers; it writes nothing and may take seconds.

    Forbidden without field work, RuleBroken for a revoked device and for a scope that cannot be
    packed, NotFound for a township elsewhere.
    """
    actor.need(Permission.FIELD_USE)
    actor.need(Permission.WELL_SEE)
    _check_device(actor, device)
    today = local_day(now)
    meant, work = _meant(session, actor, scope, today, house.word)
    wells = pack_wells(session, actor, meant, today)
    earlier = pack_earlier(session, actor, meant, work.wells)
    return {
        "wells": _in_order(wells, scope),
        "problems": work.problems,
        "measures": work.measures,
        "closures": work.closures,
        "tasks": work.tasks,
        "earlier": earlier.records,
        "pictures": earlier.pictures,
        "zones": reference.pack_zones(session, actor, today),
        "townships": reference.pack_townships(session, actor),
        "officers": reference.pack_officers(session, actor, wells, today),
        "checklists": reference.pack_checklists(session, actor, today),
        "codes": house.codes,
        "plates": reference.pack_plates(session, actor, house.keys),
        "points": reference.pack_points(session, actor),
        "basemap": house.basemap,
    }


def pack(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    device: Device,
    scope: Scope,
    house: House,
    parts: Mapping[str, Any],
) -> WorkPackage:
    """Sign collected parts, with numbers for the device, and put them in the place of what it had before."""
    actor.need(Permission.FIELD_USE)
    _check_device(actor, device)
    package_id, ends_at = new_id(), now + timedelta(days=house.days)
    years = rules.years_of(local_day(now), local_day(ends_at))
    held = top_up(session, actor=actor, now=now, device=device, years=years)
    numbers = [{"text": one.text, "form": form, "year": one.year} for one, form in held]
    whole = {**parts, "numbers": numbers}
    made = [_part(package_id, name, whole[name]) for name in rules.PARTS]
    package = _signed(device, package_id, scope, made, now=now, ends_at=ends_at, signer=house.signer)
    older = select(WorkPackage.id).where(WorkPackage.device_id == device.id)
    session.execute(delete(WorkPackagePart).where(WorkPackagePart.package_id.in_(older)))
    session.add(package)
    session.flush()
    session.add_all(made)
    session.flush()
    _note(session, actor=actor, now=now, package=package, wells=len(parts["wells"]))
    return package


def drop_expired(session: Session, *, now: datetime) -> int:
    """Remove the parts of packages that have run out; return how many packages lost theirs."""
    ended = select(WorkPackage.id).where(WorkPackage.expires_at <= now)
    held = select(WorkPackagePart.package_id).where(WorkPackagePart.package_id.in_(ended)).distinct()
    count = len(session.scalars(held).all())
    session.execute(delete(WorkPackagePart).where(WorkPackagePart.package_id.in_(ended)))
    session.flush()
    return count


def _check_device(actor: Actor, device: Device) -> None:
    if device.officer_id != actor.officer_id:
        raise NotFound("device", device.id)
    if device.is_revoked:
        raise RuleBroken("device_revoked")


def _meant(
    session: Session, actor: Actor, scope: Scope, today: date, word: Callable[[object], str]
) -> tuple[ColumnElement[bool], Work]:
    """Return the condition of the wells that a scope means, all in the jurisdiction, and what waits there."""
    rules.check_scope(scope)
    within = _within(actor)
    if scope.kind == "township":
        _check_township(session, actor, scope.township)
        meant = within & (Well.division_code == scope.township)
    elif scope.kind == "wells":
        meant = within & Well.code.in_(scope.wells)
    else:
        everywhere = pack_work(session, actor, within, today, word)
        due = everywhere.wells_due(today + timedelta(days=scope.days))
        return (within & Well.id.in_(due) if due else false()), everywhere.at(due)
    return meant, pack_work(session, actor, meant, today, word)


def _within(actor: Actor) -> ColumnElement[bool]:
    first, *others = jurisdiction(actor)
    for one in others:
        first &= one
    return first


def _check_township(session: Session, actor: Actor, code: str) -> None:
    actor.need_reach(code, "division", code)
    found = regions.get_division(session, code)
    if found.kind is not DivisionKind.TOWNSHIP or found.county_code != actor.county_code:
        raise NotFound("division", code)


def _in_order(wells: list[dict[str, Any]], scope: Scope) -> list[dict[str, Any]]:
    """Return a route in its own order."""
    if scope.kind != "wells":
        return wells
    rules.check_route(scope.wells, [one["code"] for one in wells])
    place = {code: index for index, code in enumerate(dict.fromkeys(scope.wells))}
    return sorted(wells, key=lambda one: place[one["code"]])


def _part(package_id: UUID, name: str, content: object) -> WorkPackagePart:
    data = orjson.dumps(content)
    return WorkPackagePart(
        package_id=package_id,
        name=name,
        hash=digest(data),
        size=len(data),
        content=gzip.compress(data, FAST, mtime=0),
    )


def _signed(
    device: Device,
    package_id: UUID,
    scope: Scope,
    parts: Sequence[WorkPackagePart],
    *,
    now: datetime,
    ends_at: datetime,
    signer: Signer,
) -> WorkPackage:
    size = sum(part.size for part in parts)
    facts = {
        "version": rules.VERSION,
        "package": package_id,
        "county": device.county_code,
        "device": device.id,
        "officer": device.officer_id,
        "scope": scope.as_data(),
        "made_at": rfc3339(now),
        "expires_at": rfc3339(ends_at),
        "size": size,
        "parts": [_listed(package_id, part) for part in parts],
    }
    text = orjson.dumps(facts)
    return WorkPackage(
        id=package_id,
        county_code=device.county_code,
        officer_id=device.officer_id,
        device_id=device.id,
        scope=scope.as_data(),
        text=text.decode(),
        signature=signer.sign_bare(text),
        size=size,
        made_at=now,
        expires_at=ends_at,
    )


def _listed(package_id: UUID, part: WorkPackagePart) -> dict[str, Any]:
    url = rules.address(package_id, part.name)
    return {"name": part.name, "size": part.size, "hash": part.hash, "url": url}


def _note(session: Session, *, actor: Actor, now: datetime, package: WorkPackage, wells: int) -> None:
    """Record who took what along, and that names of users were among it."""
    subject = Subject("work_package", package.id, str(package.id)[:8], actor.jurisdiction)
    after = {"scope": package.scope, "wells": wells, "size": package.size, "device": package.device_id}
    record(session, actor=actor, now=now, action="work_package:make", subject=subject, after=after)
    if actor.can(Permission.PARTY_SEE_PERSONAL):
        record_look(session, actor=actor, now=now, subject=subject, what="work_package")
