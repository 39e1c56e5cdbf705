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
from casebook.volumes.queries.overview import YearOverview, count_open_queries, list_years, overview_of
from casebook.volumes.queries.townships import TownshipYear, townships_of

__all__ = [
    "Difference",
    "TownshipYear",
    "YearOverview",
    "accounts_of",
    "count_open_queries",
    "differences",
    "last_use_of",
    "list_accounts_without_well",
    "list_well_ids",
    "list_years",
    "months_of",
    "overview_of",
    "power_of",
    "townships_of",
    "year_of",
    "years_of",
]
