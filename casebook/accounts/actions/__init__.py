"""What is done to agencies, powers, officers and sign-ins."""

from casebook.accounts.actions.agencies import AgencyFacts, add_agency, end_power, grant_power, update_agency
from casebook.accounts.actions.first import FirstAccount, make_administrators
from casebook.accounts.actions.officers import add_officer, disable_officer, enable_officer, update_officer
from casebook.accounts.actions.passwords import (
    change_password,
    invent_password,
    reset_password,
    set_password,
)
from casebook.accounts.actions.sign_ins import SignedIn, end_sign_in, note_write, sign_in
from casebook.accounts.actions.subjects import subject_of, subject_of_agency

__all__ = [
    "AgencyFacts",
    "FirstAccount",
    "SignedIn",
    "add_agency",
    "add_officer",
    "change_password",
    "disable_officer",
    "enable_officer",
    "end_power",
    "end_sign_in",
    "grant_power",
    "invent_password",
    "make_administrators",
    "note_write",
    "reset_password",
    "set_password",
    "sign_in",
    "subject_of",
    "subject_of_agency",
    "update_agency",
    "update_officer",
]
