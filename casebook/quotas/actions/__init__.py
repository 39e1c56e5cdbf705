"""Keeping permits and yearly volumes: what registers say, and a permit's own life."""

from casebook.quotas.actions.register import (
    link_wells,
    put_annual_volume,
    put_annual_volumes,
    put_permit,
    put_permits,
    remove_of_wells,
    restore_permits,
    unlink_wells,
    withdraw_volumes,
)

__all__ = [
    "link_wells",
    "put_annual_volume",
    "put_annual_volumes",
    "put_permit",
    "put_permits",
    "remove_of_wells",
    "restore_permits",
    "unlink_wells",
    "withdraw_volumes",
]
