"""Reading meters, volumes and electricity."""

from casebook.volumes.queries.asked import (
    QueryFilter,
    count_queries,
    get_query,
    list_queries_of,
    page_queries,
)
from casebook.volumes.queries.balance import Balance, Balances, balances_of, list_balance_years
from casebook.volumes.queries.balance_wells import (
    BalanceFilter,
    Behind,
    count_balance_wells,
    coverages_of,
    page_balance_wells,
)
from casebook.volumes.queries.checking import Difference, differences, list_well_ids
from casebook.volumes.queries.estimates import get_estimate
from casebook.volumes.queries.figures import (
    last_use_of,
    months_by_year,
    months_of,
    power_of,
    year_of,
    years_of,
)
from casebook.volumes.queries.meters import MeterFilter, count_meters, get_meter_of, page_meters
from casebook.volumes.queries.overview import count_open_queries, list_years, months_of_reach
from casebook.volumes.queries.own_power import own_power_of, power_without_well
from casebook.volumes.queries.power import get_use, list_use_history
from casebook.volumes.queries.readings import get_reading, list_years_of
from casebook.volumes.queries.rounds import RoundFilter, get_wells, page_round
from casebook.volumes.queries.users import (
    get_user,
    list_reclaimed_uses,
    list_user_permits,
    list_water_years,
)
from casebook.volumes.queries.visits import get_photograph, stopped_on

__all__ = [
    "Balance",
    "BalanceFilter",
    "Balances",
    "Behind",
    "Difference",
    "MeterFilter",
    "QueryFilter",
    "RoundFilter",
    "balances_of",
    "count_balance_wells",
    "count_meters",
    "count_open_queries",
    "count_queries",
    "coverages_of",
    "differences",
    "get_estimate",
    "get_meter_of",
    "get_photograph",
    "get_query",
    "get_reading",
    "get_use",
    "get_user",
    "get_wells",
    "last_use_of",
    "list_balance_years",
    "list_queries_of",
    "list_reclaimed_uses",
    "list_use_history",
    "list_user_permits",
    "list_water_years",
    "list_well_ids",
    "list_years",
    "list_years_of",
    "months_by_year",
    "months_of",
    "months_of_reach",
    "own_power_of",
    "page_balance_wells",
    "page_meters",
    "page_queries",
    "page_round",
    "power_of",
    "power_without_well",
    "stopped_on",
    "year_of",
    "years_of",
]
