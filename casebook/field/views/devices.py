"""What a tablet may ask when nobody is signed in on it: whether it was revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from casebook.devices import queries
from casebook.devices.rules import check_fresh
from casebook.field.views.blueprint import blueprint
from casebook.kernel import clock
from casebook.web.guard import public
from casebook.web.lifecycle import current_session

if TYPE_CHECKING:
    from uuid import UUID


@blueprint.get("/field/api/devices/<uuid:device_id>/state")
@public
def device_state(device_id: UUID) -> dict[str, Any]:
    """Tell a device that proves itself by its signature since when it is revoked, and nothing else.

    A package on a tablet must not outlive its tablet only because the sign-in there has ended.
    """
    signed_at = request.headers.get("Casebook-Signed-At", "")
    check_fresh(signed_at, clock.now())
    signature = request.headers.get("Casebook-Signature", "")
    device = queries.get_signing_device(
        current_session(), device_id, signed_at=signed_at, signature=signature
    )
    return {"revoked_at": clock.rfc3339(device.revoked_at) if device.revoked_at else None}
