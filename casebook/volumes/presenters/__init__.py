"""What pages, reports and commands of volumes show."""

from casebook.volumes.presenters.balance import (
    balance_columns,
    balance_page,
    balance_rows,
    behind_lines,
    composition,
)
from casebook.volumes.presenters.overview import overview_page
from casebook.volumes.presenters.reports import entry_of, month_json, query_text, refusal_text, year_json
from casebook.volumes.presenters.users import UserPage, user_page
from casebook.volumes.presenters.water import WellWater, well_water

__all__ = [
    "UserPage",
    "WellWater",
    "balance_columns",
    "balance_page",
    "balance_rows",
    "behind_lines",
    "composition",
    "entry_of",
    "month_json",
    "overview_page",
    "query_text",
    "refusal_text",
    "user_page",
    "well_water",
    "year_json",
]
