"""The board: targets held against what is booked, claimed, and counted outside the ledger."""

from casebook.oversight.queries.board import (
    AquiferPart,
    Board,
    Place,
    board,
    list_lagging,
    list_targets,
    list_years,
    targets_in_force,
)
from casebook.oversight.queries.gauges import Gauges, find_stated, gauges
from casebook.oversight.queries.offices import (
    OfficeFigures,
    get_office_figures,
    list_closures_of_office,
    list_problems_of_office,
    office_figures,
)
from casebook.oversight.queries.places import StagedWell, WellStage, list_staged_wells

__all__ = [
    "AquiferPart",
    "Board",
    "Gauges",
    "OfficeFigures",
    "Place",
    "StagedWell",
    "WellStage",
    "board",
    "find_stated",
    "gauges",
    "get_office_figures",
    "list_closures_of_office",
    "list_lagging",
    "list_problems_of_office",
    "list_staged_wells",
    "list_targets",
    "list_years",
    "office_figures",
    "targets_in_force",
]
