"""What officers take along, and the numbers that they bring back."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, request, send_file

from casebook.access import Permission
from casebook.devices import actions as devices
from casebook.devices import queries as device_queries
from casebook.field import basemap
from casebook.field.actions import carrying, numbers, packing
from casebook.field.presenters.house import house_of
from casebook.field.queries import packages as queries
from casebook.field.rules.packages import Scope  # noqa: TC001 - msgspec reads it from the annotation
from casebook.field.views import bodies
from casebook.field.views.blueprint import blueprint
from casebook.field.views.sending import sending_device
from casebook.kernel import clock
from casebook.kernel.errors import NotFound, RuleBroken
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import committed, current_session, let_go, reads_first

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class _Wanted:
    scope: Scope


@dataclass(frozen=True)
class _Returned:
    numbers: list[str]
    reason: str


@blueprint.post("/field/api/packages")
@requires(Permission.FIELD_USE)
@reads_first
def pack() -> tuple[dict[str, Any], int]:
    """Pack what the officer asks for; the answer is the signed list of its parts.

    A route without wells is the one that is planned for the officer today.
    """
    scope, house = bodies.read(_Wanted).scope, house_of(current_app.config["CASEBOOK"])
    session, actor, now = current_session(), current_actor(), clock.now()
    if scope.kind == "wells" and not scope.wells:
        scope = carrying.planned_scope(session, actor, clock.local_day(now))
    device = sending_device(session)
    parts = packing.collect(session, actor=actor, now=now, device=device, scope=scope, house=house)
    let_go()
    with committed() as session:
        device = sending_device(session)
        devices.note_contact(session, device=device, now=now)
        package = packing.pack(
            session, actor=actor, now=now, device=device, scope=scope, house=house, parts=parts
        )
        told = {"text": package.text, "signature": package.signature}
    return told, 201


@blueprint.get("/field/api/packages/<uuid:package_id>/<name>")
@requires(Permission.FIELD_USE)
def part(package_id: UUID, name: str) -> Response:
    """Send one part of one's own package while it lasts and its device is believed."""
    session = current_session()
    package = queries.get_own_package(session, package_id, current_actor().officer_id, clock.now())
    if device_queries.get_device(session, package.device_id).is_revoked:
        raise RuleBroken("device_revoked")
    found = queries.get_part(session, package.id, name)
    is_packed = bool(request.accept_encodings.best_match(["gzip"]))
    answer = Response(
        found.content if is_packed else gzip.decompress(found.content), mimetype="application/json"
    )
    answer.headers["Vary"] = "Accept-Encoding, Cookie"
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    return answer


@blueprint.get(basemap.URL)
@requires(Permission.FIELD_USE)
def show_basemap() -> Response:
    """Send the base map, or the ranges of it that are asked for."""
    path = basemap.path_of(current_app.config["CASEBOOK"].basemap)
    if path is None:
        raise NotFound("basemap")
    return send_file(path, mimetype="application/vnd.pmtiles", conditional=True)


@blueprint.post("/field/api/numbers/return")
@requires(Permission.FIELD_USE)
def return_numbers() -> dict[str, Any]:
    """Take unused numbers back; they stay taken and are void."""
    sent = bodies.read(_Returned)
    session = current_session()
    voided = numbers.give_back(
        session,
        actor=current_actor(),
        now=clock.now(),
        device=sending_device(session),
        texts=sent.numbers,
        reason=sent.reason,
    )
    return {"voided": voided}
