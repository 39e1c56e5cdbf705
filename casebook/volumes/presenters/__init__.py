"""What pages, reports and commands of volumes show."""

from casebook.volumes.presenters.asked import query_lines, query_page, words_of
from casebook.volumes.presenters.balance import (
    balance_columns,
    balance_page,
    balance_rows,
    behind_lines,
    composition,
)
from casebook.volumes.presenters.estimates import estimate_lines, norm_choices
from casebook.volumes.presenters.meters import last_reading, meter_lines, meter_numbers, meters_page
from casebook.volumes.presenters.overview import overview_page
from casebook.volumes.presenters.readings import reading_page, well_year
from casebook.volumes.presenters.reports import entry_of, month_json, query_text, refusal_text, year_json
from casebook.volumes.presenters.rounds import RoundLine, round_lines
from casebook.volumes.presenters.users import UserPage, user_page
from casebook.volumes.presenters.water import WellWater, well_water
from casebook.volumes.presenters.yearly import YearlyFacts, YearTotal, yearly_facts

__all__ = [
    "RoundLine",
    "UserPage",
    "WellWater",
    "YearTotal",
    "YearlyFacts",
    "balance_columns",
    "balance_page",
    "balance_rows",
    "behind_lines",
    "composition",
    "entry_of",
    "estimate_lines",
    "last_reading",
    "meter_lines",
    "meter_numbers",
    "meters_page",
    "month_json",
    "norm_choices",
    "overview_page",
    "query_lines",
    "query_page",
    "query_text",
    "reading_page",
    "refusal_text",
    "round_lines",
    "user_page",
    "well_water",
    "well_year",
    "words_of",
    "year_json",
    "yearly_facts",
]
