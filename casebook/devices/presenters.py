"""Devices in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

if TYPE_CHECKING:
    from casebook.devices.models import Device

_GROUP, _GROUPS = 4, 4


def state_words(device: Device) -> tuple[str, str]:
    """Return a device's state as a status tag takes it: value and words."""
    return ("disabled", _("已停用")) if device.is_revoked else ("active", _("在用"))


def short_fingerprint(device: Device) -> str:
    """Return the beginning of a device's fingerprint in groups, to be compared with what the tablet shows."""
    digits = device.fingerprint.partition(":")[2]
    return " ".join(digits[place : place + _GROUP] for place in range(0, _GROUP * _GROUPS, _GROUP))
