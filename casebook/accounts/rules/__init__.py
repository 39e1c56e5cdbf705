"""Pure rules of accounts: passwords and lock-out, what an officer must be, which power applies."""

from casebook.accounts.rules.officers import OfficerFacts, faults_of_login, faults_of_officer, spell_login
from casebook.accounts.rules.passwords import MLPS, PLAIN, PROFILES, PasswordPolicy
from casebook.accounts.rules.powers import (
    ANY_MATTER,
    MATTERS,
    AgencyKind,
    Holder,
    PowerFacts,
    PowerModel,
    applicable_power,
    faults_of_power,
    find_overlapping,
    is_place_of,
    is_valid,
    may_delegate,
    rests_on,
)

__all__ = [
    "ANY_MATTER",
    "MATTERS",
    "MLPS",
    "PLAIN",
    "PROFILES",
    "AgencyKind",
    "Holder",
    "OfficerFacts",
    "PasswordPolicy",
    "PowerFacts",
    "PowerModel",
    "applicable_power",
    "faults_of_login",
    "faults_of_officer",
    "faults_of_power",
    "find_overlapping",
    "is_place_of",
    "is_valid",
    "may_delegate",
    "rests_on",
    "spell_login",
]
