"""Reading meters, volumes and electricity."""

from casebook.volumes.queries.checking import Difference, differences, list_well_ids
from casebook.volumes.queries.figures import (
    accounts_of,
    last_use_of,
    list_accounts_without_well,
    months_of,
    power_of,
    year_of,
    years_of,
)

__all__ = [
    "Difference",
    "accounts_of",
    "differences",
    "last_use_of",
    "list_accounts_without_well",
    "list_well_ids",
    "months_of",
    "power_of",
    "year_of",
    "years_of",
]
