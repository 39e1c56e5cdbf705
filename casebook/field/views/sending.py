"""Which device a request of the API comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from casebook.devices import queries as devices
from casebook.kernel.errors import NotFound
from casebook.kernel.ids import parse_id
from casebook.web.api import DEVICE_HEADER
from casebook.web.guard import current_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from casebook.devices.models import Device


def find_sending_device(session: Session) -> Device | None:
    """Return the officer's own device that the request names, or None."""
    device_id = parse_id(request.headers.get(DEVICE_HEADER, ""))
    found = None if device_id is None else devices.find_device(session, device_id)
    return found if found is not None and found.officer_id == current_actor().officer_id else None


def sending_device(session: Session) -> Device:
    """Return the officer's own device that the request names, or raise NotFound."""
    found = find_sending_device(session)
    if found is None:
        raise NotFound("device", request.headers.get(DEVICE_HEADER, ""))
    return found
