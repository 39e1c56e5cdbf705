"""Numbers that name persons, firms, permits and wells: read, checked, masked.

Reading never mends a number; it says what is wrong with it.
"""

from casebook.kernel.identifiers.masking import mask_citizen_id, mask_phone
from casebook.kernel.identifiers.permits import (
    PermitNumber,
    PermitNumberKind,
    WaterKind,
    read_permit_number,
)
from casebook.kernel.identifiers.persons import (
    Identifier,
    IdentifierKind,
    IdentifierProblem,
    check_citizen_id,
    check_organisation_code,
    check_uscc,
    citizen_check_digit,
    organisation_check_digit,
    read_identifier,
    uscc_check_digit,
)
from casebook.kernel.identifiers.well_codes import WELL_CODE_TEMPLATE, read_well_code, well_code_pattern

__all__ = [
    "WELL_CODE_TEMPLATE",
    "Identifier",
    "IdentifierKind",
    "IdentifierProblem",
    "PermitNumber",
    "PermitNumberKind",
    "WaterKind",
    "check_citizen_id",
    "check_organisation_code",
    "check_uscc",
    "citizen_check_digit",
    "mask_citizen_id",
    "mask_phone",
    "organisation_check_digit",
    "read_identifier",
    "read_permit_number",
    "read_well_code",
    "uscc_check_digit",
    "well_code_pattern",
]
