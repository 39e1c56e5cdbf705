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
from casebook.volumes.queries.townships import TownshipYear, townships_of

__all__ = [
    "Difference",
    "TownshipYear",
    "accounts_of",
    "differences",
    "last_use_of",
    "list_accounts_without_well",
    "list_well_ids",
    "months_of",
    "power_of",
    "townships_of",
    "year_of",
    "years_of",
]
