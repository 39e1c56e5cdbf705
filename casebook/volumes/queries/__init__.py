"""Reading meters, volumes and electricity."""

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
    "accounts_of",
    "last_use_of",
    "list_accounts_without_well",
    "months_of",
    "power_of",
    "year_of",
    "years_of",
]
