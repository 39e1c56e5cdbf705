"""Wells as pages and sheets show them."""

from casebook.wells.presenters.lists import ListedWell, listed
from casebook.wells.presenters.merging import Clash, clashes_of
from casebook.wells.presenters.page import WellPage
from casebook.wells.presenters.sheet import export_columns, export_rows, export_years

__all__ = [
    "Clash",
    "ListedWell",
    "WellPage",
    "clashes_of",
    "export_columns",
    "export_rows",
    "export_years",
    "listed",
]
