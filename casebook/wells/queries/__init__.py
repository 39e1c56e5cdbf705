"""Reading the register: one well, lists by filter, points for the map."""

from casebook.wells.models import subject_of
from casebook.wells.queries.filters import (
    MOST_COUNTED,
    Count,
    WellFilter,
    count_beyond,
    count_wells,
    filtered,
)
from casebook.wells.queries.lists import (
    WellRow,
    find_matches,
    iterate_rows,
    list_wells,
    page_wells,
    parties_by_well,
)
from casebook.wells.queries.points import MapPoints, map_points, register_stamp
from casebook.wells.queries.wells import (
    find_party,
    find_user_id,
    find_well,
    get_well,
    get_well_by_id,
    list_aliases,
    list_events,
    list_parties,
    list_zones,
    plate_of,
)

__all__ = [
    "MOST_COUNTED",
    "Count",
    "MapPoints",
    "WellFilter",
    "WellRow",
    "count_beyond",
    "count_wells",
    "filtered",
    "find_matches",
    "find_party",
    "find_user_id",
    "find_well",
    "get_well",
    "get_well_by_id",
    "iterate_rows",
    "list_aliases",
    "list_events",
    "list_parties",
    "list_wells",
    "list_zones",
    "map_points",
    "page_wells",
    "parties_by_well",
    "plate_of",
    "register_stamp",
    "subject_of",
]
