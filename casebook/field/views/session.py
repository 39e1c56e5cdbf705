"""Who is at the tablet, and the tablet itself."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, session

from casebook.access import Permission
from casebook.accounts import actions as accounts
from casebook.accounts import queries as officers
from casebook.devices.actions import Registration, register_device
from casebook.field.presenters.session import officer_json, server_json, settings_json
from casebook.field.views import bodies, tus
from casebook.field.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.regions import queries as regions
from casebook.web.guard import current_actor, requires
from casebook.web.lifecycle import current_session


@blueprint.get("/field/api/session")
@requires(Permission.FIELD_USE)
def show_session() -> dict[str, Any]:
    """Tell who is signed in, what they may do, and whom the server is."""
    actor, settings = current_actor(), current_app.config["CASEBOOK"]
    assert actor.officer_id is not None
    officer = officers.get_officer(current_session(), actor.officer_id)
    county_name = regions.name_of(current_session(), officer.county_code)
    townships = regions.list_divisions(current_session(), officer.county_code)
    return {
        "officer": officer_json(officer, county_name),
        "server": server_json(settings),
        "settings": settings_json(settings, tus.CHUNK),
        "townships": [{"code": one.code, "name": one.name} for one in townships if actor.reaches(one.code)],
    }


@blueprint.delete("/field/api/session")
@requires(Permission.ACCOUNT_OWN)
def end_session() -> Response:
    """Sign out. The tablet stays registered, and its unsent work stays on it."""
    actor = current_actor()
    assert actor.officer_id is not None
    running = officers.get_own_sign_in(
        current_session(), officer_id=actor.officer_id, sign_in_id=g.sign_in_id
    )
    accounts.end_sign_in(current_session(), actor=actor, now=clock.now(), sign_in_session=running)
    session.clear()
    return Response(status=204, mimetype="text/plain")


@blueprint.post("/field/api/devices")
@requires(Permission.FIELD_USE)
def register() -> tuple[dict[str, Any], int]:
    """Take this browser's keys and name the server's."""
    server = server_json(current_app.config["CASEBOOK"])
    device = register_device(
        current_session(),
        actor=current_actor(),
        now=clock.now(),
        sent=bodies.read(Registration),
        server_fingerprint=server["fingerprint"],
    )
    return {"device": str(device.id), "server": server}, 201
