"""Keeping permits and yearly volumes: what registers say, and a permit's own life."""

from casebook.quotas.actions.changing import PermitChanges, change_permit, drop_well, transfer_permit
from casebook.quotas.actions.life import (
    Act,
    Application,
    apply_permit,
    approve_permit,
    issue_permit,
    renew_permit,
    subject_of,
    take_permit_step,
)
from casebook.quotas.actions.lists import compare_list, take_over
from casebook.quotas.actions.register import (
    link_wells,
    put_annual_volumes,
    put_permit,
    put_permits,
    remove_of_wells,
    restore_permits,
    unlink_wells,
    withdraw_volumes,
)

__all__ = [
    "Act",
    "Application",
    "PermitChanges",
    "apply_permit",
    "approve_permit",
    "change_permit",
    "compare_list",
    "drop_well",
    "issue_permit",
    "link_wells",
    "put_annual_volumes",
    "put_permit",
    "put_permits",
    "remove_of_wells",
    "renew_permit",
    "restore_permits",
    "subject_of",
    "take_over",
    "take_permit_step",
    "transfer_permit",
    "unlink_wells",
    "withdraw_volumes",
]
